"""A report before it is Markdown or HTML: sections of sentences, tables, a chart and examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.bench.report.radar import Series

# The field of an example that is a few words of our own; the others are what was found.
WHY: Final = "Why"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its header and its cells. `best` are the cells to make stand out.

    A row that is `apart` is another source's, such as the paper's.
    """

    head: str
    cells: tuple[str, ...]
    best: frozenset[int] = frozenset()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` begin with the name of the rows' headers; `texts` are the cells that are no
    numbers, which are aligned to the left.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A failure: `label` says where, `fields` are names and texts, which may be long."""

    label: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """Failures of one result."""

    heading: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    title: str
    paragraphs: tuple[str, ...] = ()
    chart: tuple[Series, ...] = ()
    tables: tuple[Table, ...] = ()
    examples: tuple[Examples, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole page. `warnings` are what must be known before the figures are read."""

    title: str
    subtitle: str
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
