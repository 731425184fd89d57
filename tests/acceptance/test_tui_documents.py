"""Documents in the terminal interface: added, asked about, the source read, opened and kept."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import PATIENCE_SECONDS, Kagent, StartTerminal, Terminal

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FERRY = EXAMPLES / "harbour-ferry.md"
QUESTION = "How much does a bicycle cost on the ferry?"
QUOTE = "A bicycle costs 3 crowns each way"
# It notes what it was given, and waits, as an editor does.
EDITOR = '#!/bin/sh\nprintf "%s\\n" "$@" >> {record}\necho EDITING; read -r line\n'

pytestmark = pytest.mark.usefixtures("builtin_model_path")
OpenWithEditor = Callable[[], Terminal]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """What the editor was given."""
    return tmp_path / "record"


@pytest.fixture
def start_with_editor(start: StartTerminal, tmp_path: Path, record: Path) -> OpenWithEditor:
    """Start the interface where sources open in an editor that takes notes."""
    editor = tmp_path / "nano"
    editor.write_text(EDITOR.format(record=shlex.quote(str(record))), encoding="utf-8")
    editor.chmod(0o755)
    return lambda: start(env={"EDITOR": str(editor)}, size=(120, 40))


def open_source(terminal: Terminal) -> None:
    """Focus the first source of the newest answer, and open it."""
    terminal.press("C-t")
    terminal.wait_for("Enter opens")
    terminal.press("Enter")
    terminal.wait_for("EDITING")
    terminal.press("Enter")
    terminal.wait_for("Opened with nano")


def wait_for_file(path: Path) -> None:
    """Wait until a file is there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.05)


def wait_for_sessions(kagent: Kagent, count: int) -> list[dict[str, Any]]:
    """The stored sessions, once there are so many with a question in each."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found: list[dict[str, Any]] = json.loads(kagent("sessions", "list", "--json").stdout)
        if [session["questions"] for session in found] == [1] * count:
            return found
    raise AssertionError(found)


def test_documents_are_added_asked_about_and_opened_again_after_a_restart(
    start_with_editor: OpenWithEditor, record: Path
) -> None:
    terminal = start_with_editor()
    terminal.wait_for("kagent-nano")
    terminal.press("F3")
    terminal.wait_for("Nothing is in the library yet.")
    terminal.press("a")
    terminal.wait_for("Add to the library")
    terminal.enter(str(EXAMPLES))
    terminal.wait_for("Read: 8 added.")
    terminal.wait_for("图书馆借阅规则")
    shown = terminal.wait_for("Library — 8 documents")
    assert "Port Ellery Harbour" in shown
    assert "图书馆借阅规则" in shown
    terminal.press("Escape")
    terminal.wait_for("8 documents are ready for your questions.")

    terminal.enter(QUESTION)
    terminal.wait_for("Sources")
    # A notice may lie over the end of the line for a moment.
    shown = terminal.wait_for(f"{QUOTE}, and the deck has room for twelve bicycles.” [1]")
    assert "search_knowledge(text=" in shown
    terminal.press("C-t")
    terminal.wait_for("Dogs travel free")  # what stands beside the quote
    terminal.press("Escape")
    terminal.wait_gone("Enter opens")
    open_source(terminal)
    terminal.quit()

    later = start_with_editor()
    later.wait_for("8 documents are ready")
    later.resume_newest()
    again = later.wait_for("Sources")
    assert f"{QUOTE}, and the deck has room for twelve bicycles.” [1]" in again
    assert "✓ search_knowledge(text=" in again
    open_source(later)
    later.quit()
    opened = record.read_text(encoding="utf-8").splitlines()
    assert opened == ["+24", str(FERRY), "+24", str(FERRY)]


def test_a_session_is_renamed_branched_retried_and_exported(
    start: StartTerminal, kagent: Kagent, tmp_path: Path
) -> None:
    assert kagent("add", FERRY).returncode == 0
    terminal = start()
    terminal.wait_for("kagent-nano")
    terminal.enter(QUESTION)
    terminal.wait_for("Sources")
    terminal.enter("/rename Bicycles at sea")
    terminal.wait_for("Renamed: Bicycles at sea")
    for form in ("md", "json", "html"):
        terminal.enter(f"/export out.{form}")
        wait_for_file(tmp_path / f"out.{form}")
    terminal.enter("/export out.md")
    terminal.wait_for("already")
    terminal.enter("/branch")
    wait_for_sessions(kagent, 2)
    terminal.enter("/retry")
    sessions = wait_for_sessions(kagent, 3)
    terminal.quit()

    assert all("Bicycles at sea" in session["title"] for session in sessions)
    answers = {
        json.loads(kagent("sessions", "show", session["id"], "--json").stdout)["turns"][0]["answer"]
        for session in sessions
    }
    assert len(answers) == 1
    markdown = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert markdown.startswith("# Bicycles at sea\n")
    assert QUOTE in markdown
    exported = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert exported["title"] == "Bicycles at sea"
    assert exported["turns"][0]["citations"][0]["source"] == str(FERRY)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert QUOTE in page
    assert "<script" not in page
