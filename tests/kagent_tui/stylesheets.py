"""Stylesheets are parsed once in a run of the tests, not once for each application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

# Each is a sheet under one theme; an application has about a hundred sheets.
_MOST_PARSED = 2000


@contextmanager
def parsed_once() -> Iterator[None]:
    """Every application reads the same stylesheets; to parse them anew takes half of the time."""
    parse = Stylesheet._parse_rules
    parsed: dict[Any, Any] = {}

    def parse_once(sheet: Stylesheet, *given: Any, **named: Any) -> Any:
        key = (tuple(sorted(sheet._variables.items())), given, tuple(sorted(named.items())))
        if key not in parsed:
            if len(parsed) >= _MOST_PARSED:
                parsed.clear()
            parsed[key] = parse(sheet, *given, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield
