"""Recordings and pictures in the library: the order, progress, interruption, subtitles beside them,
and reading again what could not be read before."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.kuaipedia import building
from engine.library import Library, SyncOptions
from engine.library_events import (
    AddReport,
    Finished,
    LibraryEvent,
    Linking,
    MediaProgressed,
    Noticed,
    Planned,
    Progressed,
)
from engine.reading.media import NO_SPEECH_MODEL, MediaOptions
from engine.reading.media_worker import MediaWorker
from engine.reading.worker import ReadingWorker
from store.errors import StoreError
from store.memory import MemoryBank
from tests.engine.reading.made_pictures import gif, png
from tests.engine.reading.scripted_media import READERS, script

SRT = "1\n00:00:01,000 --> 00:00:03,000\nFrom the subtitles.\n"
Run = Callable[..., list[LibraryEvent]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def bank(home: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(home) as opened:
        yield opened


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


def library(bank: MemoryBank, options: MediaOptions | None = None) -> tuple[Library, ReadingWorker]:
    options = options or MediaOptions()
    reader = ReadingWorker(media=MediaWorker(options, bank.home, readers=READERS))
    return Library(bank, reader=reader, media=options), reader


def add(bank: MemoryBank, *paths: Path, options: MediaOptions | None = None) -> list[LibraryEvent]:
    shelf, reader = library(bank, options)
    with reader:
        return list(shelf.adding(paths))


def sync(bank: MemoryBank, options: MediaOptions | None = None) -> list[LibraryEvent]:
    shelf, reader = library(bank, options)
    with reader:
        return list(shelf.syncing())


def outcomes(events: Sequence[LibraryEvent]) -> dict[str, str]:
    return {one.path.name: one.outcome for one in events if isinstance(one, AddReport)}


def metadata(bank: MemoryBank, path: Path) -> dict[str, object]:
    record = bank.library.get(str(path))
    assert record is not None
    return dict(record.metadata)


def test_texts_come_first_then_pictures_then_recordings(bank: MemoryBank, docs: Path) -> None:
    script(docs / "a.mp4", parts=2, seconds=30)
    script(docs / "b.png", parts=1, seconds=1).path.write_bytes(
        (docs / "b.png").read_bytes().ljust(2000)
    )
    (docs / "c.md").write_text("# A note\n\nWith words.")
    (docs / "icon.png").write_bytes(png(16, 16).ljust(2000, b"\0"))
    (docs / "icon.gif").write_bytes(gif(31, 400).ljust(2000, b"\0"))
    (docs / "dot.jpg").write_bytes(b"\xff\xd8\xff")
    events = add(bank, docs)
    planned = next(event for event in events if isinstance(event, Planned))
    assert (planned.files, planned.recordings, planned.pictures) == (3, 1, 1)
    assert list(outcomes(events).items()) == [
        ("c.md", "added"),
        ("b.png", "added"),
        ("a.mp4", "added"),
    ]
    assert all(event.left is not None for event in events if isinstance(event, Progressed))
    # A picture that is named is wanted, however small it is.
    (report,) = (event for event in add(bank, docs / "icon.png") if isinstance(event, AddReport))
    assert report.path.name == "icon.png"


def test_a_run_is_stopped_amid_a_recording_and_gone_on_with(
    bank: MemoryBank, docs: Path, tmp_path: Path
) -> None:
    path = docs / "talk.mp4"
    script(path, parts=6, seconds=30, at={"shown 4": "hang"}, fresh=True)
    cancel = threading.Event()
    shelf, reader = library(bank)
    seen: list[MediaProgressed] = []
    with reader:
        for event in shelf.adding([docs], cancel=cancel):
            if isinstance(event, MediaProgressed):
                seen.append(event)
                cancel.set()
    assert isinstance(event, Finished)
    assert event.interrupted
    assert bank.documents() == []
    assert seen[0].path == path
    assert (seen[0].stage, seen[0].whole) == ("shown", 180)
    (journal,) = (bank.home / "reading").glob("*.jsonl")
    kept = journal.read_text("ascii").count('"part"')
    assert kept >= 1
    events = sync(bank)
    assert outcomes(events) == {"talk.mp4": "added"}
    assert metadata(bank, path)["read"] == 6 - kept
    assert list((bank.home / "reading").iterdir()) == []
    with MemoryBank.open(tmp_path / "other") as other:
        script(path, parts=6, seconds=30)
        add(other, docs)
        assert other.document_text(str(path)) == bank.document_text(str(path))
        (one,), (two,) = other.library.states(), bank.library.states()
        assert other.moments.of(one.id) == bank.moments.of(two.id)


def test_subtitles_belong_to_the_recording_beside_them(bank: MemoryBank, docs: Path) -> None:
    talk = docs / "talk.mp4"
    script(talk, parts=1, seconds=30)
    for name in ("talk.srt", "talk.zh-Hans.vtt", "talk.mp4.ass", "other.srt", "talkative.srt"):
        (docs / name).write_text(SRT)
    assert outcomes(add(bank, docs)) == dict.fromkeys(
        ("other.srt", "talkative.srt", "talk.mp4"), "added"
    )
    assert set(outcomes(sync(bank)).values()) == {"unchanged"}
    # They count in what the recording is.
    (docs / "talk.srt").write_text(SRT.replace("From", "Now from"))
    assert outcomes(sync(bank))["talk.mp4"] == "updated"
    (docs / "talk.zh-Hans.vtt").unlink()
    assert outcomes(sync(bank))["talk.mp4"] == "updated"
    (docs / "talk.en.srt").write_text(SRT)
    assert outcomes(sync(bank))["talk.mp4"] == "updated"
    assert set(outcomes(sync(bank)).values()) == {"unchanged"}
    # Without the recording they are documents as before.
    talk.unlink()
    assert outcomes(sync(bank)) == {
        **dict.fromkeys(("talk.srt", "talk.en.srt", "talk.mp4.ass"), "added"),
        **dict.fromkeys(("other.srt", "talkative.srt"), "unchanged"),
        "talk.mp4": "removed",
    }


def test_a_change_of_subtitles_alone_is_seen(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30)
    subtitles = docs / "talk.srt"
    subtitles.write_text(SRT)
    (docs / "note.md").write_text("A note.")
    add(bank, docs)
    # As a watch asks for it.
    within = SyncOptions(within=(str(subtitles),), lenient=True)
    shelf, reader = library(bank)
    with reader:
        assert outcomes(list(shelf.syncing(within))) == {"talk.mp4": "unchanged"}
        subtitles.write_text(SRT + "\n2\n00:00:05,000 --> 00:00:06,000\nMore.\n")
        assert outcomes(list(shelf.syncing(within))) == {"talk.mp4": "updated"}
        subtitles.unlink()
        assert outcomes(list(shelf.syncing(within))) == {"talk.mp4": "updated"}


def test_what_documents_speak_of_is_looked_for_in_the_end(bank: MemoryBank, docs: Path) -> None:
    (docs / "whetstone.md").write_text("# Whetstone\n\nA whetstone sharpens knives.")
    events = list(Library(bank, linked=True).adding([docs]))
    assert isinstance(events[-1], Finished)
    assert any(isinstance(event, Linking) for event in events)
    assert bank.kuaipedia.unlinked(bank.kuaipedia.version()) == []


def test_when_that_fails_the_documents_are_there_all_the_same(
    bank: MemoryBank, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Iterator[object]:
        raise StoreError("the disk is full")

    monkeypatch.setattr(building, "build", broken)
    (docs / "note.md").write_text("A note.")
    events = list(Library(bank, linked=True).adding([docs]))
    assert outcomes(events) == {"note.md": "added"}
    (notice,) = (event for event in events if isinstance(event, Noticed))
    assert "the disk is full" in notice.message
    assert "kagent kuaipedia link" in notice.message


def test_subtitles_that_are_named_are_documents(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30)
    (docs / "talk.srt").write_text(SRT)
    assert outcomes(add(bank, docs / "talk.srt")) == {"talk.srt": "added"}
    assert outcomes(add(bank, docs / "*.srt")) == {"talk.srt": "unchanged"}


def test_subtitles_of_a_broken_recording_are_not_lost(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30, at={"shown 0": "broken"})
    (docs / "talk.srt").write_text(SRT)
    assert outcomes(add(bank, docs)) == {"talk.mp4": "added"}
    assert "From the subtitles." in (bank.document_text(str(docs / "talk.mp4")) or "")
    assert metadata(bank, docs / "talk.mp4")["unread"] == "only its subtitles: it is broken there"


def test_what_wants_a_speech_model_is_read_again_when_there_is_one(
    bank: MemoryBank, docs: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"")
    talk, photo = docs / "talk.mp4", docs / "note.md"
    script(talk, parts=1, seconds=30)
    photo.write_text("A note.")
    add(bank, docs)
    assert metadata(bank, talk)["unread"] == NO_SPEECH_MODEL
    assert outcomes(sync(bank)) == {"talk.mp4": "unchanged", "note.md": "unchanged"}
    # Touched, but the same: there is still nothing more to be had.
    talk.touch()
    assert outcomes(sync(bank))["talk.mp4"] == "unchanged"
    heard = MediaOptions(speech_model=str(model))
    assert outcomes(sync(bank, heard)) == {"talk.mp4": "updated", "note.md": "unchanged"}
    assert "unread" not in metadata(bank, talk)
    assert "said at 0" in (bank.document_text(str(talk)) or "")
    assert outcomes(sync(bank, heard)) == {"talk.mp4": "unchanged", "note.md": "unchanged"}
    # The model may go: what was heard stays.
    assert outcomes(sync(bank)) == {"talk.mp4": "unchanged", "note.md": "unchanged"}


def test_that_recordings_were_not_heard_is_said_in_the_end(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30)
    (docs / "note.md").write_text("A note.")
    told = [one.message for one in add(bank, docs) if isinstance(one, Noticed)]
    assert told == [f"1 recording added with {NO_SPEECH_MODEL}, then: kagent library sync"]
    script(docs / "b.mp4", parts=1, seconds=40)
    script(docs / "c.mp4", parts=1, seconds=50)
    told = [one.message for one in sync(bank) if isinstance(one, Noticed)]
    assert told == [f"2 recordings added with {NO_SPEECH_MODEL}, then: kagent library sync"]
    script(docs / "d.mp4", parts=1, seconds=60)
    silent = sync(bank, MediaOptions(speech_wanted=False))
    assert not [one for one in silent if isinstance(one, Noticed)]


def test_what_wanted_ocr_is_read_again_when_it_is_on(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30)
    off = MediaOptions(ocr=False)
    add(bank, docs, options=off)
    assert outcomes(sync(bank, off)) == {"talk.mp4": "unchanged"}
    assert outcomes(sync(bank, replace(off, ocr=True))) == {"talk.mp4": "updated"}


def test_a_moved_recording_keeps_its_document(bank: MemoryBank, docs: Path) -> None:
    script(docs / "talk.mp4", parts=1, seconds=30)
    add(bank, docs)
    (docs / "talk.mp4").rename(docs / "lecture.mp4")
    assert outcomes(sync(bank)) == {"lecture.mp4": "moved"}


def test_one_that_cannot_be_read_does_not_stop_the_others(bank: MemoryBank, docs: Path) -> None:
    script(docs / "a.mp4", parts=1, seconds=30, at={"shown 0": "broken"})
    script(docs / "b.mp4", parts=1, seconds=30)
    # A time stamp of this very moment would not be relied on.
    os.utime(docs / "a.mp4", ns=(1, 1))
    assert outcomes(add(bank, docs)) == {"a.mp4": "failed", "b.mp4": "added"}
    # It is not tried again before it changes.
    assert outcomes(sync(bank)) == {"a.mp4": "unread", "b.mp4": "unchanged"}
