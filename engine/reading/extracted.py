"""What a reader makes of a file: plain text, and the passages in it with their place."""

from __future__ import annotations

from dataclasses import dataclass

# Part of every document's fingerprint: raise it when reading or segmenting changes, and files that
# are added again are read again.
READING_VERSION = 2


class ReadingError(Exception):
    """A file cannot be read; the message is one line and says why."""


@dataclass(frozen=True, slots=True)
class TextPassage:
    """A block of an extracted text (a paragraph, a list item, a table row, a piece of code).

    `start` and `end` count characters of the extracted text. `heading` is the path of headings
    above the block, outermost first, joined by " › ". `line` is where the block begins in the
    file, from 1; `page` from 1; times in seconds.
    """

    start: int
    end: int
    heading: str | None = None
    line: int | None = None
    page: int | None = None
    time_start: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's title, its plain text and its passages, in order and apart from each other."""

    title: str
    text: str
    media_type: str
    passages: tuple[TextPassage, ...]


class Assembler:
    """Builds an extracted text block by block, keeping track of headings and places."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._passages: list[TextPassage] = []
        self._headings: list[tuple[int, str]] = []

    def title(self, text: str) -> None:
        """The document's own title where it stands in the text: in no path and no passage."""
        self._append(text, "\n\n")

    def heading(self, level: int, text: str) -> None:
        """A heading (level from 1): part of the text, the path of what follows, no passage."""
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if text:
            self._headings.append((level, text))
            self._append(text, "\n\n")

    def block(self, text: str, line: int, *, tight: bool = False) -> None:
        """A passage; `tight` when it follows the one before without a blank line."""
        if not text.strip():
            return
        start = self._append(text, "\n" if tight else "\n\n")
        path = " › ".join(heading for _, heading in self._headings) or None
        self._passages.append(TextPassage(start, start + len(text), path, line))

    def _append(self, text: str, separator: str) -> int:
        if self._parts:
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def finish(self, title: str, media_type: str) -> Extracted:
        """The document as assembled."""
        return Extracted(title, "".join(self._parts), media_type, tuple(self._passages))
