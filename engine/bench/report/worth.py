"""A model's whole worth on one line, merged from results of every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.report.document import Row, Table
from engine.bench.report.fields import is_number
from engine.bench.report.formatting import NOTHING, percent, plain
from engine.bench.report.results import BenchResult, OtherKind, OtherResult, Result

# Where several figures of a result could stand for it, the first that is there does.
_FIGURES: Final[Mapping[OtherKind, tuple[str, ...]]] = {
    "system": ("pass_rate",),
    "retrieval": tuple(f"recall_at_{k}" for k in range(20, 0, -1)),
    "plan": ("right_first_steps",),
}


@dataclass(frozen=True, slots=True)
class Worth:
    """What is known of a model; None where no result says it.

    Figures are in percent. Seconds and tokens are for one answer of the whole program, and
    `seconds_a_prompt` for one prompt of KAgentBench; memory is the most that any run took, in MiB.
    """

    model: str
    scorer: str | None = None
    overall: float | None = None
    seconds_a_prompt: float | None = None
    pass_rate: float | None = None
    seconds_an_answer: float | None = None
    tokens_an_answer: float | None = None
    recall: float | None = None
    plan: float | None = None
    memory_mib: float | None = None


def worth(results: Sequence[Result]) -> tuple[Worth, ...]:
    """One for each model, in the order in which the models come first.

    Of several results of one kind the first counts; of KAgentBench the scorer `corrected` goes
    first, which follows the paper's equations.
    """
    models: dict[str, list[Result]] = {}
    for result in results:
        models.setdefault(result.model, []).append(result)
    return tuple(_worth(model, found) for model, found in models.items())


def _worth(model: str, results: Sequence[Result]) -> Worth:
    scored = sorted(
        (one for one in results if isinstance(one, BenchResult)),
        key=lambda one: one.scorer != "corrected",
    )
    others: dict[OtherKind, OtherResult] = {}
    for one in results:
        if isinstance(one, OtherResult):
            others.setdefault(one.kind, one)
    best = scored[0] if scored else None
    system = others.get("system")
    memory = [found for one in results if (found := _number(one.usage, "peak_mib"))]
    return Worth(
        model=model,
        scorer=best.scorer if best else None,
        overall=best.overall if best else None,
        seconds_a_prompt=_number(best.usage, "seconds_a_prompt") if best else None,
        pass_rate=_figure(others, "system"),
        seconds_an_answer=_number(system.usage, "seconds_a_question") if system else None,
        tokens_an_answer=_number(system.usage, "tokens_a_question") if system else None,
        recall=_figure(others, "retrieval"),
        plan=_figure(others, "plan"),
        memory_mib=max(memory) if memory else None,
    )


def _number(values: Mapping[str, Any], name: str) -> float | None:
    found = values.get(name)
    return float(found) if is_number(found) else None


def _figure(others: Mapping[OtherKind, OtherResult], kind: OtherKind) -> float | None:
    result = others.get(kind)
    if result is None:
        return None
    return next((result.figures[name] for name in _FIGURES[kind] if name in result.figures), None)


_COLUMNS: Final[tuple[tuple[str, Callable[[Worth], str]], ...]] = (
    ("KAgentBench", lambda one: percent(one.overall)),
    ("Pass rate", lambda one: percent(one.pass_rate)),
    ("Recall", lambda one: percent(one.recall)),
    ("Plan", lambda one: percent(one.plan)),
    ("Seconds an answer", lambda one: plain(one.seconds_an_answer)),
    ("Tokens an answer", lambda one: plain(one.tokens_an_answer)),
    ("Seconds a prompt", lambda one: plain(one.seconds_a_prompt)),
    ("Memory (MiB)", lambda one: plain(one.memory_mib)),
)
_NOTE: Final = (
    "KAgentBench{scorers}, pass rate (system), recall (retrieval) and plan are in percent. "
    "Seconds and tokens an answer are the whole program's, seconds a prompt KAgentBench's; memory "
    "is the most of any run."
)


def worth_table(worths: Sequence[Worth]) -> Table:
    """A row for each model; columns of which nothing is known are left out."""
    filled = [(head, [cell(one) for one in worths]) for head, cell in _COLUMNS]
    shown = [(head, cells) for head, cells in filled if any(one != NOTHING for one in cells)]
    scorers = sorted({one.scorer for one in worths if one.scorer})
    return Table(
        "What each model is worth",
        ("Model", *(head for head, _ in shown)),
        tuple(
            Row(one.model, tuple(cells[place] for _, cells in shown))
            for place, one in enumerate(worths)
        ),
        note=_NOTE.format(scorers=f" ({', '.join(scorers)})" if scorers else ""),
    )
