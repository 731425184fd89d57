"""Lines found in a picture, in the order in which a person reads them.

Columns are read one after the other, the rows of a table across. What is what is told by the gaps
that run down between lines, by whether lines on both sides of a gap stand on the same height, and
by how long they are.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.reading.lines import columns
from models.ocr_boxes import TextLine

# How wide a gap between columns is at least, in heights of a line.
_GAP = 0.7
# Two lines are on the same height when they share this part of the lower one's height.
_SHARED = 0.5
# This part of the lines of a table have a mate in the other columns.
_MATES = 0.75
# Lines this long (in terminal columns) are prose rather than a table's cells: of two columns side
# by side, and of more than two.
_PROSE = (12, 30)
_MOST_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is read, with the pieces beside it that go with it.

    Its place is in pixels of the picture turned so that its lines run rightwards.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float

    @property
    def height(self) -> float:
        """How high it stands."""
        return self.bottom - self.top


def rows_of(lines: Sequence[TextLine]) -> list[Row]:
    """The lines in the order of reading; pieces that stand beside each other are one row."""
    return _read(_upright(lines), 0)


def _upright(lines: Sequence[TextLine]) -> list[Row]:
    """The lines as if the picture were turned so that most of its text runs rightwards."""
    along = across = 0.0
    for line in lines:
        (x0, y0), (x1, y1), *_ = line.box.corners
        along += x1 - x0
        across += y1 - y0
    length = math.hypot(along, across) or 1.0
    cosine, sine = (along / length, across / length) if along or across else (1.0, 0.0)
    turned = [
        [(x * cosine + y * sine, y * cosine - x * sine) for x, y in line.box.corners]
        for line in lines
    ]
    # A picture that lies on a side or on its head turns out of its frame.
    shift_x = min((x for corners in turned for x, _ in corners), default=0.0)
    shift_y = min((y for corners in turned for _, y in corners), default=0.0)
    shift_x, shift_y = min(shift_x, 0.0), min(shift_y, 0.0)
    rows = []
    for line, corners in zip(lines, turned, strict=True):
        along_line = [x - shift_x for x, _ in corners]
        down = [y - shift_y for _, y in corners]
        left, right = min(along_line), max(along_line)
        rows.append(Row(line.text, left, min(down), right, max(down), line.confidence))
    return rows


def _read(rows: Sequence[Row], depth: int) -> list[Row]:
    if len(rows) < 2:
        return list(rows)
    usual = statistics.median(row.height for row in rows)
    bands = _bands(rows)
    read: list[Row] = []
    while bands:
        taken, gutters = _region(bands, _GAP * usual)
        region = [row for band in bands[:taken] for row in band]
        bands = bands[taken:]
        parts = _split(region, gutters)
        if len(parts) < 2 or depth == _MOST_DEPTH or _is_table(parts):
            read += _across(region)
        else:
            for part in parts:
                read += _read(part, depth + 1)
    return read


def _bands(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows from top to bottom, those together that overlap in height, as chains do."""
    bands: list[list[Row]] = []
    bottom = -math.inf
    for row in sorted(rows, key=lambda row: row.top):
        # Boxes reach a little over their letters.
        if bands and row.top < bottom - 0.3 * row.height:
            bands[-1].append(row)
            bottom = max(bottom, row.bottom)
        else:
            bands.append([row])
            bottom = row.bottom
    return bands


Span = tuple[float, float]


def _region(bands: Sequence[list[Row]], gap: float) -> tuple[int, list[Span]]:
    """How many of the bands belong together, and the gaps between their columns if they have any.

    Those belong together that leave the same gaps free, or those before the first that have any.
    """
    free: list[Span] = [(-math.inf, math.inf)]
    taken, gutters = 0, list[Span]()
    for number, band in enumerate(bands):
        own = [span for span in _free(band) if span[1] - span[0] >= gap]
        free = [span for span in _intersection(free, own) if span[1] - span[0] >= gap]
        inner = _inner(free, bands[: number + 1])
        if inner:
            taken, gutters = number + 1, inner
        elif taken:
            break
        elif number and _inner(own, [band]):
            return number, []
    return taken or len(bands), gutters


def _free(band: Sequence[Row]) -> list[Span]:
    """The spans in which no row of a band stands, the margins too."""
    spans = []
    position = -math.inf
    for row in sorted(band, key=lambda row: row.left):
        if row.left > position:
            spans.append((position, row.left))
        position = max(position, row.right)
    return [*spans, (position, math.inf)]


def _intersection(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    return [
        (max(a, c), min(b, d))
        for (a, b), (c, d) in itertools.product(first, second)
        if min(b, d) > max(a, c)
    ]


def _inner(spans: Sequence[Span], bands: Sequence[Sequence[Row]]) -> list[Span]:
    """The spans that have rows on both sides."""
    rows = [row for band in bands for row in band]
    first, last = min(row.right for row in rows), max(row.left for row in rows)
    return [(left, right) for left, right in spans if first <= left and right <= last]


def _split(rows: Sequence[Row], gutters: Sequence[Span]) -> list[list[Row]]:
    """The rows between the gutters, from left to right."""
    edges = sorted(right for _, right in gutters)
    parts: list[list[Row]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        parts[sum(edge <= row.left for edge in edges)].append(row)
    return [part for part in parts if part]


def _is_table(parts: Sequence[Sequence[Row]]) -> bool:
    """Whether columns are those of a table, to be read across."""
    fewest = min(parts, key=len)
    mates = sum(
        all(any(_beside(row, other) for other in part) for part in parts if part is not fewest)
        for row in fewest
    )
    if mates < _MATES * len(fewest):
        return False
    if max(len(part) for part in parts) == 1:
        return True
    lengths = [statistics.median(columns(row.text) for row in part) for part in parts]
    return min(lengths) < _PROSE[len(parts) > 2]


def _beside(row: Row, other: Row) -> bool:
    shared = min(row.bottom, other.bottom) - max(row.top, other.top)
    return shared >= _SHARED * min(row.height, other.height)


def _across(rows: Sequence[Row]) -> list[Row]:
    """Rows from top to bottom, those on the same height joined."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: row.top + row.bottom):
        if groups and all(_beside(row, other) for other in groups[-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_joined(sorted(group, key=lambda row: row.left)) for group in groups]


def _joined(group: Sequence[Row]) -> Row:
    if len(group) == 1:
        return group[0]
    letters = sum(len(row.text) for row in group)
    return Row(
        " ".join(row.text for row in group),
        group[0].left,
        min(row.top for row in group),
        max(row.right for row in group),
        max(row.bottom for row in group),
        sum(row.confidence * len(row.text) for row in group) / max(letters, 1),
    )
