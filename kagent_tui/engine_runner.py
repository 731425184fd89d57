"""The engine's own thread: it opens the memory, loads the model and answers one question at a time.

One daemon thread does everything but to look at cited sources, which must not wait for an answer:
those have short threads of their own. They are daemons, so that quitting never waits for asyncio's
executor, and touch no widget: they post messages.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from engine.cleaning import clean_line
from engine.events import Answer, Citation, Event, Failed, Language
from kagent_tui.messages import (
    ConsentAsked,
    ConsentReply,
    ConsentWithdrawn,
    EngineCrashed,
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    NetworkPolicyChanged,
    SourceFound,
    SourceNotFound,
    StatisticsChanged,
)
from models.language.base import LanguageModel, ModelError
from store.errors import StoreError

if TYPE_CHECKING:
    from engine.network import Policy
    from engine.web_access import Ask, ConnectionRequest
    from kagent_tui.sources import FoundSource
    from store.records import BankStatistics

_JOIN_SECONDS = 2.0
# How long the making of vectors may keep a question waiting.
_IDLE_SECONDS = 0.2
# How soon a thread that waits for the user's consent sees that its question was stopped.
_POLL_SECONDS = 0.05

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
        ask: Ask | None = None,
    ) -> Iterator[Event]:
        """The events of one question, ending with one Concluded or Failed."""
        ...

    def history(self) -> list[Answer]:
        """The session's answers, oldest first."""
        ...


class NetworkPort(Protocol):
    """What the TUI needs of engine.network.Network."""

    policy: Policy


class AssemblyPort(Protocol):
    """What the TUI needs of kagent_tui.assembly.Assembly."""

    @property
    def network(self) -> NetworkPort:
        """The door to the internet, as open as the settings say."""
        ...

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

    def source_notes(self, answers: Sequence[Answer]) -> list[dict[int, str]]:
        """For each answer, by the citation's number, what has become of its source."""
        ...

    def find_source(self, citation: Citation) -> FoundSource:
        """A citation's source as it is now; may be called from any thread."""
        ...

    def embed_for(self, seconds: float) -> bool:
        """Make vectors that are lacking for about so long; True when some may still be."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...


@dataclass(frozen=True, slots=True)
class _Question:
    id: int
    query: str
    cancel: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)


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
        self._asking = threading.Lock()  # held while the user is asked: one thing at a time
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._session: SessionPort | None = None
        self._assembly: AssemblyPort | None = None
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

    def open_source(self, citation: Citation) -> None:
        """Look at a citation's source and open it in a window, where there can be one.

        `SourceFound` or `SourceNotFound` is posted; a program that needs the terminal is left to
        the screen.
        """
        opener = threading.Thread(
            target=self._open_source, args=(citation,), name="kagent-source", daemon=True
        )
        opener.start()

    def _open_source(self, citation: Citation) -> None:
        with _CrashGuard(self):
            if self._assembly is not None:
                self._post(_open_source(self._assembly, citation))

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
                self._post(NetworkPolicyChanged(assembly.network.policy))
                while (question := self._next(assembly)) is not None:
                    self._answer(assembly, question)
            finally:
                assembly.close()

    def _next(self, assembly: AssemblyPort) -> _Question | None:
        """The next question, None at the end; until one comes, vectors that lack are made."""
        lacking = self._memory_trouble is None
        while lacking and self._questions.empty() and not self._closing.is_set():
            try:
                lacking = assembly.embed_for(_IDLE_SECONDS)
            except StoreError:
                # Whatever it is, the next search meets it too and says so where it matters.
                lacking = False
        return self._questions.get()

    def _load(self, assembly: AssemblyPort) -> None:
        try:
            assembly.open()
            history: list[Answer] = []
            if self._session_id is not None:
                self._session = assembly.session(self._session_id)
                history = self._session.history()
            notes = assembly.source_notes(history)
            self._assembly = assembly
            self._post(MemoryOpened(assembly.statistics(), tuple(history), tuple(notes)))
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
        question.ended.set()
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
            question.query,
            language=self._language,
            cancel=question.cancel,
            now=self._now,
            ask=lambda request: self._allowed(assembly.network, question, request),
        )

    def _allowed(
        self, network: NetworkPort, question: _Question, request: ConnectionRequest
    ) -> bool:
        """Ask the user on the screen, from any thread; no, when the question is over before."""
        while not self._asking.acquire(timeout=_POLL_SECONDS):
            if self._is_over(question):
                return False
        try:
            if request.reason == "first_connection" and network.policy == "on":
                return True  # "always" was the answer to the request before this one
            reply = ConsentReply()
            self._post(ConsentAsked(question.id, request, reply))
            choice = None
            while choice is None and not self._is_over(question):
                choice = reply.wait(_POLL_SECONDS)
            if choice is None:
                self._post(ConsentWithdrawn(reply))
            if choice == "always":
                network.policy = "on"
                self._post(NetworkPolicyChanged("on"))
            return choice in {"allow", "always"}
        finally:
            self._asking.release()

    def _is_over(self, question: _Question) -> bool:
        return self._closing.is_set() or question.cancel.is_set() or question.ended.is_set()


def _open_source(assembly: AssemblyPort, citation: Citation) -> Message:
    """Look at a source and open it, unless its program needs the terminal."""
    from kagent_tui.launching import launch

    try:
        found = assembly.find_source(citation)
    except (StoreError, OSError) as error:
        return SourceNotFound(clean_line(str(error)))
    if found.opening is None or found.opening.in_terminal:
        return SourceFound(found, opened=False)
    trouble = launch(found.opening)
    return SourceFound(found, opened=trouble is None, trouble=trouble)
