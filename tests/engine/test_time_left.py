"""The time left of a run in which one file is a note and another a film of two hours."""

from __future__ import annotations

import time

import pytest

from engine.reading.media_worker import Reached
from engine.time_left import FilePace, Running, TimeLeft, effort_of, expected_seconds

HOUR = 3600.0
FILM = ("film.mp4", 900_000_000)
NOTES = [(f"{number}.md", 4_000) for number in range(100)]


class Clock:
    """Stands for time.monotonic."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_kinds_of_effort() -> None:
    assert [effort_of(name) for name in ("a.md", "a.pdf", "a.PNG", "a.mp3", "a.MOV", "a")] == [
        "text",
        "text",
        "picture",
        "recording",
        "recording",
        "text",
    ]
    # An hour of sound has fewer bytes than one of video, and does not cost less.
    assert expected_seconds("a.mp3", 70_000_000) > expected_seconds("a.mp4", 70_000_000)


def test_a_film_counts_for_more_than_a_hundred_notes() -> None:
    left = TimeLeft([*NOTES, FILM])
    assert left.has_media
    begin = left.left(0.0, None)
    for name, size in NOTES:
        left.took(name, size, 0.01)
    assert left.left(1.0, None) > 0.9 * begin


def test_what_is_measured_of_a_film_is_what_is_left_of_it() -> None:
    left = TimeLeft([*NOTES, FILM])
    for name, size in NOTES:
        left.took(name, size, 0.01)
    running = Running(*FILM, "shown", 600.0, HOUR, 20.0, 30.0, 150.0)
    assert left.left(31.0, running) == pytest.approx(150.0)


def test_a_recording_of_few_bytes_is_expected_by_its_length() -> None:
    left = TimeLeft([("slides.mp4", 1_000_000)])
    begun = Running("slides.mp4", 1_000_000, "shown", 0.0, 800.0, None, 1.0, None)
    assert left.left(1.0, begun) == pytest.approx(100.0)
    page = Running("scan.pdf", 1_000_000, "pages", 1.0, 40.0, None, 1.0, None)
    assert TimeLeft([("scan.pdf", 1_000_000)]).left(1.0, page) < 2.0


def test_a_slow_computer_is_learned_from_the_first_recording() -> None:
    films = [(f"{number}.mp4", 100_000_000) for number in range(3)]
    left = TimeLeft(films)
    before = left.left(0.0, None)
    left.took(*films[0], seconds=1000.0)
    assert left.left(1000.0, None) > 5 * before


def test_texts_are_measured_without_the_time_of_recordings() -> None:
    left = TimeLeft([*NOTES, FILM])
    left.took(*FILM, seconds=1000.0)
    for name, size in NOTES[:50]:
        left.took(name, size, 0.01)
    assert left.left(1000.5, None) < 5.0
    for name, size in NOTES[50:]:
        left.took(name, size, 0.01)
    assert left.left(1001.0, None) == 0.0


def test_the_speed_is_that_of_this_run(clock: Clock) -> None:
    pace = FilePace(*FILM, ("shown",))
    assert pace.running() is None
    # Half of it was read by an earlier run.
    pace.saw(Reached("shown", 1800.0, HOUR))
    first = pace.running()
    assert first is not None
    assert (first.speed, first.seconds_left) == (None, None)
    clock.pass_(10.0)
    pace.saw(Reached("shown", 2000.0, HOUR))
    running = pace.running()
    assert running is not None
    assert running.speed == pytest.approx(20.0)
    assert running.seconds_left == pytest.approx(80.0)
    assert running.seconds == pytest.approx(10.0)


def test_stages_that_take_turns_are_measured_apart(clock: Clock) -> None:
    pace = FilePace(*FILM, ("shown", "said"))
    for at in range(0, 300, 100):
        for stage, seconds in (("shown", 2.0), ("said", 8.0)):
            clock.pass_(seconds)
            pace.saw(Reached(stage, float(at), 1000.0))  # type: ignore[arg-type]
    running = pace.running()
    assert running is not None
    assert running.speed == pytest.approx(100 / 8)
    assert running.seconds_left == pytest.approx(800 / 50 + 800 / 12.5)


def test_looking_back_is_no_progress(clock: Clock) -> None:
    pace = FilePace(*FILM, ("said",))
    for at in (0.0, 30.0, 0.0, 30.0, 0.0):
        pace.saw(Reached("said", at, 600.0))
        clock.pass_(15.0)
    running = pace.running()
    assert running is not None
    assert running.done == 30.0
    assert running.speed == pytest.approx(30.0 / 60.0)


def test_a_stage_to_come_is_counted_unless_there_are_subtitles(clock: Clock) -> None:
    heard, subtitled = FilePace(*FILM, ("shown", "said")), FilePace(*FILM, ("shown", "said"))
    subtitled.saw(Reached("subtitles", HOUR, HOUR))
    for pace in (heard, subtitled):
        pace.saw(Reached("shown", 0.0, HOUR))
    clock.pass_(10.0)
    for pace in (heard, subtitled):
        pace.saw(Reached("shown", 360.0, HOUR))
    one, other = heard.running(), subtitled.running()
    assert one is not None
    assert other is not None
    assert other.seconds_left == pytest.approx(90.0)
    assert one.seconds_left is not None
    assert one.seconds_left > 2 * 90.0
