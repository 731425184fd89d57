"""An engine that plays prepared events, with gates and delays, in place of the real one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from textual.pilot import Pilot

from engine.events import (
    Answer,
    Citation,
    Command,
    Concluded,
    Concluding,
    Event,
    Failed,
    Language,
    Location,
    Observed,
    Planning,
    Recalled,
    Recollection,
    Stopped,
    Task,
    TaskPlanned,
    TaskRecord,
    ToolStarted,
    UsageTotals,
)
from engine.network import Policy
from engine.web_access import Ask, ConnectionRequest
from kagent_tui.app import KAgentApp
from kagent_tui.config import Config
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.i18n import use_language
from kagent_tui.locations import locate
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.turn import TurnView
from kagent_tui.workspace import Workspace
from models.language.base import LanguageModel
from store.errors import StoreError
from store.records import BankStatistics
from tests.kagent_tui.waiting import until as until  # noqa: PLC0414 (pictures import it from here)

if TYPE_CHECKING:
    from engine.attachments import Attachment
    from store.memory import MemoryBank

GATE_SECONDS = 20.0

# A step is an event, a delay in seconds, a gate to wait at, a fault to raise, or a request for
# the user's consent, made from a thread of its own as tools make it.
Step = Event | float | threading.Event | Exception | ConnectionRequest


def days_task() -> Task:
    return Task(
        "Count the days",
        Command("time_delta", {"start_time": "2026-02-17", "end_time": "2026-10-01"}),
    )


def days_record() -> TaskRecord:
    return TaskRecord(days_task(), "From 2026-02-17 to 2026-10-01 there are 226 days.", None, 0.012)


def answer_of(text: str, **changes: Any) -> Answer:
    whole = Answer(
        question="How many days lie between Spring Festival and National Day?",
        text=text,
        language="en",
        outcome="answered",
        citations=(
            Citation(
                1,
                "tool:time_delta",
                "time_delta(2026-02-17, 2026-10-01)",
                Location(),
                "From 2026-02-17 to 2026-10-01 there are 226 days.",
            ),
            Citation(
                2,
                "/home/ada/notes/holidays.md",
                "Holidays of the year",
                Location(heading="Autumn", page=3, line=14),
                "National Day is celebrated on 1 October.",
            ),
        ),
        tasks=(days_record(),),
        session="s1",
        model="kagent-nano",
        usage=UsageTotals(420, 180, 60, 1.512),
    )
    return replace(whole, **changes)


def whole_script(
    text: str = "There are **226 days** between them [1].", **changes: Any
) -> list[Step]:
    return [
        Recalled((Recollection("knowledge", "Holidays", "holidays.md", "…", 3.2),)),
        Planning('{"task_name": "Count'),
        Planning(' the days", …}'),
        TaskPlanned(days_task()),
        ToolStarted(days_task()),
        Observed(days_record()),
        *(Concluding(piece) for piece in _pieces(text)),
        Concluded(answer_of(text, **changes)),
    ]


def _pieces(text: str) -> list[str]:
    return [text[start : start + 6] for start in range(0, len(text), 6)]


@dataclass
class ScriptedModel:
    name: str
    context_tokens: int = 2048


@dataclass
class ScriptedSession:
    scripts: list[list[Step]]
    stored: list[Answer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    allowed: list[bool] = field(default_factory=list)
    # Seconds that pass between the cancel and the engine's last events.
    slow_stop: float = 0.0

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
        ask: Ask | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Iterator[Event]:
        assert cancel is not None
        assert ask is not None
        self.asked.append(query)
        written = ""
        for step in self.scripts.pop(0):
            if _wait(step, cancel):
                time.sleep(self.slow_stop)
                yield Stopped("cancelled")
                yield Concluded(
                    answer_of(written, question=query, outcome="stopped", citations=(), tasks=())
                )
                return
            if isinstance(step, Exception):
                raise step
            if isinstance(step, ConnectionRequest):
                self._ask_from_a_thread(ask, step)
            elif not isinstance(step, float | threading.Event):
                written += step.text if isinstance(step, Concluding) else ""
                yield step

    def _ask_from_a_thread(self, ask: Ask, request: ConnectionRequest) -> None:
        tool = threading.Thread(target=lambda: self.allowed.append(ask(request)), daemon=True)
        tool.start()
        tool.join(GATE_SECONDS)

    @property
    def id(self) -> str:
        return "s1"

    def history(self) -> list[Answer]:
        return self.stored


def _wait(step: Step, cancel: threading.Event) -> bool:
    """Wait out a delay or a gate; True when the question was cancelled."""
    if isinstance(step, float):
        return cancel.wait(step)
    if isinstance(step, threading.Event):
        end = time.monotonic() + GATE_SECONDS
        while not step.wait(0.005) and time.monotonic() < end:
            if cancel.is_set():
                return True
    return cancel.is_set()


@dataclass
class ScriptedNetwork:
    policy: Policy = "ask"


@dataclass
class ScriptedAssembly:
    scripts: list[list[Step]] = field(default_factory=list)
    history: list[Answer] = field(default_factory=list)
    documents: int = 0
    open_gate: threading.Event | None = None
    model_gate: threading.Event | None = None
    open_error: Exception | None = None
    model_error: Exception | None = None
    slow_stop: float = 0.0
    model_name: str = "kagent-nano"
    closed: bool = False
    sessions: list[ScriptedSession] = field(default_factory=list)
    found: FoundSource | None = None
    notes: list[dict[int, str]] = field(default_factory=list)
    wanted: list[Citation] = field(default_factory=list)
    network: ScriptedNetwork = field(default_factory=ScriptedNetwork)
    bank: MemoryBank | None = None

    def open(self) -> None:
        if self.open_gate is not None:
            self.open_gate.wait(GATE_SECONDS)
        if self.open_error is not None:
            raise self.open_error

    def load_model(self, progress: Callable[[float], None] | None = None) -> LanguageModel:
        if self.model_gate is not None:
            self.model_gate.wait(GATE_SECONDS)
        if self.model_error is not None:
            raise self.model_error
        return cast(LanguageModel, ScriptedModel(self.model_name))

    def use_model(self, source: str) -> LanguageModel:
        if self.model_error is not None:
            raise self.model_error
        self.model_name = source
        return cast(LanguageModel, ScriptedModel(source))

    def session(self, session_id: str | None) -> ScriptedSession:
        session = ScriptedSession(self.scripts, self.history, slow_stop=self.slow_stop)
        self.sessions.append(session)
        return session

    def statistics(self) -> BankStatistics:
        turns = len(self.sessions[0].asked) if self.sessions else 0
        return BankStatistics(self.documents, self.documents * 40, turns, self.documents * 150_000)

    def source_notes(self, answers: Sequence[Answer]) -> list[dict[int, str]]:
        return self.notes or [{} for _ in answers]

    def find_source(self, citation: Citation) -> FoundSource:
        self.wanted.append(citation)
        if self.found is None:
            raise StoreError("kagent.db is locked")
        return self.found

    def embed_for(self, seconds: float) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


def make_app(
    assembly: ScriptedAssembly,
    *,
    language: Language = "en",
    session_id: str | None = None,
    **settings: Any,
) -> KAgentApp:
    runner = EngineRunner(lambda: assembly, session_id=session_id)
    use_language(language)
    config = Config(interface_language=language, **settings)
    return KAgentApp(Workspace(locate(os.environ["KAGENT_HOME"]), config, runner))


def scripts_of(*scripts: Sequence[Step]) -> list[list[Step]]:
    return [list(script) for script in scripts]


def failing_script() -> list[Step]:
    return [Failed("model.gguf ended early at byte 1024; run: kagent models pull nano")]


def screen_of(pilot: Pilot[int]) -> ChatScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ChatScreen)
    return screen


def turns_of(pilot: Pilot[int]) -> list[TurnView]:
    return list(pilot.app.query(TurnView))


def citations_of(turn: TurnView) -> str:
    """The citations as they are shown, one a line."""
    return "\n".join(str(view.render()) for view in turn.query(CitationView))


async def write(pilot: Pilot[int], text: str) -> None:
    screen_of(pilot).query_one(Composer).text = text
    await pilot.press("enter")
    await pilot.pause()
