"""The process that decodes one picture: a request on standard input, an answer on standard output.

The request is JSON: {"path", "second", "page", "size": [width, height]}. The answer is four bytes
of length (big-endian), that many bytes of JSON, and the pixels: {"error": why}, or {"width",
"height", "second", "whole": [width, height], "bytes": length of the pixels}.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
import threading
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.reading.extracted import ReadingError
from engine.reading.frame_grab import PAGES, PICTURES

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]
# The picture, when it is shown, and its size in the file.
Found = tuple["Image", float | None, Size]

# Named by the ending, so that no content chooses what reads it (a playlist opens other files).
_DEMUXERS: Final = {
    ".mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    ".m4v": "mov,mp4,m4a,3gp,3g2,mj2",
    ".mov": "mov,mp4,m4a,3gp,3g2,mj2",
    ".mkv": "matroska,webm",
    ".webm": "matroska,webm",
}
_FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "GIF")
_MEMORY: Final = 2048 * 1024 * 1024
_SECONDS: Final = 20
# Frames between the key frame before a second and that second; more is no video of this world.
_MOST_FRAMES: Final = 3000
_CLOSE: Final = 0.001
# EXIF's tag, and those of its values that swap width and height.
_ORIENTATION: Final = 0x0112
_LYING: Final = frozenset({5, 6, 7, 8})


def main() -> None:
    """Answer the one request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not write into the answer.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    request = json.load(sys.stdin)
    _limit_resources()
    header, pixels = _answer(request)
    encoded = json.dumps(header).encode("ascii")
    with contextlib.suppress(BrokenPipeError):
        answers.write(struct.pack(">I", len(encoded)) + encoded + pixels)
        answers.flush()
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

    demuxer = _DEMUXERS[path.suffix.lower()]
    try:
        with av.open(str(path), format=demuxer, options={"protocol_whitelist": "file"}) as opened:
            begin = (opened.start_time or 0) / av.time_base
            frame = _frame_at(opened, begin, second)
            if frame is None:
                raise ReadingError("no picture of this recording can be decoded")
            time = None if frame.time is None else frame.time - begin
            return _turned(frame), time, _size_of(frame)
    except av.FFmpegError as error:
        raise ReadingError(f"its picture cannot be decoded ({error.strerror})") from error


def _frame_at(container: Any, begin: float, second: float) -> Any:
    """The frame that is shown at a second, the last that can be decoded before it, or None."""
    import av

    if not container.streams.video:
        raise ReadingError("there are no pictures in this recording")
    stream = container.streams.video[0]
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


def _limit_resources() -> None:
    """Memory, processor time, and no new file contents; where the system has limits."""
    # The parent may be gone: nobody waits for this any longer.
    clock = threading.Timer(_SECONDS, os._exit, (1,))
    clock.daemon = True
    clock.start()
    if sys.platform == "win32":
        return
    for kind, amount in (
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        wanted = amount if most == resource.RLIM_INFINITY else min(amount, most)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, most))
