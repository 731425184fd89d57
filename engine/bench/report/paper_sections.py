"""The paper's own numbers beside those measured here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.bench.instances import CATEGORIES
from engine.bench.report import paper
from engine.bench.report.document import Row, Section, Table
from engine.bench.report.fields import is_number
from engine.bench.report.formatting import NOTHING, percent
from engine.bench.report.results import BenchResult
from engine.bench.report.score_sections import HEADS, Labelled

_OTHER_DATA: Final = (
    "is not the paper's KAgentBench: its queries, tools and right answers are others, so figures "
    "on it cannot be compared with the paper's"
)


def is_papers(result: BenchResult) -> bool:
    """Whether a result is over the paper's benchmark: as many queries of each type as Table 2."""
    counted = result.counts.get("by_type")
    if not isinstance(counted, Mapping):
        return False
    return all(
        is_number(counted.get(kind)) and int(counted[kind]) == queries
        for kind, queries in paper.QUERIES.items()
    )


def other_data(labelled: Labelled) -> tuple[str, ...]:
    """A plain warning for each data set that is not the paper's."""
    found = dict.fromkeys(result.data for _, result in labelled if not is_papers(result))
    return tuple(f"{data} {_OTHER_DATA}." for data in found)


def table_3_section(labelled: Labelled) -> Section:
    """Table 3 of the paper, under the rows measured here."""
    here = [Row(label, (result.data, *_cells(result))) for label, result in labelled]
    theirs = [
        Row(
            f"{row.model} {row.scale}".strip(),
            ("paper", *(percent(row.figures[one]) for one in CATEGORIES), percent(row.overall)),
            apart=True,
        )
        for row in paper.TABLE_3
    ]
    note = f"Rows of the paper: {paper.CITATION}, Table 3."
    if warnings := other_data(labelled):
        note = f"Not comparable: {' '.join(warnings)} {note}"
    return Section(
        "Beside the paper",
        tables=(
            Table(
                "The figures measured here, and Table 3 of the paper",
                ("Model", "Data", *HEADS),
                (*here, *theirs),
                frozenset((0,)),
                note,
            ),
        ),
    )


def _cells(result: BenchResult) -> tuple[str, ...]:
    return (*(percent(result.figures[one]) for one in CATEGORIES), percent(result.overall))


def table_4() -> Table:
    """Table 4 of the paper: agent systems, judged by people."""
    models: dict[str, dict[str, str]] = {}
    for cell in paper.TABLE_4:
        name = f"{cell.model} {cell.scale}".strip()
        models.setdefault(name, {})[cell.system] = f"{cell.pass_rate:.2f} ({cell.score:.2f})"
    return Table(
        "Table 4 of the paper: pass rate in percent and mean score from 1 to 5",
        ("Model", *paper.SYSTEMS),
        tuple(
            Row(name, tuple(cells.get(system, NOTHING) for system in paper.SYSTEMS), apart=True)
            for name, cells in models.items()
        ),
        note="Not comparable: people judged about 200 questions of the paper's own, with the "
        f"internet; the questions here are others and are judged otherwise. {paper.CITATION}, "
        "Table 4.",
    )
