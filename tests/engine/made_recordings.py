"""Recordings for tests as their reader stores them: windows with the moments of their words."""

from __future__ import annotations

from collections.abc import Sequence

from store.documents import NewEntry
from store.memory import MemoryBank
from store.records import Channel, Moment, NewDocument, NewSegment

Line = tuple[Channel, float, float, str]
# A window: its chapter, and its lines in the order of the text.
Window = tuple[str | None, Sequence[Line]]

SHARPENING: Sequence[Window] = (
    (
        "The stone",
        (
            ("said", 2.0, 6.5, "Soak the whetstone in water for fifteen minutes."),
            ("said", 7.0, 12.0, "Bubbles tell you that it is still drinking."),
            ("shown", 3.0, 20.0, "Grit 1000 for everyday edges"),
        ),
    ),
    (
        "The angle",
        (
            ("said", 31.0, 36.0, "Hold the blade at seventeen degrees to the stone."),
            ("said", 37.5, 44.0, "A steeper angle lasts longer but cuts less easily."),
            ("shown", 33.0, 52.0, "Japanese knives: 15 degrees"),
        ),
    ),
    (
        "The strop",
        (
            ("said", 62.0, 69.0, "Pull the edge backwards over leather ten times."),
            ("shown", 65.0, 80.0, "Never push into the leather"),
        ),
    ),
)
BREAD: Sequence[Window] = (
    (
        None,
        (
            ("said", 1.0, 6.0, "今天我们来做乡村面包。"),
            ("said", 6.5, 12.0, "面团要在冰箱里冷藏发酵十二小时。"),
            ("shown", 4.0, 20.0, "高筋面粉 500 克"),
        ),
    ),
    (
        None,
        (
            ("said", 30.0, 37.0, "烤箱先预热到二百三十度。"),
            ("shown", 33.0, 50.0, "烘烤时间 35 分钟"),
        ),
    ),
)


def entry(
    source: str,
    title: str,
    windows: Sequence[Window],
    media_type: str = "video/mp4",
    **metadata: str | int,
) -> NewEntry:
    """The recording as an entry of the library."""
    text, segments, moments = "", [], []
    for heading, lines in windows:
        text += "\n\n" if text else ""
        start = len(text)
        for number, (channel, begin, end, line) in enumerate(lines):
            if number:
                text += "\n" if channel == "shown" else " "
            at = len(text)
            text += line
            moments.append(Moment(at, len(text), begin, end, channel, 0.9))
        times = [(begin, end) for _, begin, end, _ in lines]
        segments.append(
            NewSegment(
                text[start:],
                start,
                len(text),
                heading=heading,
                time_start=min(begin for begin, _ in times),
                time_end=max(end for _, end in times),
            )
        )
    document = NewDocument(source, title, text, f"f-{title}", media_type, metadata)
    return NewEntry(document, segments, (), tuple(moments))


def with_recordings(bank: MemoryBank, folder: str = "/videos") -> MemoryBank:
    """The bank with a video in each language, of 1:30 and 1:00 minutes."""
    bank.add_documents(
        [
            entry(f"{folder}/sharpening.mp4", "Sharpening kitchen knives", SHARPENING, duration=90),
            entry(f"{folder}/bread.mkv", "乡村面包教程", BREAD, duration=60),
        ]
    )
    return bank
