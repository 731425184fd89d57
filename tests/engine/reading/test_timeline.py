"""Windows of what is said and shown: order, lengths, and that nothing is lost or told twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.media import TimedText
from engine.reading.timeline import assembled, windows, without_repeats
from engine.reading.video_container import Chapter
from store.records import Channel


def said(text: str, start: float, end: float) -> TimedText:
    return TimedText(text, start, end, "subtitle")


def shown(text: str, start: float, end: float) -> TimedText:
    return TimedText(text, start, end, "shown", 0.9)


WORDS = st.text("abc 光合.。!", min_size=1, max_size=12).map(str.strip).filter(bool)
CHANNELS: st.SearchStrategy[Channel] = st.sampled_from(["subtitle", "said", "shown"])


@st.composite
def timed_texts(draw: st.DrawFn) -> list[TimedText]:
    texts = []
    for _ in range(draw(st.integers(0, 25))):
        start = draw(st.integers(0, 400)) / 2
        length = draw(st.integers(0, 100)) / 2
        texts.append(TimedText(draw(WORDS), start, start + length, draw(CHANNELS)))
    return texts


@st.composite
def chapter_lists(draw: st.DrawFn) -> list[Chapter]:
    starts = sorted(draw(st.lists(st.integers(0, 200), max_size=4, unique=True)))
    return [Chapter(start, start + 10, f"Chapter {place}") for place, start in enumerate(starts)]


@given(timed_texts(), chapter_lists())
def test_every_text_is_told_once_in_order_at_its_time(
    texts: list[TimedText], chapters: list[Chapter]
) -> None:
    document = assembled(windows(texts, chapters), "t", "video/mp4", {})
    told = [
        (document.text[one.start : one.end], one.time_start, one.time_end, one.channel)
        for one in document.moments
    ]
    assert sorted(told) == sorted((one.text, one.start, one.end, one.channel) for one in texts)
    ends = [0, *(one.end for one in document.moments)]
    assert all(end <= one.start for end, one in zip(ends, document.moments, strict=False))
    ends = [0, *(one.end for one in document.passages)]
    assert all(end <= one.start for end, one in zip(ends, document.passages, strict=False))
    for moment in document.moments:
        around = [
            one for one in document.passages if one.start <= moment.start and moment.end <= one.end
        ]
        assert len(around) == 1
        assert around[0].time_start is not None
        assert around[0].time_start <= moment.time_start


@given(timed_texts(), chapter_lists())
def test_windows_are_of_their_length_and_by_time(
    texts: list[TimedText], chapters: list[Chapter]
) -> None:
    made = list(windows(texts, chapters))
    starts = [one.start for one in made]
    assert starts == sorted(starts)
    for window in made:
        inside = [*window.said, *window.shown]
        assert max(one.start for one in inside) - window.start < 40
        longest = max([40.0, *(one.end - window.start for one in window.said[:1])])
        assert window.end >= window.start
        if all(one.end - one.start <= 10 for one in inside):
            assert window.end - window.start <= longest + 10


def test_what_is_said_comes_first_then_each_shown_line_once() -> None:
    texts = [
        shown("Water cycle", 0, 120),
        said("Water rises.", 1, 4),
        said("It falls again.", 17, 21),
        said("And so on.", 22, 28),
    ]
    document = assembled(windows(texts), "t", "video/mp4", {})
    assert document.text == "Water rises. It falls again.\nWater cycle\n\nAnd so on."
    assert [(one.time_start, one.time_end) for one in document.passages] == [(0, 22), (22, 28)]


def test_a_chapter_ends_a_window_and_heads_what_follows() -> None:
    texts = [said("One.", 1, 2), said("Two.", 10, 11)]
    chapters = [Chapter(0, 9, "First"), Chapter(9, 20, "Second")]
    document = assembled(windows(texts, chapters), "t", "video/mp4", {})
    assert [one.heading for one in document.passages] == ["First", "Second"]


def test_windows_end_where_a_sentence_does() -> None:
    texts = [said(f"and {number}" + ("." if number == 12 else ""), 2.0 * number, 2.0 * number + 2)
             for number in range(16)]  # fmt: skip
    made = list(windows(texts))
    assert [one.start for one in made] == [0, 26]
    assert made[0].said[-1].text == "and 12."


def test_without_a_sentence_end_a_window_ends_all_the_same() -> None:
    texts = [said(f"and {number}", 3.0 * number, 3.0 * number + 3) for number in range(30)]
    assert all(one.end - one.start <= 40 for one in windows(texts))


@pytest.mark.parametrize(("away", "count"), [(20.0, 1), (70.0, 2)])
def test_a_line_that_comes_back_soon_is_the_same(away: float, count: int) -> None:
    lines = [shown("Summary", 0, 5), shown("Summary", 5 + away, 10 + away)]
    kept = without_repeats(lines, 1000)
    assert len(kept) == count
    assert kept[-1].end == 10 + away


def test_a_logo_that_comes_and_goes_is_told_once() -> None:
    lines = [shown("ACME", start, start + 210) for start in range(0, 900, 300)]
    assert without_repeats(lines, 900) == [shown("ACME", 0, 810)]
    lines = [shown("ACME", start, start + 1) for start in range(0, 3000, 100)]
    assert without_repeats(lines, 3000) == [shown("ACME", 0, 2901)]


def test_a_heading_that_comes_back_now_and_then_is_told_each_time() -> None:
    lines = [shown("Agenda", start, start + 60) for start in range(0, 900, 300)]
    assert without_repeats(lines, 900) == lines
