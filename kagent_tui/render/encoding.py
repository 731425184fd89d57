"""JSON for standard output."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.cleaning import clean
from kagent_tui.render import output


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """JSON of a cleaned value; escaped where standard output cannot carry every character."""
    return json.dumps(
        cleaned(value), ensure_ascii=not output.is_unicode(), indent=indent, default=str
    )


def cleaned(value: Any) -> Any:
    """`value` with every text in it cleaned, keys included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): cleaned(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(entry) for entry in value]
    return value
