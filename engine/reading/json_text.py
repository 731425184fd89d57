"""JSON and JSON lines: objects as lines "name: Ada; age: 36", the path to them as heading."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.cleaning import clean, clean_line
from engine.reading.decoding import SAMPLE, decode_raw, detect
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.paragraphs import write_paragraphs

_DEEPEST = 60
_LONGEST_LINE = 16 * 1024 * 1024
# Longer texts are paragraphs of their own.
_INLINE = 200
_TITLES = ("title", "name", "标题", "名称")


def read_json(data: bytes, fallback_title: str) -> Extracted:
    """Passages of a JSON document.

    Raises:
        ReadingError: no JSON, nested too deeply, or not in UTF-8 or another known encoding.
    """
    value = _parse(decode_raw(data), "")
    assembler = Assembler()
    _Writer(assembler).write(value, 0, None)
    title = ""
    if isinstance(value, dict):
        title = next((value[name] for name in _TITLES if isinstance(value.get(name), str)), "")
    return assembler.finish(clean_line(title)[:200] or fallback_title, "application/json")


def read_json_lines(path: Path, title: str) -> Extracted:
    """Passages of a file with one JSON value a line; the line is kept, and counted as the row.

    Raises:
        ReadingError: a line is no JSON or too long; the message names it.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding = detect(sample, whole=len(sample) < SAMPLE)
    assembler = Assembler()
    writer = _Writer(assembler)
    with path.open(encoding=encoding, newline="\n") as text:
        for number, line in _lines(text, encoding):
            writer.write(_parse(line, f"line {number}: "), 0, number)
    return assembler.finish(title, "application/jsonl")


def _lines(text: Any, encoding: str) -> Iterator[tuple[int, str]]:
    try:
        for number in itertools.count(1):
            line = text.readline(_LONGEST_LINE)
            if not line:
                return
            if len(line) >= _LONGEST_LINE:
                raise ReadingError(f"line {number} is too long")
            if line.strip():
                yield number, line
    except UnicodeDecodeError as error:
        raise ReadingError(f"it is not {encoding.upper()} throughout; save it as UTF-8") from error


def _parse(text: str, place: str) -> Any:
    try:
        # Control characters in strings, which strict JSON forbids, are cleaned away later.
        return json.loads(text.removeprefix("\ufeff"), strict=False)
    except RecursionError as error:
        raise ReadingError(f"{place}it is nested too deeply") from error
    except ValueError as error:
        raise ReadingError(f"{place}it is no JSON ({clean_line(str(error))[:120]})") from error


class _Writer:
    """Adds values under the path that leads to them."""

    def __init__(self, assembler: Assembler) -> None:
        self._assembler = assembler

    def write(self, value: Any, depth: int, line: int | None) -> None:
        """Add a value; `line` is also its row."""
        if depth > _DEEPEST:
            raise ReadingError("it is nested too deeply")
        if isinstance(value, dict):
            self._object(value, depth, line)
        elif isinstance(value, list):
            self._list(value, depth, line)
        else:
            self._text(_shown(value), line)

    def _object(self, value: dict[str, Any], depth: int, line: int | None) -> None:
        """Its short members as one line, then its long and nested ones under their names."""
        self._assembler.section(depth + 1, "")
        short = []
        for name, member in value.items():
            text = _inline(member)
            if text:
                short.append(f"{_name(name)}: {text}")
        self._assembler.block("; ".join(short), line, row=line)
        for name, member in value.items():
            if _inline(member) is None:
                self._assembler.section(depth + 1, _name(name))
                self.write(member, depth + 1, line)
        self._assembler.section(depth + 1, "")

    def _list(self, values: list[Any], depth: int, line: int | None) -> None:
        for number, value in enumerate(values, start=1):
            if isinstance(value, dict | list) and _inline(value) is None:
                is_record = isinstance(value, dict) and all(
                    _inline(member) is not None for member in value.values()
                )
                if not is_record:
                    self._assembler.section(depth + 1, f"[{number}]")
                self.write(value, depth + 1, line)
                self._assembler.section(depth + 1, "")
            else:
                self._text(_inline(value) or _shown(value), line)

    def _text(self, text: str, line: int | None) -> None:
        if len(text) > _INLINE:
            write_paragraphs(text, self._assembler, line)
        else:
            self._assembler.block(text, line, row=line)


def _inline(value: Any) -> str | None:
    """A value short and simple enough for a line, "" if it is empty; None if it is neither."""
    if isinstance(value, list):
        parts = [_shown(item) for item in value[:50] if not isinstance(item, dict | list)]
        joined = clean_line(", ".join(parts))
        return joined if len(parts) == len(value) and len(joined) <= _INLINE else None
    if isinstance(value, dict):
        return None if value else ""
    text = _shown(value)
    return clean_line(text) if len(text) <= _INLINE else None


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # An escape in the JSON may bring in what cleaning the file had removed.
    return clean(str(value))


def _name(name: str) -> str:
    return clean_line(name)[:120]
