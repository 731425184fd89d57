"""The process that decodes one picture: a request on standard input, an answer on standard output.

The request is JSON: {"path", "second", "page", "size": [width, height]}. The answer is four bytes
of length (big-endian), that many bytes of JSON, and the pixels: {"error": why}, or {"width",
"height", "second", "whole": [width, height], "bytes": length of the pixels}.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.reading.answers import send
from engine.reading.extracted import ReadingError
from engine.reading.frame_grab import PAGES, PICTURES
from engine.reading.process_setup import limit_resources, quiet_answers
from engine.reading.video_container import opened, origin_of, pictures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from PIL.Image import Image

Size = tuple[int, int]
# The picture, when it is shown, and its size in the file.
Found = tuple["Image", float | None, Size]

_FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
_MEMORY: Final = 2048 * 1024 * 1024
# When nobody waits any longer, in case the parent is gone.
_SECONDS: Final = 20
# Frames between the key frame before a second and that second; more is no video of this world.
_MOST_FRAMES: Final = 3000
_CLOSE: Final = 0.001
# EXIF's tag, and those of its values that swap width and height.
_ORIENTATION: Final = 0x0112
_LYING: Final = frozenset({5, 6, 7, 8})


def main() -> None:
    """Answer the one request."""
    answers = quiet_answers()
    request = json.load(sys.stdin)
    clock = threading.Timer(_SECONDS, os._exit, (1,))
    clock.daemon = True
    clock.start()
    limit_resources(_MEMORY, _SECONDS)
    send(answers, *_answer(request))
    os._exit(0)


def _answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    path, size = Path(request["path"]), (request["size"][0], request["size"][1])
    try:
        picture, second, whole = _found(path, request["second"], request["page"], size)
        fitted = _fitted(picture, size)
    except ReadingError as error:
        return {"error": str(error)}, b""
    except (OSError, ValueError, ArithmeticError, RuntimeError, MemoryError, LookupError) as error:
        return {"error": f"its picture cannot be decoded ({error or type(error).__name__})"}, b""
    except SyntaxError:  # Pillow's word for a broken PNG
        return {"error": "its picture cannot be decoded (it is broken)"}, b""
    pixels = fitted.tobytes()
    return {
        "width": fitted.width,
        "height": fitted.height,
        "second": second,
        "whole": whole,
        "bytes": len(pixels),
    }, pixels


def _found(path: Path, second: float | None, page: int | None, size: Size) -> Found:
    suffix = path.suffix.lower()
    if suffix in PICTURES:
        return _of_picture(path, size)
    if suffix in PAGES:
        return _of_page(path, page or 1, size)
    return _of_recording(path, second or 0.0)


def _of_picture(path: Path, size: Size) -> Found:
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=_FORMATS) as opened:
            whole = opened.size
            lies = opened.getexif().get(_ORIENTATION, 1) in _LYING
            opened.draft("RGB", size)  # a JPEG is decoded no larger than it is needed
            picture = _opaque(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as error:
        raise ReadingError("its picture is too large to be shown") from error
    return picture, None, (whole[1], whole[0]) if lies else whole


def _of_page(path: Path, page: int, size: Size) -> Found:
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        if not 1 <= page <= len(document):
            raise ReadingError(f"it has no page {page}")
        shown = document[page - 1]
        width, height = shown.get_size()
        scale = min(size[0] / width, size[1] / height)
        picture = shown.render(scale=scale, may_draw_forms=False).to_pil()
        return picture.convert("RGB"), None, (round(width), round(height))


def _of_recording(path: Path, second: float) -> Found:
    import av

    try:
        with _container(path) as container:
            begin = origin_of(container)
            frame = _frame_at(container, begin, second)
            if frame is None:
                raise ReadingError("no picture of this recording can be decoded")
            time = None if frame.time is None else frame.time - begin
            return _turned(frame), time, _size_of(frame)
    except av.FFmpegError as error:
        raise ReadingError(f"its picture cannot be decoded ({error.strerror})") from error


@contextlib.contextmanager
def _container(path: Path) -> Iterator[InputContainer]:
    with contextlib.ExitStack() as stack:
        try:
            container = stack.enter_context(opened(path))
        except ReadingError as error:
            raise ReadingError(f"its picture cannot be decoded ({error})") from error
        yield container


def _frame_at(container: Any, begin: float, second: float) -> Any:
    """The frame that is shown at a second, the last that can be decoded before it, or None."""
    import av

    pictures = pictures_of(container)
    if not pictures:
        raise ReadingError("there are no pictures in this recording")
    stream = pictures[0]
    stream.thread_type = "AUTO"
    if second > 0:
        with contextlib.suppress(av.FFmpegError):  # one that cannot be sought is read through
            container.seek(int((begin + second) * av.time_base), backward=True)
    found = None
    with contextlib.suppress(av.FFmpegError):  # one that is cut off ends with an error
        for frame in islice(container.decode(stream), _MOST_FRAMES):
            late = frame.time is not None and frame.time - begin > second + _CLOSE
            if found is not None and late:
                break  # the one before it is still shown at that second
            found = frame
    return found


def _turned(frame: Any) -> Image:
    """The frame the way up that its recording says; a phone's is stored lying on its side."""
    picture: Image = frame.to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation % 360 else picture


def _size_of(frame: Any) -> Size:
    lies = frame.rotation % 180 == 90
    return (frame.height, frame.width) if lies else (frame.width, frame.height)


def _opaque(picture: Image) -> Image:
    """On white, where it can be seen through."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("RGB")


def _fitted(picture: Image, size: Size) -> Image:
    from PIL import Image

    scale = min(size[0] / picture.width, size[1] / picture.height, 1.0)
    wanted = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture if wanted == picture.size else picture.resize(wanted, Image.Resampling.BILINEAR)
