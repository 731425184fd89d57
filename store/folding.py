"""Spellings that mean the same made the same: width, case, accents, Chinese variants."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_ACCENTS = re.compile("[\u0300-\u036f]")
# Quotation marks and dashes of print, which hold no words together but an apostrophe.
_PRINTED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", " "), ("—", " "))
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_VARIANTS_PATH = Path(__file__).with_name("chinese_variants.txt")


def fold(text: str) -> str:
    """Compatibility forms, case, Latin accents and the variants of Chinese characters folded away.

    Traditional characters become simplified ones; where the two scripts divide differently
    (发 for 發 and 髮) all the characters concerned become one.
    """
    if not text.isascii():
        for printed, plain in _PRINTED:
            text = text.replace(printed, plain)
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
    return folded.translate(_variants()) if _CHINESE.search(folded) else folded


@cache
def _variants() -> dict[int, str]:
    lines = _VARIANTS_PATH.read_text("utf-8").splitlines()
    classes = " ".join(line for line in lines if not line.startswith("#")).split()
    return {ord(variant): members[0] for members in classes for variant in members[1:]}
