"""The first minutes with the terminal interface: an empty home, the first answer, Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.conftest import StartTerminal

pytestmark = pytest.mark.usefixtures("builtin_model_path")


def test_the_first_answer_takes_three_keys_at_most(
    start: StartTerminal, isolated_home: Path
) -> None:
    assert not (isolated_home / "kagent").exists()
    terminal = start(size=(60, 20))
    terminal.wait_for("2  When is the Dragon Boat Festival")
    terminal.press("2", "Enter")  # the model may be loading still
    shown = terminal.wait_for("[1] get_holidays_info")
    assert "❯ When is the Dragon Boat Festival next year?" in shown
    assert "2027-06-09" in shown
    assert "Ask something." not in shown
    assert (isolated_home / "kagent").stat().st_mode & 0o077 == 0
    terminal.quit()


def test_the_interface_speaks_the_language_of_the_locale(start: StartTerminal) -> None:
    terminal = start(env={"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"})
    shown = terminal.wait_for("添加你的文档（F3）")
    assert "Ask something" not in shown
    terminal.press("1", "Enter")
    shown = terminal.wait_for("78天")
    assert "来源" in shown
    terminal.press("F3")
    terminal.wait_for("资料库")
    terminal.quit()


def test_what_is_typed_while_the_model_loads_is_kept_and_asked(start: StartTerminal) -> None:
    terminal = start()
    terminal.wait_for("Ask a question")
    terminal.enter("How many days are there from 2024-01-01 to 2024-03-01?")
    terminal.wait_for("there are 60 days")
    terminal.quit()
