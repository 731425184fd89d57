"""Which moments of a recording a span of its text has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.moments import moments_in, times_of
from store.records import Moment


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5))), st.integers(0, 40), st.data())
def test_those_that_share_a_character(
    lengths: list[tuple[int, int]], start: int, data: st.DataObject
) -> None:
    moments, at = [], 0
    for number, (gap, length) in enumerate(lengths):
        at += gap
        moments.append(Moment(at, at + length, float(number), number + 2.0, "said"))
        at += length
    end = data.draw(st.integers(start, 45))
    span = set(range(start, end))
    shared = [one for one in moments if span & set(range(one.start, one.end))]
    if end > start:
        assert list(moments_in(moments, start, end)) == shared


def test_times_reach_to_whatever_ends_last() -> None:
    long, short = Moment(0, 4, 3.0, 9.0, "shown"), Moment(4, 8, 2.0, 5.0, "said")
    assert times_of([long, short]) == (2.0, 9.0)
