"""A model comes, answers and stays, in a real terminal: downloaded, cut off, gone on with, used."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY, Terminal
from tests.models.hub import Hub, hub_of, stall

NAME = "maker/tiny/tiny-model.gguf"
QUESTION = "How many days are there from 2024-01-01 to 2024-03-01?"
Start = Callable[[], Terminal]


@pytest.fixture
def hub(builtin_model_path: Path) -> Iterator[Hub]:
    """It stops in the middle of the first download."""
    with hub_of(builtin_model_path.read_bytes(), stall(3_000_000)) as running:
        yield running


@pytest.fixture
def start(isolated_home: Path, hub: Hub) -> Iterator[Start]:
    """Starts the program in a terminal, as often as wanted, over the same home."""
    if shutil.which("tmux") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install tmux")
        pytest.skip("tmux is not installed")
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "KAGENT_HOME": str(isolated_home / "kagent"),
        "HF_ENDPOINT": hub.url,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    opened: list[Terminal] = []

    def begin() -> Terminal:
        program = f"{shlex.quote(sys.executable)} -m kagent_tui"
        socket = f"kagent-models-{os.getpid()}-{len(opened)}"
        opened.append(Terminal(socket, program, environment))
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.run("kill-server")


def _pull(terminal: Terminal) -> None:
    """Open the models screen, and download the model by its name on the hub."""
    terminal.wait_for("kagent-nano")
    terminal.run("send-keys", "F5")
    terminal.wait_for("Language models")
    terminal.run("send-keys", "o")
    terminal.wait_for("OWNER/REPOSITORY/FILE.gguf")
    terminal.run("send-keys", "-l", NAME)
    terminal.run("send-keys", "Enter")
    terminal.wait_for("Accept and download")
    terminal.run("send-keys", "y")


@pytest.mark.alone
def test_a_model_is_downloaded_used_without_a_restart_and_stays(
    start: Start, hub: Hub, isolated_home: Path
) -> None:
    first = start()
    _pull(first)
    first.wait_for("B of 18.6 MB")
    part = isolated_home / "kagent" / "models" / "tiny-model.gguf.part"
    first.run("kill-server")  # as when the terminal is closed
    kept = part.stat().st_size
    assert 0 < kept <= 3_000_000

    second = start()
    _pull(second)
    second.wait_for("it is here; its hash was written down")
    assert hub.asked[-1].start == kept
    assert part.with_suffix("").read_bytes() == hub.data
    second.run("send-keys", "Down")
    second.wait_for("State: installed")
    second.run("send-keys", "u")
    second.wait_for("tiny-model answers from now on.")
    second.run("send-keys", "Escape")
    second.wait_for("Enter send")
    second.run("send-keys", "-l", QUESTION)
    second.run("send-keys", "Enter")
    assert "tiny-model" in second.wait_for("there are 60 days")
    second.run("kill-server")

    assert "tiny-model" in start().wait_for("tiny-model ")
