"""Citations of recordings stand at the second of their words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.events import Citation, Location
from engine.exact_times import with_exact_times
from engine.recordings import BankRecordings, Shelf
from store.memory import MemoryBank
from tests.engine.made_recordings import with_recordings

SOURCE, FINGERPRINT = "/videos/sharpening.mp4", "f-Sharpening kitchen knives"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield with_recordings(opened)


def cite(bank: MemoryBank, quote: str, **changed: object) -> Citation:
    text = bank.document_text(SOURCE) or ""
    start = text.index(quote[:40])
    place = Location(start=30.0, end=60.0, heading="The angle", span=(start, start + len(quote)))
    values: dict[str, object] = {
        "id": 1, "source": SOURCE, "title": "T", "location": place, "quote": quote,
        "fingerprint": FINGERPRINT, **changed,
    }  # fmt: skip
    (found,) = with_exact_times(
        [Citation(**values)],  # type: ignore[arg-type]
        BankRecordings([Shelf(lambda: bank)]),
    )
    return found


def test_a_sentence_has_the_times_of_its_moment(bank: MemoryBank) -> None:
    found = cite(bank, "A steeper angle lasts longer but cuts less easily.")
    assert (found.location.start, found.location.end) == (37.5, 44.0)
    assert found.location.heading == "The angle"


def test_words_over_several_moments_have_all_their_time(bank: MemoryBank) -> None:
    found = cite(bank, "Hold the blade at seventeen degrees to the stone. A steeper angle")
    assert (found.location.start, found.location.end) == (31.0, 44.0)


def test_of_a_passage_cut_to_its_first_words_these_count(bank: MemoryBank) -> None:
    quote = "Hold the blade"
    text = bank.document_text(SOURCE) or ""
    start = text.index(quote)
    place = Location(start=30.0, end=60.0, span=(start, start + 120))
    found = cite(bank, quote, location=place)
    assert (found.location.start, found.location.end) == (31.0, 36.0)


@pytest.mark.parametrize(
    "changed",
    [
        {"fingerprint": "of an older reading"},
        {"source": "/elsewhere.mp4"},
        {"location": Location(start=30.0, end=60.0)},
        {"location": Location(page=3, span=(0, 10))},
    ],
)
def test_where_the_moments_are_not_known_the_place_stays(
    bank: MemoryBank, changed: dict[str, object]
) -> None:
    found = cite(bank, "Hold the blade at", **changed)
    expected = changed.get("location")
    if isinstance(expected, Location):
        assert found.location == expected
    else:
        assert (found.location.start, found.location.end) == (30.0, 60.0)


def test_without_recordings_nothing_changes() -> None:
    place = Location(start=1.0, span=(0, 3))
    citation = Citation(1, SOURCE, "T", place, "abc")
    assert with_exact_times([citation], None) == (citation,)
