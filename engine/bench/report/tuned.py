"""What tuning came to on the benchmark, for the report of meta-agent tuning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.bench.instances import CATEGORIES
from engine.bench.report.document import Row, Table
from engine.bench.report.formatting import percent
from engine.bench.report.markdown import table_lines
from engine.bench.report.radar import NAMES
from engine.bench.report.reading import read_scores


def tuned_figures(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Of each result of `kagent bench score --out` its model, data, scorer and figures in percent.

    Raises:
        BenchError: a file is no result of KAgentBench.
    """
    return [
        {
            "model": result.model,
            "data": result.data,
            "scorer": result.scorer,
            **{category: result.figures[category] for category in CATEGORIES},
            "overall": result.overall,
        }
        for result in map(read_scores, paths)
    ]


def tuned_section(rows: Sequence[Mapping[str, Any]]) -> str:
    """These figures as a section of a page of Markdown."""
    heads = [*(NAMES[category] for category in CATEGORIES), "Overall"]
    cells = [
        (row["data"], row["scorer"], *(percent(row[name]) for name in (*CATEGORIES, "overall")))
        for row in rows
    ]
    table = Table(
        "KAgentBench",
        ("Model", "Data", "Scorer", *heads),
        tuple(Row(row["model"], cell) for row, cell in zip(rows, cells, strict=True)),
        frozenset((0, 1)),
    )
    return "\n".join(["## KAgentBench, in percent", "", *table_lines(table)])
