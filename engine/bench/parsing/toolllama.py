"""The form of ToolLLaMA (Qin et al. 2023, arXiv 2307.16789) on labelled lines.

Its function Finish with a `final_answer` ends the work as the tool task_complete does, whose
`reason` that answer is then; a Finish that gives up stays as it is.
"""

from __future__ import annotations

from engine.bench.instances import Call, Step
from engine.bench.parsing.fields import COMPLETE, COMPLETE_REASON, as_completed
from engine.bench.parsing.labelled import read_labelled


def parse_toolllama(text: str) -> Step:
    """The step on the first labelled lines."""
    lines = read_labelled(text)
    if lines.answer is not None:
        return Step(lines.thought, Call(COMPLETE, {COMPLETE_REASON: lines.answer}))
    return Step(lines.thought, as_completed(lines.call), lines.problem)
