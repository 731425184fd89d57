"""Two KAgents at one home: watching, adding, searching and restoring at the same time."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import Kagent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends the watcher by a signal")
_MOST_SECONDS = 60


@pytest.fixture
def watcher(
    kagent: Kagent, environment: dict[str, str], tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    """`kagent library watch` at work on a folder "notes" with one file."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "first.md").write_text("The zeppelin lands at noon.\n", "utf-8")
    assert kagent("add", folder).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "kagent_tui", "library", "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _MOST_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_watched_library_is_searched_added_to_and_backed_up(
    kagent: Kagent, watcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    (tmp_path / "notes" / "second.md").write_text("The gondola leaves at dusk.\n", "utf-8")
    until(lambda: "gondola" in kagent("search", "gondola").stdout)
    other = tmp_path / "other.md"
    other.write_text("The rickshaw waits at dawn.\n", "utf-8")
    assert kagent("add", other).returncode == 0
    assert kagent("backup", tmp_path / "copy.db").returncode == 0
    assert kagent("library", "remove", other).returncode == 0
    assert "rickshaw" not in kagent("search", "rickshaw").stdout
    refused = kagent("restore", tmp_path / "copy.db")
    assert refused.returncode == 1
    assert "KAgent is running" in refused.stderr
    assert refused.stderr.count("\n") == 1
    watcher.send_signal(signal.SIGINT)
    _, errors = watcher.communicate(timeout=_MOST_SECONDS)
    assert "Traceback" not in errors
    assert kagent("restore", tmp_path / "copy.db").returncode == 0
    assert "rickshaw" in kagent("search", "rickshaw").stdout
