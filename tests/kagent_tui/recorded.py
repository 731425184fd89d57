"""A memory with a recording in it: what is said and shown, when, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.events import Citation, Language, Location
from store.documents import NewEntry
from store.memory import MemoryBank
from store.records import Moment, NewDocument, NewSegment
from tests.video_file import Caption, Video, make_video

SIZE = (320, 180)


@dataclass(frozen=True)
class Line:
    """A line of the recording, and when."""

    start: float
    end: float
    channel: str
    text: str


LINES: dict[Language, tuple[Line, ...]] = {
    "en": (
        Line(0, 4, "said", "This is how the boiler is descaled."),
        Line(0, 5, "shown", "Descaling the boiler"),
        Line(5, 9, "said", "First close the red valve."),
        Line(5, 10, "shown", "Step 1: the red valve"),
    ),
    "zh": (
        Line(0, 4, "said", "下面讲怎样给热水器除垢。"),
        Line(0, 5, "shown", "热水器除垢"),
        Line(5, 9, "said", "先关上红色阀门。"),
        Line(5, 10, "shown", "第一步：红色阀门"),
    ),
}
TITLES: dict[Language, str] = {"en": "Descaling the boiler", "zh": "热水器除垢教程"}
# What is on the pictures; drawn in English, for which every computer has the letters.
_CAPTIONS = (
    Caption("Descaling the boiler", 20, 60, 0, 5, 24),
    Caption("Step 1: the red valve", 20, 60, 5, 10, 24, "#bb1111"),
)


def write_recording(path: Path) -> Path:
    """Ten seconds of two slides."""
    return make_video(path, Video(10, _CAPTIONS, size=SIZE, fps=5, scenes=(5,)))


def add_recording(
    bank: MemoryBank, path: Path, language: Language = "en", **metadata: object
) -> int:
    """Put the recording of that file into the library; its document's number."""
    text, moments = "", []
    for line in LINES[language]:
        begin = len(text)
        text += line.text
        moments.append(Moment(begin, len(text), line.start, line.end, line.channel))  # type: ignore[arg-type]
        text += "\n"
    text = text.rstrip("\n")
    facts = {"duration": 10, "width": SIZE[0], "height": SIZE[1], **metadata}
    size = path.stat().st_size if path.is_file() else 48_000
    document = NewDocument(str(path), TITLES[language], text, "f1", "video/mp4", facts, size=size)
    segment = NewSegment(text, 0, len(text), time_start=0, time_end=10)
    entry = NewEntry(document, [segment], moments=tuple(moments))
    return bank.add_documents([entry])[0].document_id


def citation_of_line(path: Path, number: int, language: Language = "en") -> Citation:
    """A citation of one line of the recording, from 0."""
    lines = LINES[language]
    begin = sum(len(line.text) + 1 for line in lines[:number])
    line = lines[number]
    span = (begin, begin + len(line.text))
    place = Location(start=line.start, end=line.end, span=span)
    return Citation(1, str(path), TITLES[language], place, line.text, "f1")
