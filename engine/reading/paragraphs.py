"""Plain text inside other formats (the body of a message, a value): its paragraphs."""

from __future__ import annotations

import re

from engine.reading.extracted import Assembler
from engine.reading.lines import join_wrapped

_BLANK = re.compile(r"\n[ \t]*\n")


def write_paragraphs(text: str, assembler: Assembler, line: int | None = None) -> None:
    """Add the paragraphs of a clean text, with wrapped lines joined."""
    for paragraph in _BLANK.split(text):
        lines = [row.strip() for row in paragraph.split("\n") if row.strip()]
        if lines:
            assembler.block(join_wrapped(lines), line)
