"""Lines of text on the screen, followed from picture to picture.

Only what changed is looked at again: a line whose pixels are as they were is neither found nor
read a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from engine.cleaning import clean_line
from engine.reading.frames import Look
from engine.reading.frames_changes import (
    Rectangle,
    alike,
    changed_blocks,
    grey_copy,
    lettered_blocks,
    overlap,
    places,
    touches,
    turned,
)
from engine.reading.frames_kept import KeptFrames
from engine.reading.frames_screen import Screen, ShownLine
from engine.reading.frames_words import counts_on, folded, grown, same_line, scrolled
from engine.reading.media import NoParts
from engine.reading.reading_order import rows_of
from models.ocr import LEAST_CONFIDENCE
from models.ocr_boxes import Box, TextLine

if TYPE_CHECKING:
    from numpy import bool_, uint8
    from numpy.typing import NDArray

# The longest side of a picture in which text is read, in pixels; larger ones are made smaller.
_LARGEST = 1920
# The longest side in which text is looked for while the picture moves: cheap, misses small print.
_GLANCE = 640
# A reading surer than that has its letters right.
_SURE = 0.93
# Texture looks like a letter now and then, and letters that move like others: what is seen a single
# time in front of something that moves, or for less than a second, has to be clearer.
_LEAST_IN_DOUBT, _BRIEF = 0.85, 1.0
# Boxes that share this much are the same place.
_SAME_PLACE = 0.5
# A picture moves when this share of it differs between frames so close (in seconds), twice running;
# so many frames are compared.
_MOVING, _CLOSE, _RESTLESS, _MEASURED = 0.02, 1.2, 2, 4
# So many looks running at changes that were no lines tell that something else is moving.
_FRUITLESS = 3
# Seconds for which a line may be lost from sight without being another when it is back.
_GAP, _GAP_WHEN_MOVING = 1.0, 12.0


class LineReader(Protocol):
    """What finds and reads lines in a picture (BGR, 8 bits, height by width by 3)."""

    def detect(self, image: NDArray[uint8], longest_side: int = 0) -> list[Box]:
        """The places of lines, in pixels."""
        ...

    def recognise(self, image: NDArray[uint8], boxes: Sequence[Box]) -> list[TextLine]:
        """What is written there: one line for each box."""
        ...


@dataclass(slots=True)
class _Between:
    """What is known of the time between a look and the one before, which was at `seen` seconds.

    `before` and `now` are the grey copies of both.
    """

    look: Look
    trail: tuple[tuple[float, NDArray[uint8]], ...]
    before: NDArray[uint8]
    now: NDArray[uint8]
    seen: float
    scale: float = 1.0

    def came(self, box: Rectangle) -> float:
        """When what is in a box now came there, in seconds."""
        wanted = self.look.wanted
        first = wanted.time
        for time, grey in reversed(self.trail):
            if not alike(self.now, grey, box, self.scale, moving=wanted.moving):
                break
            first = time
        if not wanted.random:
            return min(first, wanted.since)
        return first if self.trail else (self.seen + wanted.time) / 2

    def went(self, box: Rectangle) -> float:
        """When what was in a box went, in seconds."""
        wanted = self.look.wanted
        last = self.seen
        for time, grey in self.trail:
            if not alike(self.before, grey, box, self.scale, moving=wanted.moving):
                return (last + time) / 2
            last = time
        return (last + wanted.time) / 2 if wanted.random else wanted.since


class ScreenReader:
    """Reads looks in the order of time."""

    def __init__(
        self, reader: LineReader, screen: Screen | None = None, kept: KeptFrames | None = None
    ) -> None:
        """`screen`: where an earlier reading of the same recording was broken off; `kept`: the
        frames that it has recognised beyond that."""
        self.screen = screen or Screen()
        self._reader = reader
        self._kept = kept or KeptFrames(NoParts())
        self.looked = self.detected = self.recognised = 0

    @property
    def calm(self) -> bool:
        """Whether most of the picture stands still, as far as is known."""
        return self.screen.restless < _RESTLESS and self.screen.fruitless < _FRUITLESS

    @property
    def lines_on(self) -> bool:
        """Whether there is text on the screen."""
        return bool(self.screen.on)

    def see(self, look: Look) -> None:
        """Take the lines of a picture into account."""
        self.looked += 1
        screen = self.screen
        screen.rotation = round(look.frame.rotation / 90) % 4 * 90
        grey = turned(grey_copy(look.frame), screen.rotation)
        trail = tuple((time, turned(one, screen.rotation)) for time, one in look.trail)
        before = screen.grey if screen.grey is not None else grey
        self._measure([(screen.seen, before), *trail, (look.wanted.time, grey)])
        moving = look.wanted.moving and not self.calm
        look = replace(look, wanted=replace(look.wanted, moving=moving))
        changed = self._changed(grey, look)
        self._between = _Between(look, trail, before, grey, screen.seen)
        screen.grey, screen.seen = grey, look.wanted.time
        self._forget(look.wanted.since)
        if not changed.any() or self._read_again(look, changed, grey.shape[1]):
            screen.fruitless = 0
        else:
            screen.fruitless += 1

    def _measure(self, trail: list[tuple[float, NDArray[uint8]]]) -> None:
        """Find out whether the picture moves, whatever its packets say."""
        shares = sorted(
            float(changed_blocks(one, other).mean())
            for (time, one), (later, other) in pairwise(trail[-_MEASURED:])
            if 0 < later - time <= _CLOSE
        )
        if shares:
            moves = shares[len(shares) // 2] > _MOVING
            self.screen.restless = self.screen.restless + 1 if moves else 0

    def _changed(self, grey: NDArray[uint8], look: Look) -> NDArray[bool_]:
        """The blocks to look at again: where everything moves those with letters only, and so
        where something has been moving in a picture that stands still."""
        before = self.screen.grey
        changed = changed_blocks(before, grey)
        busy, self.screen.busy = self.screen.busy, changed
        if look.wanted.moving:
            return changed & lettered_blocks(before, grey)
        if look.wanted.random and busy is not None and busy.shape == changed.shape:
            return changed & (lettered_blocks(before, grey) | ~busy)
        return changed

    def _read_again(self, look: Look, changed: NDArray[bool_], grey_width: int) -> bool:
        """Find and read lines where something changed; whether any came, went or was another."""
        picture = turned(_picture(look.frame), self.screen.rotation)
        scale = self._between.scale = picture.shape[1] / grey_width
        touched = [line for line in self.screen.on if touches(changed, _ends_of(line.box), scale)]
        found = self._kept.known(look.wanted.time)
        if found is None:
            size = (picture.shape[1], picture.shape[0])
            where = places(changed, [line.box for line in touched], size, scale)
            untouched = [line for line in self.screen.on if line not in touched]
            boxes = [
                box
                for place in where
                for box in self._find(picture, place, look.wanted.moving)
                if not any(overlap(_rectangle(box), line.box) >= _SAME_PLACE for line in untouched)
            ]
            found = self._read(picture, boxes)
            self._kept.keep(look.wanted.time, found)
        self._match(found, touched, look)
        return bool(found or touched)

    def _find(self, picture: NDArray[uint8], place: Rectangle, moving: bool) -> list[Box]:
        left, top, right, bottom = place
        part = np.ascontiguousarray(picture[top:bottom, left:right])
        longest = max(part.shape[:2])
        whole = part.shape == picture.shape
        self.detected += 1
        if moving:
            side = max(64, longest * _GLANCE // max(picture.shape[:2]))
        else:
            # A part is not enlarged: its letters are as large as in the whole.
            side = 0 if whole else longest
        return [_moved(box, left, top) for box in self._reader.detect(part, side)]

    def _read(self, picture: NDArray[uint8], boxes: list[Box]) -> list[TextLine]:
        self.recognised += len(boxes)
        lines = self._reader.recognise(picture, boxes) if boxes else []
        return _in_reading_order(
            [
                TextLine(clean_line(line.text), line.box, line.confidence)
                for line in lines
                if line.confidence >= LEAST_CONFIDENCE and folded(line.text)
            ]
        )

    def _match(self, found: list[TextLine], touched: list[ShownLine], look: Look) -> None:
        left = list(touched)
        new = []
        for line in found:
            before = _continued(line, left, look) or _continued(line, self.screen.lately, look)
            if before is None:
                new.append(line)
                continue
            if before in left:
                left.remove(before)
            else:
                self.screen.lately.remove(before)
                self.screen.on.append(before)
            _update(before, line, look)
        for line_gone in left:
            line_gone.end = max(line_gone.start, self._between.went(line_gone.box))
            self.screen.on.remove(line_gone)
            self.screen.lately.append(line_gone)
        for line in new:
            self._add(line, look)

    def _add(self, line: TextLine, look: Look) -> None:
        since = self._between.came(_rectangle(line.box))
        self.screen.ranks += 1
        self.screen.on.append(
            ShownLine(
                text=line.text,
                confidence=line.confidence,
                start=since,
                end=since,
                rank=self.screen.ranks,
                box=_rectangle(line.box),
                changed=since,
                moving=look.wanted.moving,
            )
        )

    def _forget(self, now: float) -> None:
        """Let go for good what has been out of sight for too long."""
        for line in list(self.screen.lately):
            if now - line.end > (_GAP_WHEN_MOVING if line.moving else _GAP):
                self.screen.lately.remove(line)
                self._let_go(line)

    def _let_go(self, line: ShownLine) -> None:
        doubtful = line.looks == 1 and (line.moving or line.end - line.start < _BRIEF)
        if not doubtful or line.confidence >= _LEAST_IN_DOUBT:
            self.screen.gone.append(line)

    def finish(self, end: float) -> None:
        """The recording is over: nothing is on any more."""
        for line in self.screen.on:
            line.end = max(line.start, end)
        for line in (*self.screen.lately, *self.screen.on):
            self._let_go(line)
        self.screen.on, self.screen.lately = [], []


def _continued(line: TextLine, candidates: list[ShownLine], look: Look) -> ShownLine | None:
    """The line among those that were there before which this is another reading of."""
    box, moving = _rectangle(line.box), look.wanted.moving
    here = [one for one in candidates if overlap(box, one.box) >= _SAME_PLACE]
    for one in here:
        unsure = min(one.confidence, line.confidence) < _SURE
        blurred = moving or one.moving
        if same_line(one.text, line.text, moving=blurred, here=True, unsure=unsure):
            return one
    for one in here:
        if _goes_on(one, line, look.wanted.since):
            return one
    for one in candidates:
        if same_line(one.text, line.text, moving=False, here=False):
            return one
    return None


def _goes_on(one: ShownLine, line: TextLine, now: float) -> bool:
    return (
        counts_on(one.text, line.text, now - one.changed)
        or (now - one.changed <= _GAP_WHEN_MOVING and grown(one.text, line.text))
        or (now - one.changed <= _GAP_WHEN_MOVING and scrolled(one.text, line.text) is not None)
    )


def _update(one: ShownLine, line: TextLine, look: Look) -> None:
    one.box = _rectangle(line.box)
    one.looks += 1
    longer = scrolled(one.text, line.text)
    if grown(one.text, line.text):
        one.text, one.confidence = line.text, line.confidence
    elif longer is not None:
        one.text, one.confidence = longer, min(one.confidence, line.confidence)
    elif same_line(one.text, line.text, moving=True, here=True, unsure=True):
        if line.confidence > one.confidence:
            one.text, one.confidence = line.text, line.confidence
        return
    one.changed = look.wanted.since


def _picture(frame: Any) -> NDArray[uint8]:
    """A frame (PyAV's VideoFrame) in colour, BGR, not larger than text is read in."""
    width, height = frame.width, frame.height
    ratio = min(1.0, _LARGEST / max(width, height))
    picture = frame.reformat(
        width=max(1, round(width * ratio)), height=max(1, round(height * ratio)), format="bgr24"
    )
    return np.asarray(picture.to_ndarray(), dtype=np.uint8)


def _rectangle(box: Box) -> Rectangle:
    return round(box.left), round(box.top), round(box.right), round(box.bottom)


def _ends_of(box: Rectangle) -> Rectangle:
    """A line's box and what follows close behind or before it: a line that grows."""
    left, top, right, bottom = box
    around = bottom - top
    return left - around, top, right + around, bottom


def _moved(box: Box, x: float, y: float) -> Box:
    first, second, third, fourth = ((left + x, top + y) for left, top in box.corners)
    return Box((first, second, third, fourth))


def _in_reading_order(lines: list[TextLine]) -> list[TextLine]:
    rows = rows_of(lines)

    def place(line: TextLine) -> tuple[int, float]:
        x, y = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
        inside = (
            number
            for number, row in enumerate(rows)
            if row.left <= x <= row.right and row.top <= y <= row.bottom
        )
        return next(inside, len(rows)), line.box.left

    return sorted(lines, key=place)
