"""What a reader makes of a file: plain text, and the passages in it with their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from store.records import Moment

# Part of every document's fingerprint: raise it when reading or segmenting changes, and files that
# are added again are read again.
READING_VERSION = 5
# More text than this in one document (a shelf of books) is refused rather than held in memory.
MOST_CHARACTERS = 40_000_000


class ReadingError(Exception):
    """A file cannot be read; the message is one line and says why.

    `lasting`: trying again will not help until the file changes.
    """

    def __init__(self, message: str, *, lasting: bool = True) -> None:
        super().__init__(message)
        self.lasting = lasting


class PicturesOnlyError(ReadingError):
    """The pages of a document are pictures, whose text only a recogniser can read."""


@dataclass(frozen=True, slots=True)
class TextPassage:
    """A block of an extracted text (a paragraph, a list item, a table row, a piece of code).

    `start` and `end` count characters of the extracted text. `heading` is the path of headings
    above the block, outermost first, joined by " › ". `line` is where the block begins in the
    file, `page` the page or slide, `row` the row of the sheet or table file, all from 1; times in
    seconds.
    """

    start: int
    end: int
    heading: str | None = None
    line: int | None = None
    page: int | None = None
    time_start: float | None = None
    time_end: float | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's title, its plain text and its passages, in order and apart from each other.

    `moments` tell when each piece of a recording's text was said or shown, in order and apart.

    `metadata` holds what the format says about the document, under these names where known:
    author, date (ISO 8601), language, subject, from, to, pages, pages_without_text, sheets,
    messages; of recordings and pictures duration (seconds), width, height, spoken_language,
    speech_model, ocr. `unread` is one line: what is in it and was not read, and why.
    """

    title: str
    text: str
    media_type: str
    passages: tuple[TextPassage, ...]
    metadata: Mapping[str, str | int] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()


def check_passages(extracted: Extracted) -> Extracted:
    """The same document.

    Raises:
        ReadingError: it has no passages.
    """
    if not extracted.passages:
        raise ReadingError("it holds no text")
    return extracted


class Assembler:
    """Builds an extracted text block by block, keeping track of headings and places.

    `page` and `sheet` hold for the blocks that follow, until they are set again.

    Every method that adds text raises ReadingError when the document grows beyond all measure.
    """

    def __init__(self) -> None:
        self.page: int | None = None
        self.sheet: str | None = None
        self._parts: list[str] = []
        self._length = 0
        self._passages: list[TextPassage] = []
        self._headings: list[tuple[int, str]] = []
        self._path: str | None = None
        # A heading that has nothing under it yet, and its level.
        self._bare: tuple[int, TextPassage] | None = None

    @property
    def empty(self) -> bool:
        """Whether no passage has been added."""
        return not self._passages

    def title(self, text: str, line: int | None = None) -> None:
        """The document's own title where it stands in the text: in no path."""
        if text.strip():
            self._heading_text(0, text, line)

    def heading(self, level: int, text: str, line: int | None = None) -> None:
        """A heading (level from 1): part of the text and the path of what follows.

        It is a passage only when nothing follows under it.
        """
        self._keep_bare(level)
        self.section(level, "")
        if text:
            self._heading_text(level, text, line)
            self.section(level, text)

    def _heading_text(self, level: int, text: str, line: int | None) -> None:
        self._keep_bare(level)
        start = self._append(text, "\n\n")
        self._bare = level, self._passage(start, text, line)

    def _keep_bare(self, level: int) -> None:
        """Make the heading before a passage when the next one, of `level`, is not under it."""
        if self._bare is not None and self._bare[0] >= max(level, 1):
            self._passages.append(self._bare[1])
            self._bare = None

    def section(self, level: int, name: str) -> None:
        """The path of what follows, by a name that does not stand in the text."""
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        if name:
            self._headings.append((level, name))
        self._path = " › ".join(heading for _, heading in self._headings) or None

    def block(
        self,
        text: str,
        line: int | None = None,
        *,
        tight: bool = False,
        row: int | None = None,
        times: tuple[float, float] | None = None,
    ) -> None:
        """A passage; `tight` when it follows the one before without a blank line."""
        if not text.strip():
            return
        start = self._append(text, "\n" if tight else "\n\n")
        self._bare = None
        self._passages.append(self._passage(start, text, line, row, times))

    def _passage(
        self,
        start: int,
        text: str,
        line: int | None,
        row: int | None = None,
        times: tuple[float, float] | None = None,
    ) -> TextPassage:
        begin, end = times or (None, None)
        return TextPassage(
            start, start + len(text), self._path, line, self.page, begin, end, self.sheet, row
        )

    def _append(self, text: str, separator: str) -> int:
        if self._parts:
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise ReadingError(
                f"it holds more text than fits ({MOST_CHARACTERS:,} characters); split it"
            )
        return start

    def finish(
        self, title: str, media_type: str, metadata: Mapping[str, str | int] | None = None
    ) -> Extracted:
        """The document as assembled; metadata that is empty is left out."""
        if self._bare is not None and (self._bare[0] or self.empty):
            self._passages.append(self._bare[1])
            self._bare = None
        known = {name: value for name, value in (metadata or {}).items() if value not in ("", 0)}
        return Extracted(title, "".join(self._parts), media_type, tuple(self._passages), known)
