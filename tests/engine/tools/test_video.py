"""browse_video: what is said and shown in the recordings of a library, at its second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Language
from engine.recordings import BankRecordings, Shelf
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from store.memory import MemoryBank
from tests.engine.made_recordings import BREAD, SHARPENING, Window, entry, with_recordings

NOW = datetime(2026, 11, 26, 10)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def browse(
    bank: MemoryBank, video: str, question: str = "", language: Language = "en", room: int = 6000
) -> Observation:
    recordings = BankRecordings([Shelf(lambda: bank)])
    context = ToolContext(NOW, language, question=question, room=room, recordings=recordings)
    return builtin_registry().run("browse_video", {"video_id": video}, context)


def refusal(bank: MemoryBank, video: str, language: Language = "en") -> ToolError:
    with pytest.raises(ToolError) as caught:
        browse(bank, video, language=language)
    return caught.value


def test_an_overview_has_the_chapters_and_first_sentences(bank: MemoryBank) -> None:
    found = browse(with_recordings(bank), "video:1")
    assert found.text.splitlines() == [
        "Sharpening kitchen knives (video:1, 01:30)",
        "# The stone",
        "[00:02] said: Soak the whetstone in water for fifteen minutes.",
        "# The angle",
        "[00:31] said: Hold the blade at seventeen degrees to the stone.",
        "# The strop",
        "[01:02] said: Pull the edge backwards over leather ten times.",
    ]
    assert found.whole
    assert found.trust == "private"


def test_what_is_about_the_question_comes_in_time_order_by_channel(bank: MemoryBank) -> None:
    found = browse(with_recordings(bank), "sharpening.mp4", "Which angle for the blade?", room=150)
    assert "[00:31] said: Hold the blade at seventeen degrees to the stone." in found.text
    assert "[00:33] on screen: Japanese knives: 15 degrees" in found.text
    assert "leather" not in found.text
    assert not found.whole
    said, shown = found.passages
    assert (said.location.start, said.location.end) == (31.0, 44.0)
    assert (shown.location.start, shown.location.end) == (33.0, 52.0)
    text = bank.document_text("/videos/sharpening.mp4")
    assert text is not None
    for passage in found.passages:
        assert passage.location.span is not None
        assert text[slice(*passage.location.span)] == passage.text
        assert passage.fingerprint == "f-Sharpening kitchen knives"
    assert [one["channel"] for one in found.data["passages"]] == ["said", "shown"]


def test_what_is_there_at_a_time(bank: MemoryBank) -> None:
    with_recordings(bank)
    found = browse(bank, "video:1", "What is said and what is on the table at 1:03?")
    assert [one.location.start for one in found.passages] == [62.0, 65.0]
    found = browse(bank, "video:1", "What is said at 1:03?")
    assert [one.location.start for one in found.passages] == [62.0]
    found = browse(bank, "video:1", "What is shown between 0:00 and 0:10?")
    assert [one.text for one in found.passages] == ["Grit 1000 for everyday edges"]
    assert found.whole


def test_only_the_screen(bank: MemoryBank) -> None:
    found = browse(with_recordings(bank), "video:1", "What stands on the screen about knives?")
    assert {one["channel"] for one in found.data["passages"]} == {"shown"}


def test_a_chinese_observation(bank: MemoryBank) -> None:
    found = browse(with_recordings(bank), "面包", "烤箱要预热到多少度？", "zh")
    assert "[00:30] 语音：烤箱先预热到二百三十度。" in found.text
    assert "画面：烘烤时间 35 分钟" in found.text
    assert "现有：Sharpening kitchen knives (video:1)" in str(
        refusal(bank, "sharpenin knife", "zh")
    )


def test_several_that_may_be_meant_are_named(bank: MemoryBank) -> None:
    bank.add_documents(
        [entry("/a/talk.mp4", "Talk", BREAD), entry("/b/talk.mp4", "Talk", SHARPENING)]
    )
    error = refusal(bank, "talk.mp4")
    assert error.kind == "invalid_argument"
    assert "Talk (video:1), Talk (video:2)" in str(error)
    assert browse(bank, "/b/talk.mp4").data["id"] == "video:2"


@pytest.mark.parametrize("video", ["video:99", "gardening", "../../etc/passwd", "a\nb" * 300])
def test_what_is_not_there(bank: MemoryBank, video: str) -> None:
    error = refusal(with_recordings(bank), video)
    assert error.kind == "not_found"
    assert "\n" not in str(error)
    assert len(str(error)) < 500


def test_a_library_without_recordings_says_how_to_add_some(bank: MemoryBank) -> None:
    assert "kagent add" in str(refusal(bank, "talk"))
    assert "kagent add" in str(refusal(bank, "talk", "zh"))
    assert refusal(bank, "  ").kind == "invalid_argument"


def test_what_was_not_read_is_said(bank: MemoryBank) -> None:
    silent: list[Window] = [(None, [("shown", 0.0, 5.0, "Welcome")])]
    unread = "no speech: there is no speech model"
    bank.add_documents([entry("/v/a.mp4", "A", silent, unread=unread)])
    assert browse(bank, "a.mp4").text.splitlines()[-1] == f"Not read: {unread}"


def test_windows_without_moments_are_said_at_their_times(bank: MemoryBank) -> None:
    whole = entry("/v/old.srt", "Old talk", SHARPENING, "application/x-subrip")
    bank.add_documents([type(whole)(whole.document, whole.segments)])
    found = browse(bank, "old.srt", "angle", room=200)
    assert "[00:31] said: Hold the blade" in found.text


SLIDES: list[Window] = [
    (
        None,
        [
            ("said", 1.0, 8.0, "Now to the pipes."),
            ("shown", 0.0, 40.0, "Soil, lecture 4"),
            ("shown", 0.0, 19.0, "Sandy soil: every 3 days"),
            ("shown", 20.0, 40.0, "Depth 90 cm"),
            ("shown", 32.0, 40.0, "Slope 0.3 percent"),
        ],
    ),
    (None, [("shown", 41.0, 60.0, "Look before you water")]),
]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        # All of the slide, once its last line is there, and what stands above every slide.
        ("What is on the slide at 0:25?", ["Soil, lecture 4", "Depth 90 cm Slope 0.3 percent"]),
        # Rounded down: the slide is there a moment later, and the one before is gone.
        ("What is on the slide at 0:40?", ["Look before you water"]),
        ("What is on the slide at 0:05?", ["Soil, lecture 4 Sandy soil: every 3 days"]),
    ],
)
def test_what_is_shown_at_a_time_is_what_stands_there(
    bank: MemoryBank, question: str, shown: list[str]
) -> None:
    bank.add_documents([entry("/v/soil.mp4", "Soil", SLIDES, duration=60)])
    found = browse(bank, "soil.mp4", question)
    assert [" ".join(one.text.split()) for one in found.passages] == shown


def test_a_slide_that_comes_up_later_is_no_answer(bank: MemoryBank) -> None:
    bank.add_documents([entry("/v/soil.mp4", "Soil", SLIDES, duration=60)])
    found = browse(bank, "soil.mp4", "What happens at 0:05?")
    assert [(one.text, one.location.start) for one in found.passages] == [
        ("Soil, lecture 4\nSandy soil: every 3 days", 0.0),
        ("Now to the pipes.", 1.0),
    ]


def test_a_long_recording_is_shown_evenly(bank: MemoryBank) -> None:
    windows: list[Window] = [
        (None, [("said", 30.0 * n, 30.0 * n + 9, f"Sentence number {n} is said. And more.")])
        for n in range(400)
    ]
    bank.add_documents([entry("/v/long.mp4", "Long", windows, duration=12_000)])
    lines = browse(bank, "long.mp4").text.splitlines()
    assert lines[0] == "Long (video:1, 3:20:00)"
    assert lines[1] == "[00:00] said: Sentence number 0 is said."
    assert len(lines) == 13
    assert lines[-1].startswith("[3:0")
    found = browse(bank, "long.mp4", "Which sentence is number 311?", room=400)
    assert any(one.location.start == 9330.0 for one in found.passages)
    assert len(found.text) < 1000
