"""Numbers of things, in the commands' English."""

from __future__ import annotations


def count_text(number: int, noun: str) -> str:
    """ "1 file", "2 files"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
