"""How well the whole program answers the questions of tests/acceptance/questions.

    python -m benchmarks.acceptance [--model builtin|PATH] [--category C] [--language L]
        [--show-errors] [--out FILE.json]

Each question goes through a session with the real tools, a library of its own and, where it is one
for the web, a small internet on this machine. Prints by category and language, in percent: the
right first tool, the right arguments after dates are resolved, the right answer in the end; and
seconds a question. With --out, what a run has done is kept, and the same run goes on from there.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.bench.system.answered import answered_of
from engine.bench.system.checking import right_answer, right_arguments
from engine.bench.system.questions import Question
from engine.events import Event
from engine.library import Library
from engine.network import Network
from engine.session import Session
from engine.tools.builtin import builtin_registry
from engine.tools.registry import Registry
from kagent_tui.memory_models import memory_models
from models.builtin import language_model_path
from models.language.base import LanguageModel
from models.language.loading import BUILTIN, ModelSpec, load_model
from store.memory import MemoryBank
from tests.acceptance.questions.question_set import CATEGORIES, LIBRARY, read_questions
from tests.acceptance.questions.scripted_web import ScriptedWeb, scripted_web

# What is to be reached, in percent of all questions.
TARGETS = {"tool": 95.0, "arguments": 88.0, "answer": 80.0}
_KEEP_EVERY = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question: its first plan, what was called, and what was said."""

    id: str
    plan: Mapping[str, Any]
    steps: tuple[str, ...]
    outcome: str
    text: str
    citations: tuple[str, ...]
    seconds: float
    errors: tuple[str, ...] = ()
    tool: bool = False
    arguments: bool = False
    answer: bool = False


class Runner:
    """Asks questions of one model over one library and one small internet."""

    def __init__(self, model: LanguageModel, bank: MemoryBank, web: ScriptedWeb) -> None:
        self._model = model
        self._bank = bank
        self._web = web
        self._registry: Registry = builtin_registry(web.services)

    def ask(self, question: Question) -> Result:
        """Ask it in a session of its own, after what was asked before it."""
        self._web.now = question.now
        session = Session(
            bank=self._bank,
            model=lambda: self._model,
            registry=self._registry,
            # As the program stands before anybody allowed the network.
            network=self._web.network if question.online else Network("ask"),
        )
        for before in question.before:
            for _ in session.ask(before, now=question.now):
                pass
        began = time.monotonic()
        events = list(session.ask(question.question, now=question.now))
        return _result(question, events, time.monotonic() - began)


def _result(question: Question, events: Iterable[Event], seconds: float) -> Result:
    found = answered_of(events, seconds)
    result = Result(
        id=question.id,
        plan={"tool": found.tool, "args": found.args},
        steps=found.steps,
        outcome=found.outcome,
        text=found.text,
        citations=found.citations,
        seconds=found.seconds,
        errors=found.errors,
    )
    return judged(question, result)


def judged(question: Question, result: Result) -> Result:
    """The result with what is right of it."""
    first = result.plan["tool"]
    is_tool = first in question.tool
    return replace(
        result,
        tool=is_tool,
        arguments=is_tool and right_arguments(question, first, result.plan["args"]),
        answer=right_answer(question, result.outcome, result.text, result.steps),
    )


def shares(questions: Iterable[Question], results: Mapping[str, Result]) -> dict[str, Any]:
    """Percent right by category, by language and overall, and seconds a question."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for question in questions:
        found = results[question.id]
        for group in (question.category, f"{question.category} {question.language}"):
            groups[group].append(found)
        for group in (question.language, "all"):
            groups[group].append(found)
    return {name: _share(found) for name, found in groups.items()}


def _share(found: list[Result]) -> dict[str, float]:
    def percent(right: Callable[[Result], bool]) -> float:
        return round(100 * sum(map(right, found)) / len(found), 1)

    return {
        "questions": len(found),
        "tool": percent(lambda one: one.tool),
        "arguments": percent(lambda one: one.arguments),
        "answer": percent(lambda one: one.answer),
        "seconds": round(sum(one.seconds for one in found) / len(found), 3),
    }


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """The shares as lines, and how far the targets are reached."""
    names = [
        group
        for category in CATEGORIES
        for group in (category, f"{category} en", f"{category} zh")
        if group in found
    ]
    names += [group for group in ("en", "zh", "all") if group in found]
    lines = [f"{'':16}{'n':>5}{'tool':>8}{'args':>8}{'answer':>8}{'s':>8}"]
    for group in names:
        one = found[group]
        shown = "".join(f"{one[key]:8.1f}" for key in ("tool", "arguments", "answer"))
        lines.append(f"{group:16}{int(one['questions']):5}{shown}{one['seconds']:8.3f}")
    if "all" in found:
        lines += [
            f"{key}: {found['all'][key]:.1f} of {target:.1f} wanted, "
            f"ratio {found['all'][key] / target:.3f}"
            for key, target in TARGETS.items()
        ]
    return "\n".join(lines) + "\n"


def run_key(model: str) -> str:
    """Tells runs apart that cannot go on from one another: by the model's file."""
    path = language_model_path() if model == BUILTIN else Path(model)
    if not path.is_file():
        return model
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kept(out: Path | None, key: str) -> dict[str, tuple[str, Result]]:
    """The results of an earlier run with the same model: by id, with the question as it was."""
    if out is None or not out.is_file():
        return {}
    written = json.loads(out.read_text(encoding="utf-8"))
    if written.get("key") != key:
        return {}
    return {row["id"]: (asked, Result(**row)) for asked, row in written["results"]}


def keep(out: Path, key: str, done: Mapping[str, tuple[str, Result]], summary: Any) -> None:
    """Write what has been done; a run that is cut off leaves the file before it whole."""
    rows = [(asked, asdict(result)) for asked, result in done.values()]
    text = json.dumps(
        {"key": key, "summary": summary, "results": rows}, ensure_ascii=False, indent=1
    )
    part = out.with_name(out.name + ".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(out)


def show_error(question: Question, result: Result) -> None:
    """What was wanted and what came, on standard error."""
    wrong = [name for name in ("tool", "arguments", "answer") if not getattr(result, name)]
    wanted = question.answer or ("not found" if question.refuse else "talk")
    said = " / ".join(result.text.splitlines())[:400]
    sys.stderr.write(
        f"{question.id} wrong {', '.join(wrong)}: {' | '.join((*question.before, ''))}"
        f"{question.question}\n"
        f"    wanted {list(question.tool)} {list(question.args)} -> {wanted}\n"
        f"    planned {result.plan} steps {list(result.steps)} {list(result.errors)}\n"
        f"    {result.outcome}: {said}\n"
    )


def run(questions: list[Question], options: argparse.Namespace) -> dict[str, tuple[str, Result]]:
    """Ask what has not been asked yet; the questions and results by id."""
    out: Path | None = options.out
    key = run_key(options.model)
    done = kept(out, key)
    left = [one for one in questions if done.get(one.id, ("",))[0] != _asked(one)]
    if not left:
        return done
    model = load_model(ModelSpec(options.model))
    with opened(left[0].now) as (bank, web):
        runner = Runner(model, bank, web)
        for number, question in enumerate(left, 1):
            done[question.id] = (_asked(question), runner.ask(question))
            if out is not None and number % _KEEP_EVERY == 0:
                keep(out, key, done, None)
    return done


@contextlib.contextmanager
def opened(now: datetime) -> Iterator[tuple[MemoryBank, ScriptedWeb]]:
    """The library in a home of its own, and the small internet."""
    with (
        tempfile.TemporaryDirectory() as home,
        MemoryBank.open(Path(home), memory_models("builtin")) as bank,
        scripted_web(now) as web,
    ):
        for report in Library(bank).add([LIBRARY]):
            if report.error:
                raise SystemExit(f"{report.path}: {report.error}")
        yield bank, web


def _asked(question: Question) -> str:
    """What an earlier result depends on; how it is judged may have changed since."""
    asked = [*question.before, question.question, question.language, question.now.isoformat()]
    return json.dumps([*asked, question.online], ensure_ascii=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default=BUILTIN)
    parser.add_argument("--category", choices=CATEGORIES)
    parser.add_argument("--language", choices=("en", "zh"))
    parser.add_argument("--show-errors", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    questions = [
        one for one in read_questions(options.category) if options.language in (None, one.language)
    ]
    done = run(questions, options)
    results = {one.id: judged(one, done[one.id][1]) for one in questions}
    done |= {one.id: (_asked(one), results[one.id]) for one in questions}
    summary = shares(questions, results)
    if options.out is not None:
        keep(options.out, run_key(options.model), done, summary)
    if options.show_errors:
        for question in questions:
            found = results[question.id]
            if not (found.tool and found.arguments and found.answer):
                show_error(question, found)
    sys.stdout.write(table(summary))


if __name__ == "__main__":
    main()
