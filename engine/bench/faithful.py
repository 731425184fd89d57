"""The scorer `faithful`: the numbers of upstream's script, with its quirks.

Written from a description of what the script does. It differs from the equations, and so from
`corrected`, in this:

1. The penalty of reflection (equation 4) compares the last task of the memory with the right
   answer and not with the prediction. So it is a matter of each right answer: one that repeats the
   last task is worth nothing, and a prediction that repeats it is not punished.
2. An empty ReACT text keeps what was read before it: of the template before it in the instance or,
   at the beginning of an instance, of the instance before. At the very beginning that is nothing.
3. Right answers without a thought are skipped, for the arguments too.
4. The thought None (that text) is recognised and nothing is done about it: it is compared as text.

What the description leaves open and is assumed here: a text is empty only if it has no character
at all; the order is that of the benchmark file, of its lines and of the templates within a line;
a template for which nothing was predicted is worth 0 and changes nothing in what is kept; a
thought that is missing, null or blank is no thought; calls are the same if their names are and
their arguments are, with values compared as JSON text.
"""

from __future__ import annotations

from typing import Final

from engine.bench.comparing import (
    Similarity,
    StepValue,
    name_matches,
    same_call,
    tool_value,
)
from engine.bench.instances import Gold, Instance, Step
from engine.bench.parsing import parse

_KEEPS: Final = "ReACT"


class FaithfulScorer:
    """Reads and values steps; what it has read last is kept, so the order of calls matters."""

    def __init__(self, similarity: Similarity) -> None:
        self._rouge = similarity
        self._kept = Step()

    def similarity(self, predicted: str, gold: str) -> float:
        """ROUGE-L as it is."""
        return self._rouge(predicted, gold)

    def read(self, template: str, text: str) -> Step:
        """The step in a text, or the one before it where an empty ReACT text keeps that."""
        if text or template != _KEEPS:
            self._kept = parse(template, text)
        return self._kept

    def value(self, instance: Instance, step: Step) -> StepValue:
        """The values of a step; each is the largest over the right answers that have a thought."""
        plan = tool_use = reflection = 0.0
        closest = (-1.0, 0)
        for number, gold in enumerate(instance.golds):
            if gold.thought is None:
                continue
            planned, used = self._plan(step, gold), self._tool_use(step, gold)
            penalty = 1.0 if same_call(gold.call, instance.last_task) else 0.0
            plan, tool_use = max(plan, planned), max(tool_use, used)
            reflection = max(reflection, (1.0 - penalty) * (0.3 * planned + 0.7 * used))
            closest = max(closest, (planned + used, -number))
        return StepValue(plan, tool_use, reflection, -closest[1])

    def _plan(self, step: Step, gold: Gold) -> float:
        if gold.thought is None or not name_matches(step.call, gold.call):
            return 0.0
        return self.similarity(step.thought, gold.thought)

    def _tool_use(self, step: Step, gold: Gold) -> float:
        return tool_value(step.call, gold.call, self.similarity)
