"""The "command" of the forms of AutoGPT and KAgentSys: {"name": ..., "args": {...}}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bench.instances import Call
from engine.bench.parsing.fields import read_call


def command_of(value: Mapping[str, Any]) -> tuple[Call, str]:
    """The call of a step's object, and in a few words what is wrong with it.

    A command that is only a name has its arguments beside it.
    """
    command = value.get("command")
    if command is None:
        return Call(""), "no command"
    if isinstance(command, Mapping):
        return read_call(command.get("name"), command.get("args"))
    return read_call(command, value.get("args"))
