"""The composer's text in another editor, for which the terminal is lent."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.kagent_tui.composer_app import ComposerApp
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


def editor(tmp_path: Path, body: str) -> str:
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\npath = sys.argv[-1]\n{body}\n")
    return f"{sys.executable} '{script}'"


def lend_terminal(app: ComposerApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the application without a terminal act as if it had one to lend."""

    @contextmanager
    def suspend() -> Iterator[None]:
        yield

    monkeypatch.setattr(app, "suspend", suspend)


@pytest.mark.skipif(os.name != "posix", reason="the command is split as on POSIX")
async def test_another_editor_takes_the_text_and_gives_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "text = open(path).read()\nopen(path, 'w').write(text.upper() + ' \\x1b[31mX\\n')"
    app = ComposerApp(editor=editor(tmp_path, body))
    lend_terminal(app, monkeypatch)
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "ctrl+g")
        await until(pilot, lambda: app.composer.text == "HI X")
        await pilot.press("ctrl+z")
        assert app.composer.text == "hi"


@pytest.mark.skipif(os.name != "posix", reason="the command is split as on POSIX")
async def test_an_editor_that_fails_leaves_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = ComposerApp(editor=editor(tmp_path, "sys.exit(2)"))
    lend_terminal(app, monkeypatch)
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "ctrl+g")
        await until(pilot, lambda: "ended with code 2" in app.note)
        assert app.composer.text == "hi"


async def test_a_terminal_that_cannot_be_lent_is_said() -> None:
    app = ComposerApp(editor="vi")
    async with app.run_test() as pilot:
        await pilot.press("h", "ctrl+g")
        await until(pilot, lambda: app.note.startswith("Another editor cannot be opened here"))
        assert app.composer.text == "h"
