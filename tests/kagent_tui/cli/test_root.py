"""`kagent` without a command: which session the interface shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli.diagnostics import run
from kagent_tui.render import output
from store.memory import MemoryBank


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The sessions with which the interface was opened."""
    opened: list[str | None] = []

    def run_app(locations: Any, config: Any, now: Any, session_id: str | None) -> int:
        opened.append(session_id)
        return 0

    monkeypatch.setattr("kagent_tui.app.run_app", run_app)
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    return opened


def test_the_interface_goes_on_with_the_session_that_is_named(
    shown: list[str | None], isolated_home: Path
) -> None:
    with MemoryBank.open(isolated_home / "kagent") as bank:
        first = bank.create_session("First")
        bank.append_turn(first, "one", "1", "{}")
        last = bank.create_session("Last")
        bank.append_turn(last, "two", "2", "{}")
    assert run([]) == 0
    assert run(["--continue"]) == 0
    assert run(["--session", first[:8]]) == 0
    assert shown == [None, last, first]


def test_without_a_session_there_is_nothing_to_go_on_with(shown: list[str | None]) -> None:
    assert run(["-c"]) == 0
    assert shown == [None]


def test_an_unknown_session_and_two_at_once_are_said(
    shown: list[str | None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--session", "nowhere"]) == 1
    assert "there is no session 'nowhere'" in capsys.readouterr().err
    assert run(["-c", "--session", "x"]) == 2
    assert run(["-c", "library", "list"]) == 2
    assert shown == []
