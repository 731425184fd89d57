"""What both scorers compare: names exactly, texts by ROUGE-L, arguments one by one.

All values are within 0..1. Paper section 4.2, equations 2 and 3.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bench.instances import Call

# (predicted, gold) -> 0..1
Similarity = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class StepValue:
    """The values of a predicted step, 0..1, and the number of the right answer it is closest to."""

    plan: float = 0.0
    tool_use: float = 0.0
    reflection: float = 0.0
    gold: int = 0


def name_matches(predicted: Call, gold: Call) -> bool:
    """EM of the tools' names; no name equals none."""
    return bool(gold.tool_name) and predicted.tool_name == gold.tool_name


def tool_value(predicted: Call, gold: Call, similarity: Similarity) -> float:
    """The part of equation 3 within the maximum, for one right answer.

    As printed, the sum over the K arguments of the right answer may exceed 1; it is divided by K.
    Without arguments (K = 0) the tool's name decides. Arguments that only the prediction has cost
    nothing.
    """
    if not name_matches(predicted, gold):
        return 0.0
    if not gold.tool_args:
        return 1.0
    total = sum(
        similarity(value_text(predicted.tool_args[name]), value_text(value))
        for name, value in gold.tool_args.items()
        if name in predicted.tool_args
    )
    return total / len(gold.tool_args)


def same_call(one: Call, other: Call | None) -> bool:
    """Whether two calls have the same name and the same arguments with the same values."""
    return (
        other is not None
        and name_matches(one, other)
        and _texts(one.tool_args) == _texts(other.tool_args)
    )


def value_text(value: Any) -> str:
    """An argument's value as the text that is compared: 5 and "5" are the same."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _texts(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {name: value_text(value) for name, value in arguments.items()}
