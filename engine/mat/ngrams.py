"""Runs of words and Han characters, by which texts that share a passage are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_UNIT = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff]+|[\u3400-\u4dbf\u4e00-\u9fff]")


def units(text: str) -> list[str]:
    """The words and single Han characters of a text, in lower case and without accents' forms."""
    return _UNIT.findall(unicodedata.normalize("NFKC", text).casefold())


def ngrams(found: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """All runs of `length` units."""
    return (tuple(found[start : start + length]) for start in range(len(found) - length + 1))
