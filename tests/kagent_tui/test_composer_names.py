"""Names of files and documents are shown as they are: never as markup, never as a control."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.attachments import Attachment
from engine.cleaning import clean_line
from kagent_tui.completing.completion import Completion
from kagent_tui.widgets.attachments import Chip, chip_name
from kagent_tui.widgets.completion_menu import lines_of

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
PIECES = st.sampled_from(
    (
        *("[red]", "[/]", "[/x]", "[@click=app.quit]", "[0,1]", "[link=x]", "\\["),
        *("\x1b]52;c;eA==\x07", "\x1b[31m", "\x9b", "\u202e", "\ud800", "\n", "\t"),
        *("中文", "👨‍👩‍👧", "e\u0301", "a", " "),
    )
)
NAMES = st.lists(PIECES, max_size=12).map("".join)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6), st.integers(10, 120))
def test_rows_of_the_menu_are_plain_and_equally_wide(
    names: list[tuple[str, str]], width: int
) -> None:
    lines = lines_of([Completion(label, "x", note) for label, note in names], width)
    assert {cell_len(line.plain) for line in lines} <= {width}
    for line, (label, _) in zip(lines, names, strict=True):
        assert not CONTROLS.search(line.plain)
        assert all(span.style == "dim" for span in line.spans)
        shown = clean_line(label)
        if cell_len(shown) < width // 2 and "…" not in line.plain:
            assert line.plain.startswith(shown)


@given(NAMES, st.sampled_from(["place", "document", "collection", "text"]))
def test_chips_are_plain(name: str, kind: str) -> None:
    attachment = Attachment(kind, name)  # type: ignore[arg-type]
    assert not CONTROLS.search(chip_name(attachment))
    shown = Chip(attachment, 0).visual
    assert cell_len(str(shown)) <= 32


@pytest.mark.parametrize("name", ["[/x]", "[red]a[/red]"])
def test_brackets_stay(name: str) -> None:
    assert str(Chip(Attachment.of_collection(name), 0).visual) == f"@{name}"
    assert lines_of([Completion(name, "x")], 40)[0].plain.rstrip() == name
