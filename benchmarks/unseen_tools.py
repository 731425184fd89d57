"""How well a small model chooses among tools that it never saw, beside nearest descriptions.

    python -m benchmarks.unseen_tools [--model builtin|PATH] [--limit N] [--show-errors]

For each set (see unseen_tool_sets), of at most N questions drawn at random: the share of those
whose first plan names the right tool, among the set's candidates and KAgent's built-in tools, as
the program chooses (engine/own_choice.py) and by the model alone; the same for the candidate whose
description is nearest by cosine, for the one that tool retrieval puts first, and at random, which
have no built-in tools to go wrong with. Then the share with the right arguments, of the questions
whose gold arguments a plan can have: words and numbers of the question and choices of the schema.
Where the data gives no candidates, the right tool stands with the five tools of the set whose
descriptions are nearest to its own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.unseen_tool_sets import Case, read_sets
from engine.events import Command
from engine.mat.synthetic.unseen_tools_forms import is_said
from engine.offering import MOST_OWN_TOOLS, available, offer, shown_tools
from engine.own_choice import beginning_scores, chosen
from engine.own_numbers import numbers_said
from engine.planning import PlanError, parse_plan, plan_constraint
from engine.profile import DEFAULT_PROFILE
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.spans import question_spans
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.selection import Embed, ToolSelection, described
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model

if TYPE_CHECKING:
    import numpy as np

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 10, 0)
LONGEST_PLAN = 300


@dataclass(slots=True)
class Candidates:
    """Finds the candidates of a question."""

    embed: Embed
    pool: Sequence[Tool]
    vectors: np.ndarray[Any, Any] | None = None

    def of(self, case: Case) -> list[Tool]:
        """The right tool and the others, in the order of their names."""
        others = case.others or self._nearest(case.tool)
        return sorted((case.tool, *others[: MOST_OWN_TOOLS - 1]), key=lambda tool: tool.name)

    def _nearest(self, right: Tool) -> tuple[Tool, ...]:
        """Those described most alike; not the same intent of another service of its domain."""
        if self.vectors is None:
            self.vectors = self.embed([described(tool) for tool in self.pool])
        likeness = self.vectors @ self.embed([described(right)])[0]
        found: dict[str, Tool] = {}
        for number in (-likeness).argsort():
            tool = self.pool[int(number)]
            same = tool.description == right.description or (
                right.returns and tool.returns == right.returns and _verb(tool) == _verb(right)
            )
            if tool.name != right.name and not same:
                found.setdefault(tool.name, tool)
            if len(found) == MOST_OWN_TOOLS - 1:
                break
        return tuple(found.values())


def _verb(tool: Tool) -> str:
    return tool.name.partition("_")[0]


def planned(
    model: LanguageModel, case: Case, tools: Sequence[Tool], chooser: ToolSelection
) -> tuple[Command | None, str]:
    """The first command of a plan as the program makes it; None where it cannot be read.

    And the tool that the model alone takes for the likeliest of these.
    """
    registry = builtin_registry()
    for tool in tools:
        registry.register(tool)
    question = case.question
    nearness = {tool.name: score for tool, score in chooser.scored(tools, question)}
    asked = Question(question, "en", NOW, "", shown_goal=question, nearness=nearness)
    ordered = chooser.best_first(available(registry, asked), question, MOST_OWN_TOOLS)
    spans = question_spans(question, ToolContext(NOW, "en"))
    offered = offer(registry, ordered, asked, Progress([], 0, spans=spans), 0)
    layout = PromptLayout(model.style, "en", DEFAULT_PROFILE)
    messages = layout.opening(shown_tools(model.style, ordered), (), question, NOW)
    scores = beginning_scores(model, offered.tools, asked, messages)
    likeliest = ""
    if scores.log_probabilities:
        likeliest = chosen(offered.tools, scores.log_probabilities, {}, share=0.0).name
        best = chosen(offered.tools, scores.log_probabilities, nearness)
        left = [best] if best.origin else [tool for tool in offered.tools if not tool.origin]
        offered = replace(offered, tools=left)
    constraint = plan_constraint(offered.tools, question, model.style, "en", offered.choices)
    written = ""
    for piece in model.generate(messages, max_tokens=LONGEST_PLAN, constraint=constraint):
        written += piece
        if '"args": {' in written and not can_be_written(case):
            # Only the tool counts here.
            name = re.search(r'"name": "(\w+)"', written)
            return (Command(name[1], {}) if name else None), likeliest
    try:
        return parse_plan(written, registry).command, likeliest
    except PlanError:
        return None, likeliest


def can_be_written(case: Case) -> bool:
    """Whether a plan can have the gold arguments."""
    return bool(case.args) and all(
        any(_is_writable(case, name, value) for value in values)
        for name, values in case.args.items()
        if "" not in values
    )


def _is_writable(case: Case, name: str, value: Any) -> bool:
    spec = case.tool.parameters["properties"].get(name)
    if spec is None:
        return False
    if "enum" in spec:
        return value in spec["enum"]
    if isinstance(value, bool):
        return bool(spec["type"] == "boolean" and name in case.tool.parameters["required"])
    if isinstance(value, int | float):
        said = numbers_said(case.question, whole=spec["type"] == "integer")
        return any(float(number) == value for number in said)
    return isinstance(value, str) and is_said(case.question, value)


def same_arguments(gold: Mapping[str, Sequence[Any]], found: Mapping[str, Any]) -> bool:
    """Whether the arguments are among the gold ones, case apart, and none is lacking or more."""
    if set(found) - set(gold):
        return False
    return all(
        _folded(found.get(name, "")) in [_folded(value) for value in values]
        for name, values in gold.items()
    )


def _folded(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(float(value))
    return " ".join(str(value).casefold().split())


def measured(
    model: LanguageModel | None, cases: Sequence[Case], candidates: Candidates, *, show: bool
) -> dict[str, float]:
    """Shares of the cases, in percent."""
    chooser = ToolSelection(candidates.embed)
    counts: defaultdict[str, float] = defaultdict(float)
    for case in cases:
        tools = candidates.of(case)
        asked = candidates.embed([case.question])[0]
        nearness = candidates.embed([described(tool) for tool in tools]) @ asked
        counts["nearest"] += tools[int(nearness.argmax())].name == case.tool.name
        counts["retrieval"] += chooser.ranked(tools, case.question)[0].name == case.tool.name
        counts["random"] += 1 / len(tools)
        writable = can_be_written(case)
        counts["writable"] += writable
        if model is None:
            continue
        command, likeliest = planned(model, case, tools, chooser)
        counts["model alone"] += likeliest == case.tool.name
        is_right = command is not None and command.name == case.tool.name
        counts["model"] += is_right
        counts["built-in chosen"] += command is not None and command.name in _BUILTIN
        if writable and command is not None and is_right:
            counts["model with arguments"] += same_arguments(case.args, command.args)
        if show and not is_right:
            sys.stderr.write(f"{case.question}\n    gold {case.tool.name}\n    {command}\n")
    return _shares(counts, len(cases))


_BUILTIN = frozenset(builtin_registry().names())


def _shares(counts: Mapping[str, float], total: int) -> dict[str, float]:
    names = ("model", "model alone", "nearest", "retrieval", "random", "built-in chosen")
    shares = {name: round(100 * counts.get(name, 0) / max(1, total), 1) for name in names}
    of_writable = 100 * counts.get("model with arguments", 0) / max(1, counts["writable"])
    return {
        "questions": total,
        **shares,
        "writable": counts["writable"],
        "tool and arguments of writable": round(of_writable, 1),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="builtin", help='"builtin", a .gguf file, or "none"')
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=300, help="questions of each set")
    parser.add_argument("--show-errors", action="store_true")
    options = parser.parse_args()
    model = None if options.model == "none" else load_model(ModelSpec(options.model))
    embed = StaticModel.open(builtin_path()).embed_documents
    for name, cases, pool in read_sets(options.data):
        random.seed(1)
        random.shuffle(cases)
        shares = measured(
            model, cases[: options.limit], Candidates(embed, pool), show=options.show_errors
        )
        print(json.dumps({"set": name, **shares}), flush=True)


if __name__ == "__main__":
    main()
