"""Where a line of text stands in a picture, and what it says."""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]
# A box this much higher than long holds a line that runs up or down, or a single letter.
_STANDING = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A line's place in pixels: corners in the order of reading it, top left first, clockwise."""

    corners: tuple[Point, Point, Point, Point]

    @classmethod
    def upright(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """A box whose sides are those of the picture."""
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    def rolled(self, quarters: int) -> Box:
        """The same place, of a line that runs another way: up for 1, leftwards for 2, down for 3
        where this one runs rightwards."""
        first = -quarters % 4
        a, b, c, d = self.corners[first:] + self.corners[:first]
        return Box((a, b, c, d))

    @property
    def standing(self) -> bool:
        """Whether it is higher than a line of its length would be."""
        return self.height >= _STANDING * self.length

    @property
    def left(self) -> float:
        """Its smallest x."""
        return min(x for x, _ in self.corners)

    @property
    def right(self) -> float:
        """Its largest x."""
        return max(x for x, _ in self.corners)

    @property
    def top(self) -> float:
        """Its smallest y."""
        return min(y for _, y in self.corners)

    @property
    def bottom(self) -> float:
        """Its largest y."""
        return max(y for _, y in self.corners)

    @property
    def length(self) -> float:
        """How long the line is, along the line."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """How high its letters stand, across the line."""
        return math.dist(self.corners[0], self.corners[3])


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text as read, and how sure the recogniser is, 0 to 1."""

    text: str
    box: Box
    confidence: float
