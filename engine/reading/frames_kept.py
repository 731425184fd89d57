"""Frames whose lines have been recognised, kept one by one, so that none is recognised twice.

Recognising is what takes the time. A reading that goes on decodes again from the last boundary
that its state was kept at, and is given the lines of the frames that an earlier one has recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.reading.media import Parts
from models.ocr_boxes import Box, TextLine


class KeptFrames:
    """The recognised frames of a recording, in order, from one of them on."""

    def __init__(self, parts: Parts, number: int = 0) -> None:
        """`number`: how many come before."""
        self.number = number
        self._parts = parts
        self._known: list[tuple[float, list[TextLine]]] = []
        while (value := parts.known(_name(number + len(self._known)))) is not None:
            self._known.append((value["time"], [_line(row) for row in value["lines"]]))
        self._known.reverse()
        self.reached = self._known[0][0] if self._known else 0.0
        """The time of the last frame that is known, in seconds; 0 where none is."""

    def known(self, time: float) -> list[TextLine] | None:
        """The lines of the next frame, at `time` in seconds, None when they are to be recognised;
        they are asked for, or kept, once for each frame."""
        if self._known and self._known[-1][0] == time:
            self.number += 1
            return self._known.pop()[1]
        # Frames chosen in another way are others from here on.
        self._known.clear()
        return None

    def keep(self, time: float, lines: Sequence[TextLine]) -> None:
        """Hand over the lines of the next frame, in the order in which they are read."""
        rows = [_row(line) for line in lines]
        self._parts.keep(_name(self.number), {"time": time, "lines": rows})
        self.number += 1


def _name(number: int) -> str:
    return f"shown frame {number}"


def _row(line: TextLine) -> list[Any]:
    corners = [[float(x), float(y)] for x, y in line.box.corners]
    return [line.text, float(line.confidence), corners]


def _line(row: list[Any]) -> TextLine:
    text, confidence, corners = row
    a, b, c, d = ((x, y) for x, y in corners)
    return TextLine(text, Box((a, b, c, d)), confidence)
