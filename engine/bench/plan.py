"""How well a model plans the first step of a question in this program's own loop.

A file has one question a line, in JSON: `question`, `language`, `tool`, `args`, and `online` where
the web is on offer. With one name as `tool` the arguments are the question's own words, and count
as right when they are the same but for case and white space; "*" is any text. With lists as `tool`
and `args` it is a file of engine.bench.system.questions: several tools may be right, and arguments
are compared by the days that they mean.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from engine.bench.errors import BenchError
from engine.bench.plan_arguments import same_meaning, same_words
from engine.bench.system.checking import right_arguments
from engine.bench.system.questions import Question, asked_digest, enumerate_rows, question_of
from engine.mat.asking import Asking, Patience
from engine.mat.events import Spent
from engine.mat.journal import Entry, Journal
from engine.network import Network
from engine.offering import Offer, available, offer, shown_tools
from engine.planning import PlanError, parse_plan, plan_constraint
from engine.profile import DEFAULT_PROFILE
from engine.progress import Progress
from engine.progress import Question as Asked
from engine.prompts.layout import PromptLayout
from engine.spans import question_spans
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from engine.web_access import WebAccess
from models.language.base import ContextOverflowError, LanguageModel, PromptStyle

KIND: Final = "plan"
# The clock of questions that name none.
NOW: Final = datetime(2026, 11, 20, 10, 0)
PLAN_TOKENS: Final = 160


@dataclass(frozen=True, slots=True)
class Planned:
    """A question with the plan that a model wrote, and how much of it is right.

    `by_meaning`: right tool, and arguments that mean the same, whatever the words. `written` is the
    model's text; `tool` is empty where that is no plan.
    """

    question: Question
    written: str
    tool: str
    args: Mapping[str, Any]
    seconds: float
    tokens: int
    right_tool: bool
    right_call: bool
    by_meaning: bool


def read_plan_questions(path: Path, now: datetime = NOW) -> list[Question]:
    """The questions of a file that name a tool and stand by themselves.

    Raises:
        BenchError: it cannot be read, a line is broken, or none of them names a tool.
    """
    questions = []
    for number, row in enumerate_rows(path):
        try:
            question = question_of(row, number, now)
        except ValueError as error:
            raise BenchError(f"{path}, line {number}: {error}; correct that line") from None
        if question.tool and not question.before:
            questions.append(question)
    if not questions:
        raise BenchError(f"{path}: no question in it names a tool; add tool and args to each")
    return questions


@dataclass(frozen=True, slots=True)
class Planner:
    """Asks one model for first plans; without `grammar` it may write anything."""

    model: LanguageModel
    registry: Registry
    grammar: bool = True
    patience: Patience = field(default_factory=Patience)

    def plan(self, question: Question, cancel: threading.Event) -> tuple[str, Spent]:
        """What the model writes, and what it took; "" where the prompt is too long for it.

        Raises:
            ModelError: the model failed.
            StageCancelledError: that was interrupted.
        """
        style = self.model.style
        layout = PromptLayout(style, question.language, DEFAULT_PROFILE)
        known, offered = first_offer(self.registry, question, style)
        messages = layout.opening(known, (), question.question, question.now)
        constraint = plan_constraint(
            offered.tools, question.question, style, question.language, offered.choices
        )
        asking = Asking(cancel, self.patience)
        try:
            written = asking.ask(
                self.model, messages, PLAN_TOKENS, constraint if self.grammar else None
            )
        except ContextOverflowError:
            written = ""
        return written, asking.spent


def first_offer(
    registry: Registry, question: Question, style: PromptStyle
) -> tuple[list[Tool], Offer]:
    """The tools that a prompt names, and what its first plan may be.

    A question that is `online` has the web on offer, and a library that has nothing to say.
    """
    text = question.question
    access = WebAccess(Network("ask"), question=text) if question.online else None
    asked = Asked(text, question.language, question.now, "", shown_goal=text, access=access)
    tools = available(registry, asked)
    if style == "prose":
        return shown_tools(style, tools), Offer(tools)
    spans = question_spans(text, ToolContext(question.now, question.language))
    offered = offer(registry, tools, asked, Progress([], 0, spans=spans), 0)
    return shown_tools(style, tools), offered


def plans(
    planner: Planner,
    questions: Iterable[Question],
    cancel: threading.Event,
    journal: Journal | None = None,
    label: str = "",
) -> Iterator[Planned]:
    """The first plan of each question; `label` is the model's in a journal that is gone on with.

    Raises:
        ModelError: the model failed; what is planned is kept in the journal.
        StageCancelledError: that was interrupted.
    """
    for question in questions:
        key = f"{label}/{asked_digest(question, planner.grammar)}"
        value = journal.done(key) if journal is not None else None
        if value is None:
            began = time.monotonic()
            written, spent = planner.plan(question, cancel)
            seconds = round(time.monotonic() - began, 3)
            tokens = spent.tokens_in + spent.tokens_out
            value = {"written": written, "seconds": seconds, "tokens": tokens}
            if journal is not None:
                journal.add(Entry(key, "done", value, (), spent))
        yield judged(question, planner.registry, value)


def judged(question: Question, registry: Registry, value: Mapping[str, Any]) -> Planned:
    """What is right of a plan."""
    written = str(value["written"])
    tool, args = "", {}
    try:
        command = parse_plan(written, registry).command
        tool, args = command.name, dict(command.args)
    except PlanError:
        pass
    right_tool = tool in question.tool
    right_call = by_meaning = False
    if right_tool:
        right_call, by_meaning = _right(question, tool, args)
    return Planned(
        question,
        written,
        tool,
        args,
        float(value["seconds"]),
        int(value["tokens"]),
        right_tool,
        right_call,
        by_meaning,
    )


def _right(question: Question, tool: str, args: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether the arguments are right, in their words and in what they mean."""
    if not isinstance(question.row.get("tool"), str):
        right = right_arguments(question, tool, args)
        return right, right
    gold = question.args[0]
    context = ToolContext(question.now, question.language)
    words = same_words(gold, args)
    return words, words or same_meaning(gold, args, context)


def plan_shares(rows: Sequence[Planned]) -> dict[str, dict[str, float]]:
    """Right tool and right arguments in percent: of all, by language and by the tool wanted."""
    groups: dict[str, list[Planned]] = {}
    for row in rows:
        for name in ("all", row.question.language, row.question.tool[0]):
            groups.setdefault(name, []).append(row)
    return {name: _share(found) for name, found in groups.items()}


def _share(rows: Sequence[Planned]) -> dict[str, float]:
    def percent(right: Iterable[bool]) -> float:
        return round(100 * sum(right) / len(rows), 1)

    return {
        "questions": len(rows),
        "tool": percent(row.right_tool for row in rows),
        "tool_and_arguments": percent(row.right_call for row in rows),
        "by_meaning": percent(row.by_meaning for row in rows),
    }


def plan_result(
    sets: Mapping[str, Sequence[Planned]], model: str, usage: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures over all files; `right_first_steps` are right in tool and arguments."""
    rows = [row for found in sets.values() for row in found]
    whole = _share(rows)
    return {
        "kind": KIND,
        "model": model,
        "data": ", ".join(sets),
        "questions": len(rows),
        "right_first_steps": whole["tool_and_arguments"],
        "right_tools": whole["tool"],
        "right_by_meaning": whole["by_meaning"],
        "counts": {"no_plan": sum(not row.tool for row in rows)},
        "usage": {
            "seconds_a_question": round(sum(row.seconds for row in rows) / len(rows), 3),
            "tokens_a_question": round(sum(row.tokens for row in rows) / len(rows), 1),
            **usage,
        },
        "groups": {name: plan_shares(found) for name, found in sets.items()},
        "rows": [_row(name, row) for name, found in sets.items() for row in found],
    }


def _row(name: str, row: Planned) -> dict[str, Any]:
    return {
        "id": row.question.id,
        "data": name,
        "question": row.question.question,
        "wanted": [
            {"tool": tool, "args": dict(args)}
            for tool, args in zip(row.question.tool, row.question.args, strict=True)
        ],
        "planned": {"tool": row.tool, "args": dict(row.args)},
        "right_tool": row.right_tool,
        "right_call": row.right_call,
        "by_meaning": row.by_meaning,
        "seconds": row.seconds,
        "written": row.written,
    }
