"""What both faces list of the library, and what they do to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library_info import DocumentInfo
from kagent_tui.controllers.library import (
    detail_rows,
    details,
    overview,
    put_into,
    remove,
    states,
    take_out,
)
from kagent_tui.controllers.library_search import (
    citation_of_document,
    citation_of_hit,
    excerpt,
    find,
    marked,
)
from kagent_tui.errors import FaceError
from kagent_tui.sources import find_source
from store.errors import StoreError
from store.memory import MemoryBank
from store.records import UnreadRecord
from tests.kagent_tui.controllers.libraries import fill, open_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with open_bank(tmp_path / "home") as opened:
        fill(opened, tmp_path / "files", "house")
        yield opened


def source(tmp_path: Path, name: str) -> str:
    return str((tmp_path / "files" / name).resolve())


def test_documents_and_what_could_not_be_read(bank: MemoryBank, tmp_path: Path) -> None:
    shown = overview(bank)
    titles = [entry.title for entry in shown.readable]
    assert titles == ["Harbour ferry", "Lease", "manual", "图书馆借阅规则"]
    assert all(entry.passages and entry.size and entry.read_at for entry in shown.readable)
    assert [(entry.title, entry.kind) for entry in shown.unread] == [("broken.pdf", "unread")]
    assert shown.unread[0].error == "it is damaged or no PDF"
    assert shown.collections == (("house", 4),)
    assert len(shown.within("house")) == 4


def test_states_of_files(bank: MemoryBank, tmp_path: Path) -> None:
    (tmp_path / "files" / "ferry.md").unlink()
    (tmp_path / "files" / "lease.md").write_text("# Lease\n\nThe deposit is 900 euros.\n")
    found: dict[str, str] = {}
    for some in states(bank, overview(bank), threading.Event()):
        found.update(some)
    assert found[source(tmp_path, "ferry.md")] == "missing"
    assert found[source(tmp_path, "lease.md")] == "changed"
    assert found[source(tmp_path, "manual.pdf")] == "unchanged"
    stopped = threading.Event()
    stopped.set()
    assert list(states(bank, overview(bank), stopped)) == []


def test_all_that_is_known(bank: MemoryBank, tmp_path: Path) -> None:
    known = details(bank, source(tmp_path, "manual.pdf"))
    assert isinstance(known, DocumentInfo)
    rows = dict(detail_rows(known))
    assert rows["collections"] == "house"
    assert rows["kind"] == "application/pdf"
    unread = details(bank, source(tmp_path, "broken.pdf"))
    assert isinstance(unread, UnreadRecord)
    assert dict(detail_rows(unread))["not readable"] == "it is damaged or no PDF"
    assert details(bank, "/nowhere") is None


def test_removing_leaves_the_file(bank: MemoryBank, tmp_path: Path) -> None:
    done = remove(bank, [source(tmp_path, "lease.md"), "/nowhere", " "])
    assert list(done.removals) == [source(tmp_path, "lease.md")]
    assert done.absent == ("/nowhere", " ")
    assert done.purge is not None
    assert done.purge.remains is None
    assert (tmp_path / "files" / "lease.md").exists()
    assert "Lease" not in [entry.title for entry in overview(bank).entries]
    assert remove(bank, ["/nowhere"]).purge is None


def test_into_and_out_of_collections(bank: MemoryBank, tmp_path: Path) -> None:
    wanted = [source(tmp_path, "ferry.md"), "/nowhere"]
    assert put_into(bank, wanted, "travel") == (1, ["/nowhere"])
    assert overview(bank).collections == (("house", 4), ("travel", 1))
    assert take_out(bank, wanted, "travel") == (1, ["/nowhere"])
    with pytest.raises(StoreError, match="no collection 'nothing'"):
        take_out(bank, wanted, "nothing")


def test_finding_passages_and_names(bank: MemoryBank, tmp_path: Path) -> None:
    entries = overview(bank).entries
    found = find(bank, "deposit paid back", entries, 20)
    assert found.passages[0].hit.title == "Lease"
    assert found.documents == ()
    assert [entry.title for entry in find(bank, "leas", entries, 20).documents] == ["Lease"]
    assert [entry.title for entry in find(bank, "图书", entries, 20).documents] == [
        "图书馆借阅规则"
    ]
    shown = find_source(bank, citation_of_hit(found.passages[0].hit), has_terminal=False)
    assert "1,200 euros" in shown.passage.quote
    with pytest.raises(StoreError, match="no collection"):
        find(bank, "deposit", entries, 20, ["nothing"])


def test_a_document_as_a_citation_of_its_beginning(bank: MemoryBank, tmp_path: Path) -> None:
    citation = citation_of_document(bank, str(tmp_path / "files" / "ferry.md"))
    assert citation.title == "Harbour ferry"
    assert citation.quote.startswith("Harbour ferry")
    with pytest.raises(FaceError, match="is not in the library"):
        citation_of_document(bank, "/nowhere")


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("The deposits were paid back.", "deposit", ["deposits"]),
        ("Espresso machines", "espr", ["Espresso"]),
        ("Das Café an der Ecke", "cafe", ["Café"]),
        ("每位读者最多可借十本书", "借书", []),
        ("图书馆最多可借十本书", "图书馆", ["图书馆"]),
        ("圖書館", "图书馆", ["圖書館"]),
        ("RTX-4090 and 3,000 euros", "rtx 4090 3000", ["RTX", "4090"]),
        ("nothing of it", "", []),
        ("the of and", "the lease", []),
    ],
)
def test_words_are_marked_in_every_form(text: str, query: str, words: list[str]) -> None:
    found = [text[start:end] for start, end in marked(text, query)]
    assert found == words


def test_an_excerpt_shows_the_words() -> None:
    text = "filler " * 60 + "the deposit is paid back " + "more " * 60
    shown, spans = excerpt(text, "deposit", 80)
    assert len(shown) <= 82
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert [shown[start:end] for start, end in spans] == ["deposit"]
    assert excerpt("a short line\nof two", "line", 80) == ("a short line of two", [(8, 12)])
