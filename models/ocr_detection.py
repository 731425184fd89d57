"""Where lines of text stand in a picture: a map of text made by a network, and boxes around it.

The network is of the kind described in "Real-time Scene Text Detection with Differentiable
Binarization" (Liao et al., 2020, arXiv 1911.08947): it marks the cores of lines, which are then
grown to whole lines by their area and perimeter.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import cv2
import numpy as np

from models.ocr_boxes import Box
from models.ocr_sessions import Network

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

# What OpenCV makes of the points around a blot, shaped (points, 1, 2).
Contour: TypeAlias = Any
# The network halves its input five times.
_STEP = 32
# How likely a place is text, of 255, to belong to a line's core, and the mean over a core.
_CORE = 77
_SURE = 128
# Less than that may be text too small to be seen at this size.
_HINT = 40
# The distance by which a core is grown, in areas per perimeter.
_GROWTH = 1.8
_SMALLEST = 3.0
_MOST_BOXES = 3000
# Pictures smaller than this are made larger, by three times at most: their letters are small.
_SMALL_PICTURE = 960
_MOST_ENLARGED = 3.0
# Pictures with a longer side or more pixels than these are looked at as a whole, made smaller,
# and then piece by piece where there may be small letters.
_ONE_LOOK = 2000
_ONE_LOOK_PIXELS = 2_400_000
_OVERVIEW = 1600
_OVERVIEW_PIXELS = 1_600_000
# A piece's sides, and how far it looks over its edges, in pixels.
_PIECE = 1024
_MARGIN = 64
# Lines at least this high in the overview are taken from there.
_LARGE = 18.0


class Detector:
    """Finds lines of text."""

    def __init__(self, network: Network) -> None:
        """`network` maps a picture to how likely each of its pixels is the core of a line."""
        self._network = network

    def find(self, image: NDArray[uint8], longest_side: int = 0) -> list[Box]:
        """The boxes of an image from top to bottom; it is made as small as `longest_side` first,
        or, with 0, looked at as closely as its letters need."""
        height, width = image.shape[:2]
        longest = max(height, width)
        if longest_side:
            return self._at(image, longest / longest_side if longest > longest_side else 1.0)
        if longest < _SMALL_PICTURE:
            return self._at(image, max(longest / _SMALL_PICTURE, 1 / _MOST_ENLARGED))
        if longest <= _ONE_LOOK and height * width <= _ONE_LOOK_PIXELS:
            return self._at(image, 1.0)
        return self._in_pieces(image)

    def _at(self, image: NDArray[uint8], scale: float) -> list[Box]:
        """The boxes of an image that is made `scale` times smaller."""
        return _in_order(_boxes(self._map(_resized(image, scale)), scale))

    def _map(self, image: NDArray[uint8]) -> NDArray[uint8]:
        """How likely each pixel is the core of a line, 0 to 255; shaped (height, width)."""
        height, width = image.shape[:2]
        padded = cv2.copyMakeBorder(
            image, 0, -height % _STEP, 0, -width % _STEP, cv2.BORDER_REPLICATE
        )
        batch = cv2.dnn.blobFromImage(padded, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        pixels: NDArray[float32] = np.asarray(batch, np.float32)
        likely = self._network.run(pixels)[0, 0, :height, :width]
        return (likely * 255).astype(np.uint8)

    def _in_pieces(self, image: NDArray[uint8]) -> list[Box]:
        height, width = image.shape[:2]
        scale = min(max(height, width) / _OVERVIEW, math.sqrt(height * width / _OVERVIEW_PIXELS))
        scale = max(scale, 1.0)
        overview = self._map(_resized(image, scale))
        large = [box for box in _boxes(overview, scale) if box.height >= _LARGE * scale]
        hints = _hints(overview)
        close = np.zeros((height, width), np.uint8)
        for top in range(0, height, _PIECE):
            for left in range(0, width, _PIECE):
                bottom, right = min(top + _PIECE, height), min(left + _PIECE, width)
                seen = hints[
                    int(top / scale) : math.ceil(bottom / scale),
                    int(left / scale) : math.ceil(right / scale),
                ]
                if seen.any():
                    close[top:bottom, left:right] = self._piece(image, top, left, bottom, right)
        for box in large:
            # What is inside large letters is no text.
            cv2.fillPoly(close, [np.array(box.corners, np.int32)], 0)
        return _in_order([*large, *_boxes(close, 1.0)])

    def _piece(
        self, image: NDArray[uint8], top: int, left: int, bottom: int, right: int
    ) -> NDArray[uint8]:
        above, before = min(top, _MARGIN), min(left, _MARGIN)
        around = image[top - above : bottom + _MARGIN, left - before : right + _MARGIN]
        likely = self._map(np.ascontiguousarray(around))
        return likely[above : above + bottom - top, before : before + right - left]


def _resized(image: NDArray[uint8], scale: float) -> NDArray[uint8]:
    if scale == 1:
        return image
    height, width = (max(round(side / scale), 1) for side in image.shape[:2])
    method = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    resized = cv2.resize(image, (width, height), interpolation=method)
    return resized.astype(np.uint8, copy=False)


def _hints(overview: NDArray[uint8]) -> NDArray[uint8]:
    """Where an overview may hold letters too small for it; shaped as the overview."""
    contours, _ = cv2.findContours(
        (overview > _HINT).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    hints = np.zeros(overview.shape, np.uint8)
    small = [contour for contour in contours if _grown(contour)[1] < _LARGE]
    cv2.drawContours(hints, small, -1, 1, -1)
    return hints


def _grown(contour: Contour) -> tuple[float, float]:
    """How far the core of a line is to be grown, and how high it is then."""
    _, (width, height), _ = cv2.minAreaRect(contour)
    growth = _GROWTH * width * height / max(2 * (width + height), 1)
    return growth, min(width, height) + 2 * growth


def _boxes(likely: NDArray[uint8], scale: float) -> list[Box]:
    """The boxes of a map, in pixels of a picture `scale` times larger."""
    core = cv2.dilate((likely > _CORE).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(core, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for contour in contours[:_MOST_BOXES]:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < _SMALLEST or _mean_inside(likely, contour) < _SURE:
            continue
        growth, _ = _grown(contour)
        points = cv2.boxPoints((centre, (width + 2 * growth, height + 2 * growth), angle))
        high, wide = likely.shape
        corners = [(min(max(x, 0.0), wide), min(max(y, 0.0), high)) for x, y in points.tolist()]
        boxes.append(_box([(x * scale, y * scale) for x, y in corners]))
    return boxes


def _mean_inside(likely: NDArray[uint8], contour: Contour) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    part = likely[top : top + height, left : left + width]
    mask = np.zeros(part.shape, np.uint8)
    cv2.drawContours(mask, [contour], -1, 1, -1, offset=(-left, -top))
    return float(cv2.mean(part, mask)[0])


def _box(corners: list[tuple[float, float]]) -> Box:
    """The box with these corners, in any order, of a line that runs rightwards."""
    corners = sorted(corners)
    top_left, bottom_left = sorted(corners[:2], key=lambda point: point[1])
    top_right, bottom_right = sorted(corners[2:], key=lambda point: point[1])
    return Box((top_left, top_right, bottom_right, bottom_left))


def _in_order(boxes: list[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: (box.top, box.left))
