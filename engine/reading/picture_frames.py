"""Picture files: what their headers say, and their frames one by one, decoded within bounds."""

from __future__ import annotations

import math
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import (
    ExifTags,
    Image,
    ImageFile,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from engine.cleaning import clean_line
from engine.reading.extracted import ReadingError
from engine.reading.picture_pixels import MOST_READ, ORIENTATION, pixels_of

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

# Pillow would guess any format it knows, some of which start programs. It loads two of these
# plugins only when asked to.
_FORMATS = (
    "PNG",
    "JPEG",
    str(TiffImagePlugin.TiffImageFile.format),
    str(WebPImagePlugin.WebPImageFile.format),
    "GIF",
    "BMP",
)
_MOST_PIXELS = 16_384 * 16_384
# What a picture may take when decoded, in bytes.
_MOST_BYTES = 1_100_000_000
_PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}
# Frames of an animation that are looked at, all their pixels together, and how many differ.
_MOST_FRAMES = 300
_MOST_ANIMATED_PIXELS = 2_000_000_000
_MOST_DISTINCT = 24
_MOST_PAGES = 2000
# Two frames are the same when no part of them differs by more than this, of 255.
_SAME = 24
_THUMBNAIL = 48
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
_DATE = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")


@dataclass(slots=True)
class PictureFile:
    """An open picture. `trouble` says what of it could not be read, as far as is known."""

    image: Image.Image
    path: Path
    trouble: list[str] = field(default_factory=list)
    _closed: bool = False

    @property
    def media_type(self) -> str:
        """Its media type."""
        name = "JPEG" if self.image.format == "MPO" else str(self.image.format)
        return Image.MIME.get(name, "image/" + name.lower())

    @property
    def has_pages(self) -> bool:
        """Whether its frames are pages rather than an animation."""
        return self.image.format == "TIFF"

    def about(self) -> dict[str, str | int]:
        """Its width and height in pixels the right way up, and what its header tells beside."""
        width, height = self.image.size
        told: dict[str, str | int] = {}
        try:
            exif = self.image.getexif()
            if exif.get(ORIENTATION, 1) in (5, 6, 7, 8):
                width, height = height, width
            details = exif.get_ifd(ExifTags.IFD.Exif)
            taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
            told = {
                "date": _iso_date(taken),
                "author": _text(exif.get(ExifTags.Base.Artist)),
                "subject": _text(exif.get(ExifTags.Base.ImageDescription)),
            }
        except _BROKEN:
            # Its pixels may be whole all the same, and tell themselves when they are not.
            told = {}
        return {"width": width, "height": height, **told}

    def frames(self) -> Iterator[tuple[int, NDArray[uint8]]]:
        """The pages, or those frames of an animation that differ: their numbers, from 1, and
        their pixels (height, width, 3), BGR, the right way up.

        Raises:
            ReadingError: nothing of it can be decoded.
        """
        seen: list[NDArray[np.int16]] = []
        most = _MOST_PAGES if self.has_pages else _MOST_FRAMES
        pixels = 0
        for number in range(1, most + 2):
            if number > 1 and not self._go_to(number - 1):
                return
            pixels += self.image.width * self.image.height
            if number > most or (pixels > _MOST_ANIMATED_PIXELS and not self.has_pages):
                self.trouble.append(f"only its first {number - 1} frames were looked at")
                return
            if len(seen) >= _MOST_DISTINCT and not self.has_pages:
                self.trouble.append(f"only {_MOST_DISTINCT} of its frames were read")
                return
            frame = self._decoded(number)
            if frame is None:
                continue
            if not self.has_pages:
                small = _thumbnail(frame)
                if any(np.abs(small - other).max() <= _SAME for other in seen):
                    continue
                seen.append(small)
            yield number, frame

    def _go_to(self, index: int) -> bool:
        """Whether there is a frame of that number, from 0, to decode next."""
        try:
            if self._closed:
                if not self.has_pages:
                    return False
                self.image = Image.open(self.path, formats=_FORMATS)
                self._closed = False
            self.image.seek(index)
        except EOFError:
            return False
        except _BROKEN:
            self.trouble.append(f"it is damaged after {index} frames")
            return False
        return True

    def _decoded(self, number: int) -> NDArray[uint8] | None:
        """The pixels of the frame at hand, as far as they are whole; None when none are."""
        orientation = 1
        try:
            _check_size(self.image)
            orientation = int(self.image.getexif().get(ORIENTATION, 1))
            _shrink_early(self.image)
            self.image.load()
            pixels = pixels_of(self.image, orientation)
            if self.image.width * self.image.height > MOST_READ:
                # What it takes is needed for the recognition.
                self.image.close()
                self._closed = True
            return pixels
        except _BROKEN:
            where = "" if number == 1 else f" at frame {number}"
            self.trouble.append(f"it is damaged or cut off{where}; what is left was read")
        try:
            with _lenient(), Image.open(self.path, formats=_FORMATS) as again:
                again.seek(number - 1)
                again.load()
                return pixels_of(again, orientation)
        except _BROKEN as error:
            if number == 1:
                raise ReadingError("its pixels are damaged") from error
            return None


@contextmanager
def open_picture(path: Path) -> Iterator[PictureFile]:
    """The picture, of which only the header is read.

    Raises:
        ReadingError: it is none, damaged, or too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
        try:
            image = Image.open(path, formats=_FORMATS)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise ReadingError(
                f"it has more than {_MOST_PIXELS:,} pixels; save a smaller copy"
            ) from error
        except UnidentifiedImageError as error:
            raise ReadingError("it is damaged or no picture of its kind") from error
        except _BROKEN as error:
            raise ReadingError("it is damaged") from error
        with image:
            _check_size(image)
            yield PictureFile(image, path)


def _check_size(image: Image.Image) -> None:
    """
    Raises:
        ReadingError: it would take too much memory.
    """
    needed = image.width * image.height * _PIXEL_BYTES.get(image.mode, 4)
    if image.width * image.height > _MOST_PIXELS or needed > _MOST_BYTES:
        raise ReadingError(
            f"it is too large ({image.width} × {image.height} pixels); save a smaller copy"
        )


def _shrink_early(image: Image.Image) -> None:
    """Have a JPEG decoded at a part of its size where it is larger than is looked at."""
    scale = math.sqrt(image.width * image.height / MOST_READ)
    if scale > 1:
        image.draft("RGB", (int(image.width / scale), int(image.height / scale)))


@contextmanager
def _lenient() -> Iterator[None]:
    """Pillow fills up with black what is missing."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _thumbnail(frame: NDArray[uint8]) -> NDArray[np.int16]:
    image = Image.fromarray(frame).convert("L")
    size = (_THUMBNAIL, _THUMBNAIL)
    return np.asarray(image.resize(size, Image.Resampling.BOX), np.int16)


def _iso_date(value: object) -> str:
    """ISO 8601 from a date as Exif has it, "YYYY:MM:DD HH:MM:SS"; "" when it is none."""
    match = _DATE.match(str(value or ""))
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second).isoformat()
    except ValueError:
        return ""


def _text(value: object) -> str:
    return clean_line(value)[:500] if isinstance(value, str) else ""
