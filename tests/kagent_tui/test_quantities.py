"""Sizes and times in words, one way for both faces."""

import pytest

from kagent_tui.quantities import duration_text, size_text


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (450_000, "450.0 kB"),
        (5_000_000, "5.0 MB"),
        (3_210_000_000, "3.2 GB"),
    ],
)
def test_sizes_read_well(count: int, shown: str) -> None:
    assert size_text(count) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.04, "0.0 s"), (4.21, "4.2 s"), (59.4, "59 s"), (187, "3:07 min"), (3723, "1:02:03")],
)
def test_times_read_well(seconds: float, shown: str) -> None:
    assert duration_text(seconds) == shown
