"""The instances of KAgentBench, what is right for them, and what a model predicts.

The published file format: JSON lines with `id`, `query`, `type` (plantooluse, reflextion,
conclusion, profile), `golden_result_list`, `funcs`, `prompt_input`, `memory`, `memory_type` and
`memory_last_task`; a prediction adds `model_predict`. Paper section 4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

InstanceType = Literal["plantooluse", "reflextion", "conclusion", "profile"]
Category = Literal["planning", "tool_use", "reflection", "concluding", "profile"]
TemplateName = Literal["ReACT", "AutoGPT", "ToolLlama", "ModelScope", "KuaiAgent"]

TYPES: Final[tuple[InstanceType, ...]] = get_args(InstanceType)
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
TEMPLATES: Final[tuple[TemplateName, ...]] = get_args(TemplateName)
# The types whose right answers are steps; those of the others are texts.
STEP_TYPES: Final[frozenset[InstanceType]] = frozenset(("plantooluse", "reflextion"))
# Equation 7.
WEIGHTS: Final[Mapping[Category, float]] = {
    "planning": 0.25,
    "tool_use": 0.35,
    "reflection": 0.1,
    "concluding": 0.2,
    "profile": 0.1,
}
# What the one prompt of a profile instance is filed under.
PLAIN: Final = "plain"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool's name and its arguments, as given; values may be any JSON."""

    tool_name: str
    tool_args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gold:
    """A ground truth: a step with its thought, or a text. `thought` is None where there is none."""

    thought: str | None = None
    call: Call = Call("")
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What a parser reads out of a model's text; "" and no arguments where nothing was read.

    `problem` says in a few words why, for the list of failures.
    """

    thought: str = ""
    call: Call = Call("")
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """One line of a benchmark file.

    `prompts` maps the template's name to the prompt, in the file's order; a profile instance has
    one, under PLAIN. `row` is the line as it was read.
    """

    id: str
    query: str
    type: InstanceType
    golds: tuple[Gold, ...]
    prompts: Mapping[str, str]
    funcs: tuple[Mapping[str, Any], ...] = ()
    memory_type: str = "none"
    last_task: Call | None = None
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model wrote for an instance: template's name (or PLAIN) to text."""

    id: str
    texts: Mapping[str, str]
