"""What the runs came to: pass rate, score, seconds and tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.system.answered import Answered
from engine.bench.system.checking import right_arguments
from engine.bench.system.judge import Verdict
from engine.bench.system.questions import Question
from engine.bench.system.rubric import NOTHING_SAID, PASSED, checked_score

KIND: Final = "system"


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with what became of it; `score` is the judge's, or else the rubric's."""

    question: Question
    answered: Answered
    checked: int | None
    judged: Verdict | None

    @property
    def score(self) -> int | None:
        """1 to 5; None where a judge never gave one, or there was nothing to check it by."""
        return self.checked if self.judged is None else self.judged.score

    @property
    def first_tool_is_right(self) -> bool:
        """Whether the first plan called a tool that the question names."""
        return self.answered.tool in self.question.tool

    @property
    def first_call_is_right(self) -> bool:
        """Whether it did so with the right arguments."""
        return self.first_tool_is_right and right_arguments(
            self.question, self.answered.tool, self.answered.args
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a run beside its answers."""

    model: str
    setup: str
    data: str
    judge: str | None = None
    peak_mib: float | None = None
    machine: str = ""
    remote: bool = False
    skipped_online: int = 0


def scored(
    questions: Iterable[Question],
    answers: Mapping[str, Answered],
    verdicts: Mapping[str, Verdict] | None,
) -> list[Scored]:
    """The questions that were asked with their scores; `verdicts` is None without a judge."""
    return [
        Scored(
            question,
            answered,
            checked_score(
                question, answered.outcome, answered.text, answered.steps, answered.citations
            )
            if question.is_checkable
            else None,
            None if verdicts is None else _verdict(question, answered, verdicts),
        )
        for question in questions
        if (answered := answers.get(question.id)) is not None
    ]


def _verdict(question: Question, answered: Answered, verdicts: Mapping[str, Verdict]) -> Verdict:
    if answered.trouble:
        return Verdict(NOTHING_SAID, answered.trouble)
    return verdicts.get(question.id, Verdict(None))


def summary(rows: Sequence[Scored], measured: Measured) -> dict[str, Any]:
    """The figures as `--json` prints them."""
    name = f"{measured.model} ({measured.setup})" if measured.setup else measured.model
    checked = [one.checked for one in rows if one.checked is not None]
    figures = _figures([one.score for one in rows])
    if measured.judge is not None:
        figures |= {f"checked_{key}": value for key, value in _figures(checked).items()}
    return {
        "kind": KIND,
        "model": name,
        "setup": measured.setup or "whole",
        "data": measured.data,
        "judge": measured.judge,
        "questions": len(rows),
        **figures,
        **_plan_figures(rows),
        "counts": {
            "asked": len(rows),
            "retriable": sum(bool(one.answered.trouble) for one in rows) if measured.remote else 0,
            "failed": sum(bool(one.answered.trouble) for one in rows),
            "unscored": sum(one.score is None for one in rows),
            "skipped_online": measured.skipped_online,
        },
        "usage": {
            "seconds_a_question": _mean([one.answered.seconds for one in rows], 3),
            "tokens_a_question": _mean([_tokens(one.answered) for one in rows], 1),
            "prompt_tokens_a_question": _mean([one.answered.prompt_tokens for one in rows], 1),
            "generated_tokens_a_question": _mean(
                [one.answered.generated_tokens for one in rows], 1
            ),
            "peak_mib": measured.peak_mib,
            "machine": measured.machine,
        },
    }


def full_result(rows: Sequence[Scored], measured: Measured) -> dict[str, Any]:
    """The figures with groups and one row for each question, as `--out` writes them."""
    return {
        **summary(rows, measured),
        "groups": {
            "category": _grouped(rows, lambda one: one.question.category or "questions"),
            "language": _grouped(rows, lambda one: one.question.language),
        },
        "rows": [_row(one) for one in rows],
    }


def _figures(scores: Sequence[int | None]) -> dict[str, float]:
    """Percent that passed and the mean score; what has no score did not pass."""
    known = [score for score in scores if score is not None]
    passed = sum(score >= PASSED for score in known)
    return {
        "pass_rate": round(100 * passed / len(scores), 2) if scores else 0.0,
        "score": _mean(known, 2),
    }


def _plan_figures(rows: Sequence[Scored]) -> dict[str, float]:
    """Percent of right first steps, over the questions that say what the first step is."""
    planned = [one for one in rows if one.question.tool]
    if not planned:
        return {}
    return {
        "first_tool": _percent([one.first_tool_is_right for one in planned]),
        "first_call": _percent([one.first_call_is_right for one in planned]),
    }


def _grouped(
    rows: Sequence[Scored], name_of: Callable[[Scored], str]
) -> dict[str, dict[str, float]]:
    groups: dict[str, list[Scored]] = {}
    for one in rows:
        groups.setdefault(name_of(one), []).append(one)
    return {
        name: {
            "questions": len(found),
            **_figures([one.score for one in found]),
            "seconds_a_question": _mean([one.answered.seconds for one in found], 3),
        }
        for name, found in groups.items()
    }


def _row(one: Scored) -> dict[str, Any]:
    answered = one.answered
    row = {
        "id": one.question.id,
        "language": one.question.language,
        "category": one.question.category,
        "question": one.question.question,
        "score": one.score,
        "passed": one.score is not None and one.score >= PASSED,
        "outcome": answered.outcome,
        "text": answered.text,
        "citations": list(answered.citations),
        "plan": {"tool": answered.tool, "args": dict(answered.args)},
        "steps": list(answered.steps),
        "seconds": answered.seconds,
        "tokens": _tokens(answered),
        "trouble": answered.trouble,
    }
    if one.judged is not None:
        row |= {"checked": one.checked, "reason": one.judged.reason}
    return row


def _tokens(answered: Answered) -> int:
    return answered.prompt_tokens + answered.generated_tokens


def _percent(right: Sequence[bool]) -> float:
    return round(100 * sum(right) / len(right), 2)


def _mean(values: Sequence[float], digits: int) -> float:
    return round(sum(values) / len(values), digits) if values else 0.0
