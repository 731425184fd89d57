"""Results gathered into one report: as a document to be shown, and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.bench.instances import CATEGORIES
from engine.bench.report import paper
from engine.bench.report.cautions import cautions
from engine.bench.report.comparing import Comparison, compare
from engine.bench.report.document import Document, Section
from engine.bench.report.naming import labels
from engine.bench.report.other_sections import others_section, worth_section
from engine.bench.report.paper_sections import is_papers, table_3_section
from engine.bench.report.results import BenchResult, OtherResult, Result
from engine.bench.report.run_sections import counts_section, failures_section
from engine.bench.report.score_sections import (
    Labelled,
    breakdown_section,
    differences_table,
    figures_section,
    untold,
)
from engine.bench.report.worth import worth
from engine.cleaning import clean_line

TITLE: Final = "KAgentBench report"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Results with their names, and what became of setting them against the first."""

    results: Sequence[Result]
    labelled: Labelled
    comparisons: Sequence[Comparison]

    @property
    def others(self) -> list[OtherResult]:
        """The results that are not of KAgentBench."""
        return [result for result in self.results if isinstance(result, OtherResult)]


def gather(results: Sequence[Result]) -> Gathered:
    """Name the results and compare them."""
    scored = [result for result in results if isinstance(result, BenchResult)]
    names = labels(scored)
    return Gathered(results, tuple(zip(names, scored, strict=True)), compare(scored, names))


def document(gathered: Gathered, title: str = TITLE, date: str = "") -> Document:
    """The report as sections; what no result speaks of is left out.

    `date` is when it is written, as it shall be shown.
    """
    files = len(gathered.results)
    subtitle = f"{files} result{'s' if files != 1 else ''} of kagent bench"
    return Document(
        title=clean_line(title) or TITLE,
        subtitle=f"{subtitle}, {date}" if date else subtitle,
        warnings=cautions(gathered.labelled),
        sections=tuple(section for section in _sections(gathered) if section is not None),
    )


def _sections(gathered: Gathered) -> list[Section | None]:
    found: list[Section | None] = []
    labelled = gathered.labelled
    if labelled:
        figures = figures_section(labelled, with_paper=True)
        if gathered.comparisons:
            first = labelled[0][0]
            differences = differences_table(first, gathered.comparisons)
            figures = dataclasses.replace(
                figures,
                tables=(*figures.tables, differences) if differences else figures.tables,
                paragraphs=(*figures.paragraphs, *untold(first, gathered.comparisons)),
            )
        found.append(figures)
    found.append(worth_section(gathered.results))
    found.append(others_section(gathered.others, with_paper=True))
    if labelled:
        found += [
            breakdown_section(labelled),
            table_3_section(labelled),
            counts_section(labelled),
            failures_section(labelled),
        ]
    return found


def as_json(gathered: Gathered) -> dict[str, Any]:
    """The figures, the differences, each model's worth and the warnings."""
    return {
        "results": [_scored(label, result) for label, result in gathered.labelled]
        + [_other(result) for result in gathered.others],
        "differences": [_compared(one) for one in gathered.comparisons],
        "worth": [dataclasses.asdict(one) for one in worth(gathered.results)],
        "warnings": list(cautions(gathered.labelled)),
        "paper": [
            {
                "model": row.model,
                "scale": row.scale or None,
                **row.figures,
                "overall": row.overall,
            }
            for row in paper.TABLE_3
        ],
    }


def _scored(label: str, result: BenchResult) -> dict[str, Any]:
    return {
        "kind": "kagentbench",
        "file": str(result.path),
        "label": label,
        "model": result.model,
        "data": result.data,
        "is_papers_data": is_papers(result),
        "scorer": result.scorer,
        **{category: result.figures[category] for category in CATEGORIES},
        "overall": result.overall,
        "counts": dict(result.counts),
        "usage": dict(result.usage) or None,
    }


def _other(result: OtherResult) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "file": str(result.path),
        "model": result.model,
        "questions": result.questions,
        "figures": dict(result.figures),
        "usage": dict(result.usage) or None,
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    return {
        "label": comparison.label,
        "instances": comparison.instances,
        "note": comparison.note or None,
        "figures": {
            figure: {
                "difference": found.value,
                "low": found.low,
                "high": found.high,
                "is_told_apart": found.is_told_apart,
            }
            for figure, found in comparison.differences.items()
        },
    }
