"""Where one picture differs from another: small grey copies are compared block by block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy import bool_, uint8
    from numpy.typing import NDArray

# The greatest width of the grey copy, and the side of its blocks, in pixels.
_GREY_WIDTH = 640
_BLOCK = 8
# Mean difference of a block's pixels, of 255, that is no noise of the compression.
_DIFFERENT = 6.0
# Mean difference of a line's pixels up to which it is the same; and, where something moves behind
# it, the share of its ink that is in the same place.
_SAME = 6.0
_SAME_INK = 0.5
# The least range of grey in a block with letters on it.
_CONTRAST = 70
# Blocks around a change that are looked at with it.
_AROUND = 3
# With more places than these, or more of the picture, it is looked at as a whole.
_MOST_PLACES = 4
_WHOLE = 0.5

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


def grey_copy(frame: Any) -> NDArray[uint8]:
    """A frame (PyAV's VideoFrame) made small and grey: an array of shape (height, width)."""
    width = min(frame.width, _GREY_WIDTH)
    height = max(1, round(frame.height * width / frame.width))
    small = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
    return np.asarray(small.to_ndarray(), dtype=np.uint8)


def changed_blocks(before: NDArray[uint8] | None, now: NDArray[uint8]) -> NDArray[bool_]:
    """Which blocks of a grey copy differ: an array of shape (rows, columns) of blocks."""
    if before is None or before.shape != now.shape:
        return np.ones(_blocks(now).shape[:2], dtype=np.bool_)
    difference = _blocks(np.asarray(cv2.absdiff(before, now), dtype=np.uint8))
    changed: NDArray[bool_] = difference.mean(axis=(2, 3), dtype=np.float32) > _DIFFERENT
    return changed


def lettered_blocks(before: NDArray[uint8] | None, now: NDArray[uint8]) -> NDArray[bool_]:
    """Which blocks have the contrast of letters in either of two grey copies."""
    contrast = _has_contrast(now)
    if before is not None and before.shape == now.shape:
        contrast |= _has_contrast(before)
    return contrast


def _has_contrast(grey: NDArray[uint8]) -> NDArray[bool_]:
    blocks = _blocks(grey)
    spread: NDArray[bool_] = blocks.max(axis=(2, 3)) - blocks.min(axis=(2, 3)) > _CONTRAST
    return spread


def _blocks(grey: NDArray[uint8]) -> NDArray[uint8]:
    """A view or copy of shape (rows, columns, block, block); edges are repeated."""
    height, width = grey.shape
    padded = np.pad(grey, ((0, -height % _BLOCK), (0, -width % _BLOCK)), mode="edge")
    rows, columns = padded.shape[0] // _BLOCK, padded.shape[1] // _BLOCK
    return padded.reshape(rows, _BLOCK, columns, _BLOCK).swapaxes(1, 2)


def touches(changed: NDArray[bool_], box: Rectangle, scale: float) -> bool:
    """Whether a changed block lies in a box of a picture `scale` times as large as the copy."""
    left, top, right, bottom = (side / scale / _BLOCK for side in box)
    inside = changed[
        max(0, int(top)) : max(int(top) + 1, int(np.ceil(bottom))),
        max(0, int(left)) : max(int(left) + 1, int(np.ceil(right))),
    ]
    return bool(inside.any())


def places(
    changed: NDArray[bool_], boxes: Sequence[Rectangle], size: tuple[int, int], scale: float
) -> list[Rectangle]:
    """The parts of a picture of `size` (width, height) to look at again: around the changed
    blocks and all of the `boxes`, which hold lines that changed; apart from each other."""
    mask = changed.astype(np.uint8)
    step = _BLOCK * scale
    for left, top, right, bottom in boxes:
        mask[int(top / step) : int(bottom / step) + 1, int(left / step) : int(right / step) + 1] = 1
    grown = cv2.dilate(mask, np.ones((2 * _AROUND + 1, 4 * _AROUND + 1), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    rectangles = [_pixels([int(side) for side in one[:4]], step, size) for one in found[1:]]
    width, height = size
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in rectangles)
    if area > _WHOLE * width * height:
        return [(0, 0, width, height)]
    if len(rectangles) > _MOST_PLACES or _any_overlap(rectangles):
        return [_around(rectangles)]
    return rectangles


def _pixels(blocks: Sequence[int], step: float, size: tuple[int, int]) -> Rectangle:
    """A rectangle given as left, top, width and height in blocks, in pixels of the picture."""
    left, top, columns, rows = blocks
    width, height = size
    return (
        int(left * step),
        int(top * step),
        min(width, int((left + columns) * step) + 1),
        min(height, int((top + rows) * step) + 1),
    )


def _any_overlap(rectangles: Sequence[Rectangle]) -> bool:
    return any(
        overlap(one, other) > 0
        for place, one in enumerate(rectangles)
        for other in rectangles[:place]
    )


def _around(rectangles: Sequence[Rectangle]) -> Rectangle:
    lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def alike(
    one: NDArray[uint8], other: NDArray[uint8], box: Rectangle, scale: float, *, moving: bool
) -> bool:
    """Whether what one grey copy has in a box stands there in the other too; the box is in pixels
    of a picture `scale` times as large."""
    left, top, right, bottom = (int(side / scale) for side in box)
    first, second = (grey[top : bottom + 1, left : right + 1] for grey in (one, other))
    if first.shape != second.shape or not first.size:
        return False
    if not moving:
        return float(cv2.absdiff(first, second).mean()) < _SAME
    level, light = cv2.threshold(first, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink, other_ink = light > 0, second > level
    if ink.mean() > 0.5:
        ink, other_ink = ~ink, ~other_ink
    both, either = int((ink & other_ink).sum()), int((ink | other_ink).sum())
    return either > 0 and both >= _SAME_INK * either


def overlap(one: Rectangle, other: Rectangle) -> float:
    """The share of the smaller rectangle that lies in the other, 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / max(1, min(areas))


def turned(picture: NDArray[Any], degrees: int) -> NDArray[Any]:
    """A picture turned counterclockwise by a multiple of 90 degrees, as players show it."""
    quarters = round(degrees / 90) % 4
    return np.ascontiguousarray(np.rot90(picture, quarters)) if quarters else picture


__all__ = [
    "Rectangle",
    "alike",
    "changed_blocks",
    "grey_copy",
    "lettered_blocks",
    "overlap",
    "places",
    "touches",
    "turned",
]
