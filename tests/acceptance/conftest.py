"""The real program, as a subprocess or in a terminal, with a home of its own."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.model_server import ModelServer

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = "2026-11-20T10:00"
# Longer than anything takes on a busy machine; a test that is well never waits for it.
PATIENCE_SECONDS = 60.0
# Runs the program so that its process can be killed, and says afterwards how it left the terminal.
_FRAME = """\
before=$(stty -g)
sh -c 'echo $$ > {pid}; exec "$@"' sh {program}
code=$?
[ "$before" = "$(stty -g)" ] && modes=kept || modes=changed
echo "ENDED $code $modes"
read -r line
"""

# A server that is ending still takes a new session, and takes it along: no name is used twice.
_SERVERS = itertools.count()

Kagent = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at a terminal, where what is seen depends on what else the machine does."""
    for item in items:
        if "tmux" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")


def _together(text: str) -> str:
    """Without what a field that wraps puts between."""
    return "".join(text.replace("│", "").split())


class Terminal:
    """A tmux session on a server of its own."""

    def __init__(
        self,
        socket: str,
        command: str,
        environment: dict[str, str],
        size: tuple[int, int] = (100, 30),
        pid_file: Path | None = None,
    ) -> None:
        self._base = ["tmux", "-L", socket]
        self._environment = environment
        self._pid_file = pid_file
        columns, rows = map(str, size)
        begin = ("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", rows, command)
        begun = self._tmux(*begin)
        assert begun.returncode == 0, begun.stderr

    def run(self, *arguments: str) -> str:
        """A command of tmux."""
        return self._tmux(*arguments).stdout

    def _tmux(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._base, *arguments], env=self._environment, capture_output=True,
            encoding="utf-8", check=False, timeout=20,
        )  # fmt: skip

    def screen(self) -> str:
        """What is shown."""
        return self.run("capture-pane", "-p")

    def wait_for(self, text: str, seconds: float = PATIENCE_SECONDS) -> str:
        """The screen, once it shows this text."""
        return self.wait_until(lambda shown: text in shown, repr(text), seconds)

    def wait_gone(self, text: str) -> str:
        """The screen, once it shows this text no more."""
        return self.wait_until(lambda shown: text not in shown, f"the end of {text!r}")

    def wait_until(
        self, wanted: Callable[[str], bool], name: str, seconds: float = PATIENCE_SECONDS
    ) -> str:
        """The screen, once it is as wanted; the program's end ends the waiting."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            shown = self.screen()
            if wanted(shown):
                return shown
            assert "ENDED " not in shown, shown
            time.sleep(0.1)
        raise AssertionError(f"{name} did not come:\n{self.screen()}")

    def press(self, *keys: str) -> None:
        """Keys, as tmux names them."""
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Characters."""
        self.run("send-keys", "-l", text)

    def enter(self, text: str) -> None:
        """Type into the field that has the focus, and press Enter once it is there."""
        self.type(text)
        end = _together(text)[-20:]
        self.wait_until(lambda shown: end in _together(shown), repr(end))
        self.press("Enter")

    def resume_newest(self) -> None:
        """Go on with the session that was used last."""
        self.press("F2")
        self.wait_until(
            lambda shown: bool(re.search(r"Search titles[^$]*\d\d:\d\d · \d+ question", shown)),
            "the list of sessions",
        )
        self.press("Enter")
        self.wait_gone("Search titles")

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self.run("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self._pid_file is not None
        return int(self._pid_file.read_text())

    def quit(self) -> str:
        """Press Ctrl+Q, and wait until the program has ended well; what is shown then."""
        self.press("C-q")
        return self.ended()

    def ended(self) -> str:
        """The screen, once the program has ended with code 0 and left the terminal as it was."""
        shown = self.wait_for("ENDED")
        assert "ENDED 0 kept" in shown, shown
        flags = "#{alternate_on}#{mouse_any_flag}#{bracket_paste_flag}#{cursor_flag}"
        assert self.run("display-message", "-p", flags).strip() in {"0001", "001"}, shown
        return shown

    def close(self) -> None:
        """End the session with all that runs in it."""
        self.run("kill-server")


@pytest.fixture
def environment(isolated_home: Path) -> dict[str, str]:
    """What the program sees; KAGENT_HOME does not exist yet."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}


@pytest.fixture
def kagent(environment: dict[str, str], tmp_path: Path) -> Kagent:
    """Run `kagent` with arguments; `env` adds variables, `stdin` is text to read."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-m", "kagent_tui", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
            cwd=tmp_path,
            env={**environment, **(env or {})},
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return run


@pytest.fixture
def tmux() -> str:
    """The terminal multiplexer's program; without it the test is skipped, except in CI."""
    found = shutil.which("tmux")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install tmux")
        pytest.skip("tmux is not installed")
    return found


StartTerminal = Callable[..., Terminal]


@pytest.fixture
def start(tmux: str, environment: dict[str, str], tmp_path: Path) -> Iterator[StartTerminal]:
    """Start the interface in a terminal, as often as wanted, over the same home.

    `env` are variables for the program alone, `size` the terminal's.
    """
    opened: list[Terminal] = []

    def begin(
        *arguments: str, env: dict[str, str] | None = None, size: tuple[int, int] = (100, 30)
    ) -> Terminal:
        pid_file = tmp_path / f"pid-{len(opened)}"
        variables = [f"{name}={value}" for name, value in (env or {}).items()]
        program = ["env", *variables, sys.executable, "-m", "kagent_tui", "--now", NOW, *arguments]
        frame = _FRAME.format(pid=shlex.quote(str(pid_file)), program=shlex.join(program))
        command = f"cd {shlex.quote(str(tmp_path))}\n{frame}"
        seen = {**environment, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        windows = {"DISPLAY", "WAYLAND_DISPLAY", "VISUAL", "EDITOR", "PAGER"}
        seen = {name: value for name, value in seen.items() if name not in windows}
        socket = f"kagent-{os.getpid()}-{next(_SERVERS)}"
        opened.append(Terminal(socket, command, seen, size, pid_file))
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A model on a server of this machine that writes as slowly as a test wants."""
    with ModelServer.running() as server:
        yield server
