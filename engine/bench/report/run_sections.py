"""What stands behind the figures: what was counted, what it took, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from engine.bench.instances import CATEGORIES
from engine.bench.report.document import WHY, Example, Examples, Row, Section, Table
from engine.bench.report.formatting import NOTHING, duration, heading, percent, plain, shortened
from engine.bench.report.radar import NAMES
from engine.bench.report.results import BenchResult, Failure
from engine.bench.report.score_sections import Labelled

# Failures shown of each category of a result, and characters of each text in them.
_EACH: Final = 2
_LONGEST: Final = 700
# Those that hold texts or lists stand last.
_COUNTS: Final = (
    "instances",
    "prompts",
    "predictions",
    "scored",
    "missing",
    "missing_templates",
    "duplicate_ids",
    "unknown_ids",
    "bad_lines",
    "unparsed",
)
_USAGE: Final = (
    "seconds",
    "seconds_a_prompt",
    "latency_seconds",
    "in_flight",
    "tokens",
    "peak_mib",
    "overflows",
    "refused",
    "cut",
    "grammar",
)
_TEXTS: Final = frozenset(("tokenizer", "absent_types"))


def counts_section(labelled: Labelled) -> Section | None:
    """What was counted in scoring, and what the runs took; None where nothing is known."""
    tables = [
        table
        for table in (
            _fields_table(
                "What was counted",
                [(label, result.counts) for label, result in labelled],
                (*_COUNTS, "tokenizer", "absent_types"),
                "Missing: instances, or texts of single templates, for which nothing was "
                "predicted; they are worth 0. Not parsed: texts in which no tool could be read.",
            ),
            _fields_table(
                "What the runs took",
                [(label, _with_tokens(result.usage)) for label, result in labelled],
                _USAGE,
                _about_usage(labelled),
            ),
        )
        if table
    ]
    return Section("Behind the figures", tables=tuple(tables)) if tables else None


def _with_tokens(usage: Mapping[str, Any]) -> dict[str, Any]:
    """What a run took, with both kinds of tokens as one text."""
    parts = [usage[name] for name in ("prompt_tokens", "generated_tokens") if usage.get(name)]
    return {**usage, "tokens": " + ".join(map(plain, parts))}


def _about_usage(labelled: Labelled) -> str:
    """What is said of runs in words: the machine, the day, and how long an answer may be."""
    found: dict[str, list[str]] = {}
    for label, result in labelled:
        if said := ", ".join(_circumstances(result.usage)):
            found.setdefault(said, []).append(label)
    told = [f"{', '.join(labels)}: {said}." for said, labels in found.items()]
    return " ".join(
        (
            "Tokens: read and written. Overflows: prompts that did not fit the context; they count "
            "as empty texts.",
            *told,
        )
    )


def _circumstances(usage: Mapping[str, Any]) -> Iterator[str]:
    if machine := usage.get("machine"):
        yield plain(machine)
    if date := usage.get("date"):
        # The day of a time in ISO 8601.
        yield plain(date)[:10]
    if most := usage.get("max_tokens"):
        yield f"answers of at most {plain(most)} tokens"


def _fields_table(
    caption: str,
    rows: Sequence[tuple[str, Mapping[str, Any]]],
    names: Sequence[str],
    note: str,
) -> Table | None:
    shown = [name for name in names if any(values.get(name) for _, values in rows)]
    if not shown:
        return None
    return Table(
        caption,
        ("Model", *(heading(name) for name in shown)),
        tuple(
            Row(label, tuple(_field(name, values.get(name)) for name in shown))
            for label, values in rows
            if values
        ),
        frozenset(place for place, name in enumerate(shown) if name in _TEXTS),
        note,
    )


def _field(name: str, value: Any) -> str:
    return duration(value) if name == "seconds" else plain(value)


def failures_section(labelled: Labelled) -> Section | None:
    """Examples of failures, the worst first as the result gives them."""
    found = tuple(
        Examples(label, examples)
        for label, result in labelled
        if (examples := tuple(_examples(result)))
    )
    if not found:
        return None
    return Section(
        "Examples of failures",
        (f"The worst of each category, at most {_EACH}, with the nearest right answer.",),
        examples=found,
    )


def _examples(result: BenchResult) -> Iterator[Example]:
    shown: dict[str, int] = {}
    for failure in result.failures:
        shown[failure.category] = shown.get(failure.category, 0) + 1
        if shown[failure.category] <= _EACH:
            yield _example(failure)


def _example(failure: Failure) -> Example:
    known = {str(category): NAMES[category] for category in CATEGORIES}
    place = (known.get(failure.category, failure.category), failure.template, failure.id)
    score = "" if failure.score is None else f"{percent(failure.score)} %"
    fields = (
        ("Asked", failure.query),
        ("Wanted", failure.gold),
        ("Came", failure.predicted.strip() or "(nothing)"),
        (WHY, failure.problem),
    )
    return Example(
        " · ".join(part for part in (*place, score) if part) or NOTHING,
        tuple((name, shortened(text.strip(), _LONGEST)) for name, text in fields if text.strip()),
    )
