"""Documents and collections of a real memory."""

from __future__ import annotations

import threading
from pathlib import Path

from kagent_tui.completing.library import LibrarySource
from store.memory import MemoryBank
from store.records import NewDocument

NEVER = threading.Event()


def test_titles_file_names_and_collections_are_found(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        for source, title in (("/d/holidays.md", "Holidays of the year"), ("/d/b.md", "Budget")):
            bank.add_document(NewDocument(source, title, "text", source), [])
        bank.collections.add("/d/b.md", "Money")
        find = LibrarySource(lambda: bank)
        assert [row.label for row in find("holi", NEVER)] == ["Holidays of the year"]
        assert [row.label for row in find("holidays.md", NEVER)] == ["Holidays of the year"]
        (group,) = find("mon", NEVER)
        assert group.attachment is not None
        assert (group.attachment.kind, group.attachment.value) == ("collection", "Money")
        assert group.note == "collection, 1 document"
        (document,) = find("budg", NEVER)
        assert document.attachment is not None
        assert (document.attachment.kind, document.attachment.value) == ("document", "/d/b.md")


def test_there_is_nothing_before_the_memory_is_open() -> None:
    assert LibrarySource(lambda: None)("x", NEVER) == []
