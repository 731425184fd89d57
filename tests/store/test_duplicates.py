"""Near duplicates are merged, neighbours joined; what only looks alike is left apart."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.duplicates import join_neighbours, merge_duplicates
from store.records import SegmentHit

LAMP = (
    "The lamp of the old harbour was lit by a keeper who climbed the tower every evening with a "
    "can of oil, a box of matches and the newspaper that the ferry had brought from the city."
)


def hit(number: int, text: str, start: int = 0, **changes: object) -> SegmentHit:
    plain = SegmentHit(
        id=number,
        kind="knowledge",
        score=1.0 / number,
        coverage=0.5,
        text=text,
        source=f"/{number}",
        title="t",
        heading=None,
        page=None,
        start=start,
        end=start + len(text),
        line=None,
        time_start=None,
        time_end=None,
        document_id=number,
        relevance=0.5,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # the callers name real fields


def test_near_duplicates_are_merged_and_counted() -> None:
    hits = [
        hit(1, LAMP),
        hit(2, "Eels."),
        hit(3, LAMP.replace("old", "older")),
        hit(4, LAMP.upper()),
        hit(5, "Bees."),
    ]
    merged = merge_duplicates(hits, 10)
    assert [one.id for one in merged] == [1, 2, 5]
    assert [one.merged for one in merged] == [2, 0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LAMP + " It cost 1,880 guilders.", LAMP + " It cost 1,980 guilders."),
        (LAMP + " See RTX-4090.", LAMP + " See RTX-3080."),
        ("Lamp number5 burns.", "Lamp number6 burns."),
        ("The lamp burns.", "The lamp burned out."),
        (LAMP, "灯塔每天晚上由守护人点亮。"),
    ],
)
def test_what_differs_in_what_matters_is_kept(one: str, other: str) -> None:
    assert len(merge_duplicates([hit(1, one), hit(2, other)], 10)) == 2


def test_the_two_chinese_scripts_are_duplicates() -> None:
    (only,) = merge_duplicates([hit(1, "漢語的發展"), hit(2, "汉语的发展")], 10)
    assert (only.id, only.merged) == (1, 1)


def test_duplicates_beyond_the_limit_are_counted_still() -> None:
    hits = [hit(1, "Eels."), hit(2, "Bees."), hit(3, "Cats."), hit(4, "Eels!")]
    merged = merge_duplicates(hits, 2)
    assert [(one.id, one.merged) for one in merged] == [(1, 1), (2, 0)]


@given(st.lists(st.sampled_from([LAMP, LAMP + " So.", "Eels.", "Bees, 5.", "Bees, 6.", "猫。"])))
def test_merging_loses_no_text_and_counts_every_hit(texts: list[str]) -> None:
    hits = [hit(i + 1, text) for i, text in enumerate(texts)]
    merged = merge_duplicates(hits, 100)
    assert sum(one.merged + 1 for one in merged) == len(hits)
    assert [one.id for one in merged] == sorted(one.id for one in merged)
    again = merge_duplicates(merged, 100)
    assert [one.id for one in again] == [one.id for one in merged]


TEXT = "The lamp burns. The keeper sleeps.\n\nThe eel swims away."


def piece(number: int, start: int, end: int, **changes: object) -> SegmentHit:
    return hit(number, TEXT[start:end], start, document_id=7, source="/text", **changes)


def read(document_id: int, start: int, end: int) -> str | None:
    return TEXT[start:end] if document_id == 7 else None


def test_neighbours_become_one_hit_at_the_better_place() -> None:
    second = piece(1, 16, 34, relevance=0.4, line=1, time_start=3.0, time_end=5.0)
    other = hit(2, "Bees.", relevance=0.3)
    first = piece(3, 0, 15, relevance=0.6, coverage=0.9, line=1, time_start=0.0, time_end=3.0)
    joined = join_neighbours([second, other, first], read)
    assert [one.id for one in joined] == [1, 2]
    whole = joined[0]
    assert (whole.start, whole.end, whole.text) == (0, 34, TEXT[0:34])
    assert (whole.score, whole.relevance, whole.coverage) == (second.score, 0.6, 0.9)
    assert (whole.time_start, whole.time_end) == (0.0, 5.0)


def test_three_neighbours_in_any_order() -> None:
    pieces = [piece(1, 36, 55), piece(2, 0, 15), piece(3, 16, 34)]
    for order in permutations(pieces):
        (whole,) = join_neighbours(order, read)
        assert whole.text == TEXT
        assert whole.id == order[0].id


@pytest.mark.parametrize(
    "changes",
    [{"heading": "Other"}, {"page": 2}, {"sheet": "s"}, {"document_id": 8}, {"document_id": None}],
)
def test_neighbours_of_another_place_stay_apart(changes: dict[str, object]) -> None:
    first, second = piece(1, 0, 15), replace(piece(2, 16, 34), **changes)  # type: ignore[arg-type]
    assert join_neighbours([first, second], read) == [first, second]


def test_what_is_too_long_or_too_far_apart_is_not_joined() -> None:
    long = "lamp " * 500
    parts = [
        hit(1, long[:1200], 0, document_id=7),
        hit(2, long[1200:2400], 1200, document_id=7),
    ]
    assert len(join_neighbours(parts, lambda _, start, end: long[start:end])) == 2
    assert len(join_neighbours([piece(1, 0, 15), piece(2, 36, 55)], read)) == 2


def test_a_document_that_has_changed_is_not_quoted() -> None:
    hits = [piece(1, 0, 15), piece(2, 16, 34)]
    assert join_neighbours(hits, lambda _, start, end: "x" * (end - start)) == hits
    assert join_neighbours(hits, lambda _, start, end: None) == hits
