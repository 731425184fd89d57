"""The scorer `corrected`: equations 2 to 7 of the paper as they are printed.

- Every text is read by itself.
- Equation 4: the largest value of the plan and the largest of the tool's use, each over all right
  answers, are put together; a prediction that repeats the last task of the memory is worth nothing.
- A right answer without a thought is worth nothing for planning and counts for the tool's use. The
  same holds for the thought None (that text), which stands for no thought.
- Equal texts are worth 1 where ROUGE-L says less: it gives 0 for two empty texts.
- Equation 3 is divided by the number of arguments; see engine.bench.comparing.
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

_NO_THOUGHT: Final = "None"


class CorrectedScorer:
    """Reads and values steps, each by itself."""

    def __init__(self, similarity: Similarity) -> None:
        self._rouge = similarity

    def read(self, template: str, text: str) -> Step:
        """The step in a text."""
        return parse(template, text)

    def value(self, instance: Instance, step: Step) -> StepValue:
        """The values of a step: equations 2, 3 and 4 for one template."""
        plans = [self._plan(step, gold) for gold in instance.golds]
        uses = [tool_value(step.call, gold.call, self.similarity) for gold in instance.golds]
        plan, tool_use = max(plans, default=0.0), max(uses, default=0.0)
        penalty = 1.0 if same_call(step.call, instance.last_task) else 0.0
        sums = [planned + used for planned, used in zip(plans, uses, strict=True)]
        return StepValue(
            plan,
            tool_use,
            (1.0 - penalty) * (0.3 * plan + 0.7 * tool_use),
            sums.index(max(sums)) if sums else 0,
        )

    def similarity(self, predicted: str, gold: str) -> float:
        """ROUGE-L, and 1 for equal texts."""
        return 1.0 if predicted == gold else self._rouge(predicted, gold)

    def _plan(self, step: Step, gold: Gold) -> float:
        thoughts = (step.thought, gold.thought)
        if gold.thought is None or _NO_THOUGHT in (text and text.strip() for text in thoughts):
            return 0.0
        if not name_matches(step.call, gold.call):
            return 0.0
        return self.similarity(step.thought, gold.thought)
