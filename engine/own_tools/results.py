"""Makes one form of whatever a user's function returns: text, data and sources.

A text; anything that JSON can hold; or both with sources, as a dict or object that has `text`,
`data` and `sources`. It runs in the tool's own process.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Iterable, Mapping
from typing import Any

_PARTS = ("text", "data", "sources")
# Characters of JSON that are kept as data beside the text.
MOST_DATA = 1_000_000
MOST_SOURCES = 50


class ResultError(Exception):
    """What a function returned cannot be an observation; the message says why."""


def normalised(value: Any, characters: int) -> dict[str, Any]:
    """`value` as {"text", "data", "sources"}; an empty text means that nothing was found.

    The text is cut one character beyond `characters`, by which the reader sees that it was.

    Raises:
        ResultError: it is of no form that is understood.
    """
    text, data, sources = _parts(value)
    if not text and not _is_empty(data):
        text = told(data)
    if not isinstance(text, str):
        raise ResultError(f"its text is of the type {type(text).__name__}; return a str")
    return {
        "text": text[: characters + 1],
        "data": data if len(_written(data)) <= MOST_DATA else None,
        "sources": [_source(entry) for entry in _listed(sources)[:MOST_SOURCES]],
    }


def _parts(value: Any) -> tuple[Any, Any, Any]:
    if value is None:
        return "", None, ()
    if isinstance(value, str):
        return value, None, ()
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace"), None, ()
    if isinstance(value, Mapping) and "text" in value and set(value) <= set(_PARTS):
        return value["text"], _plain(value.get("data")), value.get("sources") or ()
    if not isinstance(value, Mapping) and isinstance(getattr(value, "text", None), str):
        parts = [getattr(value, name, None) for name in _PARTS]
        return parts[0], _plain(parts[1]), parts[2] or ()
    return "", _plain(value), ()


def _is_empty(data: Any) -> bool:
    return data is None or data in ("", [], {})


def told(data: Any) -> str:
    """Data as text that reads well and can be cited line by line: an entry or an item a line."""
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        return "\n".join(f"{key}: {_in_line(value)}" for key, value in data.items())
    if isinstance(data, list):
        return "\n".join(map(_in_line, data))
    return _written(data)


def _in_line(data: Any) -> str:
    return data if isinstance(data, str) else _written(data)


def _written(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """The value as JSON holds it.

    Raises:
        ResultError: it cannot be written so.
    """
    try:
        written = json.dumps(value, ensure_ascii=False, default=_simpler)
    except (TypeError, ValueError, RecursionError) as error:
        raise ResultError(f"what it returned cannot be written as JSON: {error}") from None
    # NaN and the infinities are no JSON.
    return json.loads(written, parse_constant=lambda _: None)


def _simpler(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return dict(value)
    if inspect.isgenerator(value) or isinstance(value, set | frozenset | range):
        return list(value)
    if type(value).__module__ in ("datetime", "decimal", "fractions", "pathlib", "uuid"):
        return str(value)
    raise TypeError(
        f"{type(value).__name__} is neither text nor made of dict, list, str, numbers and bool"
    )


def _listed(sources: Any) -> list[Any]:
    if isinstance(sources, str | Mapping):
        return [sources]
    return list(sources) if isinstance(sources, Iterable) else []


def _source(entry: Any) -> dict[str, str]:
    """A source as {"source", "title", "quote"}, from an address or a dict of these."""
    if isinstance(entry, str):
        return {"source": entry, "title": entry, "quote": ""}
    if not isinstance(entry, Mapping):
        raise ResultError("a source must be an address, or a dict with source, title and quote")
    source = str(entry.get("source") or entry.get("url") or "")
    title = str(entry.get("title") or source)
    if not title:
        raise ResultError("a source needs a source or a title")
    return {
        "source": source,
        "title": title,
        "quote": str(entry.get("quote") or entry.get("text") or ""),
    }
