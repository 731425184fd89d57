"""Rows of tables as lines that can be understood alone: "Name: Ada; Age: 36"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engine.cleaning import clean_line
from engine.reading.extracted import Assembler

_NUMBER = re.compile(r"[-+(]?[\d.,:/%€$£¥ -]*\d[\d.,:/%€$£¥) -]*$")
_LONGEST_NAME = 80
# Above the names of its columns a table often has a title of its own.
_HEADER_WITHIN = 10


class Row(NamedTuple):
    """A row that is not empty: its number from 1, its line in a text file, its clean cells."""

    number: int
    line: int | None
    cells: list[str]


def describe(names: Sequence[str], cells: Sequence[str]) -> str:
    """One row; cells are clean, empty ones are left out, "" when all are."""
    return "; ".join(
        f"{names[i]}: {cell}" if i < len(names) and names[i] else cell
        for i, cell in enumerate(cells)
        if cell
    )


def is_header(cells: Sequence[str], below: Sequence[str] | None = None) -> bool:
    """Whether a table's first row names its columns: short, different and no numbers.

    `below` is the row after it, whose numbers speak for it.
    """
    given = [cell for cell in cells if cell]
    if len(given) < max(1, len(cells) // 2) or len(set(given)) < len(given) or not below:
        return False
    return all(len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) for cell in given)


def tidy(cells: Sequence[object]) -> list[str]:
    """Cells as clean single lines; None is empty; trailing empty ones are dropped."""
    row = ["" if cell is None else _tidy(str(cell)) for cell in cells]
    while row and not row[-1]:
        row.pop()
    return row


def _tidy(cell: str) -> str:
    # What is printable holds nothing to clean away, and most cells are.
    return " ".join(cell.split()) if cell.isprintable() else clean_line(cell)


def write_rows(rows: Iterable[Row], assembler: Assembler) -> None:
    """Add a passage per row, by the names in the first row that names the columns.

    That row too and those before it, such as a title, are passages.
    """
    iterator = iter(rows)
    head = list(itertools.islice(iterator, _HEADER_WITHIN + 1))
    header = _header(head)
    names: list[str] = []
    for index, row in enumerate(itertools.chain(head, iterator)):
        assembler.block(describe(names, row.cells), row.line, tight=index > 0, row=row.number)
        if index == header:
            names = row.cells


def _header(head: Sequence[Row]) -> int | None:
    """The index of the row that names the columns, among a table's first ones."""
    width = max((len(row.cells) for row in head), default=0)
    for index, (row, below) in enumerate(itertools.pairwise(head)):
        if len(row.cells) >= max(2, width - 1) and is_header(row.cells, below.cells):
            return index
    return None
