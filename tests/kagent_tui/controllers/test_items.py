"""Items looked up in archives that were added, with what the library holds of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library import Library
from kagent_tui.controllers.items import (
    AtHand,
    Item,
    at_hand,
    citation_of,
    find_items,
    open_item,
    titled,
)
from kagent_tui.errors import FaceError
from kagent_tui.i18n import use_language
from store.memory import MemoryBank
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim
from tests.kagent_tui.controllers.libraries import open_bank


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("zim")
    return (
        write_zim(folder / "en.zim", in_language("en")),
        write_zim(folder / "zh.zim", in_language("zh"), language="zh"),
    )


@pytest.fixture
def bank(tmp_path: Path, archives: tuple[Path, Path]) -> Iterator[MemoryBank]:
    note = tmp_path / "football.md"
    note.write_text("# Evening at the stadium\n\nWe saw Lionel Messi score twice in Rosario.\n")
    use_language("en")
    with open_bank(tmp_path / "home") as opened:
        list(Library(opened).adding([*archives, note]))
        yield opened


def test_without_archives_there_is_nothing(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as empty:
        assert at_hand(empty) == AtHand()
    assert find_items(AtHand(), "Messi", 10) == []


def test_by_title_redirect_and_question(bank: MemoryBank) -> None:
    hand = at_hand(bank)
    assert [archive.facts.language for archive in hand.archives] == ["en", "zh"]
    assert find_items(hand, " ", 10) == []
    for text in ("Messi", "where does Messi live", "lionel"):
        assert find_items(hand, text, 10)[0].title == "Lionel Messi"
    assert find_items(hand, "梅西", 10)[0] == Item(
        "利昂内尔·梅西", 1, find_items(hand, "梅西", 10)[0].summary
    )
    assert len(find_items(hand, "a", 3)) <= 3


def test_archives_of_the_interface_s_language_come_first(bank: MemoryBank) -> None:
    hand = at_hand(bank)
    use_language("zh")
    try:
        found = find_items(hand, "Berlin 柏林", 10)
    finally:
        use_language("en")
    numbers = [item.archive for item in found]
    assert numbers == sorted(numbers, reverse=True)


def test_an_item_with_its_aspects_and_passages(bank: MemoryBank) -> None:
    hand = at_hand(bank)
    page = open_item(hand, Item("Messi", 0), bank)
    assert (page.title, page.origin) == ("Lionel Messi", "A small Wikipedia")
    assert "Argentine footballer" in page.lead
    named = [(aspect.name, aspect.level) for aspect in page.aspects]
    assert named[:3] == [("Club career", 1), ("Barcelona", 2), ("Paris and Miami", 2)]
    career, barcelona = page.aspects[:2]
    assert "672 goals" in barcelona.text
    assert barcelona.text in career.text
    assert any("score twice" in hit.text for hit in page.passages)
    assert citation_of(page, page.lead).source == "https://en.wikipedia.org/wiki/Lionel_Messi"


def test_the_articles_of_just_a_title(bank: MemoryBank) -> None:
    hand = at_hand(bank)
    assert titled(hand, "LIONEL Messi") == (Item("Lionel Messi", 0),)
    assert titled(hand, "Lionel") == ()


def test_a_name_of_several_meanings_leads_on(bank: MemoryBank) -> None:
    hand = at_hand(bank)
    several = [
        page
        for title in hand.archives[0].search("Mercury", 10)
        if (page := open_item(hand, Item(title, 0), bank)).meanings
    ]
    assert several
    item, line = several[0].meanings[0]
    assert line
    assert open_item(hand, item, bank).title


def test_troubles_are_said(bank: MemoryBank, tmp_path: Path) -> None:
    hand = at_hand(bank)
    with pytest.raises(FaceError, match="has no article"):
        open_item(hand, Item("No such thing at all", 0), bank)
    moved = tmp_path / "moved.zim"
    moved.write_bytes(Path(bank.archives.all()[0].source).read_bytes())
    list(Library(bank).adding([moved]))
    moved.unlink()
    troubles = at_hand(bank).troubles
    assert len(troubles) == 1
    assert "moved.zim" in troubles[0]
