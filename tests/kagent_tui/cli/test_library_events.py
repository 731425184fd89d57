"""What `kagent add` and its like show of the library's events."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.library_events import (
    AddReport,
    Counted,
    Downloading,
    Finished,
    LibraryEvent,
    Linking,
    MediaProgressed,
    Noticed,
    Planned,
    Progressed,
    Watching,
)
from kagent_tui.cli.library_events import LibraryView
from kagent_tui.cli.library_json import event_to_json
from kagent_tui.cli.library_progress import early_text, plan_text, progress_text
from kagent_tui.cli.progress_line import ProgressLine, cells

FILES: list[LibraryEvent] = [
    Counted(3, 3000),
    Planned(3, 3000),
    AddReport(Path("a.md"), "added", 1),
    AddReport(Path("b.md"), "moved", previous="/old/b\x1b[31m.md"),
    AddReport(Path("c.md"), "failed", error="cannot add c.md: it is binary"),
    AddReport(Path("d.md"), "unchanged"),
    Progressed(3, 3, 3000, 3000, 1, 2.0),
]
END = Finished({"added": 1, "moved": 1, "failed": 1, "unchanged": 1}, 1, 3000, 2.0)


class Terminal:
    """Stands for a terminal on standard error."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


def show(events: Sequence[LibraryEvent], *, as_json: bool = False, quiet: bool = False) -> int:
    return LibraryView(as_json=as_json, quiet=quiet).show_all(iter(events))


def test_plain_lines_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert show([*FILES, END]) == 1
    out, err = capsys.readouterr()
    assert out == "1 added, 1 moved, 1 unchanged, 1 failed\n"
    assert err.splitlines() == [
        "added: a.md (1 passage)",
        "moved: b.md, before: /old/b.md",
        "kagent: cannot add c.md: it is binary",
        "1 passage of 3.0 kB in 2.0 s (0.5 passages/s)",
    ]


def test_quiet_shows_only_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    show([*FILES, END], quiet=True)
    assert capsys.readouterr().err == "kagent: cannot add c.md: it is binary\n"


def test_a_line_of_progress_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "60")
    many: list[LibraryEvent] = [
        Counted(1000, 2_000_000),
        Planned(1000, 2_000_000),
        AddReport(Path("a.md"), "added", 12),
        Progressed(100, 1000, 200_000, 2_000_000, 1200, 2.0),
        AddReport(Path("c.md"), "failed", error="cannot add c.md: it is binary"),
        Finished({"added": 999, "failed": 1}, 12000, 2_000_000, 20.0),
    ]
    show(many)
    lines = [line.rstrip() for line in terminal.text.replace("\n", "\r").split("\r")]
    shown = [line for line in lines if line]
    assert shown == [
        "found 1,000 files, 2.0 MB",
        "100 of 1,000 files, 200.0 kB of 2.0 MB, 50 files/s, 600 pas",
        "kagent: cannot add c.md: it is binary",
        "12,000 passages of 2.0 MB in 20 s (600 passages/s)",
    ]
    assert all(len(line) < 60 for line in lines)
    assert capsys.readouterr().out == "999 added, 1 failed\n"


def test_rates_and_time_left() -> None:
    event = Progressed(100, 1000, 200_000, 2_000_000, 1200, 2.0)
    assert progress_text(event) == (
        "100 of 1,000 files, 200.0 kB of 2.0 MB, 50 files/s, 600 passages/s, about 18 s left"
    )
    slow = Progressed(1, 1000, 2_000, 2_000_000, 3, 20.0)
    assert progress_text(slow).endswith("about 5:33:00 left")


TALK = MediaProgressed(Path("/films/talk.mp4"), "said", 312.0, 5400.0, 4.25, 1197.0)


def test_a_recording_shows_its_stage_its_speed_and_the_time_left() -> None:
    event = Progressed(3, 5, 3000, 3_000_000, 1, 20.0, 1260.0)
    assert progress_text(event, TALK) == (
        "talk.mp4: speech, 5:12 of 1:30:00, 4.2× real time, about 19:57 min left, 3 of 5 files, "
        "all in about 21:00 min"
    )
    alone = Progressed(0, 1, 0, 3_000_000, 0, 20.0, 1197.0)
    scan = MediaProgressed(Path("a\x1b[31m.pdf"), "pages", 3.0, 40.0, 0.5, None)
    assert progress_text(alone, scan) == "a.pdf: page 3 of 40"
    unknown = replace(TALK, speed=None, seconds_left=None, address="https://a.org/x.mp4?t=1")
    assert progress_text(alone, unknown) == "x.mp4?t=1: speech, 5:12 of 1:30:00"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (119, "A very long nam…ures.mp4: speech, 5:12 of 1:30:00, 4.2× real time, about 19:57 min"),
        (94, "A very long nam…ures.mp4: speech, 5:12 of 1:30:00, 4.2× real time, all in about"),
        (79, "A very long nam…ures.mp4: speech, 5:12 of 1:30:00, all in about 21:00 min"),
    ],
)
def test_a_narrow_terminal_shows_what_matters_most(width: int, shown: str) -> None:
    event = Progressed(3, 5, 3000, 3_000_000, 1, 20.0, 1260.0)
    long = replace(TALK, path=Path("A very long name of one of my lectures.mp4"))
    assert progress_text(event, long, width).startswith(shown)


def test_the_last_of_a_run_shows_its_own_time_left() -> None:
    alone = Progressed(0, 1, 0, 3_000_000, 0, 20.0, 1197.0)
    assert (
        progress_text(alone, TALK, 10) == "talk.mp4: speech, 5:12 of 1:30:00, about 19:57 min left"
    )


def test_chinese_names_take_two_cells_each_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "30")
    line = ProgressLine(quiet=False)
    line.show("番茄种植的第一讲和第二讲以及第三讲.mov")
    line.show("short")
    line.wipe()
    shown = terminal.text.split("\r")[1:]
    assert shown == ["番茄种植的第一讲和第二讲以及", "short" + " " * 23, " " * 5, ""]
    assert max(map(cells, shown)) == 28


def test_what_takes_long_is_said_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan_text(Planned(3, 10)) is None
    assert plan_text(Planned(1, 10, 1)) is None
    show([Planned(3_100, 10, 1, 3_000)])
    assert capsys.readouterr().err.startswith("3,000 pictures and 1 recording to read, after ")
    show([Planned(3_100, 10, 1, 3_000)], quiet=True)
    assert capsys.readouterr().err == ""


def test_what_is_done_before_and_after_reading() -> None:
    loading = Downloading("https://a.org/b/talk.mp4?x", 5_000_000, 20_000_000, 90.0)
    assert early_text(loading) == "downloading talk.mp4: 5.0 MB of 20.0 MB, about 1:30 min left"
    assert early_text(Downloading("https://a.org", 10)) == "downloading https://a.org: 10 bytes"
    assert early_text(Linking(1, 7)) == "finding what they speak of: 1 of 7 documents"
    assert early_text(Counted(0, 0)) is None


def test_media_as_json() -> None:
    assert event_to_json(TALK) == {
        "event": "media",
        "path": "/films/talk.mp4",
        "stage": "said",
        "done": 312.0,
        "whole": 5400.0,
        "speed": 4.25,
        "seconds_left": 1197,
    }
    assert event_to_json(Planned(4, 10, 1, 2))["recordings"] == 1
    assert event_to_json(Linking(1, 2)) == {"event": "linking", "done": 1, "whole": 2}
    assert event_to_json(Downloading("https://a.org/a.mp4", 1, None))["event"] == "downloading"


def test_an_interruption_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert show([FILES[2], Finished({"added": 1}, 1, 10, 0.1, interrupted=True)]) == 130
    assert "go on with: kagent library sync" in capsys.readouterr().err


def test_an_interruption_amid_a_recording_says_that_nothing_is_lost(
    capsys: pytest.CaptureFixture[str],
) -> None:
    unchanged = AddReport(Path("a.md"), "unchanged")
    assert show([TALK, unchanged, Finished({}, 0, 0, 0.1, interrupted=True)]) == 130
    assert "what was reported stays, and the recording at hand, go on" in capsys.readouterr().err


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    events: list[LibraryEvent] = [
        *FILES,
        Noticed("n"),
        Watching(1, 2),
        AddReport(Path("x"), "added", address="https://a/x"),
        END,
    ]
    assert show(events, as_json=True) == 1
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    assert [line["event"] for line in lines] == [
        "counted",
        "planned",
        *["file"] * 4,
        "progress",
        "notice",
        "watching",
        "file",
        "finished",
    ]
    assert lines[3]["previous"] == "/old/b.md"
    assert lines[-2]["path"] == "https://a/x"
    assert event_to_json(END)["counts"]["updated"] == 0


def test_a_watch_tells_news_only_and_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Finished({"unchanged": 5}, 0, 0, 0.1)
    news = Finished({"added": 1, "unchanged": 5}, 1, 10, 0.1)
    events: list[LibraryEvent] = [quiet, Watching(1, 2), quiet, FILES[2], news, FILES[2], news]
    assert LibraryView().watch(iter(events)) == 0
    out, err = capsys.readouterr()
    assert out == "5 unchanged\n1 added\n1 added\n"
    assert err.splitlines()[0] == "watching 1 folder and 2 files; Ctrl+C ends it"
    assert err.splitlines()[-1] == "watching has ended: 2 added"
    # Stopped before the first sync was done.
    assert LibraryView().watch(iter([quiet])) == 130
