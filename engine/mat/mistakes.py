"""Calls spoilt on purpose, run for real, so that a model can be shown its way back from them.

The error that the model is shown is the tool's own. What it does then is collected where that call
works.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.events import Command
from engine.mat.run_folder import draw
from engine.tools.tool import Tool

_WRONG_DATES = ("2024-13-45", "31/31/2024", "the day after never")


def spoilt(command: Command, tools: Sequence[Tool], *names: str) -> list[Command]:
    """The call with one mistake in it, in each way that applies, the drawn one first."""
    tool = next((tool for tool in tools if tool.name == command.name), None)
    if tool is None:
        return []
    ways: list[Callable[[Command, Tool], Command | None]] = [
        _without_required,
        _misnamed,
        _wrong_date,
    ]
    first = int(draw("mistake", *names) * len(ways))
    ordered = [*ways[first:], *ways[:first]]
    found = [way(command, tool) for way in ordered]
    return [each for each in found if each is not None]


def _without_required(command: Command, tool: Tool) -> Command | None:
    required = [key for key in tool.parameters["required"] if key in command.args]
    if not required:
        return None
    return _with(command, {key: v for key, v in command.args.items() if key != required[-1]})


def _misnamed(command: Command, tool: Tool) -> Command | None:
    if not command.args:
        return None
    wrong = next(iter(command.args))
    renamed = {(f"{key}_value" if key == wrong else key): v for key, v in command.args.items()}
    return _with(command, renamed)


def _wrong_date(command: Command, tool: Tool) -> Command | None:
    properties = tool.parameters["properties"]
    dates = [key for key in command.args if properties.get(key, {}).get("x-kind") == "date"]
    if not dates:
        return None
    value = _WRONG_DATES[int(draw("date", command.name, str(command.args)) * len(_WRONG_DATES))]
    return _with(command, {**command.args, dates[0]: value})


def _with(command: Command, args: dict[str, Any]) -> Command:
    return Command(command.name, args)
