"""Web pages in the library, from a real server on this machine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.library import Library, SyncOptions
from engine.library_events import AddReport, LibraryEvent
from engine.network import Network
from store.memory import MemoryBank
from tests.engine.web_servers import network, page, raw_server, serving

HTML = (
    b"<html><head><title>Tide tables</title></head><body><p>High tide is at nine.</p></body></html>"
)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def reports(events: Iterator[LibraryEvent]) -> list[AddReport]:
    return [event for event in events if isinstance(event, AddReport)]


def answers(path: str) -> bytes:
    kinds = {
        "/page": page(HTML),
        "/plain": page(
            "Low tide, 退潮.".encode("gb18030"), content_type="text/plain; charset=gb18030"
        ),
        "/notes.md": page(b"# Moorings\n\nTen of them.", content_type="text/plain"),
        "/named": page(
            b"a,b\n1,2\n",
            content_type="application/octet-stream",
            Content_Disposition='attachment; filename="berths.csv"',
        ),
        "/archive": page(b"PK", content_type="application/zip"),
    }
    return kinds.get(path, page(b"", "404 Not Found"))


def test_pages_of_several_kinds_are_added(bank: MemoryBank) -> None:
    with serving(answers) as server:
        addresses = [f"{server}/{name}" for name in ("page#top", "plain", "notes.md", "named")]
        found = reports(Library(bank, network=network()).adding(addresses, collection="sea"))
    assert [report.outcome for report in found] == ["added"] * 4
    assert found[0].shown == f"{server}/page"
    titles = {record.source: record.title for record in bank.library.all("sea")}
    assert titles == {
        f"{server}/page": "Tide tables",
        f"{server}/plain": "plain",
        f"{server}/notes.md": "Moorings",
        f"{server}/named": "berths",
    }
    assert [hit.source for hit in bank.search("退潮")] == [f"{server}/plain"]
    assert {root.kind for root in bank.roots.all()} == {"url"}


def test_what_cannot_be_had_is_one_line(bank: MemoryBank) -> None:
    with serving(answers) as server:
        addresses = [f"{server}/archive", f"{server}/absent", "https://", "http://user:pw@x.org/"]
        found = reports(Library(bank, network=network()).adding(addresses))
    errors = [report.error or "" for report in found]
    assert [error.count("\n") for error in errors] == [0] * 4
    assert errors[0] == f"cannot add {server}/archive: application/zip cannot be read"
    assert errors[1] == f"cannot add {server}/absent: the server answers 404 Not Found"
    assert bank.documents() == []
    assert bank.roots.all() == []


@pytest.mark.parametrize("door", [None, Network("off")])
def test_without_permission_nothing_is_asked(bank: MemoryBank, door: Network | None) -> None:
    (report,) = reports(Library(bank, network=door).adding(["https://example.org/a"]))
    assert report.error == (
        "cannot add https://example.org/a: the network is off; allow it this once with --online, "
        'or always with network = "on" in config.toml'
    )


def test_a_sync_asks_again_only_when_it_may(bank: MemoryBank) -> None:
    body = [HTML]
    with serving(lambda path: page(body[0])) as server:
        library = Library(bank, network=network())
        assert [report.outcome for report in reports(library.adding([server]))] == ["added"]
        body[0] = HTML.replace(b"nine", b"ten")
        assert reports(library.syncing()) == []
        online = SyncOptions(online=True)
        assert [report.outcome for report in reports(library.syncing(online))] == ["updated"]
        assert [report.outcome for report in reports(library.syncing(online))] == ["unchanged"]
    assert bank.search("ten")
    (report,) = reports(library.syncing(online))
    assert report.outcome == "failed"
    assert len(bank.documents()) == 1


def test_a_slow_server_can_be_left(bank: MemoryBank) -> None:
    cancel = threading.Event()
    threading.Timer(0.2, cancel.set).start()

    def wait(connection: object, path: str) -> None:
        cancel.wait(20)

    with raw_server(wait) as (port, _):
        library = Library(bank, network=network())
        assert reports(library.adding([f"http://127.0.0.1:{port}/"], cancel=cancel)) == []
    assert bank.documents() == []
