"""What is written in pictures of single lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from models.ocr_decoding import decoded
from models.ocr_sessions import Network

if TYPE_CHECKING:
    from numpy import float32, uint8
    from numpy.typing import NDArray

# The height of the lines that the networks were trained with, in pixels.
_HEIGHT = 48
_DIRECTION_WIDTH = 192
_NARROWEST = 96
_WIDEST = 3200
# Lines that are enlarged more than this are enlarged linearly.
_MOST_CUBIC = 3
# Lines read at once, and how many pixels wide all of them together may be.
_MOST_LINES = 8
_MOST_WIDTH = 6400
# How much wider than itself a line may be made to be read together with others.
_STRETCH = 1.25


class Recogniser:
    """Reads pictures of lines."""

    def __init__(self, network: Network) -> None:
        """`network` ends in the probabilities of characters, column by column."""
        self._network = network
        # First the blank between two characters, last the space.
        self._characters = ["", *network.note("character").splitlines(), " "]

    def read(self, lines: Sequence[NDArray[uint8]]) -> list[tuple[str, float]]:
        """The text of each line and how sure that is, 0 to 1."""
        texts: list[tuple[str, float]] = [("", 0.0)] * len(lines)
        widths = [_width(line) for line in lines]
        for batch in _batches(widths):
            width = max(_NARROWEST, *(widths[index] for index in batch))
            pixels = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for place, index in enumerate(batch):
                pixels[place, :, :, : widths[index]] = _scaled(lines[index], widths[index])
            for index, likely in zip(batch, self._network.run(pixels), strict=True):
                texts[index] = decoded(likely, self._characters)
        return texts


class Director:
    """Tells lines that stand upside down."""

    def __init__(self, network: Network) -> None:
        """`network` ends in the probabilities of the two directions."""
        self._network = network

    def upside_down(self, lines: Sequence[NDArray[uint8]]) -> list[float]:
        """How likely each of the lines is upside down, 0 to 1."""
        pixels = np.zeros((len(lines), 3, _HEIGHT, _DIRECTION_WIDTH), np.float32)
        for place, line in enumerate(lines):
            width = min(_width(line), _DIRECTION_WIDTH)
            pixels[place, :, :, :width] = _scaled(line, width)
        return [float(value) for value in self._network.run(pixels)[:, 1]]


def _width(line: NDArray[uint8]) -> int:
    height, width = line.shape[:2]
    scaled: int = math.ceil(_HEIGHT * width / height)
    return min(max(scaled, 1), _WIDEST)


def _scaled(line: NDArray[uint8], width: int) -> NDArray[float32]:
    """A line as the networks take it: shaped (3, _HEIGHT, width), from -1 to 1."""
    height = line.shape[0]
    if height > _HEIGHT:
        method = cv2.INTER_AREA
    else:
        # Cubic curves keep the gaps between words, and the specks of tiny letters too.
        method = cv2.INTER_CUBIC if _MOST_CUBIC * height > _HEIGHT else cv2.INTER_LINEAR
    resized = cv2.resize(line, (width, _HEIGHT), interpolation=method)
    pixels: NDArray[float32] = resized.transpose(2, 0, 1).astype(np.float32)
    pixels /= 127.5
    pixels -= 1
    return pixels


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of lines, those of about the same width together."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        width = max(widths[index], _NARROWEST)
        full = len(batch) >= _MOST_LINES or (len(batch) + 1) * width > _MOST_WIDTH
        if batch and (full or width > _STRETCH * max(widths[batch[0]], _NARROWEST)):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
