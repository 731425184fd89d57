"""Docstrings, signatures and results of users' functions, without a process."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.own_tools.docstrings import read_docstring
from engine.own_tools.results import ResultError, normalised
from engine.own_tools.signatures import UnusableError, describe


def tide_table(
    harbour: str,
    day: Literal["today", "tomorrow"] = "today",
    count: int = 2,
    height: float | None = None,
    tags: Optional[list[str]] = None,  # noqa: UP045 - as users write it
    exact: bool = False,
    options: Annotated[dict[str, Any] | None, "Anything else."] = None,
) -> str:
    """Tell the tides
    of a harbour.

    This is not part of the description.

    Args:
        harbour (str): The name,
            as the question says it.
        day: Which day: today or tomorrow.

    Returns:
        One line a tide.

    Task:
        en: Look up the tides
        zh: 查询潮汐

    Examples:
        - When is high water in Hamburg?
        汉堡什么时候涨潮？

    Internet: api.tides.example, tides.example:8080
    Seconds: 2.5
    """
    return harbour


def test_a_function_describes_itself() -> None:
    found = describe(tide_table)
    assert found["description"] == "Tell the tides of a harbour."
    assert found["returns"] == "One line a tide."
    assert found["phrases"] == {"en": "Look up the tides", "zh": "查询潮汐"}
    assert found["examples"] == ["When is high water in Hamburg?", "汉堡什么时候涨潮？"]
    assert found["hosts"] == ["api.tides.example", "tides.example:8080"]
    assert found["seconds"] == 2.5
    parameters = found["parameters"]
    assert parameters["required"] == ["harbour"]
    shown = {
        name: {key: value for key, value in spec.items() if key not in ("x-implied", "x-whole")}
        for name, spec in parameters["properties"].items()
    }
    assert shown == {
        "harbour": {
            "type": "string",
            "description": "The name, as the question says it.",
            "x-from-question": True,
        },
        "day": {
            "type": "string",
            "enum": ["today", "tomorrow"],
            "description": "Which day: today or tomorrow.",
            "default": "today",
        },
        "count": {"type": "integer", "description": "", "default": 2},
        "height": {"type": "number", "description": ""},
        "tags": {"type": "array", "items": {"type": "string"}, "description": ""},
        "exact": {"type": "boolean", "description": "", "default": False},
        "options": {"type": "string", "x-json": "object", "description": "Anything else."},
    }
    assert json.loads(json.dumps(found)) == found


def test_chinese_sections() -> None:
    found = read_docstring(
        "查询潮汐。\n\n参数：\n    harbour：港口\n时限：5\n示例：\n    今天涨潮吗？\n"
    )
    assert found.description == "查询潮汐。"
    assert found.arguments == {"harbour": "港口"}
    assert found.seconds == 5
    assert found.examples == ("今天涨潮吗？",)


@given(st.text())
def test_any_docstring_can_be_read(text: str) -> None:
    found = read_docstring(text)
    assert "\n" not in found.description
    assert all(example.strip() == example != "" for example in found.examples)


def _no_docstring(x: int) -> int:
    return x


def untyped(x) -> int:  # type: ignore[no-untyped-def]
    """A."""
    return 1


def a_date(day: date) -> str:
    """A."""
    return ""


def many(*words: str) -> str:
    """A."""
    return ""


def either(x: int | str) -> str:
    """A."""
    return ""


def unknown(x: "Nowhere") -> str:  # type: ignore[name-defined]  # noqa: F821, UP037
    """A."""
    return ""


def mixed(x: Literal["a", 1]) -> str:
    """A."""
    return ""


def 中文(x: int) -> str:  # noqa: N802, PLC2401
    """A."""
    return ""


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (_no_docstring, "is no name for a tool"),
        (untyped, "the argument x has no type: write for example x: str"),
        (a_date, "day is of a type that cannot be asked for (date): use str, int"),
        (many, "the argument words cannot be given by its name: use neither *"),
        (either, "cannot be asked for"),
        (unknown, "its types cannot be read"),
        (mixed, "must all be texts, or all whole numbers"),
        (中文, "is no name for a tool"),
    ],
)
def test_what_cannot_be_a_tool_says_why(function: Callable[..., Any], said: str) -> None:
    with pytest.raises(UnusableError) as caught:
        describe(function)
    assert said in str(caught.value)


def test_a_function_without_a_docstring() -> None:
    def silent(x: int) -> int:
        return x

    with pytest.raises(UnusableError, match="silent has no docstring: write what it does"):
        describe(silent)


@dataclasses.dataclass
class Tide:
    """A result of a user's own type."""

    day: date
    height: float


@dataclasses.dataclass
class Whole:
    """A result with all three parts."""

    text: str
    data: Any
    sources: Any


def _generated() -> Iterator[int]:
    yield from (1, 2)


@pytest.mark.parametrize(
    ("value", "text", "data"),
    [
        ("high", "high", None),
        (b"high \xff", "high \ufffd", None),
        (0, "0", 0),
        (False, "false", False),
        ({"height": 0, "unit": "m"}, "height: 0\nunit: m", {"height": 0, "unit": "m"}),
        ([1, {"a": "b"}], '1\n{"a": "b"}', [1, {"a": "b"}]),
        ({"text": "high", "data": [1]}, "high", [1]),
        ({"text": None, "data": {"a": 1}}, "a: 1", {"a": 1}),
        ({"text": "t", "other": 1}, "text: t\nother: 1", {"text": "t", "other": 1}),
        (float("nan"), "", None),
        (
            Tide(date(2026, 1, 2), 3.5),
            "day: 2026-01-02\nheight: 3.5",
            {"day": "2026-01-02", "height": 3.5},
        ),
        (Whole("high", {1: 2}, ()), "high", {"1": 2}),
        (_generated(), "1\n2", [1, 2]),
        ({3}, "3", [3]),
        (None, "", None),
        ("", "", None),
        ([], "", []),
        ({}, "", {}),
    ],
)
def test_results_of_many_forms(value: Any, text: str, data: Any) -> None:
    assert normalised(value, 1000) == {"text": text, "data": data, "sources": []}


def test_sources_and_sizes() -> None:
    found = normalised(
        {
            "text": "x" * 500,
            "data": ["y" * 2_000_000],
            "sources": ["https://a.example/", {"url": "b", "title": "B", "quote": "said"}],
        },
        100,
    )
    assert found["text"] == "x" * 101
    assert found["data"] is None
    assert found["sources"] == [
        {"source": "https://a.example/", "title": "https://a.example/", "quote": ""},
        {"source": "b", "title": "B", "quote": "said"},
    ]


def _circle() -> list[Any]:
    inner: list[Any] = []
    inner.append(inner)
    return inner


@pytest.mark.parametrize(
    "value",
    [object(), _circle(), {"text": 1, "data": 2}, {"text": "a", "sources": [3]}, {"a": object()}],
)
def test_what_cannot_be_an_observation(value: Any) -> None:
    with pytest.raises(ResultError) as caught:
        normalised(value, 1000)
    assert str(caught.value)
