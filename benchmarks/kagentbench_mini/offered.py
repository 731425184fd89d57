"""Every tool that a seed may put on offer, and how prompts describe it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from benchmarks.kagentbench_mini.tools import EXTRA_TOOLS
from benchmarks.kagentbench_mini.wordings import CHINESE, ENGLISH
from engine.events import Language
from engine.tools.builtin import builtin_registry
from engine.tools.registry import Registry
from engine.tools.tool import Tool

# The clock of the benchmark: a Friday.
NOW = datetime(2026, 11, 27, 10, 0)
EXTRA_NAMES = frozenset(entry.name for entry in EXTRA_TOOLS)


def registry() -> Registry:
    """All of them."""
    found = builtin_registry()
    for entry in EXTRA_TOOLS:
        found.register(entry)
    return found


def arguments_of(entry: Tool) -> tuple[str, ...]:
    """The arguments that a prompt tells of, which are those that a seed may use."""
    if entry.name in EXTRA_NAMES:
        return tuple(entry.parameters["properties"])
    return tuple(ENGLISH[entry.name][1])


def function_of(entry: Tool, language: Language) -> dict[str, Any]:
    """The tool as a JSON-schema function, in the words of the language."""
    properties = entry.parameters["properties"]
    said = (CHINESE if language == "zh" else ENGLISH).get(entry.name)
    if said is None:
        said = entry.description, {key: properties[key]["description"] for key in properties}
    description, notes = said
    required = [key for key in entry.parameters["required"] if key in notes]
    told = {key: {"type": properties[key]["type"], "description": notes[key]} for key in notes}
    parameters = {"type": "object", "properties": told, "required": required}
    return {"name": entry.name, "description": description, "parameters": parameters}


def function_lines(functions: Sequence[Mapping[str, Any]]) -> str:
    """Functions as a prompt shows them, one a line."""
    return "\n".join(json.dumps(function, ensure_ascii=False) for function in functions)
