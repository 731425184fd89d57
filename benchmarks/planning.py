"""How well a model plans and answers: the first plan of each written question, then answers.

    python -m benchmarks.planning [--model builtin|PATH] [--grammar-off] [--show-errors]

Prints shares of the questions in tests/data/planning_questions*.jsonl, written apart from the
training, and of the questions over examples/
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.events import Answer, Concluded, Failed
from engine.library import Library
from engine.network import Network
from engine.offering import Offer, available, offer, shown_tools
from engine.planning import PlanError, parse_plan, plan_constraint
from engine.profile import DEFAULT_PROFILE
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.session import Session
from engine.spans import question_spans
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from engine.web_access import WebAccess
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 10, 0)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def same(gold: dict[str, str], found: dict[str, Any]) -> bool:
    """Whether the arguments are the gold ones, case and white space apart; "*" is any text."""
    if set(gold) != set(found):
        return False
    return all(
        value == "*" or value.casefold().split() == str(found[key]).casefold().split()
        for key, value in gold.items()
    )


def plan_shares(
    model: LanguageModel, questions: Path, *, grammar: bool, show: bool
) -> dict[str, Any]:
    """Right tool and right arguments of the first plan, in percent, and by language and tool."""
    registry = builtin_registry()
    right_tool: Counter[str] = Counter()
    right_all: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for row in read_lines(questions):
        layout = PromptLayout(model.style, row["language"], DEFAULT_PROFILE)
        known, offered = first_offer(registry, row)
        messages = layout.opening(known, (), row["question"], NOW)
        constraint = plan_constraint(
            offered.tools, row["question"], model.style, row["language"], offered.choices
        )
        written = "".join(
            model.generate(messages, max_tokens=160, constraint=constraint if grammar else None)
        )
        try:
            command = parse_plan(written, registry).command
            tool_is_right = command.name == row["tool"]
            all_right = tool_is_right and same(row["args"], dict(command.args))
        except PlanError:
            tool_is_right = all_right = False
        for group in ("all", row["language"], row["tool"]):
            totals[group] += 1
            right_tool[group] += tool_is_right
            right_all[group] += all_right
        if show and not all_right:
            sys.stderr.write(
                f"{row['question']}\n    gold {row['tool']} {row['args']}\n    {written}\n"
            )
    return {
        group: {
            "questions": totals[group],
            "tool": round(100 * right_tool[group] / totals[group], 1),
            "tool_and_arguments": round(100 * right_all[group] / totals[group], 1),
        }
        for group in totals
    }


def first_offer(registry: Registry, row: dict[str, Any]) -> tuple[list[Tool], Offer]:
    """The tools that a prompt names, and what its first plan may be.

    A row that is "online" has the web on offer, and a library that has nothing to say.
    """
    access = WebAccess(Network("ask"), question=row["question"]) if row.get("online") else None
    question = Question(
        row["question"], row["language"], NOW, "", shown_goal=row["question"], access=access
    )
    tools = available(registry, question)
    spans = question_spans(row["question"], ToolContext(NOW, row["language"]))
    offered = offer(registry, tools, question, Progress([], 0, spans=spans), 0)
    return shown_tools("pointer", tools), offered


def answer_shares(model: LanguageModel, home: Path, *, show: bool) -> dict[str, Any]:
    """Right answers, citations and refusals over examples/, in percent, and seconds a question."""
    rows = list(read_lines(ROOT / "tests/data/example_questions.jsonl"))
    outcomes: Counter[str] = Counter()
    prompt = evaluated = 0
    began = time.monotonic()
    with MemoryBank.open(home) as bank:
        for report in Library(bank).add([ROOT / "examples"]):
            if report.error:
                raise SystemExit(f"{report.path}: {report.error}")
        for row in rows:
            session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
            answer = ask(session, row["question"])
            prompt += answer.usage.prompt_tokens
            evaluated += answer.usage.evaluated_tokens
            verdict = judge(answer, row)
            outcomes[verdict] += 1
            if show and verdict != "right":
                sys.stderr.write(f"{verdict}: {row['question']}\n    {answer.text}\n")
    return {
        "questions": len(rows),
        **{name: outcomes[name] for name in ("right", "wrong", "missed", "invented")},
        "seconds_a_question": round((time.monotonic() - began) / len(rows), 3),
        "evaluated_share_of_prompt_tokens": round(evaluated / max(1, prompt), 3),
    }


def ask(session: Session, question: str) -> Answer:
    """The answer to one question.

    Raises:
        SystemExit: the question failed.
    """
    for event in session.ask(question, now=NOW):
        if isinstance(event, Concluded):
            return event.answer
        if isinstance(event, Failed):
            raise SystemExit(event.message)
    raise SystemExit("the session ended without an answer")


def judge(answer: Answer, row: dict[str, Any]) -> str:
    """right, wrong (another sentence), missed (said not found) or invented (nothing to find)."""
    if row["source"] is None:
        return "right" if answer.outcome == "not_found" else "invented"
    if answer.outcome == "not_found":
        return "missed"
    cited = any(citation.source.endswith(row["source"]) for citation in answer.citations)
    squeezed = "".join(answer.text.split())
    return "right" if cited and "".join(row["answer_contains"].split()) in squeezed else "wrong"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--grammar-off", action="store_true")
    parser.add_argument("--show-errors", action="store_true")
    options = parser.parse_args()
    model = load_model(ModelSpec(options.model))
    show, grammar = options.show_errors, not options.grammar_off
    plans = {
        path.stem: plan_shares(model, path, grammar=grammar, show=show)
        for path in sorted((ROOT / "tests/data").glob("planning_questions*.jsonl"))
    }
    with tempfile.TemporaryDirectory() as home:
        answers = answer_shares(model, Path(home), show=show)
    sys.stdout.write(json.dumps({"plans": plans, "answers": answers}, indent=1) + "\n")


if __name__ == "__main__":
    main()
