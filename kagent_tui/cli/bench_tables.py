"""Tables of figures for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kagent_tui.cli.progress_line import cells
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.bench.report.document import Table


def table_lines(table: Table) -> Iterator[str]:
    """The caption, and the rows in columns."""
    from engine.cleaning import clean_line

    rows = [table.columns, *((row.head, *row.cells) for row in table.rows)]
    yield clean_line(f"{table.caption}:")
    for line in _aligned(rows, {0, *(place + 1 for place in table.texts)}):
        yield f"  {line}"


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in columns, the first one to the left."""
    for line in _aligned([heads, *rows], {0}):
        output.write_line(line)


def _aligned(rows: Sequence[Sequence[str]], left: Collection[int]) -> Iterator[str]:
    """Rows in columns as wide as they must be; the columns named in `left` are to the left."""
    from engine.cleaning import clean_line

    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*cleaned, strict=True)]
    for row in cleaned:
        padded = [
            _padded(cell, width, at_left=place in left)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(padded).rstrip()


def _padded(cell: str, width: int, *, at_left: bool) -> str:
    room = " " * (width - cells(cell))
    return f"{cell}{room}" if at_left else f"{room}{cell}"
