"""Items of the library: looked at, changed by hand, and every change undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kagent_tui.controllers import personal_items
from kagent_tui.controllers.personal_items import Changed, ItemView
from kagent_tui.errors import FaceError
from store.errors import StoreError
from store.memory import MemoryBank
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.encyclopedic import add_items


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return tmp_path / "boiler.mp4"


@pytest.fixture
def bank(tmp_path: Path, recording: Path) -> Iterator[MemoryBank]:
    with open_bank(tmp_path / "home") as opened:
        add_items(opened, recording)
        yield opened


def the_boiler(bank: MemoryBank) -> ItemView:
    (record,) = personal_items.find_personal(bank, "boiler", 10)
    return personal_items.view_of(bank, record.id)


def state(bank: MemoryBank) -> list[tuple[object, ...]]:
    """All that can be seen of the items."""
    seen: list[tuple[object, ...]] = []
    for record in personal_items.find_personal(bank, "", 10):
        view = personal_items.view_of(bank, record.id)
        names = (record.title, record.aliases)
        # What a merge has brought may stay behind without evidence.
        aspects = tuple((one.name, one.level, one.evidence) for one in view.aspects if one.evidence)
        places = tuple(sorted((one.source, one.text, one.aspect_id or 0) for one in view.evidence))
        seen.append((names, aspects, places))
    return seen


def test_an_item_with_its_aspects_and_where_it_is(bank: MemoryBank, recording: Path) -> None:
    view = the_boiler(bank)
    assert view.record.aliases == ("Ariston Velis", "water heater")
    named = [(one.name, one.level, one.evidence) for one in view.aspects]
    assert named == [("Maintenance", 1, 5), ("Descaling", 2, 4), ("Warranty", 1, 0)]
    assert view.aspect is None
    assert len(view.evidence) == 5
    descaling = personal_items.view_of(bank, view.record.id, view.aspects[1].id)
    assert descaling.aspect == view.aspects[1]
    assert {one.source for one in descaling.evidence} == {str(recording)}
    citation = personal_items.citation_of_evidence(descaling.evidence[-1])
    assert citation.source == str(recording)
    assert (citation.location.start, citation.quote) == (5.0, "Step 1: the red valve")
    gone = personal_items.view_of(bank, view.record.id, 9_999)
    assert gone.aspect is None


def test_an_item_that_is_gone_is_said(bank: MemoryBank) -> None:
    with pytest.raises(FaceError, match="not there any more"):
        personal_items.view_of(bank, 9_999)


Change = Callable[[MemoryBank, ItemView], Changed]
CHANGES: dict[str, Change] = {
    "merge": lambda bank, view: personal_items.merge(
        bank, view.record, personal_items.find_personal(bank, "ferry", 1)[0]
    ),
    "delete": lambda bank, view: personal_items.delete(bank, view.record),
    "add a name": lambda bank, view: personal_items.add_name(bank, view.record, "kettle"),
    "not about it": lambda bank, view: personal_items.unlink(bank, view.record, view.evidence[0]),
    "link": lambda bank, view: personal_items.link(
        bank, view.record, personal_items.find_documents(bank, "ferry")[0], view.aspects[2]
    ),
    "rename an aspect": lambda bank, view: personal_items.rename_aspect(
        bank, view.aspects[1], "Chalk"
    ),
    "hide an aspect": lambda bank, view: personal_items.hide_aspect(bank, view.aspects[1]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_undone(bank: MemoryBank, name: str) -> None:
    before = state(bank)
    changed = CHANGES[name](bank, the_boiler(bank))
    assert changed.said
    assert state(bank) != before
    changed.undo(bank)
    assert state(bank) == before


def test_a_former_title_stays_a_name(bank: MemoryBank) -> None:
    changed = personal_items.rename(bank, the_boiler(bank).record, "Water heater, Harbour Street")
    view = the_boiler(bank)
    assert view.record.title == "Water heater, Harbour Street"
    assert "Boiler" in view.record.aliases
    changed.undo(bank)
    assert the_boiler(bank).record.title == "Boiler"


def test_names_are_split_off_and_come_back(bank: MemoryBank) -> None:
    record = the_boiler(bank).record
    changed = personal_items.split(bank, record, ["Ariston Velis"])
    titles = {one.title: one.aliases for one in personal_items.find_personal(bank, "", 10)}
    assert titles["Ariston Velis"] == ()
    assert titles["Boiler"] == ("water heater",)
    changed.undo(bank)
    titles = {one.title: one.aliases for one in personal_items.find_personal(bank, "", 10)}
    assert "Ariston Velis" not in titles
    assert "Ariston Velis" in titles["Boiler"]


def test_a_name_is_hidden_and_shown_again(bank: MemoryBank) -> None:
    changed = personal_items.hide_name(bank, the_boiler(bank).record, "water heater")
    assert the_boiler(bank).record.aliases == ("Ariston Velis",)
    changed.undo(bank)
    assert "water heater" in the_boiler(bank).record.aliases


def test_a_title_that_another_has_is_refused(bank: MemoryBank) -> None:
    with pytest.raises(StoreError):
        personal_items.rename(bank, the_boiler(bank).record, "Harbour ferry")


def test_which_names_a_line_names(bank: MemoryBank) -> None:
    record = the_boiler(bank).record
    assert personal_items.names_in(record, "water HEATER, ariston velis") == [
        "water heater",
        "Ariston Velis",
    ]
    assert personal_items.names_in(record, "ariston velis，water heater") is not None
    assert personal_items.names_in(record, "kettle") is None
    assert "water heater" in (personal_items.problem_of_names(record, "kettle") or "")
    assert personal_items.problem_of_names(record, " ") is not None
    assert personal_items.problem_of_names(record, "water heater") is None
