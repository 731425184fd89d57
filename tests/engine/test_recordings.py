"""Which recording is meant, and when its words are said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.recording_names import asked_about, named, near, without_names
from engine.recordings import BankRecordings, Recording, Shelf
from store.memory import MemoryBank
from tests.engine.made_recordings import BREAD, entry, with_recordings


def recording(number: int, title: str, source: str) -> Recording:
    return Recording(f"video:{number}", title, source, "video/mp4", "f")


KNIVES = recording(1, "Sharpening kitchen knives", "/v/sharpening.mp4")
BREAD_MADE = recording(2, "乡村面包教程", "/v/bread.mkv")
LECTURE = recording(21, "Lecture 3 Optics", "/v/lecture_3_optics.mp4")
MEETING = recording(13, "Team meeting", "/v/2026-11-20 meeting.m4a")
ALL = [KNIVES, BREAD_MADE, MEETING, LECTURE]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def recordings_of(bank: MemoryBank, *documents: int) -> BankRecordings:
    wanted = frozenset(documents) or None
    return BankRecordings([Shelf(lambda: bank, documents=lambda: wanted)])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("video:1", [KNIVES]),
        ("VIDEO:13", [MEETING]),
        ("audio:13", [MEETING]),
        ("2", [BREAD_MADE]),
        ("/v/sharpening.mp4", [KNIVES]),
        ("Sharpening.MP4", [KNIVES]),
        ("sharpening", [KNIVES]),
        ("SHARPENING KITCHEN KNIVES", [KNIVES]),
        ("kitchen knives", [KNIVES]),
        ("鄉村麵包教程", [BREAD_MADE]),
        ("面包", [BREAD_MADE]),
        ("2026-11-20 meeting", [MEETING]),
        ("video:99", []),
        ("video", []),
        ("cooking", []),
    ],
)
def test_a_recording_is_named_by_its_id_place_or_title(
    written: str, expected: list[Recording]
) -> None:
    assert list(named(written, ALL)) == expected


def test_a_title_that_several_have_names_them_all() -> None:
    other = recording(4, "Team meeting", "/v/older.m4a")
    assert named("team meeting", [*ALL, other]) == (MEETING, other)
    assert named("video:4", [*ALL, other]) == (other,)


def test_near_titles_are_found_for_a_slip() -> None:
    assert near("sharpenning kichen knifes", ALL) == (KNIVES,)
    assert near("zzzz", ALL) == ()
    assert near("meeting notes", ALL) == (MEETING,)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the sharpening video say about angles?", KNIVES),
        ("What is said in sharpening.mp4?", KNIVES),
        ("In the recording of the team meeting, who takes the minutes?", MEETING),
        ("乡村面包教程这个视频里烤箱要多少度？", BREAD_MADE),
        ("bread.mkv 里说了什么", BREAD_MADE),
        ("What does lecture 3 on optics say about lenses?", LECTURE),
        ("乡村面包教程讲了什么？", BREAD_MADE),
        ("乡村面包教程的幻灯片第三页写了什么？", BREAD_MADE),
        ("bread 第 35 秒出现了什么？", BREAD_MADE),
        ("What happened in the team meeting at 12:30?", MEETING),
        ("录音里说了什么？", None),
        # Titles and words that mean no recording.
        ("When is lecture 3 on optics?", None),
        ("When is the team meeting?", None),
        ("Is the team meeting at 10:30 am?", None),
        ("乡村面包教程有几页？", None),
        ("How do I sharpen kitchen knives?", None),
        ("Which lecture is on Monday?", None),
        ("What is in the video about gardens?", None),
        ("Is this video too long?", None),
        ("", None),
    ],
)
def test_a_question_names_a_recording(question: str, expected: Recording | None) -> None:
    assert asked_about(question, ALL) == expected


@pytest.mark.parametrize("question", ["What is said in the video?", "视频里说了什么？"])
def test_the_only_recording_is_the_video(question: str) -> None:
    assert asked_about(question, [KNIVES]) == KNIVES
    assert asked_about(question, []) is None
    assert asked_about("I saw a video store, when does it open?", [KNIVES]) is None


def test_the_only_recording_of_sound_is_the_podcast() -> None:
    call = replace(MEETING, media_type="audio/mp4")
    assert asked_about("录音里说了什么？", [KNIVES, call, BREAD_MADE]) == call
    assert asked_about("What is said in the podcast?", [KNIVES, call, BREAD_MADE]) == call
    assert asked_about("视频里说了什么？", [KNIVES, call, BREAD_MADE]) is None
    other = replace(call, id="video:14", title="Choir", source="/v/choir.wav")
    assert asked_about("录音里说了什么？", [KNIVES, call, other]) is None


def test_with_a_second_one_word_of_the_title_tells_which() -> None:
    soil = recording(9, "Soil and water, lecture 4", "/v/4.mp4")
    asked = "What does the slide at 0:40 of the soil lecture say?"
    assert asked_about(asked, [*ALL, soil]) == soil
    assert asked_about(asked, [*ALL, soil, replace(soil, id="video:10")]) is None
    assert asked_about(asked, ALL) is None
    assert asked_about("How deep are roots, says the soil lecture?", [*ALL, soil]) is None


def test_the_recordings_of_a_library(bank: MemoryBank) -> None:
    recordings = recordings_of(bank)
    assert not recordings.any()
    with_recordings(bank)
    bank.add_documents([entry("/n/notes.md", "Notes on knives", BREAD, "text/markdown")])
    bank.add_documents([entry("/v/talk.srt", "Talk", BREAD, "application/x-subrip")])
    found = recordings_of(bank)
    assert found.any()
    assert [(one.id, one.seconds) for one in found.all()] == [
        ("video:4", None),
        ("video:2", 60),
        ("video:1", 90),
    ]
    assert recordings_of(bank, 1, 3).all() == [found.all()[2]]
    assert not recordings_of(bank, 3).any()


def test_words_are_dated_by_their_moments(bank: MemoryBank) -> None:
    recordings = recordings_of(with_recordings(bank))
    (knives,) = recordings.named("video:1")
    text = bank.document_text(knives.source)
    assert text is not None

    def times(words: str, fingerprint: str | None = knives.fingerprint) -> object:
        start = text.index(words)
        return recordings.times(knives.source, fingerprint, (start, start + len(words)))

    assert times("seventeen degrees") == (31.0, 36.0)
    assert times("stone. A steeper") == (31.0, 44.0)
    assert times("Grit 1000", None) == (3.0, 20.0)
    # Of another content the times are not known, nor of what is no recording.
    assert times("Grit 1000", "another") is None
    assert recordings.times("/elsewhere.mp4", None, (0, 5)) is None


@given(st.text(max_size=60))
def test_any_words_may_be_asked(text: str) -> None:
    assert set(named(text, ALL)) <= set(ALL)
    assert set(near(text, ALL)) <= set(ALL)
    assert asked_about(text, ALL) in {*ALL, None}
    assert isinstance(without_names(text, KNIVES), str)
