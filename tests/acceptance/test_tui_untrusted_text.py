"""Real documents that try to reach the terminal: not a byte of theirs gets there as a command."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.acceptance.conftest import Kagent, StartTerminal

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x1b\\"
LINK = "\x1b]8;;http:evil.example\x1b\\"
CURSOR = "\x1b[6n"
EIGHT_BIT = "\x9b31337m"
PAYLOAD = f"{CLIPBOARD}{LINK}{CURSOR}{EIGHT_BIT}\x1b]0;owned\x07\u202e[/x] [@click=app.quit]q[/]"
# What a document may hold, and what is not one of the sequences that Textual writes by itself.
FORBIDDEN = ("\x1b]52", "\x1b]8;", "\x1b[6n", "\x9b", "\x1b]0;", "\x07", "\u202e", "31337m\x1b")
TEXT = f"""\
# Rules {PAYLOAD} of the library

The library opens at nine {PAYLOAD} in the morning.

## Cards {PAYLOAD}

A reader's card {PAYLOAD} costs 4 crowns a year. PASSAGE-END

## Rooms

""" + "\n".join(f"Room {number} is for reading in silence." for number in range(80))

pytestmark = pytest.mark.usefixtures("builtin_model_path")


@pytest.fixture
def library(kagent: Kagent, tmp_path: Path) -> None:
    """A document whose name, title, headings and sentences are hostile."""
    folder = tmp_path / "papers"
    folder.mkdir()
    name = f"rules{CLIPBOARD}{CURSOR}\x07[b]x[!b].md"
    (folder / name).write_text(TEXT, encoding="utf-8")
    (folder / f"broken{CLIPBOARD}.pdf").write_bytes(b"%PDF-1.7\nnothing")
    added = kagent("add", folder)
    assert "1 added" in added.stdout, added
    assert_clean(added.stdout + added.stderr)


def assert_clean(text: str) -> None:
    for forbidden in FORBIDDEN:
        place = text.find(forbidden)
        assert place < 0, text[max(place - 80, 0) : place + 80]


@pytest.mark.usefixtures("library")
def test_the_interface_shows_it_and_passes_nothing_on(start: StartTerminal, tmp_path: Path) -> None:
    written = tmp_path / "written"
    terminal = start(size=(120, 40))
    terminal.run("pipe-pane", "-O", f"cat >> {shlex.quote(str(written))}")
    terminal.wait_for("kagent-nano")
    terminal.enter("How much does a reader's card cost?")
    terminal.wait_for("[1] Rules")
    terminal.press("C-t")
    terminal.wait_for("PASSAGE-END")
    terminal.press("Escape")
    terminal.wait_gone("Enter opens")
    terminal.press("F3")
    terminal.wait_for("Not readable (1)")
    terminal.press("Down", "Up", "i")
    terminal.wait_for("Found by")
    terminal.press("Escape")
    terminal.press("F2")
    terminal.wait_for("Search titles")
    terminal.press("F4")
    terminal.wait_for("Memory")
    terminal.wait_gone("Search titles")
    terminal.quit()
    text = written.read_bytes().decode("utf-8", "replace")
    assert "costs 4 crowns" in text
    # Textual's own: the shape of the pointer.
    assert_clean(re.sub("\x1b\\]22;[a-z]*\x07", "", text))


@pytest.mark.usefixtures("library")
def test_the_command_line_prints_it_and_passes_nothing_on(kagent: Kagent) -> None:
    question = "How much does a reader's card cost?"
    answered = kagent("ask", question)
    assert "costs 4 crowns a year" in answered.stdout
    (document,) = json.loads(kagent("library", "list", "--json").stdout)
    for arguments in (
        ("ask", "--stream", question),
        ("library", "list"),
        ("library", "info", document["source"]),
        ("search", "card"),
        ("open", "1", "--print"),
        ("library", "remove", document["source"]),
    ):
        ended = kagent(*arguments)
        assert ended.stdout + ended.stderr, arguments
        assert_clean(ended.stdout + ended.stderr)
    assert_clean(answered.stdout + answered.stderr)
