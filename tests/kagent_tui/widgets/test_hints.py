"""The keys at the foot are whole, or not there."""

from __future__ import annotations

import pytest

from kagent_tui.widgets.hints import fitted

PAIRS = [("Esc", "back"), ("Enter", "read"), ("F1", "帮助")]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (80, "Esc back  Enter read  F1 帮助"),
        (29, "Esc back  Enter read  F1 帮助"),
        (28, "Esc back  Enter read  …"),
        (23, "Esc back  Enter read  …"),
        (22, "Esc back  …"),
        (8, "…"),
        (0, "…"),
    ],
)
def test_only_whole_hints_are_shown(width: int, line: str) -> None:
    assert fitted(PAIRS, width).plain == line


def test_no_keys_are_no_line() -> None:
    assert fitted([], 10).plain == ""
