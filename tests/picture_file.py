"""Pictures drawn by the tests: known lines in known places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tests.video_file import chinese_font

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray
    from PIL import Image

# A line, and where its top left corner is, in pixels.
Placed = tuple[str, int, int]


def drawn(
    lines: Sequence[Placed],
    size: tuple[int, int],
    *,
    letters: int = 22,
    ink: str = "black",
    ground: str = "white",
) -> Image.Image:
    """A picture with these lines, in letters of so many pixels."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    for text, x, y in lines:
        draw.text((x, y), text, fill=ink, font=_font(text, letters))
    return picture


def pixels(picture: Image.Image) -> NDArray[uint8]:
    """The picture as recognisers take it: shape (height, width, 3), BGR."""
    import numpy

    return numpy.ascontiguousarray(numpy.asarray(picture.convert("RGB"))[:, :, ::-1])


def _font(text: str, letters: int) -> Any:
    from PIL import ImageFont

    chinese = None if text.isascii() else chinese_font()
    if chinese is None:
        return ImageFont.load_default(letters)  # Pillow's own, the same everywhere
    return ImageFont.truetype(chinese, letters)
