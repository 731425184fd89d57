"""The terminal interface in a real terminal: asked, answered, quit."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


class Terminal:
    """A tmux session on a server of its own."""

    def __init__(self, socket: str, command: str, environment: dict[str, str]) -> None:
        self._base = ["tmux", "-L", socket]
        self._environment = environment
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", command)

    def run(self, *arguments: str) -> str:
        return subprocess.run(
            [*self._base, *arguments], env=self._environment, capture_output=True, text=True,
            check=False, timeout=20,
        ).stdout  # fmt: skip

    def screen(self) -> str:
        return self.run("capture-pane", "-p")

    def wait_for(self, text: str, seconds: float = 60) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            shown = self.screen()
            if text in shown:
                return shown
            time.sleep(0.1)
        raise AssertionError(f"{text!r} did not appear:\n{self.screen()}")


@pytest.fixture
def terminal(isolated_home: Path, tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which("tmux") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install tmux")
        pytest.skip("tmux is not installed")
    status = tmp_path / "status"
    program = f"{shlex.quote(sys.executable)} -m kagent_tui --now 2026-11-20T10:00"
    command = f"{program}; echo $? > {shlex.quote(str(status))}"
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "KAGENT_HOME": str(isolated_home / "kagent"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    opened = Terminal(f"kagent-test-{os.getpid()}", command, environment)
    yield opened
    opened.run("kill-server")


def test_a_question_is_answered_and_the_program_quits_clean(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.wait_for("kagent-nano")
    terminal.run("send-keys", "-l", "How many days are there from 2024-01-01 to 2024-03-01?")
    terminal.run("send-keys", "Enter")
    shown = terminal.wait_for("there are 60 days")
    assert "time_delta(start_time=2024-01-01, end_time=2024-03-01)" in shown
    terminal.run("send-keys", "C-q")
    deadline = time.monotonic() + 15
    while not (tmp_path / "status").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert (tmp_path / "status").read_text().strip() == "0"
