"""The form of AutoGPT (its prompt of 2023).

{"thoughts": {"text": ..., "reasoning": ..., ...}, "command": {"name": ..., "args": {...}}}. The
thought is its text, else its reasoning, else what it would speak; "thoughts" may be a plain text.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bench.instances import Step
from engine.bench.parsing.commands import command_of
from engine.bench.parsing.fields import NO_OBJECT, first_text
from engine.bench.parsing.repair import find_object


def parse_autogpt(text: str) -> Step:
    """The step in the first object with thoughts or a command."""
    found = find_object(text, "thoughts", "command")
    if found is None:
        return Step(problem=NO_OBJECT)
    call, problem = command_of(found.value)
    return Step(_thought(found.value.get("thoughts")), call, problem)


def _thought(thoughts: object) -> str:
    if isinstance(thoughts, Mapping):
        return first_text(thoughts.get(key) for key in ("text", "reasoning", "speak"))
    return first_text([thoughts])
