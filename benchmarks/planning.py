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
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.bench.plan import NOW, Planner, plan_shares, plans, read_plan_questions
from engine.bench.system.questions import enumerate_rows
from engine.events import Answer, Concluded, Failed
from engine.library import Library
from engine.session import Session
from engine.tools.builtin import builtin_registry
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank

ROOT = Path(__file__).parents[1]


def planned_shares(
    model: LanguageModel, path: Path, *, grammar: bool, show: bool
) -> dict[str, Any]:
    """Right tool and right arguments of the first plan, in percent, and by language and tool."""
    planner = Planner(model, builtin_registry(), grammar)
    rows = list(plans(planner, read_plan_questions(path), threading.Event()))
    for row in rows:
        if show and not row.right_call:
            wanted = f"{row.question.tool[0]} {dict(row.question.args[0])}"
            sys.stderr.write(f"{row.question.question}\n    gold {wanted}\n    {row.written}\n")
    return plan_shares(rows)


def answer_shares(model: LanguageModel, home: Path, *, show: bool) -> dict[str, Any]:
    """Right answers, citations and refusals over examples/, in percent, and seconds a question."""
    rows = [row for _, row in enumerate_rows(ROOT / "tests/data/example_questions.jsonl")]
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


def judge(answer: Answer, row: Mapping[str, Any]) -> str:
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
        path.stem: planned_shares(model, path, grammar=grammar, show=show)
        for path in sorted((ROOT / "tests/data").glob("planning_questions*.jsonl"))
    }
    with tempfile.TemporaryDirectory() as home:
        answers = answer_shares(model, Path(home), show=show)
    sys.stdout.write(json.dumps({"plans": plans, "answers": answers}, indent=1) + "\n")


if __name__ == "__main__":
    main()
