"""Finding the JSON object that a form asks for in what a model wrote around it.

Code fences and text before and behind are passed over; an object that is no JSON is read leniently
(engine.bench.parsing.lenient_json). The time is linear in the text's length: the number of
places where an object is looked for in vain is bounded, and so is what is read leniently in vain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.nesting import is_deeper
from engine.bench.parsing.lenient_json import DEEPEST, read_leniently

_MOST_TRIES: Final = 64
_DECODER: Final = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Found:
    """An object and where it begins in the text."""

    value: Mapping[str, Any]
    start: int


def find_object(text: str, *keys: str) -> Found | None:
    """The first of the outermost objects that has one of the keys; without keys, the first one."""
    tries, passed = 0, 0
    start = text.find("{")
    while start >= 0 and tries < _MOST_TRIES and passed <= 2 * len(text):
        value, end = _strictly(text, start)
        usable = value is not None
        if value is None:
            read = read_leniently(text, start)
            tries, passed = tries + 1, passed + read.end - start
            value, end = read.value, read.end if read.closed else start + 1
            usable = bool(value)
        if usable and (not keys or not value.keys().isdisjoint(keys)):
            return Found(value, start)
        start = text.find("{", end)
    return None


def _strictly(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start
    # Whoever walks through it may recurse.
    return (None, start) if is_deeper(value, DEEPEST + 1) else (value, end)
