"""One picture of a recording at a second, of a picture file, or of a PDF's page, to be looked at.

It is decoded in a process of its own that ends with it (see engine.reading.frame_grab_main): what a
hostile file does to a decoder is one line of trouble here.
"""

from __future__ import annotations

import json
import math
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.cleaning import clean_line
from engine.reading.answers import receive
from engine.reading.extracted import ReadingError
from engine.reading.processes import started, stop

VIDEOS: Final = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi"})
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp"})
PAGES: Final = frozenset({".pdf"})
MOST_PIXELS: Final = 1280 * 1280
_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.05
_MOST_SECONDS: Final = 366 * 24 * 3600.0
_MOST_HEADER: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels in rows from the top, three bytes (red, green, blue) each.

    `second` is when a recording's frame is shown; `whole` the size in pixels that the picture has
    in its file, or in points for a page.
    """

    width: int
    height: int
    rgb: bytes
    second: float | None = None
    whole: tuple[int, int] = (0, 0)


def has_pictures(path: Path) -> bool:
    """Whether a file is of a kind of which a picture can be shown; the disk is not asked."""
    return path.suffix.lower() in VIDEOS | PICTURES | PAGES


def grab_frame(
    path: Path,
    *,
    second: float | None = None,
    page: int | None = None,
    size: tuple[int, int] = (640, 640),
    cancel: threading.Event | None = None,
) -> Frame:
    """A picture that is at most `size` (width, height in pixels), in its own proportions.

    Args:
        path: the file.
        second: when, in a recording; its beginning where none is given.
        page: which of a PDF, from 1; the first where none is given.
        size: the box that the picture is to fit into.
        cancel: ends the work as soon as it is set.

    Raises:
        ReadingError: there is no picture, it cannot be decoded, takes too long or too much memory,
            or was cancelled.
    """
    width, height = max(1, size[0]), max(1, size[1])
    if width * height > MOST_PIXELS:
        raise ValueError(size)
    if not has_pictures(path):
        raise ReadingError("there are no pictures in a file of this kind")
    # One that another program writes into, a pipe, would be waited for.
    if not path.is_file():
        raise ReadingError("its picture cannot be decoded (there is no such file)", lasting=False)
    request = {
        "path": str(path.absolute()),
        "second": None if second is None else _within_a_year(second),
        "page": page,
        "size": [width, height],
    }
    process = _started()
    ended = threading.Event()
    late = threading.Event()
    watch = threading.Thread(
        target=_watch, args=(process, ended, late, cancel), name="kagent-frame", daemon=True
    )
    watch.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin as requests:
            requests.write(json.dumps(request).encode("ascii"))
        header, pixels = receive(process.stdout, _MOST_HEADER, width * height * 3)
    except (OSError, EOFError, ValueError) as error:
        raise ReadingError(_why(process, late, cancel), lasting=False) from error
    finally:
        ended.set()
        stop(process)
    return _checked(header, pixels)


def _started() -> subprocess.Popen[bytes]:
    try:
        return started("engine.reading.frame_grab_main")
    except OSError as error:
        raise ReadingError(
            f"the process that decodes pictures cannot be started ({error})", lasting=False
        ) from error


def _within_a_year(second: float) -> float:
    """A time that every container can be sought at; what is no number is the beginning."""
    return min(max(second, 0.0), _MOST_SECONDS) if not math.isnan(second) else 0.0


def _watch(
    process: subprocess.Popen[bytes],
    ended: threading.Event,
    late: threading.Event,
    cancel: threading.Event | None,
) -> None:
    """End the process when nobody waits for it any longer, or its time is up."""
    until = time.monotonic() + _SECONDS
    while not ended.wait(_LOOK_SECONDS):
        if time.monotonic() > until:
            late.set()
        if late.is_set() or (cancel is not None and cancel.is_set()):
            process.kill()
            return


def _why(
    process: subprocess.Popen[bytes], late: threading.Event, cancel: threading.Event | None
) -> str:
    if cancel is not None and cancel.is_set():
        return "decoding its picture was stopped"
    if late.is_set():
        return f"decoding its picture took more than {_SECONDS:g} seconds"
    return f"its picture crashed the decoder (status {process.wait()}) or took too much memory"


def _checked(header: dict[str, Any], pixels: bytes) -> Frame:
    """The answer, after looking at everything that drawing relies upon."""
    if "error" in header:
        raise ReadingError(clean_line(str(header["error"])))
    try:
        width, height = int(header["width"]), int(header["height"])
        whole = (int(header["whole"][0]), int(header["whole"][1]))
        second = None if header["second"] is None else float(header["second"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ReadingError("its picture's decoder gave a senseless answer") from error
    if min(width, height) < 1 or width * height * 3 != len(pixels):
        raise ReadingError("its picture's decoder gave a senseless answer")
    return Frame(width, height, pixels, second, whole)
