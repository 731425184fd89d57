"""What a person decides of the Kuaipedia holds for good, whatever the machine finds afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.backup import back_up, restore
from store.errors import StoreError
from store.kuaipedia_records import ItemRecord, NewAspect, NewItem
from store.memory import MemoryBank
from tests.store.kuaipedia_bank import TEXTS, link, open_bank, read, view


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    """A library that has been linked."""
    with open_bank(tmp_path / "home") as opened:
        link(opened)
        yield opened
        assert opened.problems() == []


def item(bank: MemoryBank, title: str) -> ItemRecord:
    (found,) = [one for one in bank.kuaipedia.items(limit=100) if one.title == title]
    return found


def titles(bank: MemoryBank) -> list[str]:
    return sorted(one.title for one in bank.kuaipedia.items(limit=100))


def sources(bank: MemoryBank, title: str) -> set[str]:
    return {one.source for one in bank.kuaipedia.evidence(item(bank, title).id, limit=500)}


def aspect(bank: MemoryBank, title: str, name: str) -> int:
    (found,) = [one for one in bank.kuaipedia.aspects(item(bank, title).id) if one.name == name]
    return found.id


def decided(bank: MemoryBank) -> None:
    """One decision of each kind."""
    kuaipedia = bank.kuaipedia
    kuaipedia.rename(item(bank, "Espresso").id, "Ristretto")
    kuaipedia.delete(item(bank, "Machine").id)
    kuaipedia.split(item(bank, "Coffee").id, ["Java"], "Java")
    kuaipedia.hide_alias(item(bank, "Tea").id, "Green tea")
    kuaipedia.add_alias(item(bank, "Tea").id, "Tee")
    kuaipedia.rename_aspect(aspect(bank, "Coffee", "Brewing"), "Making")
    kuaipedia.hide_aspect(aspect(bank, "Tea", "Brewing"))
    kuaipedia.decide(item(bank, "Coffee").id, read(bank, "/notes/tea.md"), linked=False)
    kuaipedia.decide(item(bank, "Tea").id, read(bank, "/videos/espresso.mp4"), linked=True)


def machine_again(bank: MemoryBank) -> None:
    """Documents have changed, all is linked again, and what is left over goes."""
    for number, source in enumerate(TEXTS, start=7):
        read(bank, source, number)
    link(bank)
    bank.kuaipedia.prune()
    link(bank)


def test_each_kind_of_decision_holds_for_good(bank: MemoryBank) -> None:
    decided(bank)
    before = view(bank)
    assert titles(bank) == ["Coffee", "Java", "Ristretto", "Tea"]
    machine_again(bank)
    assert view(bank) == before
    assert sources(bank, "Java") == {"/notes/coffee.md", "/notes/java.md"}
    assert "/notes/tea.md" not in sources(bank, "Coffee")
    assert "/videos/espresso.mp4" in sources(bank, "Tea")
    assert bank.kuaipedia.evidence(item(bank, "Tea").id)[0].verifier == "person"


def test_decisions_survive_a_document_that_goes_and_comes_again(bank: MemoryBank) -> None:
    decided(bank)
    before = view(bank)
    for source in ("/notes/tea.md", "/videos/espresso.mp4"):
        bank.remove_document(source)
    machine_again(bank)
    assert view(bank) == before


def test_decisions_survive_a_move_of_the_document(bank: MemoryBank) -> None:
    coffee = item(bank, "Coffee")
    bank.kuaipedia.decide(coffee.id, read(bank, "/notes/tea.md"), linked=False)
    assert bank.library.move("/notes/tea.md", "/notes/green.md")
    (verdict,) = bank.kuaipedia.verdicts(coffee.id)
    assert (verdict.source, verdict.linked) == ("/notes/green.md", False)
    assert "/notes/green.md" not in sources(bank, "Coffee")


def test_decisions_survive_backup_and_restore(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        link(bank)
        decided(bank)
        before = view(bank)
    back_up(tmp_path / "home", tmp_path / "copy.db")
    restore(tmp_path / "other", tmp_path / "copy.db")
    with MemoryBank.open(tmp_path / "other") as bank:
        machine_again(bank)
        assert view(bank) == before


def test_forgotten_sources_leave_no_decision(bank: MemoryBank) -> None:
    tea = item(bank, "Tea")
    bank.kuaipedia.decide(tea.id, read(bank, "/notes/java.md"), linked=True)
    bank.kuaipedia.forget_sources(["/notes/java.md"])
    assert len(bank.kuaipedia.verdicts(tea.id)) == 1, "it is still in the library"
    bank.remove_document("/notes/java.md")
    bank.kuaipedia.forget_sources(["/notes/java.md"])
    assert bank.kuaipedia.verdicts(tea.id) == []


def test_a_merged_item_leads_on_and_can_be_parted_again(bank: MemoryBank) -> None:
    before = view(bank)
    coffee, espresso = item(bank, "Coffee"), item(bank, "Espresso")
    bank.kuaipedia.merge([espresso.id, coffee.id], coffee.id)
    assert titles(bank) == ["Coffee", "Machine", "Tea"]
    assert item(bank, "Coffee").aliases == ("Caffè espresso", "Espresso", "Java", "咖啡")
    assert item(bank, "Coffee").evidence == coffee.evidence + espresso.evidence
    assert bank.kuaipedia.put_items([NewItem("espresso", aliases=("Ristretto",))]) == [coffee.id]
    machine_again(bank)
    assert titles(bank) == ["Coffee", "Machine", "Tea"]
    (gone,) = bank.kuaipedia.gone()
    assert (gone.id, gone.title, gone.into) == (espresso.id, "Espresso", coffee.id)
    bank.kuaipedia.restore(espresso.id)
    assert view(bank) == before
    machine_again(bank)
    assert view(bank) == before


def test_a_chain_of_merges_leads_to_the_end(bank: MemoryBank) -> None:
    kuaipedia = bank.kuaipedia
    coffee, espresso, tea = (item(bank, name).id for name in ("Coffee", "Espresso", "Tea"))
    kuaipedia.merge([espresso], tea)
    kuaipedia.merge([tea], coffee)
    assert kuaipedia.put_items([NewItem("Espresso"), NewItem("Tea")]) == [coffee, coffee]
    kuaipedia.delete(coffee)
    assert kuaipedia.put_items([NewItem("Espresso"), NewItem("Coffee")]) == [None, None]
    kuaipedia.restore(coffee)
    kuaipedia.restore(tea)
    assert kuaipedia.put_items([NewItem("Espresso"), NewItem("Tea")]) == [tea, tea]


def test_a_merge_takes_the_aspects_by_their_names(bank: MemoryBank) -> None:
    bank.kuaipedia.merge([item(bank, "Coffee").id], item(bank, "Espresso").id)
    espresso = item(bank, "Espresso")
    assert [one.name for one in bank.kuaipedia.aspects(espresso.id)] == [
        "Brewing",
        "Grind",
        "History",
    ]
    brewing = aspect(bank, "Espresso", "Brewing")
    assert len(bank.kuaipedia.evidence(espresso.id, brewing)) == espresso.evidence


def test_a_split_takes_the_evidence_of_its_names_and_can_be_undone(bank: MemoryBank) -> None:
    before = view(bank)
    coffee = item(bank, "Coffee")
    java = bank.kuaipedia.split(coffee.id, ["java"], "Java (language)")
    assert [e.text for e in bank.kuaipedia.evidence(java)] == ["Java", "Java", "Java"]
    assert [one.name for one in bank.kuaipedia.aspects(java)] == ["Brewing"]
    assert item(bank, "Coffee").aliases == ("咖啡",)
    assert [one.id for one in bank.kuaipedia.find("java")] == [java]
    bank.kuaipedia.merge([java], coffee.id)
    machine_again(bank)
    assert view(bank)["Coffee ()"][2] == before["Coffee ()"][2]


def test_a_split_takes_documents(bank: MemoryBank) -> None:
    document = read(bank, "/notes/java.md")
    island = bank.kuaipedia.split(item(bank, "Coffee").id, [], "Island", [document])
    assert sources(bank, "Island") == {"/notes/java.md"}
    machine_again(bank)
    assert sources(bank, "Island") == {"/notes/java.md"}
    assert "/notes/java.md" not in sources(bank, "Coffee")
    assert island == item(bank, "Island").id


def test_a_rename_keeps_the_former_title_as_a_name_and_back(bank: MemoryBank) -> None:
    espresso = item(bank, "Espresso")
    bank.kuaipedia.rename(espresso.id, "Caffè", "drink")
    renamed = bank.kuaipedia.item(espresso.id)
    assert renamed is not None
    assert (renamed.title, renamed.subtitle) == ("Caffè", "drink")
    assert "Espresso" in renamed.aliases
    assert bank.kuaipedia.put_items([NewItem("Espresso")]) == [espresso.id]
    bank.kuaipedia.rename(espresso.id, "Espresso", "")
    assert bank.kuaipedia.put_items([NewItem("Espresso")]) == [espresso.id]
    assert bank.kuaipedia.put_items([NewItem("Caffè", subtitle="drink")]) == [espresso.id]
    assert bank.kuaipedia.gone() == []
    bank.kuaipedia.rename(espresso.id, "ESPRESSO")
    assert item(bank, "ESPRESSO").id == espresso.id


def test_a_title_that_another_item_has_is_refused(bank: MemoryBank) -> None:
    espresso, coffee = item(bank, "Espresso"), item(bank, "Coffee")
    with pytest.raises(StoreError, match="there is an item 'Coffee' already"):
        bank.kuaipedia.rename(espresso.id, "coffee")
    with pytest.raises(StoreError, match="there is an item 'Coffee' already"):
        bank.kuaipedia.split(espresso.id, ["Caffè espresso"], "Coffee")
    bank.kuaipedia.delete(coffee.id)
    with pytest.raises(StoreError, match="'Coffee' was deleted or merged; bring it back"):
        bank.kuaipedia.rename(espresso.id, "coffee")
    assert titles(bank) == ["Espresso", "Machine", "Tea"]


def test_the_title_of_a_merged_item_can_be_taken_over(bank: MemoryBank) -> None:
    coffee, espresso = item(bank, "Coffee"), item(bank, "Espresso")
    bank.kuaipedia.merge([espresso.id], coffee.id)
    bank.kuaipedia.rename(coffee.id, "Espresso")
    assert bank.kuaipedia.put_items([NewItem("Espresso"), NewItem("Coffee")]) == [coffee.id] * 2
    with pytest.raises(StoreError, match="there is an item 'Espresso' already"):
        bank.kuaipedia.restore(espresso.id)
    bank.kuaipedia.rename(coffee.id, "Coffee")
    with pytest.raises(StoreError, match="there is an item 'Espresso' already"):
        bank.kuaipedia.restore(espresso.id)


def test_a_hidden_title_finds_nothing_in_texts_but_is_shown(bank: MemoryBank) -> None:
    tea = item(bank, "Tea")
    bank.kuaipedia.hide_alias(tea.id, "tea")
    assert item(bank, "Tea").evidence == 1
    assert [one.alias for one in bank.kuaipedia.names() if one.item_id == tea.id] == ["Green tea"]
    assert [one.id for one in bank.kuaipedia.find("Tea")] == [tea.id]
    bank.kuaipedia.add_alias(tea.id, "Tea")
    link(bank)
    assert item(bank, "Tea").evidence == tea.evidence


def test_aspects_are_renamed_moved_and_merged_for_good(bank: MemoryBank) -> None:
    kuaipedia, coffee = bank.kuaipedia, item(bank, "Coffee").id
    making = kuaipedia.rename_aspect(aspect(bank, "Coffee", "Brewing"), "Making")
    kuaipedia.move_aspect(aspect(bank, "Coffee", "History"), making)
    machine_again(bank)
    shown = [(one.name, one.level) for one in kuaipedia.aspects(coffee)]
    assert sorted(shown) == [("Grind", 2), ("History", 2), ("Making", 1)]
    with pytest.raises(StoreError, match="'Making' cannot go below 'Grind'"):
        kuaipedia.move_aspect(making, aspect(bank, "Coffee", "Grind"))
    kuaipedia.move_aspect(aspect(bank, "Coffee", "History"), None)
    with pytest.raises(StoreError, match="'Making' has aspects below it"):
        kuaipedia.move_aspect(making, aspect(bank, "Coffee", "History"))
    # Into its neighbour, with what is below it.
    assert kuaipedia.rename_aspect(making, "History") == aspect(bank, "Coffee", "History")
    machine_again(bank)
    shown = [(one.name, one.level) for one in kuaipedia.aspects(coffee)]
    assert shown == [("History", 1), ("Grind", 2)]
    assert kuaipedia.aspects(coffee)[0].evidence == item(bank, "Coffee").evidence
    given = kuaipedia.put_aspects(coffee, [NewAspect("Grind", 2, "Brewing")])
    assert given["Brewing", "Grind"] == aspect(bank, "Coffee", "Grind")


def test_a_hidden_aspect_stays_hidden_and_its_evidence_the_items(bank: MemoryBank) -> None:
    coffee = item(bank, "Coffee")
    brewing = aspect(bank, "Coffee", "Brewing")
    bank.kuaipedia.hide_aspect(brewing)
    machine_again(bank)
    assert [one.name for one in bank.kuaipedia.aspects(coffee.id)] == ["History"]
    assert {one.aspect_id for one in bank.kuaipedia.evidence(coffee.id)} == {None}
    assert [one.name for one in bank.kuaipedia.hidden_aspects(coffee.id)] == ["Brewing"]
    bank.kuaipedia.hide_aspect(brewing, hidden=False)
    assert {one.aspect_id for one in bank.kuaipedia.evidence(coffee.id)} == {brewing}


def test_verdicts_are_of_an_item_or_of_an_aspect(bank: MemoryBank) -> None:
    kuaipedia, coffee = bank.kuaipedia, item(bank, "Coffee").id
    tea, brewing = read(bank, "/notes/tea.md"), aspect(bank, "Coffee", "Brewing")
    history = aspect(bank, "Coffee", "History")
    kuaipedia.decide(coffee, tea, linked=False, aspect_id=brewing)
    assert "/notes/tea.md" not in sources(bank, "Coffee")
    kuaipedia.decide(coffee, tea, linked=True, aspect_id=history)
    (stands_in,) = kuaipedia.evidence(coffee, history)
    assert (stands_in.source, stands_in.verifier) == ("/notes/tea.md", "person")
    machine_again(bank)
    assert [one.source for one in kuaipedia.evidence(coffee, history)] == ["/notes/tea.md"]
    assert "/notes/tea.md" not in {one.source for one in kuaipedia.evidence(coffee, brewing)}
    kuaipedia.decide(coffee, tea, linked=False)
    assert "/notes/tea.md" not in sources(bank, "Coffee")
    assert [one.linked for one in kuaipedia.verdicts(coffee)] == [False]
    assert kuaipedia.undecide(coffee, tea)
    assert not kuaipedia.undecide(coffee, tea)
    assert "/notes/tea.md" in sources(bank, "Coffee")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda bank: bank.kuaipedia.rename(99, "X"), "there is no item 99"),
        (lambda bank: bank.kuaipedia.rename(1, " \n"), "cannot name an item"),
        (lambda bank: bank.kuaipedia.add_alias(1, "x" * 201), "use 1 to 200 characters"),
        (lambda bank: bank.kuaipedia.merge([1], 1), "cannot be merged with itself"),
        (lambda bank: bank.kuaipedia.merge([1, 99], 2), "there is no item 99"),
        (lambda bank: bank.kuaipedia.delete(99), "there is no item 99"),
        (lambda bank: bank.kuaipedia.restore(1), "nothing to bring back"),
        (lambda bank: bank.kuaipedia.decide(1, 99, linked=True), "there is no document 99"),
        (lambda bank: bank.kuaipedia.decide(1, 1, linked=True, aspect_id=99), "no aspect 99"),
        (lambda bank: bank.kuaipedia.rename_aspect(99, "X"), "there is no aspect 99"),
        (lambda bank: bank.kuaipedia.hide_aspect(99), "there is no aspect 99"),
        (lambda bank: bank.kuaipedia.move_aspect(1, 99), "there is no aspect 99"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    bank: MemoryBank, change: Callable[[MemoryBank], object], said: str
) -> None:
    before, version = view(bank), bank.kuaipedia.version()
    with pytest.raises(StoreError, match=said):
        change(bank)
    assert (view(bank), bank.kuaipedia.version()) == (before, version)
