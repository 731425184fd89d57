"""Results of the system, retrieval and plan evaluations, and each model's whole worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engine.bench.report.document import Row, Section, Table
from engine.bench.report.fields import is_number
from engine.bench.report.formatting import heading, plain
from engine.bench.report.paper_sections import table_4
from engine.bench.report.results import OTHER_KINDS, OtherKind, OtherResult, Result
from engine.bench.report.worth import worth, worth_table

_CAPTIONS: Final[Mapping[OtherKind, str]] = {
    "system": "The whole program over questions",
    "retrieval": "Finding the passage that answers",
    "plan": "Planning the first step in this program's own loop",
}

# Figures from which on they are rows, and results up to which that reads well.
_MANY: Final = 8
_FEW: Final = 4


def others_section(results: Sequence[OtherResult], *, with_paper: bool) -> Section | None:
    """A table for each kind of result that is there, with the paper's Table 4 for comparison."""
    tables = [
        _table(kind, found)
        for kind in OTHER_KINDS
        if (found := [result for result in results if result.kind == kind])
    ]
    if not tables:
        return None
    if with_paper and any(result.kind == "system" for result in results):
        tables.append(table_4())
    return Section("The program as a whole", tables=tuple(tables))


def worth_section(results: Sequence[Result]) -> Section | None:
    """What each model is worth, where there are results of several kinds."""
    kinds = {result.kind if isinstance(result, OtherResult) else "" for result in results}
    if len(kinds) == 1:
        return None
    return Section("Each model's whole worth", tables=(worth_table(worth(results)),))


def _table(kind: OtherKind, results: Sequence[OtherResult]) -> Table:
    """A row for each result, or for each figure where these are many and the results few."""
    names = dict.fromkeys(name for result in results for name in _numbers(result))
    cells = [[plain(_numbers(result).get(name)) for name in names] for result in results]
    models = _labels(results)
    heads = [heading(name) for name in names]
    questions = [plain(result.questions) for result in results]
    if len(heads) > _MANY and len(results) <= _FEW:
        columns = [(asked, *one) for asked, one in zip(questions, cells, strict=True)]
        figures = zip(("Questions", *heads), zip(*columns, strict=True), strict=True)
        rows = [Row(head, one) for head, one in figures]
        return Table(_CAPTIONS[kind], ("Figure", *models), tuple(rows))
    found = zip(models, questions, cells, strict=True)
    return Table(
        _CAPTIONS[kind],
        ("Model", "Questions", *heads),
        tuple(Row(model, (asked, *one)) for model, asked, one in found),
    )


def _labels(results: Sequence[OtherResult]) -> list[str]:
    """The models, with the file in brackets where a model has several results."""
    counted = Counter(result.model for result in results)
    return [
        f"{one.model} ({one.path.name})" if counted[one.model] > 1 else one.model for one in results
    ]


def _numbers(result: OtherResult) -> dict[str, float]:
    return dict(_figures(result))


def _figures(result: OtherResult) -> Iterator[tuple[str, float]]:
    yield from result.figures.items()
    for name, value in result.usage.items():
        if is_number(value):
            yield name, float(value)
