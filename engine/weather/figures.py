"""Values out of a service's JSON: of the right type and within reason, or the answer is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from engine.cleaning import clean_line

_LONGEST_NAME = 80
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MINUTE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")


class BadAnswerError(ValueError):
    """What is wrong with an answer, as the key that is missing or of another type."""


def table(value: Any, key: str) -> Mapping[str, Any]:
    """An object.

    Raises:
        BadAnswerError: it is none.
    """
    if not isinstance(value, dict):
        raise BadAnswerError(key)
    return value


def rows(value: Any, key: str) -> Sequence[Any]:
    """An array.

    Raises:
        BadAnswerError: it is none.
    """
    if not isinstance(value, list):
        raise BadAnswerError(key)
    return value


def number(value: Any, key: str, low: float, high: float) -> float | None:
    """A number between two bounds, or None where there is none.

    Raises:
        BadAnswerError: it is another type, no finite number or outside the bounds.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadAnswerError(key)
    # The comparison first: an integer may be too large to be made a float.
    if not low <= value <= high or not math.isfinite(value):
        raise BadAnswerError(key)
    return float(value)


def whole(value: Any, key: str, low: int, high: int) -> int | None:
    """A whole number between two bounds; 3.0 is one.

    Raises:
        BadAnswerError: it is none.
    """
    found = number(value, key, low, high)
    if found is not None and found != int(found):
        raise BadAnswerError(key)
    return None if found is None else int(found)


def name(value: Any, key: str) -> str:
    """A short text without control characters, empty where there is none.

    Raises:
        BadAnswerError: it is another type.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadAnswerError(key)
    return clean_line(value)[:_LONGEST_NAME].strip()


def day(value: Any, key: str) -> date:
    """A date in ISO 8601.

    Raises:
        BadAnswerError: it is none.
    """
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise BadAnswerError(key)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadAnswerError(key) from None


def moment(value: Any, key: str) -> datetime:
    """A date and time to the minute in ISO 8601 without an offset; the hour may have one digit.

    Raises:
        BadAnswerError: it is none.
    """
    found = _ISO_MINUTE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadAnswerError(key)
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]:0>2}:{found[3]}")
    except ValueError:
        raise BadAnswerError(key) from None
