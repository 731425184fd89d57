"""Tables of figures for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from kagent_tui.cli.progress_line import cells

if TYPE_CHECKING:
    from engine.bench.report.document import Table


def table_lines(table: Table) -> Iterator[str]:
    """The caption, and the columns as wide as they must be."""
    rows = [table.columns, *((row.head, *row.cells) for row in table.rows)]
    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*cleaned, strict=True)]
    left = {0, *(place + 1 for place in table.texts)}
    yield clean_line(f"{table.caption}:")
    for row in cleaned:
        padded = [
            _padded(cell, width, at_left=place in left)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(padded)}".rstrip()


def _padded(cell: str, width: int, *, at_left: bool) -> str:
    room = " " * (width - cells(cell))
    return f"{cell}{room}" if at_left else f"{room}{cell}"
