"""A cited answer opened at its page from the terminal interface, with a viewer that takes notes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY, Terminal
from tests.pdf_file import make_pdf

VIEWER = '#!/bin/sh\nprintf "%s\\n" "$@" > {record}\n'
EDITOR = VIEWER + "echo EDITING; read -r line\n"
PAGES = (
    ("The city library opens at nine.",),
    ("A library card costs 4 crowns a year.", "Children pay nothing for it."),
)


@pytest.fixture
def tmux() -> str:
    found = shutil.which("tmux")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install tmux")
        pytest.skip("tmux is not installed")
    return found


class Desk:
    """A home, programs that take notes, and the terminal interface in tmux."""

    def __init__(self, home: Path, folder: Path, variables: dict[str, str]) -> None:
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.record = folder / "record"
        windows = {"DISPLAY", "WAYLAND_DISPLAY", "VISUAL", "EDITOR"}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in windows},
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY),
            "KAGENT_HOME": str(home / "kagent"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **variables,
        }
        self.kagent = [sys.executable, "-m", "kagent_tui"]
        self.terminal: Terminal | None = None

    def install(self, name: str, script: str) -> None:
        program = self.programs / name
        record = shlex.quote(str(self.record))
        program.write_text(script.format(record=record), encoding="utf-8")
        program.chmod(0o755)

    def add(self, path: Path) -> None:
        ended = subprocess.run(
            [*self.kagent, "add", str(path)], env=self.environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended

    def ask(self, question: str) -> Terminal:
        name = f"kagent-open-{os.getpid()}"
        self.terminal = Terminal(name, shlex.join(self.kagent), self.environment)
        self.terminal.wait_for("kagent-nano")
        self.terminal.run("send-keys", "-l", question)
        self.terminal.run("send-keys", "Enter")
        return self.terminal

    def leave(self) -> None:
        if self.terminal is not None:
            self.terminal.run("send-keys", "C-q")
            time.sleep(0.5)
            self.terminal.run("kill-server")


def test_a_citation_opens_at_its_page(tmux: str, isolated_home: Path, tmp_path: Path) -> None:
    desk = Desk(isolated_home, tmp_path, {"DISPLAY": ":77"})
    desk.install("evince", VIEWER)
    rules = tmp_path / "card rules.pdf"
    rules.write_bytes(make_pdf(PAGES))
    desk.add(rules)
    try:
        terminal = desk.ask("How much does a library card cost?")
        shown = terminal.wait_for("page 2")
        assert "A library card costs 4 crowns a year." in shown
        terminal.run("send-keys", "C-t")
        terminal.run("send-keys", "o")
        terminal.wait_for("Opened with evince")
    finally:
        desk.leave()
    assert desk.record.read_text(encoding="utf-8").splitlines() == ["--page-index=2", str(rules)]


def test_without_windows_an_editor_has_the_terminal_until_it_ends(
    tmux: str, isolated_home: Path, tmp_path: Path
) -> None:
    desk = Desk(isolated_home, tmp_path, {"EDITOR": "nano"})
    desk.install("nano", EDITOR)
    rules = tmp_path / "rules.md"
    rules.write_text(f"# Rules\n\n{PAGES[0][0]}\n\n{PAGES[1][0]}\n", encoding="utf-8")
    desk.add(rules)
    try:
        terminal = desk.ask("How much does a library card cost?")
        # The path may be broken over lines.
        terminal.wait_until(lambda shown: "rules.md:5" in "".join(shown.split()), "rules.md:5")
        terminal.run("send-keys", "C-t")
        terminal.run("send-keys", "Enter")
        editing = terminal.wait_for("EDITING")
        assert "Ask a question" not in editing
        terminal.run("send-keys", "Enter")
        back = terminal.wait_for("Opened with nano")
        assert "Ask a question" in back
    finally:
        desk.leave()
    assert desk.record.read_text(encoding="utf-8").splitlines() == ["+5", str(rules)]
