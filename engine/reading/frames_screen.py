"""What is known of the screen of a recording at a moment, as it is kept to go on from there."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from engine.reading.frames_changes import Rectangle

if TYPE_CHECKING:
    from numpy import bool_, uint8
    from numpy.typing import NDArray


@dataclass(slots=True, eq=False)
class ShownLine:
    """A line that is on the screen, or was: times in seconds, its place in pixels.

    `rank` orders lines that begin at the same time as they are read; `changed` is when its text
    last became another; `looks` counts the pictures on which it was read anew.
    """

    text: str
    confidence: float
    start: float
    end: float
    rank: int
    box: Rectangle
    changed: float
    looks: int = 1
    moving: bool = False


@dataclass(slots=True, eq=False)
class Screen:
    """The lines that are on, those that were lately, and those that are gone for good.

    `grey` is the grey copy (height by width) of the picture seen last, `seen` its time in seconds,
    `busy` which of its blocks had changed; `restless` and `fruitless` count looks in a row at which
    the picture moved, and at which what had changed was no lines. `rotation` is in degrees.
    """

    on: list[ShownLine] = field(default_factory=list)
    lately: list[ShownLine] = field(default_factory=list)
    gone: list[ShownLine] = field(default_factory=list)
    ranks: int = 0
    grey: NDArray[uint8] | None = None
    seen: float = 0.0
    busy: NDArray[bool_] | None = None
    restless: int = 0
    fruitless: int = 0
    rotation: int = 0


def screen_value(screen: Screen) -> dict[str, Any]:
    """A screen as a value of JSON, from which it comes back the same to the last bit."""
    return {
        "on": [_row(line) for line in screen.on],
        "lately": [_row(line) for line in screen.lately],
        "gone": [_row(line) for line in screen.gone],
        "ranks": screen.ranks,
        "grey": None if screen.grey is None else _written(screen.grey),
        "seen": screen.seen,
        "busy": None if screen.busy is None else _written(screen.busy.astype(np.uint8)),
        "restless": screen.restless,
        "fruitless": screen.fruitless,
        "rotation": screen.rotation,
    }


def screen_of(value: dict[str, Any]) -> Screen:
    """The screen of which `screen_value` made this."""
    grey, busy = value["grey"], value["busy"]
    return Screen(
        on=[_line(row) for row in value["on"]],
        lately=[_line(row) for row in value["lately"]],
        gone=[_line(row) for row in value["gone"]],
        ranks=value["ranks"],
        grey=None if grey is None else _picture(grey),
        seen=value["seen"],
        busy=None if busy is None else _picture(busy) > 0,
        restless=value["restless"],
        fruitless=value["fruitless"],
        rotation=value["rotation"],
    )


def _written(picture: NDArray[uint8]) -> str:
    """A picture of one channel as PNG, which loses nothing."""
    _, png = cv2.imencode(".png", picture)
    return base64.b64encode(png.tobytes()).decode("ascii")


def _picture(written: str) -> NDArray[uint8]:
    png = np.frombuffer(base64.b64decode(written), np.uint8)
    return np.asarray(cv2.imdecode(png, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _row(line: ShownLine) -> list[Any]:
    return [
        line.text,
        line.confidence,
        line.start,
        line.end,
        line.rank,
        list(line.box),
        line.changed,
        line.looks,
        line.moving,
    ]


def _line(row: list[Any]) -> ShownLine:
    text, confidence, start, end, rank, box, changed, looks, moving = row
    left, top, right, bottom = box
    place = (left, top, right, bottom)
    return ShownLine(text, confidence, start, end, rank, place, changed, looks, moving)
