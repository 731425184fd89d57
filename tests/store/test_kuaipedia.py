"""The personal Kuaipedia as the machine makes it and as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.kuaipedia_records import ItemRecord, NewAspect, NewEvidence, NewItem
from store.memory import MemoryBank
from tests.store.kuaipedia_bank import TEXTS, link, open_bank, read
from tests.store.schema_1 import make_schema_1


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    """A library that has been linked."""
    with open_bank(tmp_path / "home") as opened:
        link(opened)
        yield opened
        assert opened.problems() == []


def item(bank: MemoryBank, name: str) -> ItemRecord:
    (found,) = [one for one in bank.kuaipedia.find(name) if one.title == name]
    return found


def test_items_come_with_their_names_and_how_much_speaks_of_them(bank: MemoryBank) -> None:
    coffee = item(bank, "Coffee")
    assert coffee.aliases == ("Java", "咖啡")
    assert (coffee.evidence, coffee.documents) == (7, 3)
    assert [one.title for one in bank.kuaipedia.items()] == ["Coffee", "Espresso", "Tea", "Machine"]
    assert [one.title for one in bank.kuaipedia.items(limit=1, offset=1)] == ["Espresso"]
    assert [one.title for one in bank.kuaipedia.items("ESPRE")] == ["Espresso"]
    assert bank.kuaipedia.count() == 4
    assert bank.kuaipedia.count("tea") == 1
    assert bank.kuaipedia.items("%") == []


@pytest.mark.parametrize(
    "written", ["咖啡", " coffee ", "COFFEE", "java", "Ｃｏｆｆｅｅ", "《咖啡》", "“Coffee”"]
)
def test_an_item_is_found_however_its_name_is_written(bank: MemoryBank, written: str) -> None:
    assert [one.title for one in bank.kuaipedia.find(written)] == ["Coffee"]


def test_marks_that_belong_to_a_title_are_looked_for_first(bank: MemoryBank) -> None:
    made, other = bank.kuaipedia.put_items([NewItem("《红楼梦》"), NewItem("红楼梦")])
    assert [one.id for one in bank.kuaipedia.find("《红楼梦》")] == [made]
    assert [one.id for one in bank.kuaipedia.find("「红楼梦」")] == [other]
    assert bank.kuaipedia.find("《》") == []


def test_traditional_characters_and_accents_are_the_same_name(bank: MemoryBank) -> None:
    (made,) = bank.kuaipedia.put_items([NewItem("電腦", aliases=("café",))])
    assert [one.id for one in bank.kuaipedia.find("电脑")] == [made]
    assert [one.id for one in bank.kuaipedia.find("CAFE")] == [made]
    assert bank.kuaipedia.put_items([NewItem("电脑")]) == [made]


def test_titles_go_before_aliases(bank: MemoryBank) -> None:
    bank.kuaipedia.put_items([NewItem("Java", subtitle="language")])
    assert [one.title for one in bank.kuaipedia.find("Java")] == ["Java", "Coffee"]


def test_items_of_one_title_are_told_apart_by_the_subtitle(bank: MemoryBank) -> None:
    planet, element, again = bank.kuaipedia.put_items(
        [
            NewItem("Mercury", subtitle="planet", summary="Small."),
            NewItem("Mercury", subtitle="element"),
            NewItem("MERCURY", subtitle="Planet", summary="Hot.", url="https://example.org"),
        ]
    )
    assert planet == again != element
    assert planet is not None
    known = bank.kuaipedia.item(planet)
    assert known is not None
    assert (known.summary, known.url) == ("Small.", "https://example.org")


def test_names_are_those_of_the_titles_and_aliases(bank: MemoryBank) -> None:
    names = {(one.alias, one.is_title) for one in bank.kuaipedia.names()}
    assert ("Coffee", True) in names
    assert ("咖啡", False) in names
    assert len(names) == 8


def test_new_names_are_told_since_a_version(bank: MemoryBank) -> None:
    version = bank.kuaipedia.version()
    assert list(bank.kuaipedia.names(version)) == []
    bank.kuaipedia.put_items([NewItem("Coffee", aliases=("Kaffee",)), NewItem("Tea")])
    assert [one.alias for one in bank.kuaipedia.names(version)] == ["Kaffee"]
    assert bank.kuaipedia.version() != version


def test_putting_the_same_again_changes_no_version(bank: MemoryBank) -> None:
    version = bank.kuaipedia.version()
    link(bank)
    assert bank.kuaipedia.version() == version


def test_aspects_are_a_tree_with_counts(bank: MemoryBank) -> None:
    coffee = item(bank, "Coffee")
    aspects = bank.kuaipedia.aspects(coffee.id)
    assert [(one.name, one.level, one.evidence) for one in aspects] == [
        ("Brewing", 1, 7),
        ("Grind", 2, 0),
        ("History", 1, 0),
    ]
    brewing, grind, _ = aspects
    assert grind.parent_id == brewing.id
    ids = bank.kuaipedia.put_aspects(coffee.id, [NewAspect("GRIND", 2, "brewing")])
    assert ids == {("", "brewing"): brewing.id, ("brewing", "GRIND"): grind.id}
    document = read(bank, "/notes/tea.md")
    bank.kuaipedia.replace_evidence(
        document,
        "/notes/tea.md-1",
        "1",
        [NewEvidence(coffee.id, grind.id, 10, 16, "text", "coffee", 0.9)],
    )
    assert bank.kuaipedia.aspects(coffee.id)[0].evidence == 7
    (of_grind,) = bank.kuaipedia.evidence(coffee.id, grind.id)
    assert of_grind.text == "coffee"
    assert of_grind in bank.kuaipedia.evidence(coffee.id, brewing.id)


def test_evidence_comes_best_first_with_its_document_and_text(bank: MemoryBank) -> None:
    espresso = item(bank, "Espresso")
    document = read(bank, "/videos/espresso.mp4")
    bank.kuaipedia.replace_evidence(
        document,
        "/videos/espresso.mp4-1",
        "1",
        [
            NewEvidence(espresso.id, None, 0, 8, "said", "Espresso", 0.4, None, 2.0, 3.5),
            NewEvidence(espresso.id, None, 20, 34, "shown", "Caffè espresso", 0.9, 2),
        ],
    )
    best, other = bank.kuaipedia.evidence(espresso.id)
    assert (best.text, best.source, best.media_type, best.page, best.verifier) == (
        "Caffè espresso",
        "/videos/espresso.mp4",
        "video/mp4",
        2,
        "machine",
    )
    assert (other.text, other.time_start, other.time_end, other.field) == (
        "Espresso",
        2.0,
        3.5,
        "said",
    )
    assert bank.kuaipedia.evidence(espresso.id, limit=1) == [best]
    assert len(bank.kuaipedia.evidence(espresso.id, videos_only=True)) == 2
    coffee = item(bank, "Coffee")
    assert bank.kuaipedia.evidence(coffee.id, videos_only=True) == []


def test_a_document_tells_its_items(bank: MemoryBank) -> None:
    found = bank.kuaipedia.items_of(read(bank, "/notes/tea.md"))
    assert [(one.title, score) for one, score in found] == [("Coffee", 0.8), ("Tea", 0.8)]


def test_evidence_goes_with_its_document_and_with_its_old_text(bank: MemoryBank) -> None:
    assert bank.kuaipedia.unlinked(bank.kuaipedia.version()) == []
    bank.remove_document("/videos/espresso.mp4")
    assert item(bank, "Espresso").evidence == 0
    document = read(bank, "/notes/tea.md", version=2)
    assert bank.kuaipedia.items_of(document) == []
    (waiting,) = bank.kuaipedia.unlinked(bank.kuaipedia.version())
    assert (waiting.source, waiting.fingerprint) == ("/notes/tea.md", "/notes/tea.md-2")
    assert not bank.kuaipedia.replace_evidence(document, "/notes/tea.md-1", "1", [])
    link(bank)
    assert bank.kuaipedia.unlinked(bank.kuaipedia.version()) == []
    assert len(bank.kuaipedia.unlinked("another")) == len(TEXTS) - 1


def test_what_nothing_speaks_of_any_more_goes(bank: MemoryBank) -> None:
    bank.kuaipedia.put_items([NewItem("Moon", origin="archive")])
    bank.kuaipedia.add_alias(item(bank, "Tea").id, "Tee")
    bank.remove_document("/videos/espresso.mp4")
    bank.remove_document("/notes/tea.md")
    version = bank.kuaipedia.version()
    assert bank.kuaipedia.prune() == 1
    assert bank.kuaipedia.version() != version
    titles = [one.title for one in bank.kuaipedia.items()]
    assert titles == ["Coffee", "Machine", "Moon", "Tea"]
    coffee = item(bank, "Coffee")
    assert [one.name for one in bank.kuaipedia.aspects(coffee.id)] == ["Brewing"]
    assert bank.kuaipedia.prune() == 0


def test_a_purge_leaves_no_trace_of_what_only_a_removed_document_named(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        link(bank)
        bank.remove_document("/videos/espresso.mp4")
        assert bank.purge().remains is None
    assert b"caff\xc3\xa8 espresso" not in (tmp_path / "home" / "kagent.db").read_bytes().lower()


def test_items_without_a_name_are_none_and_long_names_are_cut(bank: MemoryBank) -> None:
    nothing, long = bank.kuaipedia.put_items([NewItem(" \n "), NewItem("x" * 5000)])
    assert nothing is None
    assert long is not None
    known = bank.kuaipedia.item(long)
    assert known is not None
    assert len(known.title) == 200


def test_imported_evidence_stays_when_a_document_is_linked_and_comes_once(bank: MemoryBank) -> None:
    espresso = item(bank, "Espresso")
    document = read(bank, "/notes/tea.md")
    one = NewEvidence(espresso.id, None, 0, 3, "text", "Tea", 0.7)
    assert bank.kuaipedia.add_imported([(document, one), (document, one)]) == 1
    assert bank.kuaipedia.add_imported([(document, one)]) == 0
    link(bank)
    found = [e for e in bank.kuaipedia.evidence(espresso.id) if e.verifier == "import"]
    assert [(e.source, e.text) for e in found] == [("/notes/tea.md", "Tea")]
    read(bank, "/notes/tea.md", version=2)
    (kept,) = [e for e in bank.kuaipedia.evidence(espresso.id) if e.verifier == "import"]
    assert kept.text == TEXTS["/notes/tea.md"]  # Its place in the new text is not known.


def test_an_item_that_is_not_there_is_said(bank: MemoryBank) -> None:
    assert bank.kuaipedia.item(99) is None
    with pytest.raises(StoreError, match="there is no item 99; see: kagent kuaipedia list"):
        bank.kuaipedia.put_aspects(99, [NewAspect("Brewing", 1)])


def test_an_older_memory_gets_the_tables(tmp_path: Path) -> None:
    make_schema_1(tmp_path / "home")
    with MemoryBank.open(tmp_path / "home") as bank:
        assert bank.kuaipedia.items() == []
        assert bank.kuaipedia.put_items([NewItem("Coffee")]) == [1]
        assert bank.problems() == []
