"""The paper's numbers are taken down without slips."""

from __future__ import annotations

import pytest

from engine.bench.instances import CATEGORIES, WEIGHTS
from engine.bench.report.paper import CHARTED, QUERIES, SYSTEMS, TABLE_3, TABLE_4, PaperModel


@pytest.mark.parametrize("row", TABLE_3, ids=lambda row: row.model)
def test_each_overall_score_is_the_weighted_sum_of_its_row(row: PaperModel) -> None:
    total = sum(WEIGHTS[category] * row.figures[category] for category in CATEGORIES)
    assert total == pytest.approx(row.overall, abs=0.011)


def test_table_3_has_its_nine_models() -> None:
    assert len(TABLE_3) == 9
    assert {row.model for row in TABLE_3} >= set(CHARTED)
    assert max(TABLE_3, key=lambda row: row.overall).model == "Baichuan2-MAT"


def test_table_4_lacks_the_two_cells_that_the_paper_lacks() -> None:
    assert len(TABLE_4) == 6 * len(SYSTEMS) - 2
    best = max(TABLE_4, key=lambda cell: cell.pass_rate)
    assert (best.model, best.system) == ("GPT-4", "KAgentSys")
    assert (best.pass_rate, best.score) == (83.58, 4.47)
    assert all(1 <= cell.score <= 5 for cell in TABLE_4)


def test_table_2_has_1066_queries() -> None:
    assert sum(QUERIES.values()) == 1066
