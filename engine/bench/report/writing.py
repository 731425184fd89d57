"""Writing a report as the file that its name asks for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from engine.bench.errors import BenchError
from engine.bench.report.document import Document
from engine.bench.report.html import html
from engine.bench.report.markdown import markdown
from engine.bench.report.radar import svg
from engine.whole_files import write_whole

HTML_ENDINGS: Final = (".html", ".htm")
MARKDOWN_ENDINGS: Final = (".md", ".markdown")
# How the page as HTML, as Markdown and its chart begin.
_OURS: Final = re.compile(
    rb"<!DOCTYPE html>.*</h1>\n<p>\d+ results? of kagent bench"
    rb"|# [^\n]*\n\n\d+ results? of kagent bench"
    rb'|<svg xmlns="[^"]*" class="radar',
    re.DOTALL,
)
_HEAD_BYTES: Final = 1 << 16


def is_report_name(path: Path) -> bool:
    """Whether the ending says in which form a report shall be."""
    return path.suffix.lower() in (*HTML_ENDINGS, *MARKDOWN_ENDINGS)


def write_report(document: Document, path: Path) -> tuple[Path, ...]:
    """Write the page, in place of an earlier one; the files written.

    Markdown cannot hold a drawing: its radar chart is a file beside it, FILE.svg.

    Raises:
        BenchError: a file cannot be written, or is there and no report.
    """
    if path.suffix.lower() in HTML_ENDINGS:
        _write(path, html(document))
        return (path,)
    chart = next((section.chart for section in document.sections if section.chart), ())
    if not chart:
        _write(path, markdown(document))
        return (path,)
    drawing = path.with_name(f"{path.name}.svg")
    _require_free(path)
    _write(drawing, svg(chart, standalone=True) + "\n")
    _write(path, markdown(document, drawing.name))
    return (path, drawing)


def _is_free(path: Path) -> bool:
    """Whether nothing but an earlier report is lost where one is written to `path`."""
    if not path.is_file():
        return not path.exists()
    with path.open("rb") as stream:
        begin = stream.read(_HEAD_BYTES)
    return not begin or _OURS.match(begin) is not None


def _require_free(path: Path) -> None:
    if not _is_free(path):
        raise BenchError(
            f"{path}: there already, and no report of kagent bench; name another file with --out"
        )


def _write(path: Path, text: str) -> None:
    try:
        _require_free(path)
        write_whole(path, text)
    except OSError as error:
        raise BenchError(
            f"{path}: cannot be written ({error.strerror or error}); name another file"
        ) from error
