"""The form of KAgentSys (paper appendix A.3).

{"task_name": ..., "command": {"name": ..., "args": {...}}}, which is also found within a list. The
thought is the task's name.
"""

from __future__ import annotations

from engine.bench.instances import Step
from engine.bench.parsing.commands import command_of
from engine.bench.parsing.fields import NO_OBJECT, first_text
from engine.bench.parsing.repair import find_object


def parse_kuaiagent(text: str) -> Step:
    """The step in the first object with a task's name or a command."""
    found = find_object(text, "task_name", "command")
    if found is None:
        return Step(problem=NO_OBJECT)
    call, problem = command_of(found.value)
    return Step(first_text([found.value.get("task_name")]), call, problem)
