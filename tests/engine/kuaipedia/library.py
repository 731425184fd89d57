"""A memory with the small library of the tests, and documents put into it by hand."""

from __future__ import annotations

from pathlib import Path

from engine.kuaipedia.building import LinkingFinished, build
from engine.library import Library
from store.documents import NewEntry
from store.kuaipedia_records import ItemRecord
from store.memory import MemoryBank
from store.records import Moment, NewDocument, NewSegment

LIBRARY = Path(__file__).resolve().parents[2] / "data" / "kuaipedia_library"


def add_library(bank: MemoryBank) -> None:
    """Add the files of the small library."""
    assert all(report.error is None for report in Library(bank).add([LIBRARY]))


def built(bank: MemoryBank) -> LinkingFinished:
    """Build to the end."""
    events = list(build(bank))
    assert isinstance(events[-1], LinkingFinished)
    return events[-1]


def add_text(bank: MemoryBank, title: str, *parts: tuple[str | None, str]) -> int:
    """Add a document of parts (heading path or None, text); its id."""
    segments = []
    text = ""
    for heading, part in parts:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{part}" if text else part
        segments.append(NewSegment(part, start, start + len(part), heading=heading))
    document = NewDocument(f"/notes/{title}.md", title, text, fingerprint=str(hash(text)))
    return bank.add_document(document, segments).document_id


def add_recording(bank: MemoryBank, title: str, said: str, shown: str) -> int:
    """Add a recording with one window of 30 s: what is said and, from second 12, shown; its id."""
    text = f"{said}\n{shown}"
    segment = NewSegment(text, 0, len(text), heading="Chapter 1", time_start=0.0, time_end=30.0)
    moments = (
        Moment(0, len(said), 0.0, 11.0, "said", 0.8),
        Moment(len(said) + 1, len(text), 12.0, 30.0, "shown", 0.9),
    )
    document = NewDocument(f"/talks/{title}.mp4", title, text, "1", media_type="video/mp4")
    (result,) = bank.add_documents([NewEntry(document, [segment], moments=moments)])
    return result.document_id


def add_windows(bank: MemoryBank, title: str, *windows: tuple[str, str]) -> int:
    """Add a recording of windows of 30 s (chapter, what is said); its id."""
    text = "\n".join(said for _, said in windows)
    segments, moments = [], []
    start = 0
    for number, (chapter, said) in enumerate(windows):
        times = 30.0 * number, 30.0 * (number + 1)
        end = start + len(said)
        segments.append(
            NewSegment(said, start, end, heading=chapter, time_start=times[0], time_end=times[1])
        )
        moments.append(Moment(start, end, *times, "said", 0.8))
        start = end + 1
    document = NewDocument(f"/talks/{title}.mp4", title, text, "1", media_type="video/mp4")
    (result,) = bank.add_documents([NewEntry(document, segments, moments=tuple(moments))])
    return result.document_id


def item(bank: MemoryBank, title: str, subtitle: str = "") -> ItemRecord:
    """The item of a title and subtitle."""
    (found,) = [one for one in bank.kuaipedia.find(title) if one.subtitle == subtitle]
    return found
