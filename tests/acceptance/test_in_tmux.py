"""The terminal interface in a real terminal: asked, answered, quit."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import StartTerminal


@pytest.mark.usefixtures("builtin_model_path")
def test_a_question_is_answered_and_the_program_quits_clean(start: StartTerminal) -> None:
    terminal = start()
    terminal.wait_for("kagent-nano")
    terminal.enter("How many days are there from 2024-01-01 to 2024-03-01?")
    shown = terminal.wait_for("there are 60 days")
    assert "time_delta(start_time=2024-01-01, end_time=2024-03-01)" in shown
    terminal.quit()
