"""Which frames are looked at, told from sizes; and which readings are one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.frames_changes import changed_blocks, lettered_blocks, overlap, places
from engine.reading.frames_plan import Piece, pieces, plan
from engine.reading.frames_words import counts_on, grown, same_line, scrolled

PIXELS = 1280 * 720


@dataclass(frozen=True)
class FakePacket:
    size: int
    is_keyframe: bool = False


def piece(sizes: Sequence[int], fps: float = 25.0, *, opens: bool = True) -> Piece:
    packets = [FakePacket(size, opens and not place) for place, size in enumerate(sizes)]
    times = tuple(place / fps for place in range(len(sizes)))
    return Piece(cast("Any", tuple(packets)), times, opens)


def test_nothing_but_the_key_frame_where_nothing_changes() -> None:
    wanted = plan(piece([9000] + [55] * 124), PIXELS, lines_on=True)
    assert [(one.time, one.since) for one in wanted] == [(0.0, 0.0)]


def test_a_jump_in_size_is_looked_at_when_the_picture_has_settled() -> None:
    sizes = [9000] + [55] * 49 + [2500] + [55] * 74
    times = [(one.since, one.time) for one in plan(piece(sizes), PIXELS, lines_on=True)]
    assert times[0] == (0.0, 0.0)
    assert times[1][0] == 2.0
    assert 2.0 <= times[1][1] <= 2.31


def test_an_animation_is_looked_at_once_when_it_is_over() -> None:
    sizes = [9000] + [55] * 49 + [3000] * 20 + [55] * 55
    wanted = plan(piece(sizes), PIXELS, lines_on=False)
    assert [one.since for one in wanted] == [0.0, 2.0]
    assert wanted[1].time >= 69 / 25


def test_a_picture_that_moves_is_looked_at_more_often_with_lines_on_it() -> None:
    sizes = [30000] + [1500, 4000] * 62
    idle = plan(piece(sizes), PIXELS, lines_on=False)
    busy = plan(piece(sizes), PIXELS, lines_on=True)
    assert len(idle) == 1 < len(busy)
    assert all(one.moving for one in busy)
    assert max(b.time - a.time for a, b in pairwise(busy)) <= 2.0


def test_every_frame_of_a_recording_with_few_is_looked_at() -> None:
    wanted = plan(piece([9000, 700, 650, 800], fps=0.5), PIXELS, lines_on=False)
    assert [one.time for one in wanted] == [0, 2, 4, 6]


def test_a_format_of_key_frames_only_is_looked_at_once_a_second() -> None:
    packets = [(FakePacket(40_000, is_keyframe=True), number / 25) for number in range(250)]
    made = list(pieces(cast("Any", packets)))
    assert sum(len(plan(one, PIXELS, lines_on=True)) for one in made) == len(made) == 10


@given(st.lists(st.tuples(st.integers(1, 10**6), st.booleans()), min_size=1, max_size=300))
def test_pieces_hold_every_packet_once_and_plans_stay_inside(rows: list[tuple[int, bool]]) -> None:
    packets = [(FakePacket(size, key), place / 10) for place, (size, key) in enumerate(rows)]
    made = list(pieces(cast("Any", packets)))
    assert [packet.size for one in made for packet in one.packets] == [size for size, _ in rows]
    for one in made:
        for lines_on in (True, False):
            wanted = plan(one, PIXELS, lines_on=lines_on)
            assert all(one.begin <= look.time <= one.end for look in wanted)
            assert all(look.since <= look.time for look in wanted)
            assert [look.time for look in wanted] == sorted(look.time for look in wanted)


def test_only_what_changed_is_looked_at_again() -> None:
    before = np.full((360, 640), 240, np.uint8)
    now = before.copy()
    now[100:112, 50:200] = 20
    changed = changed_blocks(before, now)
    ((left, top, right, bottom),) = places(changed, [], (1280, 720), 2.0)
    assert left <= 100
    assert right >= 400
    assert top <= 200
    assert bottom >= 224
    assert (right - left) * (bottom - top) < 1280 * 720 / 5
    assert not changed_blocks(now, now).any()


def test_soft_texture_is_no_letters() -> None:
    noise = np.random.default_rng(1).integers(100, 140, (360, 640)).astype(np.uint8)
    other = np.random.default_rng(2).integers(100, 140, (360, 640)).astype(np.uint8)
    assert changed_blocks(noise, other).any()
    assert not lettered_blocks(noise, other).any()


def test_overlap_is_of_the_smaller_one() -> None:
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == 1.0
    assert overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Evaporation lifts water", "Evaporation lifts vvater", True),
        ("Evaporation lifts water", "Evaporation lifts stones", False),
        ("Water cycle", "water  cycle.", True),
        ("Chapter 1", "Chapter 2", False),
        ("光合作用", "呼吸作用", False),
    ],
)
def test_readings_of_one_line(one: str, other: str, same: bool) -> None:
    assert same_line(one, other, moving=False, here=True) is same


def test_an_unsure_reading_may_differ_in_a_character() -> None:
    assert same_line("测试部内", "测试部门", moving=True, here=True, unsure=True)
    assert not same_line("测试部内", "测试部门", moving=True, here=True)


def test_typing_counting_and_scrolling() -> None:
    assert grown("print the", "print the answer")
    assert not grown("print the", "the answer")
    assert counts_on("12:03:01", "12:03:02", 30)
    assert counts_on("Score 10", "Score 11", 1)
    assert not counts_on("Step 1", "Step 2", 30)
    ticker = scrolled("Breaking news from the harb", "news from the harbour: ships")
    assert ticker == "Breaking news from the harbour: ships"
    assert scrolled("We begin with the soil.", "Then we add some water.") is None
