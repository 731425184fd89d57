"""Small benchmarks, and a server that answers each prompt with its own words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WEATHER = {
    "name": "get_weather_info",
    "description": "The weather.",
    "parameters": {
        "type": "object",
        "properties": {"location": {"type": "str", "description": "Where."}},
        "required": ["location"],
    },
}
DONE = {
    "name": "task_complete",
    "parameters": {"type": "object", "properties": {"reason": {"type": "string"}}},
}


def plan_row(name: str, templates: Sequence[str] = ("ReACT", "AutoGPT")) -> dict[str, Any]:
    """A line of a benchmark with a prompt for each template."""
    return {
        "id": name,
        "query": f"How warm is it in {name}?",
        "type": "plantooluse",
        "golden_result_list": [
            {"thought": "Look it up.", "tool_name": "get_weather_info", "tool_args": {}}
        ],
        "funcs": [WEATHER, DONE],
        "prompt_input": {form: f"{form} asks for {name}" for form in templates},
        "memory_type": "none",
    }


def profile_row(name: str) -> dict[str, Any]:
    """A line with one prompt."""
    return {
        "id": name,
        "query": "Hello",
        "type": "profile",
        "golden_result_list": [{"golden_result": "Ahoy!"}],
        "prompt_input": f"{name} greets",
    }


def write_rows(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """The rows as a file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_rows(path: Path) -> dict[str, dict[str, Any]]:
    """Lines of predictions by their ids."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def said_back(messages: Sequence[dict[str, str]]) -> str:
    """The answer to a prompt."""
    return f"<{messages[-1]['content']}>"
