"""Times in recordings, as players and as transcripts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.time_codes import clock, time_code


@pytest.mark.parametrize(
    ("seconds", "shown", "code"),
    [
        (0, "0:00", "00:00"),
        (125.9, "2:05", "02:05"),
        (750, "12:30", "12:30"),
        (3725, "1:02:05", "1:02:05"),
        (36_000, "10:00:00", "10:00:00"),
        (-0.2, "0:00", "00:00"),
    ],
)
def test_times(seconds: float, shown: str, code: str) -> None:
    assert (clock(seconds), time_code(seconds)) == (shown, code)


@given(st.floats(0, 400_000))
def test_time_codes_go_up_with_time(seconds: float) -> None:
    parts = [int(part) for part in time_code(seconds).split(":")]
    total = 0
    for part in parts:
        total = total * 60 + part
    assert total == int(seconds)
    assert all(part < 60 for part in parts[1:])
