"""The five figures: each model's, drawn, set against the first, and broken down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.bench.instances import CATEGORIES, WEIGHTS
from engine.bench.report import paper
from engine.bench.report.comparing import Comparison
from engine.bench.report.document import Row, Section, Table
from engine.bench.report.formatting import NOTHING, percent, plain, signed
from engine.bench.report.radar import NAMES, Series
from engine.bench.report.results import DIMENSIONS, BenchResult, Dimension
from engine.bench.report.statistics import FIGURES, RESAMPLES, Figure

HEADS: Final = (*(NAMES[category] for category in CATEGORIES), "Overall")
_DIMENSIONS: Final[dict[Dimension, tuple[str, str]]] = {
    "language": ("By the language of the query", "Language"),
    "memory": ("By what the memory holds", "Memory"),
    "relation": ("By how the memory relates to the query", "Relation"),
}
_WEIGHTED: Final = " + ".join(f"{WEIGHTS[one]:g} · {NAMES[one].lower()}" for one in CATEGORIES)

Labelled = Sequence[tuple[str, BenchResult]]


def figures_section(labelled: Labelled, *, with_paper: bool) -> Section:
    """The table of the five figures and the chart, with the paper's best rows in grey."""
    chart = [Series(label, result.figures) for label, result in labelled]
    if with_paper:
        chart += [
            Series(f"{row.model} (paper)", row.figures, is_reference=True)
            for row in paper.TABLE_3
            if row.model in paper.CHARTED
        ]
    return Section(
        "The five figures",
        (f"All figures are in percent. Overall = {_WEIGHTED} (equation 7 of the paper).",),
        chart=tuple(chart),
        tables=(figures_table(labelled),),
    )


def figures_table(labelled: Labelled) -> Table:
    """A row for each result, the best of each column marked."""
    values = [_figures(result) for _, result in labelled]
    rows = tuple(
        Row(label, (result.scorer, *map(percent, found)), frozenset(_best(found, values)))
        for (label, result), found in zip(labelled, values, strict=True)
    )
    note = "The best of each column is set in bold." if len(rows) > 1 else ""
    return Table(
        "The five figures and the overall score",
        ("Model", "Scorer", *HEADS),
        rows,
        frozenset((0,)),
        note,
    )


def _figures(result: BenchResult) -> tuple[float, ...]:
    return (*(result.figures[category] for category in CATEGORIES), result.overall)


def _best(found: Sequence[float], every: Sequence[Sequence[float]]) -> Iterator[int]:
    """The cells that hold the column's highest figure, behind the cell of the scorer."""
    if len(every) > 1:
        for place, value in enumerate(found):
            if value > 0 and value == max(one[place] for one in every):
                yield place + 1


def differences_table(first: str, comparisons: Sequence[Comparison]) -> Table | None:
    """How far every other result is from the first, with intervals; None where none is told."""
    told = [one for one in comparisons if one.differences]
    if not told:
        return None
    over = dict.fromkeys(_measured(one) for one in told)
    return Table(
        f"Differences to {first}, in points of percent, with 95 % intervals",
        ("Model", *HEADS),
        tuple(
            Row(one.label, tuple(_difference(one, figure) for figure in FIGURES)) for one in told
        ),
        note=f"Paired bootstrap {', '.join(over)}: {RESAMPLES:,} resamples drawn within each type, "
        "percentile intervals. Not told apart: the interval holds 0, so that the choice of "
        "instances alone may explain the difference.",
    )


def untold(first: str, comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """Why some results are not set against the first."""
    return tuple(
        f"{one.label} and {first}: no differences are told, for {one.note}."
        for one in comparisons
        if not one.differences
    )


def _measured(comparison: Comparison) -> str:
    return comparison.note or f"over {comparison.instances} instances"


def _difference(comparison: Comparison, figure: Figure) -> str:
    found = comparison.differences.get(figure)
    if found is None:
        return NOTHING
    told = "" if found.is_told_apart else " (not told apart)"
    return f"{signed(found.value)} [{signed(found.low)}, {signed(found.high)}]{told}"


def breakdown_section(labelled: Labelled) -> Section | None:
    """The figures by prompt template, language and memory; None where no result has them."""
    tables = [table for table in (_templates(labelled), *_dimensions(labelled)) if table]
    return Section("Where the figures come from", tables=tuple(tables)) if tables else None


def _templates(labelled: Labelled) -> Table | None:
    shown = [one for one in CATEGORIES if one != "profile"]
    names = dict.fromkeys(
        name
        for _, result in labelled
        for category in shown
        for name in result.templates.get(category, {})
    )
    rows = []
    for name in names:
        for label, result in labelled:
            found = [result.templates.get(category, {}).get(name) for category in shown]
            if any(value is not None for value in found):
                rows.append((name, label, tuple(map(percent, found))))
    heads = tuple(NAMES[category] for category in shown)
    return _broken_down("By prompt template", "Template", heads, rows, len(labelled) > 1)


def _dimensions(labelled: Labelled) -> Iterator[Table | None]:
    for dimension in DIMENSIONS:
        caption, head = _DIMENSIONS[dimension]
        names = dict.fromkeys(
            group.name for _, result in labelled for group in result.groups.get(dimension, ())
        )
        rows = [
            (
                name or "none",
                label,
                (plain(group.instances), *(percent(group.scores.get(one)) for one in CATEGORIES)),
            )
            for name in names
            for label, result in labelled
            for group in result.groups.get(dimension, ())
            if group.name == name
        ]
        heads = ("Instances", *(NAMES[category] for category in CATEGORIES))
        yield _broken_down(caption, head, heads, rows, len(labelled) > 1)


def _broken_down(
    caption: str,
    head: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, str, tuple[str, ...]]],
    has_models: bool,
) -> Table | None:
    if not rows:
        return None
    columns = (head, "Model", *heads) if has_models else (head, *heads)
    return Table(
        caption,
        columns,
        tuple(Row(name, (label, *cells) if has_models else cells) for name, label, cells in rows),
        frozenset((0,)) if has_models else frozenset(),
    )
