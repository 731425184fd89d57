"""KAgent's own format of a Kuaipedia: a line of JSON for each row of a dump.

The first line says what it is: {"kagent_kuaipedia": 1}. Any other has "kind", and the fields of
that kind of row (store/kuaipedia_dump.py), but for those that have their default.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Final, get_args

from engine.cleaning import clean, clean_line
from store.kuaipedia_dump import (
    Dumped,
    DumpedAspect,
    DumpedEvidence,
    DumpedFormerAspect,
    DumpedGone,
    DumpedItem,
    DumpedName,
    DumpedVerdict,
)
from store.kuaipedia_records import Field, Origin, Verifier

VERSION: Final = 1
HEADER: Final = "kagent_kuaipedia"
_KINDS: Final[dict[str, type[Dumped]]] = {
    "item": DumpedItem,
    "name": DumpedName,
    "aspect": DumpedAspect,
    "former_aspect": DumpedFormerAspect,
    "gone": DumpedGone,
    "evidence": DumpedEvidence,
    "verdict": DumpedVerdict,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_MOST: Final = 2**53
_LONGEST: Final = 4000
# Sources are compared as they are.
_AS_THEY_ARE: Final = ("source", "fingerprint")


class LineError(Exception):
    """A line does not hold what it should; says in a few words what is wrong."""


def to_json(row: Dumped) -> dict[str, Any]:
    """A row as an object of JSON."""
    values = {
        one.name: value
        for one in fields(row)
        if (value := getattr(row, one.name)) != one.default or one.default is MISSING
    }
    return {"kind": _NAMES[type(row)], **values}


def is_own(value: Mapping[str, Any]) -> bool:
    """Whether an object is a row of this format."""
    return value.get("kind") in _KINDS


def from_json(value: Mapping[str, Any]) -> Dumped:
    """The row that an object of JSON is.

    Raises:
        LineError: a field is missing or is not what it should be.
    """
    kind = _KINDS[value["kind"]]
    read: dict[str, Any] = {}
    for one in fields(kind):
        if one.name not in value:
            if one.default is MISSING:
                raise LineError(f"it has no {one.name!r}")
            continue
        read[one.name] = _checked(one.name, str(one.type), value[one.name])
    if "level" in read and read["level"] not in (1, 2):
        raise LineError("'level' must be 1 or 2")
    return kind(**read)


def _checked(name: str, kind: str, value: Any) -> Any:
    plain, _, optional = kind.partition(" | ")
    if value is None and optional:
        return None
    checked = _CHECKS[plain](value)
    if checked is None:
        raise LineError(f"{name!r} is not as it should be")
    if isinstance(checked, str) and name not in _AS_THEY_ARE:
        return clean(checked) if name == "summary" else clean_line(checked)
    return checked


def _whole_number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= _MOST else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) and abs(value) <= _MOST else None


def _text(value: Any) -> str | None:
    # SQLite takes no half of a surrogate pair, which JSON may hold.
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return value.encode("utf-8", "replace").decode("utf-8")


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str | None]:
    return lambda value: value if value in words else None


_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {
    "int": _whole_number,
    "float": _number,
    "str": _text,
    "bool": lambda value: value if isinstance(value, bool) else None,
    "Origin": _one_of(get_args(Origin)),
    "Field": _one_of(get_args(Field)),
    "Verifier": _one_of(get_args(Verifier)),
}
