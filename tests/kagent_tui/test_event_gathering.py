"""Pieces are joined, in order and without loss."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from engine.events import Concluding, Event, Failed, Planning
from kagent_tui.event_gathering import EventGathering

PIECES = st.lists(
    st.one_of(
        st.builds(Planning, st.text()),
        st.builds(Concluding, st.text()),
        st.builds(Failed, st.text()),
    )
)


def spelled(events: Sequence[Event]) -> list[tuple[type, str]]:
    """The texts of a kind in a row joined; what is no piece stands alone."""
    joined: list[tuple[type, str]] = []
    for event in events:
        text = event.message if isinstance(event, Failed) else getattr(event, "text", "")
        if joined and joined[-1][0] is type(event) and not isinstance(event, Failed):
            joined[-1] = (type(event), joined[-1][1] + text)
        else:
            joined.append((type(event), text))
    return joined


@given(PIECES, st.floats(0, 1))
def test_nothing_is_lost_and_the_order_stays(events: list[Event], step: float) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += step
        return now

    found: list[tuple[Event, int]] = []
    gathering = EventGathering(lambda event, pieces: found.append((event, pieces)), 0.5, clock)
    for event in events:
        gathering.put(event)
    gathering.end()
    assert spelled([event for event, _ in found]) == spelled(events)
    assert sum(pieces for _, pieces in found) == len(events)


def test_the_first_piece_comes_at_once_and_the_next_ones_together_in_time() -> None:
    found: list[tuple[Event, int]] = []
    late = threading.Event()

    def post(event: Event, pieces: int) -> None:
        found.append((event, pieces))
        if len(found) == 2:
            late.set()

    gathering = EventGathering(post, 0.2)
    for number in range(6):
        gathering.put(Concluding(str(number)))
    assert found == [(Concluding("0"), 1)]
    # Nothing comes after them, and they are handed on nevertheless.
    assert late.wait(10)
    assert found[1] == (Concluding("12345"), 5)
