"""Items of an archive that was added."""

from __future__ import annotations

import threading
from pathlib import Path

from engine.library import Library
from kagent_tui.completing.items import ItemSource
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.encyclopedic import add_items

NEVER = threading.Event()


def test_titles_are_offered_and_nothing_is_attached(tmp_path: Path) -> None:
    archive = write_zim(tmp_path / "en.zim", in_language("en"))
    with open_bank(tmp_path / "home") as bank:
        list(Library(bank).adding([archive]))
        source = ItemSource(lambda: bank)
        rows = source("lionel", NEVER)
        assert [(row.text, row.note, row.attachment) for row in rows] == [
            ("Lionel Messi", "item", None)
        ]
        assert source("l", NEVER) == []
        cancelled = threading.Event()
        cancelled.set()
        assert source("lionel", cancelled) == []


def test_there_is_nothing_without_a_memory_or_archives(tmp_path: Path) -> None:
    assert ItemSource(lambda: None)("lionel", NEVER) == []
    with open_bank(tmp_path / "home") as bank:
        assert ItemSource(lambda: bank)("lionel", NEVER) == []


def test_items_of_the_library_come_first_and_are_found_by_any_name(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        add_items(bank, tmp_path / "boiler.mp4")
        source = ItemSource(lambda: bank)
        assert [row.text for row in source("boi", NEVER)] == ["Boiler"]
        assert [row.text for row in source("ferry", NEVER)] == ["Harbour ferry"]
