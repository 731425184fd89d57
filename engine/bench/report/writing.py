"""Writing a report as the file that its name asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from engine.bench.errors import BenchError
from engine.bench.report.document import Document
from engine.bench.report.html import html
from engine.bench.report.markdown import markdown
from engine.bench.report.radar import svg

HTML_ENDINGS: Final = (".html", ".htm")
MARKDOWN_ENDINGS: Final = (".md", ".markdown")


def is_report_name(path: Path) -> bool:
    """Whether the ending says in which form a report shall be."""
    return path.suffix.lower() in (*HTML_ENDINGS, *MARKDOWN_ENDINGS)


def write_report(document: Document, path: Path) -> tuple[Path, ...]:
    """Write the page, in place of what was there; the files written.

    Markdown cannot hold a drawing: its radar chart is a file beside it, FILE.svg.

    Raises:
        BenchError: a file cannot be written.
    """
    if path.suffix.lower() in HTML_ENDINGS:
        _write(path, html(document))
        return (path,)
    chart = next((section.chart for section in document.sections if section.chart), ())
    if not chart:
        _write(path, markdown(document))
        return (path,)
    drawing = path.with_name(f"{path.name}.svg")
    _write(drawing, svg(chart, standalone=True) + "\n")
    _write(path, markdown(document, drawing.name))
    return (path, drawing)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise BenchError(
            f"{path}: cannot be written ({error.strerror or error}); name another file"
        ) from error
