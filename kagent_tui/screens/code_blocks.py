"""Which of an answer's code blocks is meant."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from engine.cleaning import clean
from kagent_tui.i18n import ntr, tr
from kagent_tui.screens.dialogs import ChoiceScreen
from kagent_tui.widgets.text import plain_line


def code_block_choice(blocks: Sequence[str]) -> ChoiceScreen:
    """A row for each block: its number, its first line, and how many lines it has."""
    rows = [_row(number, code) for number, code in enumerate(blocks, start=1)]
    hint = tr("Its number or Enter copies it; Esc goes back")
    return ChoiceScreen(tr("Copy which code block?"), rows, hint)


def _row(number: int, code: str) -> Content:
    lines = clean(code).splitlines()
    count = ntr("{count} line", "{count} lines", len(lines))
    first = next((line for line in lines if line.strip()), "")
    return Content.assemble(
        (f"{number}  ", "bold"),
        plain_line(first),
        (f"  ({count})", "dim"),
    )
