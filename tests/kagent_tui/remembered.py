"""A real memory with a few sessions in it, and a workspace over it without an engine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from engine.answers import answer_to_json
from engine.events import Answer, Citation, Location, UsageTotals
from engine.recall import segments_of
from kagent_tui.config import Config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.locations import locate
from kagent_tui.workspace import Workspace
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, NewTask

HOSTILE = "[/red] \x1b]52;c;aGk=\x07 <script>alert(1)</script> \u202eevil [@click=app.quit]x[/]"


def answer(question: str, text: str, *citations: Citation, zh: bool = False) -> Answer:
    return Answer(
        question=question,
        text=text,
        language="zh" if zh else "en",
        outcome="answered",
        citations=citations,
        tasks=(),
        session="s",
        model="m",
        usage=UsageTotals(),
    )


def citation(number: int, quote: str, source: str = "/notes/car.md") -> Citation:
    return Citation(number, source, "Car", Location(line=12, heading="Warranty"), quote)


def ask(bank: MemoryBank, session: str, said: Answer) -> None:
    stored = json.dumps(answer_to_json(said), ensure_ascii=False)
    pieces = segments_of(said.question, said.text)
    bank.append_turn(session, said.question, said.text, stored, pieces)


def remember(bank: MemoryBank) -> dict[str, str]:
    """Three sessions, the last one with hostile text, and a document; the sessions' ids by name."""
    boiler = bank.create_session("The boiler")
    bank.append_task(
        boiler,
        NewTask(
            "Search the library",
            '{"name": "search_knowledge", "args": {"text": "boiler"}}',
            "The boiler is warranted for three years.",
            None,
            0.1,
        ),
    )
    ask(bank, boiler, answer("Is it under warranty?", "Three years. [1]", citation(1, "3 years")))
    ask(bank, boiler, answer("And the pump?", "It is covered."))
    bank.sessions_store.tag(boiler, ["house"])
    membrane = bank.create_session("反渗透膜")
    ask(bank, membrane, answer("反渗透膜多久更换一次？", "每两年半更换一次。", zh=True))
    hostile = bank.create_session(HOSTILE)
    ask(bank, hostile, answer(HOSTILE, HOSTILE, citation(1, HOSTILE, HOSTILE)))
    text = "The ferry leaves at 22:40."
    bank.add_document(
        NewDocument("/notes/ferry.md", "Ferry", text, "1"), [NewSegment(text, 0, len(text))]
    )
    return {"boiler": boiler, "membrane": membrane, "hostile": hostile}


@dataclass
class StubRunner:
    """What the pages know of the engine's thread."""

    bank: MemoryBank | None
    session_id: str = ""
    opened: list[str | None] = field(default_factory=list)

    @property
    def assembly(self) -> Any:
        return None if self.bank is None else SimpleNamespace(bank=self.bank)

    def open_session(self, session_id: str | None) -> None:
        self.opened.append(session_id)


def workspace_over(
    bank: MemoryBank | None, home: Path, session_id: str = "", **settings: Any
) -> tuple[Workspace, StubRunner]:
    runner = StubRunner(bank, session_id)
    config = Config(interface_language="en", **settings)
    return Workspace(locate(home), config, cast(EngineRunner, runner)), runner


def remember_plainly(bank: MemoryBank, language: str) -> None:
    """A session, a task and two documents, all in one language."""
    zh = language == "zh"
    session = bank.create_session("锅炉" if zh else "The boiler")
    bank.append_task(
        session,
        NewTask(
            "检索资料" if zh else "Search the library",
            '{"name": "search_knowledge", "args": {"text": "1"}}',
            "锅炉保修三年。" if zh else "The boiler is warranted for three years.",
            None,
            0.1,
        ),
    )
    question, text = ("保修多久？", "三年。") if zh else ("How long is it?", "Three years.")
    ask(bank, session, answer(question, text, zh=zh))
    bank.sessions_store.tag(session, ["家务" if zh else "house"])
    for name, words in (
        ("渡轮" if zh else "ferry", "渡轮 22:40 开船。" if zh else "The ferry leaves at 22:40."),
        ("合同" if zh else "lease", "押金一千元。" if zh else "The deposit is 1,000."),
    ):
        bank.add_document(
            NewDocument(f"/notes/{name}.md", name, words, "1"), [NewSegment(words, 0, len(words))]
        )
