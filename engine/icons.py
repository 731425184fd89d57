"""Tells icons from pictures by the first bytes of small files: nobody looks for words in icons."""

from __future__ import annotations

import struct
from pathlib import Path

# A picture with fewer bytes holds no readable text; one with more than the second is no icon.
_LEAST_BYTES = 1024
_MOST_BYTES = 16 * 1024
_LEAST_SIDE = 32
_HEAD_BYTES = 32


def is_icon(path: Path, size: int) -> bool:
    """Whether a picture of `size` bytes is smaller than 1 KB, or than 32 pixels in width or height.

    Only PNG, GIF and BMP are looked into: icons are seldom anything else.
    """
    if size < _LEAST_BYTES:
        return True
    if size > _MOST_BYTES:
        return False
    try:
        with path.open("rb") as file:
            sides = _sides(file.read(_HEAD_BYTES))
    except OSError:
        return False
    return sides is not None and min(sides) < _LEAST_SIDE


def _sides(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where they do not stand here.

    PNG: https://www.w3.org/TR/png-3/#11IHDR; GIF: the logical screen descriptor of GIF89a; BMP:
    the BITMAPINFOHEADER.
    """
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack_from(">II", head, 16)
        if head.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack_from("<HH", head, 6)
        if head.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", head, 18)
            return abs(width), abs(height)
    except struct.error:
        return None
    return None
