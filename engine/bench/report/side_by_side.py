"""What `kagent bench compare` shows: the figures, the differences, and each model's worth."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bench.report.cautions import cautions
from engine.bench.report.comparing import Comparison
from engine.bench.report.document import Row, Table
from engine.bench.report.formatting import signed
from engine.bench.report.gathering import Gathered
from engine.bench.report.radar import NAMES
from engine.bench.report.score_sections import figures_table, untold
from engine.bench.report.statistics import FIGURES, Figure
from engine.bench.report.worth import worth, worth_table


def side_by_side(gathered: Gathered) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables and, below them, what must be known."""
    tables = []
    if gathered.labelled:
        tables.append(figures_table(gathered.labelled))
    first = gathered.labelled[0][0] if gathered.labelled else ""
    tables += [_differences(first, one) for one in gathered.comparisons if one.differences]
    tables.append(worth_table(worth(gathered.results)))
    notes = untold(first, gathered.comparisons)
    return tuple(tables), (*notes, *cautions(gathered.labelled))


def _differences(first: str, comparison: Comparison) -> Table:
    where = comparison.note or f"over {comparison.instances} instances"
    return Table(
        f"{comparison.label} less {first}, in points of percent, {where}",
        ("Figure", "Difference", "95 % interval", "Told apart"),
        tuple(_rows(comparison)),
        frozenset((2,)),
    )


def _rows(comparison: Comparison) -> Iterator[Row]:
    for figure in FIGURES:
        found = comparison.differences.get(figure)
        if found is not None:
            interval = f"{signed(found.low)} to {signed(found.high)}"
            told = "yes" if found.is_told_apart else "no, chance may explain it"
            yield Row(_name(figure), (signed(found.value), interval, told))


def _name(figure: Figure) -> str:
    return "Overall" if figure == "overall" else NAMES[figure]
