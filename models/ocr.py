"""Text in pictures: lines found by one small network, read by another, on the CPU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from models.ocr_boxes import Box, TextLine
from models.ocr_models import OcrModels, ocr_models

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    from models.ocr_detection import Detector
    from models.ocr_recognition import Director, Recogniser

__all__ = ["LEAST_CONFIDENCE", "Box", "TextLine", "TextReader", "kept"]

# Lines of which the recogniser is less sure are noise more often than text.
LEAST_CONFIDENCE = 0.5
# How many lines are looked at to tell which way up a picture is.
_SAMPLE = 6
# How many lines are read between two reports of progress.
_AT_ONCE = 48
# A standing box no slimmer than this may be a letter that stands alone.
_LETTER = 3.0


class TextReader:
    """Reads the text of pictures, English and Chinese.

    An image is an array of shape (height, width, 3), BGR, 8 bits, as OpenCV and PyAV ("bgr24")
    have it. The networks are loaded when first used. One thread at a time may use it.
    """

    def __init__(self, threads: int = 0, models: OcrModels | None = None) -> None:
        """`threads` of the CPU to use, 0 for all of them; `models` those installed if not given.

        Raises:
            OcrUnavailableError: the models are not installed.
        """
        self._models = models or ocr_models()
        self._threads = threads

    @property
    def name(self) -> str:
        """What the models are called."""
        return self._models.name

    def read(
        self,
        image: NDArray[uint8],
        longest_side: int = 0,
        progress: Callable[[float], None] = lambda _: None,
    ) -> list[TextLine]:
        """The lines of an image from top to bottom, without those below LEAST_CONFIDENCE.

        The picture may lie on its side or stand on its head. The boxes are in pixels of the image
        as given, their corners in the order of reading. `longest_side` as in `detect`; `progress`
        is told the part that is read, 0 to 1, now and then.
        """
        if image.min() == image.max():
            return []
        boxes = self.detect(image, longest_side)
        quarters = self._quarters(image, boxes)
        lines: list[TextLine] = []
        for start in range(0, len(boxes), _AT_ONCE):
            some = boxes[start : start + _AT_ONCE]
            lines += self.recognise(image, [box.rolled(quarters) for box in some])
            progress(len(lines) / len(boxes))
        return kept(lines)

    def detect(self, image: NDArray[uint8], longest_side: int = 0) -> list[Box]:
        """Where lines of text stand, in pixels, from top to bottom.

        `longest_side`: the image is made that small first, which is faster and misses small
        letters; 0 leaves the choice to the reader.
        """
        return self._detector.find(image, longest_side)

    def recognise(self, image: NDArray[uint8], boxes: Sequence[Box]) -> list[TextLine]:
        """What is written in each of the boxes: one line per box, in their order.

        A line's text may be empty and its confidence low; `kept` sorts those out. Boxes of lines
        that run up or down come back with their corners in the order of reading.
        """
        from models.ocr_crops import line_picture

        tries = [(place, way) for place, box in enumerate(boxes) for way in _ways(box)]
        crops = [line_picture(image, way) for _, way in tries]
        lines = [TextLine("", box, 0.0) for box in boxes]
        read = self._recogniser.read(crops)
        for (place, way), (text, confidence) in zip(tries, read, strict=True):
            if text and confidence > lines[place].confidence:
                lines[place] = TextLine(text, way, confidence)
        return lines

    def _quarters(self, image: NDArray[uint8], boxes: Sequence[Box]) -> int:
        """By how many quarters the lines of a picture are turned counterclockwise."""
        from models.ocr_crops import line_picture

        if not boxes:
            return 0
        standing = sum(box.height for box in boxes if box.standing)
        quarters = int(standing > sum(box.length for box in boxes if not box.standing))
        sample = sorted(
            (box.rolled(quarters) for box in boxes), key=lambda box: box.length, reverse=True
        )[:_SAMPLE]
        crops = [line_picture(image, box) for box in sample]
        reversed_lines = self._director.upside_down(crops)
        if not quarters and sum(reversed_lines) <= len(crops) / 2:
            return 0
        # The direction is sometimes mistaken; how well the lines read tells for sure.
        other = [line_picture(image, box.rolled(2)) for box in sample]
        scores = [
            sum(confidence * len(text) for text, confidence in self._recogniser.read(way))
            for way in (crops, other)
        ]
        return quarters + 2 * int(scores[1] > scores[0])

    @cached_property
    def _detector(self) -> Detector:
        from models.ocr_detection import Detector
        from models.ocr_sessions import Network

        return Detector(Network(self._models.detection, self._threads))

    @cached_property
    def _recogniser(self) -> Recogniser:
        from models.ocr_recognition import Recogniser
        from models.ocr_sessions import Network

        return Recogniser(Network(self._models.recognition, self._threads))

    @cached_property
    def _director(self) -> Director:
        from models.ocr_recognition import Director
        from models.ocr_sessions import Network

        return Director(Network(self._models.direction, self._threads))


def kept(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that have text and whose confidence is at least LEAST_CONFIDENCE."""
    return [line for line in lines if line.text and line.confidence >= LEAST_CONFIDENCE]


def _ways(box: Box) -> list[Box]:
    """In which directions the line in a box may run."""
    if not box.standing:
        return [box]
    ways = [box.rolled(1), box.rolled(3)]
    return [box, *ways] if box.height < _LETTER * box.length else ways
