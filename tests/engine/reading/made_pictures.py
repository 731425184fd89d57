"""The first bytes of pictures, as far as they tell their size."""

from __future__ import annotations

import struct


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG file."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5B", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)


def gif(width: int, height: int) -> bytes:
    """The beginning of a GIF file."""
    return b"GIF89a" + struct.pack("<HH", width, height)


def bmp(width: int, height: int) -> bytes:
    """The beginning of a BMP file; a height below zero counts from the top."""
    return b"BM" + struct.pack("<IHHIIii", 0, 0, 0, 54, 40, width, height)
