"""The engine's own thread: it opens the memory, loads the model and answers one question at a time.

One daemon thread does everything, so that the SQLite connection is only used where it was made,
and so that quitting never waits for asyncio's executor. It touches no widget: it posts messages.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from engine.cleaning import clean_line
from engine.events import Answer, Event, Failed, Language
from kagent_tui.messages import (
    EngineCrashed,
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    StatisticsChanged,
)
from models.language.base import LanguageModel, ModelError
from store.errors import StoreError

if TYPE_CHECKING:
    from store.records import BankStatistics

_JOIN_SECONDS = 2.0

Post = Callable[[Message], object]


class SessionPort(Protocol):
    """What the TUI needs of engine.session.Session."""

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
    ) -> Iterator[Event]:
        """The events of one question, ending with one Concluded or Failed."""
        ...

    def history(self) -> list[Answer]:
        """The session's answers, oldest first."""
        ...


class AssemblyPort(Protocol):
    """What the TUI needs of kagent_tui.assembly.Assembly."""

    def open(self) -> None:
        """Open the memory and the registry of tools."""
        ...

    def load_model(self) -> LanguageModel:
        """Load the language model."""
        ...

    def session(self, session_id: str | None) -> SessionPort:
        """A new session, or a stored one."""
        ...

    def statistics(self) -> BankStatistics:
        """The size of the memory."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...


@dataclass(frozen=True, slots=True)
class _Question:
    id: int
    query: str
    cancel: threading.Event = field(default_factory=threading.Event)


class _CrashGuard:
    """Hands an unforeseen exception to the runner instead of losing it in a dead thread."""

    def __init__(self, runner: EngineRunner) -> None:
        self._runner = runner

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None:
            self._runner.crashed(error)
        return True


class EngineRunner:
    """Runs the engine beside the user interface.

    Args:
        make_assembly: called in the engine's thread, so that heavy imports happen there.
        session_id: a stored session to go on with, or None for a new one.
        now: a fixed current time for every question.
        language: a fixed language of answers; None follows each question.
    """

    def __init__(
        self,
        make_assembly: Callable[[], AssemblyPort],
        *,
        session_id: str | None = None,
        now: datetime | None = None,
        language: Language | None = None,
    ) -> None:
        self.failure: BaseException | None = None
        self._make_assembly = make_assembly
        self._session_id = session_id
        self._now = now
        self._language = language
        self._post_message: Post | None = None
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._unfinished: dict[int, _Question] = {}
        self._running: int | None = None
        self._lock = threading.Lock()  # guards the two above
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._session: SessionPort | None = None
        self._memory_trouble: str | None = None

    def start(self, post: Post) -> None:
        """Begin to load; from now on `post` is called from the engine's thread."""
        if self._closing.is_set():
            return
        self._post_message = post
        self._thread = threading.Thread(target=self._run, name="kagent-engine", daemon=True)
        self._thread.start()

    def ask(self, question_id: int, query: str) -> None:
        """Queue a question; it waits for loading and for the questions before it."""
        question = _Question(question_id, query)
        with self._lock:
            self._unfinished[question_id] = question
        self._questions.put(question)

    def cancel(self, question_id: int) -> bool:
        """Stop a question.

        Returns True when it runs, so that its last events are still to come, and False when it
        had not begun: then it is dropped and nothing of it will be posted.
        """
        with self._lock:
            if question_id != self._running:
                self._unfinished.pop(question_id, None)
                return False
            self._unfinished[question_id].cancel.set()
            return True

    def request_close(self) -> None:
        """Stop every question and let the thread end; returns at once."""
        self._closing.set()
        with self._lock:
            for question in self._unfinished.values():
                question.cancel.set()
        self._questions.put(None)

    def join(self, seconds: float = _JOIN_SECONDS) -> bool:
        """Wait for the thread to release the memory; False when it is still busy after that."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def crashed(self, error: BaseException) -> None:
        """Keep an unforeseen exception for the main thread and end the user interface."""
        self.failure = error
        self._post(EngineCrashed())

    def _post(self, message: Message) -> None:
        if self._post_message is not None and not self._closing.is_set():
            self._post_message(message)

    def _run(self) -> None:
        with _CrashGuard(self):
            assembly = self._make_assembly()
            try:
                self._load(assembly)
                while (question := self._questions.get()) is not None:
                    self._answer(assembly, question)
            finally:
                assembly.close()

    def _load(self, assembly: AssemblyPort) -> None:
        try:
            assembly.open()
            history: list[Answer] = []
            if self._session_id is not None:
                self._session = assembly.session(self._session_id)
                history = self._session.history()
            self._post(MemoryOpened(assembly.statistics(), tuple(history)))
        except (StoreError, OSError) as error:
            self._memory_trouble = clean_line(str(error))
            self._post(LoadingFailed("memory", self._memory_trouble))
            return
        if self._closing.is_set():
            return
        try:
            self._post(ModelLoaded(clean_line(assembly.load_model().name)))
        except (ModelError, OSError) as error:
            self._post(LoadingFailed("model", clean_line(str(error))))

    def _answer(self, assembly: AssemblyPort, question: _Question) -> None:
        with self._lock:
            if self._closing.is_set() or question.id not in self._unfinished:
                return
            self._running = question.id
        for event in self._events(assembly, question):
            self._post(EventArrived(question.id, event))
        with self._lock:
            del self._unfinished[question.id]
            self._running = None
        if self._memory_trouble is None:
            try:
                self._post(StatisticsChanged(assembly.statistics()))
            except StoreError as error:
                self._post(LoadingFailed("memory", clean_line(str(error))))

    def _events(self, assembly: AssemblyPort, question: _Question) -> Iterator[Event]:
        if self._memory_trouble is not None:
            yield Failed(self._memory_trouble)
            return
        if self._session is None:
            try:
                self._session = assembly.session(None)
            except StoreError as error:
                yield Failed(clean_line(str(error)))
                return
        yield from self._session.ask(
            question.query, language=self._language, cancel=question.cancel, now=self._now
        )
