"""What the pictures show of a memory: documents, sessions and tasks in two languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from engine.answers import answer_to_json
from engine.events import Answer, Citation, Language, Location, UsageTotals
from engine.recall import segments_of
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, NewTask

NOW = datetime(2026, 11, 26, 15, 30)

_DOCUMENTS: dict[Language, list[tuple[str, str, str, str]]] = {
    "en": [
        (
            "/home/ada/notes/lease.md",
            "Lease of the flat in Harbour Street",
            "house",
            "The deposit is 1,200 euros. It is paid back within 30 days of moving out.",
        ),
        (
            "/home/ada/notes/boiler.pdf",
            "Boiler: operating manual",
            "house",
            "The boiler holds 1.8 litres. Descale it every three months.",
        ),
        (
            "/home/ada/travel/ferry.md",
            "Harbour ferry",
            "travel",
            "The last ferry leaves at 22:40 on weekdays and at 23:10 on Saturday.",
        ),
        (
            "https://en.example.org/tea",
            "How to brew green tea",
            "",
            "Green tea is brewed at 80 degrees for two minutes.",
        ),
    ],
    "zh": [
        (
            "/home/ada/笔记/租房合同.md",
            "港口街公寓租房合同",
            "家务",
            "押金为一千二百欧元，退租后三十天内退还。",
        ),
        (
            "/home/ada/笔记/热水器.pdf",
            "热水器使用说明书",
            "家务",
            "热水器容量为 1.8 升，每三个月除垢一次。",
        ),
        (
            "/home/ada/旅行/渡轮.md",
            "港口渡轮时刻表",
            "旅行",
            "平日末班渡轮 22:40 开船，周六 23:10 开船。",
        ),
        (
            "https://zh.example.org/tea",
            "绿茶冲泡方法",
            "",
            "绿茶用 80 度的水冲泡两分钟。",
        ),
    ],
}
_SESSIONS: dict[Language, list[tuple[str, tuple[str, ...], list[tuple[str, str]]]]] = {
    "en": [
        (
            "The boiler and its warranty",
            ("house",),
            [
                ("How often must the boiler be descaled?", "Every three months [1]."),
                ("How much water does it hold?", "1.8 litres [1]."),
            ],
        ),
        (
            "Evening in the harbour",
            ("travel", "weekend"),
            [("When does the last ferry leave on Saturday?", "At 23:10 [1].")],
        ),
        ("Green tea", (), [("How hot should the water be?", "80 degrees [1].")]),
    ],
    "zh": [
        (
            "热水器保养",
            ("家务",),
            [
                ("热水器多久除垢一次？", "每三个月一次 [1]。"),
                ("热水器容量多大？", "1.8 升 [1]。"),
            ],
        ),
        (
            "港口的夜晚",
            ("旅行", "周末"),
            [("周六末班渡轮几点开？", "23:10 开船 [1]。")],
        ),
        ("绿茶", (), [("泡绿茶的水要多热？", "80 度 [1]。")]),
    ],
}
_TASKS: dict[Language, tuple[str, str, str]] = {
    "en": ("Search the documents", "boiler", "Boiler: operating manual, page 4"),
    "zh": ("检索文档", "热水器", "热水器使用说明书，第 4 页"),
}
_UNREAD: dict[Language, str] = {
    "en": "/home/ada/notes/scan of the contract.pdf",
    "zh": "/home/ada/笔记/合同扫描件.pdf",
}


class Clock(datetime):
    """Goes on by 25 minutes with every look at it, from the day before `NOW`."""

    looks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        cls.looks += 1
        begin = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
        return begin + timedelta(minutes=25 * cls.looks)


def answer(question: str, text: str, language: Language, *citations: Citation) -> Answer:
    """An answer of the built-in model."""
    usage = UsageTotals(420, 180, 60, 1.512)
    return Answer(question, text, language, "answered", citations, (), "s1", "kagent-nano", usage)


@contextmanager
def filled_bank(home: Path, language: Language) -> Iterator[MemoryBank]:
    """A memory that holds the data of one language, stamped with fixed times."""
    with MemoryBank.open(home) as bank:
        # The clock is given back before the bank is lent: it may be held for as long as the
        # tests run, and the others tell the time by the same clock.
        with pytest.MonkeyPatch.context() as patch:
            Clock.looks = 0
            patch.setattr("store.clock.datetime", Clock)
            _add_documents(bank, language)
            for title, tags, turns in _SESSIONS[language]:
                _add_session(bank, language, title, tags, turns)
        yield bank


def _add_documents(bank: MemoryBank, language: Language) -> None:
    for number, (source, title, collection, text) in enumerate(_DOCUMENTS[language], start=1):
        size = None if source.startswith("https:") else 1_700 * number**3
        document = NewDocument(source, title, text, str(number), size=size)
        bank.add_document(document, [NewSegment(text, 0, len(text))])
        if collection:
            bank.collections.add(source, collection)
    reason = "it holds no text"
    bank.unread.note(_UNREAD[language], 480_000, None, reason)


def _add_session(
    bank: MemoryBank,
    language: Language,
    title: str,
    tags: tuple[str, ...],
    turns: list[tuple[str, str]],
) -> None:
    source, document, _, quote = _DOCUMENTS[language][1]
    session = bank.create_session(title)
    name, text, observation = _TASKS[language]
    call = json.dumps({"name": "search_knowledge", "args": {"text": text}}, ensure_ascii=False)
    if len(turns) > 1:
        bank.append_task(session, NewTask(name, call, observation, None, 0.1))
    for question, said in turns:
        citation = Citation(1, source, document, Location(page=4), quote)
        stored = json.dumps(answer_to_json(answer(question, said, language, citation)))
        bank.append_turn(session, question, said, stored, segments_of(question, said))
    bank.sessions_store.tag(session, list(tags))
