"""The form of ReAct (Yao et al. 2023, arXiv 2210.03629) on labelled lines.

A final answer ends the work as the tool task_complete does, whose `reason` it is then: the
benchmark's golds know no other way to end (paper appendix A.3).
"""

from __future__ import annotations

from engine.bench.instances import Call, Step
from engine.bench.parsing.fields import COMPLETE, COMPLETE_REASON
from engine.bench.parsing.labelled import read_labelled


def parse_react(text: str) -> Step:
    """The step on the first labelled lines."""
    lines = read_labelled(text)
    if lines.answer is not None:
        return Step(lines.thought, Call(COMPLETE, {COMPLETE_REASON: lines.answer}))
    return Step(lines.thought, lines.call, lines.problem)
