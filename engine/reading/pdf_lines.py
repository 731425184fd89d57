"""Lines of PDF pages to headings and paragraphs, by where the lines stand and how large they are.

A PDF knows only where glyphs are drawn: paragraphs, headings and running heads are inferred.
"""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.reading.lines import columns, ends_sentence, glue, starts_clause, starts_item

# PDFium's mark for a hyphen at a line's end; the lines around it come joined.
HYPHEN = "\ufffe"
_HYPHENATED = re.compile(r"(\w+)(?:\ufffe|-\n)(\w+)")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
# The parts of a page's height, from its edges, where running heads and page numbers stand.
_MARGIN = 0.1
_FEWEST_REPEATS = 3
_REPEATED_SHARE = 0.05
_ENDS = (-1, 0)
# By how much a heading's letters are larger than those of the text.
_HEADING_SIZE = 1.12
_HEADING_LENGTH = 160
_LEVELS = 6
# Lines further apart than this many usual distances are paragraphs of their own.
_PARAGRAPH_GAP = 1.35
_FEW_LINES = 6
_USUAL_SPACING = 1.5
_SHORT_LINE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its left and lower edge and the height of its letters, in points."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page from 1, its height in points, and its lines in the order of reading."""

    number: int
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a heading if `level` is above 0; its lines that stand alone end in \\n."""

    text: str
    level: int
    size: float


def without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """The pages without their numbers, and without what margins repeat except where it is first."""
    pages = _without_numbers(pages)
    repeats = Counter(
        key for page in pages for key in {_running_key(line, page) for line in page.lines} if key
    )
    fewest = max(_FEWEST_REPEATS, _REPEATED_SHARE * len(pages))
    seen: set[str] = set()
    kept = []
    for page in pages:
        lines = []
        for line in page.lines:
            key = _running_key(line, page)
            if not key or repeats[key] < fewest or (key not in seen and key.strip("#-– ./|")):
                lines.append(line)
            seen.add(key)
        kept.append(Page(page.number, page.height, tuple(lines)))
    return kept


def _without_numbers(pages: Sequence[Page]) -> list[Page]:
    """The pages without the number that stands last or first on them and counts along."""
    counted: Counter[tuple[int, int]] = Counter()
    for page in pages:
        for end in _ENDS:
            if page.lines and page.lines[end].text.isdecimal():
                counted[end, int(page.lines[end].text[:9]) - page.number] += 1
    kept = []
    for page in pages:
        lines = list(page.lines)
        for end in _ENDS:
            if lines and lines[end].text.isdecimal():
                times = counted[end, int(lines[end].text[:9]) - page.number]
                if times >= max(_FEWEST_REPEATS, len(pages) // 3):
                    del lines[end]
        kept.append(Page(page.number, page.height, tuple(lines)))
    return kept


def _running_key(line: Line, page: Page) -> str:
    if _MARGIN * page.height < line.y < (1 - _MARGIN) * page.height - line.size:
        return ""
    return _DIGITS.sub("#", " ".join(line.text.split()))


class Reflow:
    """Paragraphs of a document's pages; looks at all of them first to know what is usual."""

    def __init__(self, pages: Sequence[Page]) -> None:
        letters: Counter[float] = Counter()
        self._compounds: set[str] = set()
        for page in pages:
            for line in page.lines:
                letters[_rounded(line.size)] += len(line.text)
                self._compounds.update(_COMPOUND.findall(line.text))
        self._usual = max(letters, key=letters.__getitem__, default=0.0)
        larger = (size for size in letters if size > self._usual * _HEADING_SIZE)
        self._sizes = sorted(larger, reverse=True)

    def paragraphs(
        self, page: Page, stands_alone: Callable[[str], bool] = lambda _: False
    ) -> Iterator[Paragraph]:
        """The paragraphs and headings of one page; a line may be known to stand alone."""
        rows = list(_rows(page.lines))
        pitch = _pitch(rows) or self._usual * 1.2
        width = _usual_columns(rows)
        group: list[Line] = []
        for row in rows:
            alone = stands_alone(row.text) or bool(group and stands_alone(group[-1].text))
            if group and (alone or self._parted(group[-1], row, pitch, width)):
                yield self._paragraph(group, width)
                group = []
            group.append(row)
        if group:
            yield self._paragraph(group, width)

    def _parted(self, before: Line, row: Line, pitch: float, width: float) -> bool:
        """Whether a new paragraph begins with `row`."""
        if abs(before.size - row.size) > 0.1 * max(before.size, row.size):
            return True
        drop = before.y - row.y
        ended = ends_sentence(before.text)
        if drop < 0:
            # A new column: the paragraph goes on there unless it had come to an end.
            return ended or columns(before.text) < _SHORT_LINE * width
        if drop > _PARAGRAPH_GAP * pitch * (1 + before.text.count(HYPHEN)):
            return True
        indented = 0.8 * row.size < row.x - before.x < 5 * row.size
        return ended and (indented or columns(before.text) < 0.8 * width)

    def _paragraph(self, rows: Sequence[Line], width: float) -> Paragraph:
        text = rows[0].text
        for before, row in itertools.pairwise(rows):
            alone = (
                columns(before.text) < _SHORT_LINE * width
                or starts_item(row.text)
                or (ends_sentence(before.text) and starts_clause(row.text))
                or (_is_tabular(before.text) and _is_tabular(row.text))
            )
            if before.text.endswith("-") and row.text[:1].islower():
                text += "\n" + row.text
            else:
                text = text + "\n" + row.text if alone else glue(text, row.text)
        text = _HYPHENATED.sub(self._rejoined, text).replace(HYPHEN, "-")
        size = _rounded(rows[0].size)
        level = 0
        if size in self._sizes and len(text) <= _HEADING_LENGTH and _has_letters(text):
            level = min(self._sizes.index(size) + 1, _LEVELS)
            text = " ".join(text.split())
        return Paragraph(text, level, size)

    def _rejoined(self, match: re.Match[str]) -> str:
        first, second = match.groups()
        compound = f"{first}-{second}"
        if compound in self._compounds or not second[0].islower():
            return compound
        return first + second


def _rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines, those that stand beside the one before on the same height joined to it."""
    current: Line | None = None
    for line in lines:
        if current is None:
            current = line
        elif abs(current.y - line.y) <= 0.5 * max(current.size, line.size) and line.x > current.x:
            space = "" if line.text[:1] in ",.;:)]" else " "
            current = Line(
                current.text + space + line.text,
                current.x,
                current.y,
                max(current.size, line.size),
            )
        else:
            yield current
            current = line
    if current is not None:
        yield current


def _pitch(rows: Sequence[Line]) -> float:
    """The usual distance from line to line on a page, 0 when there are no two lines."""
    drops = [
        (before.y - row.y) / (1 + before.text.count(HYPHEN))
        for before, row in itertools.pairwise(rows)
        if 0 < before.y - row.y < 4 * max(row.size, 1.0) * (1 + before.text.count(HYPHEN))
    ]
    if len(drops) < _FEW_LINES:
        # Too few to tell lines from paragraphs by.
        drops = [min(drop, _USUAL_SPACING * rows[0].size) for drop in drops]
    return statistics.median_low(drops) if drops else 0.0


def _usual_columns(rows: Sequence[Line]) -> float:
    """How wide full lines of a page are, in characters."""
    widths = sorted(columns(row.text) / (1 + row.text.count(HYPHEN)) for row in rows)
    return widths[int(0.8 * (len(widths) - 1))] if widths else 0.0


def _is_tabular(text: str) -> bool:
    """Whether a line looks like a row of figures or an entry of a table of contents."""
    words = text.split()
    numbers = sum(word[:1].isdigit() or word[1:2].isdigit() for word in words)
    return (numbers >= 2 and numbers >= 0.2 * len(words)) or (
        numbers >= 1 and words[-1].isdecimal() and "…" in text
    )


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _has_letters(text: str) -> bool:
    return sum(unicodedata.category(character)[0] == "L" for character in text) >= 2
