"""Another model in the terminal interface: taken from a file, it answers without a restart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.acceptance.conftest import StartTerminal

# As the file itself says.
NAME = "kagent-nano-q8-0"


def test_a_model_from_a_file_answers_without_a_restart(
    start: StartTerminal, builtin_model_path: Path, isolated_home: Path
) -> None:
    shutil.copy(builtin_model_path, isolated_home / "heron.gguf")
    terminal = start()
    terminal.wait_for("kagent-nano")
    terminal.enter("How many days are there from 2024-01-01 to 2024-03-01?")
    terminal.wait_for("there are 60 days")
    terminal.press("F5")
    terminal.wait_for("Language models")
    terminal.press("i")
    terminal.wait_for("The path of a GGUF file")
    terminal.enter("~/heron.gguf")
    terminal.wait_for(f"{NAME}: it is here")
    terminal.wait_until(lambda shown: bool(re.search(f"{NAME} +installed", shown)), "its row")
    terminal.press("Down")
    terminal.wait_for("State: installed")
    terminal.press("u")
    terminal.wait_for(f"{NAME} answers from now on.")
    terminal.press("Escape")
    terminal.wait_for("Enter send")
    terminal.enter("How many days are there from 2024-01-01 to 2024-02-01?")
    shown = terminal.wait_for("there are 31 days")
    assert "there are 60 days" in shown  # it is the same session still
    assert f" {NAME} · " in shown
    terminal.quit()
    later = start()
    later.wait_for(f" {NAME} ")
    later.quit()
