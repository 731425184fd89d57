"""`kagent` alone: the interface, where there is a terminal that can show it."""

from __future__ import annotations

import pytest

from kagent_tui.cli.diagnostics import USAGE, run
from kagent_tui.render import output


def test_without_a_terminal_the_other_way_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == USAGE
    assert "needs a terminal; use: kagent ask" in capsys.readouterr().err


def test_a_dumb_terminal_is_told_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert run([]) == USAGE
    said = capsys.readouterr().err
    assert "TERM=dumb" in said
    assert said.count("\n") == 1
