"""A memory with a Kuaipedia of its own: items with aspects, and where a video and notes are."""

from __future__ import annotations

from pathlib import Path

from engine.events import Language
from store.kuaipedia_records import NewAspect, NewEvidence, NewItem
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment
from tests.kagent_tui.recorded import LINES, add_recording

_ITEMS: dict[Language, tuple[NewItem, ...]] = {
    "en": (
        NewItem(
            "Boiler",
            "en",
            summary="Heats water for the flat in Harbour Street; installed in 2019.",
            aliases=("water heater", "Ariston Velis"),
            aspects=(
                NewAspect("Maintenance", 1),
                NewAspect("Descaling", 2, "Maintenance"),
                NewAspect("Warranty", 1),
            ),
        ),
        NewItem("Harbour ferry", "en", aliases=("the ferry",)),
    ),
    "zh": (
        NewItem(
            "热水器",
            "zh",
            summary="港口街公寓的热水器，2019 年安装。",
            aliases=("锅炉", "阿里斯顿"),
            aspects=(NewAspect("保养", 1), NewAspect("除垢", 2, "保养"), NewAspect("保修", 1)),
        ),
        NewItem("港口渡轮", "zh", aliases=("渡轮",)),
    ),
}
_NOTES: dict[Language, tuple[str, str]] = {
    "en": ("Boiler: operating manual", "The boiler must be descaled every three months."),
    "zh": ("热水器使用说明书", "热水器每三个月除垢一次。"),
}
_FERRY: dict[Language, tuple[str, str]] = {
    "en": ("Harbour ferry", "The last ferry leaves at 22:40 on weekdays."),
    "zh": ("港口渡轮时刻表", "平日末班渡轮 22:40 开船。"),
}


def add_items(
    bank: MemoryBank, recording: Path, language: Language = "en", **metadata: object
) -> tuple[int, int]:
    """Put the recording, two notes and the items into a memory; the items' ids."""
    video = add_recording(bank, recording, language, **metadata)
    manual = _add_note(bank, recording.parent / "boiler.md", *_NOTES[language])
    timetable = _add_note(bank, recording.parent / "ferry.md", *_FERRY[language])
    boiler, ferry = bank.kuaipedia.put_items(_ITEMS[language])
    assert boiler is not None
    assert ferry is not None
    care, descaling = [one.id for one in bank.kuaipedia.aspects(boiler)][:2]
    version = bank.kuaipedia.version()
    lines, found, begin = LINES[language], [], 0
    for line, field, aspect, score in (
        (lines[0], "said", descaling, 0.9),
        (lines[1], "title", descaling, 0.8),
        (lines[2], "said", descaling, 0.7),
        (lines[3], "shown", descaling, 0.6),
    ):
        end = begin + len(line.text)
        found.append(
            NewEvidence(
                boiler,
                aspect,
                begin,
                end,
                field,  # type: ignore[arg-type]
                line.text.split()[-1],
                score,
                time_start=line.start,
                time_end=line.end,
            )
        )
        begin = end + 1
    bank.kuaipedia.replace_evidence(video, "f1", version, found)
    text = _NOTES[language][1]
    note = NewEvidence(boiler, care, 0, len(text), "text", text[:6], 0.75, page=4)
    bank.kuaipedia.replace_evidence(manual, "n1", version, [note])
    text = _FERRY[language][1]
    note = NewEvidence(ferry, None, 0, len(text), "text", text[:6], 0.7)
    bank.kuaipedia.replace_evidence(timetable, "n1", version, [note])
    return boiler, ferry


def _add_note(bank: MemoryBank, path: Path, title: str, text: str) -> int:
    if path.parent.is_dir():
        path.write_text(text, encoding="utf-8")
    document = NewDocument(str(path), title, text, "n1")
    return bank.add_document(document, [NewSegment(text, 0, len(text))]).document_id
