"""Recordings on the web: from a real server on this machine, through the guarded door."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine.library import Library
from engine.library_events import AddReport, Downloading, LibraryEvent, MediaProgressed
from engine.network import Network
from engine.reading.media import MediaOptions
from engine.reading.media_worker import MediaWorker
from engine.reading.worker import ReadingWorker
from engine.scanning import FoundFile, Trouble
from engine.web_recordings import WebRecordings, is_player_page, is_recording
from models.download import Pace
from store.memory import MemoryBank
from tests.engine.reading.scripted_media import READERS
from tests.engine.web_servers import network
from tests.models.hub import Act, cut, hub_of, leads_to, status

FILM = json.dumps({"parts": 3, "seconds": 30, "padding": "x" * 200_000}).encode("ascii")
QUICK = Pace(tries=2, first_pause=0.001, longest_pause=0.01, progress=1, report_seconds=0.0)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def library(bank: MemoryBank, door: Network | None) -> tuple[Library, ReadingWorker]:
    reader = ReadingWorker(media=MediaWorker(MediaOptions(), bank.home, readers=READERS))
    return Library(bank, reader=reader, network=door), reader


def add(bank: MemoryBank, address: str, door: Network | None) -> list[LibraryEvent]:
    shelf, reader = library(bank, door)
    with reader:
        return list(shelf.adding([address]))


def error(events: Sequence[LibraryEvent]) -> str:
    (report,) = (event for event in events if isinstance(event, AddReport))
    assert report.outcome == "failed"
    assert "\n" not in (report.error or "")
    return report.error or ""


def test_a_recording_is_fetched_and_read(bank: MemoryBank) -> None:
    with hub_of(FILM) as hub:
        address = f"{hub.url}/My%20talk.mp4?quality=high"
        events = add(bank, address, network())
    (report,) = (event for event in events if isinstance(event, AddReport))
    assert (report.outcome, report.shown) == ("added", address)
    assert any(isinstance(event, Downloading) for event in events)
    (record,) = bank.library.all()
    assert (record.source, record.title) == (address, "My talk")
    assert "shown at 60" in (bank.document_text(address) or "")
    # Neither the file nor its parts are kept.
    assert [path for path in (bank.home / "reading").rglob("*") if path.is_file()] == []


def test_without_permission_nothing_is_asked_for(bank: MemoryBank) -> None:
    with hub_of(FILM) as hub:
        for door in (None, Network("off"), Network("ask")):
            assert "the network is off" in error(add(bank, f"{hub.url}/talk.mp4", door))
        assert hub.asked == []


def test_it_is_not_fetched_again_when_its_reading_was_stopped(bank: MemoryBank) -> None:
    film = json.dumps({"parts": 6, "seconds": 30, "at": {"shown 4": "hang"}, "fresh": True})
    cancel = threading.Event()
    with hub_of(film.encode("ascii")) as hub:
        address = f"{hub.url}/talk.mp4"
        shelf, reader = library(bank, network())
        with reader:
            for event in shelf.adding([address], cancel=cancel):
                if isinstance(event, MediaProgressed):
                    cancel.set()
        assert bank.documents() == []
        add(bank, address, network())
        assert len(hub.asked) == 1
    (record,) = bank.library.all()
    assert int(str(record.metadata["read"])) < 6


def found(
    home: Path, address: str, *, most: int = 10**9, cancel: threading.Event | None = None
) -> list[Downloading | FoundFile | Trouble]:
    recordings = WebRecordings(home, cancel, most=most, pace=QUICK)
    return list(recordings.found(address, network()))


def test_a_download_that_is_cut_is_gone_on_with(tmp_path: Path) -> None:
    with hub_of(FILM, cut(50_000)) as hub:
        *_, file = found(tmp_path, f"{hub.url}/talk.mp4")
    assert isinstance(file, FoundFile)
    assert file.path.read_bytes() == FILM
    assert [asked.start for asked in hub.asked] == [None, 50_000]


@pytest.mark.parametrize("act", [status("404 Not Found"), leads_to("http://192.168.0.1/a.mp4")])
def test_what_cannot_be_had_is_one_line(tmp_path: Path, act: Act) -> None:
    with hub_of(FILM, *[act] * 9) as hub:
        (trouble,) = found(tmp_path, f"{hub.url}/talk.mp4")
    assert isinstance(trouble, Trouble)
    assert trouble.reason
    assert "\n" not in trouble.reason


def test_what_is_advised_is_of_use_with_recordings(tmp_path: Path) -> None:
    reasons = []
    for line in ("404 Not Found", "403 Forbidden", "400 Bad Request"):
        with hub_of(FILM, status(line)) as hub:
            (trouble,) = found(tmp_path, f"{hub.url}/talk.mp4")
        assert isinstance(trouble, Trouble)
        reasons.append(trouble.reason)
    assert reasons[0] == "the server answers 404 Not Found: it was moved or deleted"
    assert all(reason.endswith("then add the file") for reason in reasons[1:])


def test_one_that_is_too_large_is_not_fetched(tmp_path: Path) -> None:
    with hub_of(FILM) as hub:
        (trouble,) = found(tmp_path, f"{hub.url}/talk.mp4", most=100_000)
    assert isinstance(trouble, Trouble)
    assert "download it yourself" in trouble.reason
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://m.youtube.com/shorts/abc", True),
        ("https://youtu.be/abc", True),
        ("https://vimeo.com/12345", True),
        ("https://www.bilibili.com/video/BV1xx411c7mD", True),
        ("https://www.youtube.com/about", False),
        ("https://notyoutube.com/watch?v=abc", False),
        ("https://youtube.com.example.org/watch", False),
        ("https://vimeo.com/blog/post", False),
        ("http://[", False),
    ],
)
def test_pages_with_a_player_are_known(address: str, is_one: bool) -> None:
    assert is_player_page(address) is is_one


def test_a_page_with_a_player_is_not_taken_for_its_recording(bank: MemoryBank) -> None:
    line = error(add(bank, "https://www.youtube.com/watch?v=abc", network()))
    assert line == (
        "cannot add https://www.youtube.com/watch?v=abc: its recording plays in a browser only and "
        "cannot be read from the page; download the recording, then add the file"
    )


def test_addresses_of_recordings_are_known_by_their_names() -> None:
    assert is_recording("https://example.org/a/talk.MP4?x=1#t=3")
    assert not is_recording("https://example.org/talk.mp4/page")
    assert not is_recording("https://example.org/?file=talk.mp4")
    assert not is_recording("http://[")
