"""The report as Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from engine.bench.report.document import WHY, Document, Examples, Row, Section, Table
from engine.cleaning import clean, clean_line

# What Markdown would read as more than a character, wherever it stands in a line.
_MARKS: Final = re.compile(r"([\\`*_\[\]|~$])")
_BACKTICKS: Final = re.compile(r"`+")
# Where renderers would make a link of a bare address.
_ADDRESS: Final = re.compile(r"(?i)(?<=https)(:)|(?<=http)(:)|(?<=ftp)(:)|(?<=www)(\.)|(@)")


def markdown(document: Document, chart: str = "") -> str:
    """The page; `chart` is the name of the file that holds the radar chart, if there is one."""
    lines = [f"# {_text(document.title)}", "", _text(document.subtitle), ""]
    lines += [f"> **Note.** {_text(warning)}\n" for warning in document.warnings]
    number = itertools.count(1)
    for section in document.sections:
        lines += _section(section, chart, number)
    return clean("\n".join(lines)).rstrip() + "\n"


def _section(section: Section, chart: str, number: Iterator[int]) -> Iterator[str]:
    yield f"## {_text(section.title)}"
    yield ""
    for paragraph in section.paragraphs:
        yield _text(paragraph)
        yield ""
    if section.chart and chart:
        yield f"![Radar chart of the five figures](<{_file(chart)}>)"
        yield ""
    for table in section.tables:
        yield f"**Table {next(number)}.** {_text(table.caption)}."
        yield ""
        yield from table_lines(table)
    for examples in section.examples:
        yield from _failures(examples)


def table_lines(table: Table) -> Iterator[str]:
    """A table without its caption, and its note."""
    yield _row([_text(column) for column in table.columns])
    aligned = ["---" if place in table.texts else "---:" for place in range(len(table.columns) - 1)]
    yield f"|---|{'|'.join(aligned)}|"
    for row in table.rows:
        yield _row([_head(row), *_cells(row)])
    yield ""
    if table.note:
        yield _text(table.note)
        yield ""


def _head(row: Row) -> str:
    return f"*{_text(row.head)}*" if row.apart else _text(row.head)


def _cells(row: Row) -> Iterator[str]:
    for place, cell in enumerate(row.cells):
        yield f"**{_text(cell)}**" if place in row.best else _text(cell)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _failures(examples: Examples) -> Iterator[str]:
    yield f"### {_text(examples.heading)}"
    yield ""
    for example in examples.examples:
        yield f"#### {_text(example.label)}"
        yield ""
        for name, text in example.fields:
            if name == WHY:
                yield f"{name}: {_text(text)}"
                yield ""
                continue
            yield f"{name}:"
            yield ""
            yield _fenced(clean(text))
            yield ""


def _fenced(text: str) -> str:
    """A block that nothing in the text can close."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _text(text: str) -> str:
    """A text on one line in which nothing is a mark, a tag or a link."""
    shown = _MARKS.sub(r"\\\1", escape(clean_line(text), quote=False))
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", shown)


def _file(name: str) -> str:
    return re.sub(r"[<>\\\n]", "", clean_line(name))
