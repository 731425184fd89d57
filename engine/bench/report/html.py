"""The report as one HTML page: no script, nothing loaded from anywhere, every text escaped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from engine.bench.report import paper
from engine.bench.report.document import Document, Example, Examples, Row, Section, Table
from engine.bench.report.html_style import STYLE
from engine.bench.report.radar import svg
from engine.cleaning import clean, clean_line
from engine.html_head import html_head

_FOOT: Final = f"""\
<footer>
<p>Planning is ROUGE-L of the thought, tool use ROUGE-L of the arguments, both only where the
tool's name is right; reflection is 0.3 of the first and 0.7 of the second, and 0 where the last
task is repeated; concluding and profile are ROUGE-L of the text. Of several right answers the
nearest counts (equations 2 to 7, section 4.2 of {escape(paper.CITATION)}).</p>
</footer>
</body>
</html>
"""
# An interval stands on a line of its own below the difference.
_INTERVAL: Final = re.compile(r"^(\S+) (\[[^\]]+\])( \(.*\))?$")
# So few columns need not be drawn out over the whole width.
_NARROW: Final = 3
# Cells up to this many characters stay on one line; longer names break at their joints.
_SHORT: Final = 16
_SHORT_HEAD: Final = 8
_LONGEST_PIECE: Final = 20
_JOINTS: Final = re.compile("(?<=[/#_:@])")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_KANA: Final = re.compile("[\u3040-\u30ff]")


def html(document: Document) -> str:
    """The page."""
    numbers = itertools.count(1)
    parts = [
        html_head(document.title, STYLE),
        f"<header>\n<h1>{_line(document.title)}</h1>\n<p>{_line(document.subtitle)}</p>\n</header>\n",
    ]
    if len(document.sections) > 1:
        parts.append(_contents(document))
    if document.warnings:
        items = "".join(f"<li>{_line(warning)}</li>\n" for warning in document.warnings)
        parts.append(
            '<aside class="warnings" aria-labelledby="warnings">\n'
            f'<h2 id="warnings">Read this first</h2>\n<ul>\n{items}</ul>\n</aside>\n'
        )
    parts.append("<main>\n")
    for number, section in enumerate(document.sections, start=1):
        parts += [f"{part}\n" for part in _section(section, number, numbers)]
    parts += ["</main>\n", _FOOT]
    return clean("".join(parts))


def _contents(document: Document) -> str:
    items = "".join(
        f'<li><a href="#section-{number}">{number} {_line(section.title)}</a></li>\n'
        for number, section in enumerate(document.sections, start=1)
    )
    return f'<nav aria-label="Contents">\n<ol>\n{items}</ol>\n</nav>\n'


def _section(section: Section, number: int, tables: Iterator[int]) -> Iterator[str]:
    name = f"section-{number}"
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}"><span class="number">{number}</span>{_line(section.title)}</h2>'
    for paragraph in section.paragraphs:
        yield f"<p>{_line(paragraph)}</p>"
    first, *rest = section.tables or (None,)
    if first is not None:
        yield from _table(first, next(tables))
    if section.chart:
        yield '<figure class="chart">'
        yield svg(section.chart, name=f"radar-{number}")
        yield (
            "<figcaption><b>Figure 1.</b> The five figures in percent; "
            "dashed and grey: rows of the paper's Table 3, on its own data.</figcaption>"
        )
        yield "</figure>"
    for table in rest:
        if table is not None:
            yield from _table(table, next(tables))
    for examples in section.examples:
        yield from _failures(examples)
    yield "</section>"


def _table(table: Table, number: int) -> Iterator[str]:
    name = f"table-{number}"
    yield "<figure>"
    yield (f'<figcaption id="{name}"><b>Table {number}.</b> {_line(table.caption)}.</figcaption>')
    yield f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">'
    narrow = ' class="narrow"' if len(table.columns) <= _NARROW else ""
    yield f'<table{narrow} aria-labelledby="{name}">'
    head, *columns = table.columns
    cells = "".join(
        f'<th scope="col"{_kind(table, place, column, _SHORT_HEAD)}>{_line(column)}</th>'
        for place, column in enumerate(columns)
    )
    yield f'<thead>\n<tr><th scope="col">{_line(head)}</th>{cells}</tr>\n</thead>'
    yield "<tbody>"
    yield from _rows(table)
    yield "</tbody>\n</table>\n</div>"
    if table.note:
        yield f'<p class="note">{_line(table.note)}</p>'
    yield "</figure>"


def _rows(table: Table) -> Iterator[str]:
    """The rows; those that follow each other under the same head share it."""
    is_apart = False
    groups = [list(rows) for _, rows in itertools.groupby(table.rows, key=lambda row: row.head)]
    is_grouped = len(groups) < len(table.rows)
    for number, rows in enumerate(groups):
        for place, row in enumerate(rows):
            classes = ["apart"] if row.apart else []
            if number and not place and row.apart and not is_apart:
                classes.append("apart-begins")
            elif number and not place and is_grouped:
                classes.append("begins")
            is_apart = row.apart
            marked = f' class="{" ".join(classes)}"' if classes else ""
            head = "" if place else _row_head(row, len(rows))
            yield f"<tr{marked}>{head}{_cells(table, row)}</tr>"


def _row_head(row: Row, count: int) -> str:
    scope = f'scope="rowgroup" rowspan="{count}"' if count > 1 else 'scope="row"'
    name = _breakable(row.head)
    if len(row.head) > _LONGEST_PIECE:
        name = f'<span class="long">{name}</span>'
    short = ' class="short"' if len(row.head) <= _SHORT else ""
    return f"<th {scope}{short}{_language(row.head)}>{name}</th>"


def _cells(table: Table, row: Row) -> str:
    cells = []
    for place, cell in enumerate(row.cells):
        kind = _kind(table, place, cell, _SHORT, is_best=place in row.best)
        cells.append(f"<td{kind}>{_cell(cell)}</td>")
    return "".join(cells)


def _kind(table: Table, place: int, text: str, short: int, *, is_best: bool = False) -> str:
    classes = ["text" if place in table.texts else "number"]
    if len(text) <= short:
        classes.append("short")
    if is_best:
        classes.append("best")
    return f' class="{" ".join(classes)}"'


def _cell(cell: str) -> str:
    found = _INTERVAL.match(cell)
    if not found:
        return _breakable(cell)
    value, interval, told = found.groups()
    lines = f'{_line(value)}<span class="line">{_line(interval)}</span>'
    return f'{lines}<span class="line">{_line(told.strip(" ()"))}</span>' if told else lines


def _failures(examples: Examples) -> Iterator[str]:
    yield f"<h3>{_line(examples.heading)}</h3>"
    for example in examples.examples:
        yield _failure(example)


def _failure(example: Example) -> str:
    fields = "".join(
        f'<dt>{_line(name)}</dt><dd class="{_line(name).lower()}"{_language(text)}>'
        f"{escape(clean(text), quote=True)}</dd>\n"
        for name, text in example.fields
    )
    return (
        f'<article class="failure">\n<h4>{_line(example.label)}</h4>\n'
        f"<dl>\n{fields}</dl>\n</article>"
    )


def _language(text: str) -> str:
    """Which language a text of a file is in, so that its characters are drawn rightly."""
    if _KANA.search(text):
        return ' lang="ja"'
    return ' lang="zh-Hans"' if _HAN.search(text) else ""


def _breakable(text: str) -> str:
    """A name whose long words may be broken where addresses have joints, or else anywhere."""
    return " ".join(_broken(word) for word in clean_line(text).split())


def _broken(word: str) -> str:
    if len(word) <= _LONGEST_PIECE:
        return escape(word, quote=True)
    pieces = [
        piece[start : start + _LONGEST_PIECE]
        for piece in _JOINTS.split(word)
        for start in range(0, len(piece), _LONGEST_PIECE)
    ]
    return "<wbr>".join(escape(piece, quote=True) for piece in pieces)


def _line(text: str) -> str:
    return escape(clean_line(text), quote=True)
