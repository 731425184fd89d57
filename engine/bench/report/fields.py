"""The fields of a JSON object that somebody else wrote, each taken as what it must be."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeGuard

from engine.bench.errors import BenchError
from engine.cleaning import clean, clean_line

# Names and the like; texts of examples are cut where they are shown.
_LONGEST_LINE: Final = 300


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of a file. What is absent is None, "" or empty; what is wrong raises BenchError.

    `place` says where in the file the object stands, such as "groups.language".
    """

    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    def text(self, name: str) -> str:
        """A text on one line, cleaned."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(name, "a text")
        return line(value)

    def shown(self, name: str) -> str:
        """A text of any length, cleaned; any other value as JSON."""
        value = self.values.get(name)
        if value is None:
            return ""
        return clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

    def number(self, name: str) -> float | None:
        """A finite number."""
        value = self.values.get(name)
        if value is None:
            return None
        if not is_number(value):
            raise self._wrong(name, "a number")
        return float(value)

    def count(self, name: str) -> int | None:
        """A whole number from 0."""
        value = self.number(name)
        if value is not None and (value < 0 or value != int(value)):
            raise self._wrong(name, "a count")
        return None if value is None else int(value)

    def percent(self, name: str) -> float:
        """A number from 0 to 100, which must be there."""
        value = self.number(name)
        if value is None or not 0 <= value <= 100:
            raise self._wrong(name, "a number from 0 to 100")
        return value

    def object(self, name: str) -> Fields:
        """An object within this one; an empty one where there is none."""
        value = self.values.get(name)
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise self._wrong(name, "an object")
        return Fields(self.path, value, self._named(name))

    def objects(self, name: str) -> Iterator[Fields]:
        """The objects of a list."""
        value = self.values.get(name)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            raise self._wrong(name, "a list of objects")
        for number, each in enumerate(value, start=1):
            yield Fields(self.path, each, f"{self._named(name)}[{number}]")

    def names(self) -> tuple[str, ...]:
        """The names of the fields, as they stand in the file."""
        return tuple(self.values)

    def numbers(self, *, except_for: frozenset[str] = frozenset()) -> dict[str, float]:
        """Every field that is a finite number, under its cleaned name."""
        return {
            line(str(name)): float(value)
            for name, value in self.values.items()
            if is_number(value) and name not in except_for
        }

    def plain(self, name: str) -> dict[str, Any]:
        """An object's numbers, texts, lists of texts and the like, cleaned; nothing else of it."""
        found: dict[str, Any] = {}
        for key, value in self.object(name).values.items():
            label = line(str(key))
            if is_number(value) or isinstance(value, bool):
                found[label] = value
            elif isinstance(value, str):
                found[label] = line(value)
            elif isinstance(value, list):
                found[label] = [line(str(each)) for each in value]
            elif isinstance(value, Mapping):
                found[label] = {
                    line(str(within)): one for within, one in value.items() if is_number(one)
                }
        return found

    def _named(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def _wrong(self, name: str, needed: str) -> BenchError:
        return BenchError(
            f"{self.path}: {clean_line(self._named(name))}: {needed} is needed; write the result "
            "again"
        )


def line(text: str) -> str:
    """A text of a file on one line, cleaned and not too long."""
    return clean_line(text[:_LONGEST_LINE])


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether a JSON value is a finite number (NaN and Infinity are none, nor true and false)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
