"""Lines cut out of a picture and laid straight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from models.ocr_boxes import Box

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

# A line may rise by this part of its height and still be cut out along the picture's sides.
_LEVEL = 0.08


def line_picture(image: NDArray[uint8], box: Box) -> NDArray[uint8]:
    """The part of an image in a box, turned so that the line runs rightwards; at least a pixel."""
    (x0, y0), (x1, y1), _, (x3, y3) = box.corners
    tilt = max(abs(y1 - y0), abs(x3 - x0))
    if x1 > x0 and y3 > y0 and tilt <= _LEVEL * box.height:
        top, left = max(int(box.top), 0), max(int(box.left), 0)
        bottom, right = math.ceil(box.bottom), math.ceil(box.right)
        part = image[top : max(bottom, top + 1), left : max(right, left + 1)]
        return part if part.size else np.zeros((1, 1, 3), np.uint8)
    width, height = max(round(box.length), 1), max(round(box.height), 1)
    target = np.array([(0, 0), (width, 0), (width, height)], np.float32)
    matrix = cv2.getAffineTransform(np.array(box.corners[:3], np.float32), target)
    straight = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return straight.astype(np.uint8, copy=False)
