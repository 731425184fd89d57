"""The engine's own thread: it opens the memory, loads the model and answers one question at a time.

One daemon thread does everything but what must not wait for an answer: looking at cited sources,
and opening another session, have short threads of their own. They are daemons, so that quitting
never waits for asyncio's executor, and touch no widget: they post messages.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from textual.message import Message

from engine.cleaning import clean_line
from engine.events import Answer, Citation, Event, Failed, Language
from kagent_tui.consent_asking import ConsentAsking
from kagent_tui.engine_ports import AssemblyPort, SessionPort
from kagent_tui.event_gathering import EventGathering
from kagent_tui.expected_errors import one_line
from kagent_tui.messages import (
    EngineCrashed,
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    ModelLoading,
    ModelRefused,
    NetworkPolicyChanged,
    SessionNotOpened,
    SessionOpened,
    SourceFound,
    SourceNotFound,
    StatisticsChanged,
)
from models.language.base import ModelError
from store.errors import StoreError

if TYPE_CHECKING:
    from engine.attachments import Attachment
    from engine.web_access import ConnectionRequest

_JOIN_SECONDS = 2.0
# How long the making of vectors may keep a question waiting.
_IDLE_SECONDS = 0.2

Post = Callable[[Message], object]


class _Conversation:
    """A session that is made when its first question is asked, in the engine's thread."""

    def __init__(self, session_id: str | None) -> None:
        self.stored_id = session_id
        self._session: SessionPort | None = None

    @property
    def id(self) -> str:
        """The session's id; empty for one that no question was asked in."""
        return (self._session.id if self._session is not None else "") or self.stored_id or ""

    def session(self, assembly: AssemblyPort) -> SessionPort:
        """The session; raises StoreError."""
        if self._session is None:
            self._session = assembly.session(self.stored_id)
        return self._session


@dataclass(frozen=True, slots=True)
class _Question:
    id: int
    query: str
    conversation: _Conversation
    attachments: Sequence[Attachment] = ()
    cancel: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)


_Job = Callable[[AssemblyPort], Message | None]


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
        language: a fixed language of answers; None follows each question. It may be changed.
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
        self.language = language
        self._make_assembly = make_assembly
        self._now = now
        self._conversation = _Conversation(session_id)
        self._post_message: Post | None = None
        self._queue: queue.SimpleQueue[_Question | _Job | None] = queue.SimpleQueue()
        self._unfinished: dict[int, _Question] = {}
        self._running: int | None = None
        self._lock = threading.Lock()  # guards the two above
        self._consent = ConsentAsking(self._post)
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._assembly: AssemblyPort | None = None
        self._memory_trouble: str | None = None

    @property
    def assembly(self) -> AssemblyPort | None:
        """The parts of the engine; None until the memory is open."""
        return self._assembly

    @property
    def session_id(self) -> str:
        """The session that questions go to; empty before the first question of a new one."""
        return self._conversation.id

    def start(self, post: Post) -> None:
        """Begin to load; from now on `post` is called from the engine's thread."""
        if self._closing.is_set():
            return
        self._post_message = post
        self._thread = threading.Thread(target=self._run, name="kagent-engine", daemon=True)
        self._thread.start()

    def ask(self, question_id: int, query: str, attachments: Sequence[Attachment] = ()) -> None:
        """Queue a question; it waits for loading and for the questions before it."""
        question = _Question(question_id, query, self._conversation, attachments)
        with self._lock:
            self._unfinished[question_id] = question
        self._queue.put(question)

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

    def open_session(self, session_id: str | None) -> None:
        """Let the next questions go to a stored session, or to a new one.

        Questions asked before stay with theirs. `SessionOpened` or `SessionNotOpened` is posted.
        """
        conversation = _Conversation(session_id)
        if session_id is None or self._assembly is None:
            self._conversation = conversation
            self._post(SessionOpened("", (), ()))
            return
        self._beside(lambda assembly: self._open_session(assembly, conversation))

    def _open_session(self, assembly: AssemblyPort, conversation: _Conversation) -> Message:
        try:
            history, notes = _stored(assembly, conversation)
        except (StoreError, OSError) as error:
            return SessionNotOpened(one_line(error))
        self._conversation = conversation
        return SessionOpened(conversation.id, history, notes)

    def use_model(self, source: str) -> None:
        """Answer with another model after the questions asked so far.

        `ModelLoaded` is posted, or `ModelRefused` where the one before goes on answering.
        """
        self._queue.put(lambda assembly: self._use_model(assembly, source))

    def _use_model(self, assembly: AssemblyPort, source: str) -> Message:
        try:
            model = assembly.use_model(source)
        except (ModelError, OSError) as error:
            return ModelRefused(one_line(error))
        return ModelLoaded(clean_line(model.name), model.context_tokens)

    def make_vectors(self) -> None:
        """Look anew for vectors that lack, such as those of another embedding model.

        They are made while nothing else is to be done.
        """
        self._queue.put(lambda _: None)

    def open_source(self, citation: Citation) -> None:
        """Look at a citation's source and open it in a window, where there can be one.

        `SourceFound` or `SourceNotFound` is posted; a program that needs the terminal is left to
        the screen.
        """
        self._beside(lambda assembly: _open_source(assembly, citation))

    def _beside(self, job: _Job) -> None:
        """Do what must not wait for an answer; nothing, while the memory is not open."""

        def guarded() -> None:
            with _CrashGuard(self):
                message = None if self._assembly is None else job(self._assembly)
                if message is not None:
                    self._post(message)

        threading.Thread(target=guarded, name="kagent-beside", daemon=True).start()

    def request_close(self) -> None:
        """Stop every question and let the thread end; returns at once."""
        self._closing.set()
        with self._lock:
            for question in self._unfinished.values():
                question.cancel.set()
        self._queue.put(None)

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
                while (item := self._next(assembly)) is not None:
                    if isinstance(item, _Question):
                        self._answer(assembly, item)
                    elif (message := item(assembly)) is not None:
                        self._post(message)
            finally:
                assembly.close()

    def _next(self, assembly: AssemblyPort) -> _Question | _Job | None:
        """What is to be done next, None at the end; until then, vectors that lack are made."""
        lacking = self._memory_trouble is None
        while lacking and self._queue.empty() and not self._closing.is_set():
            try:
                lacking = assembly.embed_for(_IDLE_SECONDS)
            except StoreError:
                # Whatever it is, the next search meets it too and says so where it matters.
                lacking = False
        return self._queue.get()

    def _load(self, assembly: AssemblyPort) -> None:
        conversation = self._conversation
        try:
            assembly.open()
            history, notes = _stored(assembly, conversation)
            self._assembly = assembly
            self._post(MemoryOpened(assembly.statistics(), history, notes))
        except (StoreError, OSError) as error:
            self._memory_trouble = one_line(error)
            self._post(LoadingFailed("memory", self._memory_trouble))
            return
        if self._closing.is_set():
            return
        try:
            model = assembly.load_model(lambda share: self._post(ModelLoading(share)))
        except (ModelError, OSError) as error:
            self._post(LoadingFailed("model", one_line(error)))
            return
        self._post(ModelLoaded(clean_line(model.name), model.context_tokens))

    def _answer(self, assembly: AssemblyPort, question: _Question) -> None:
        with self._lock:
            if self._closing.is_set() or question.id not in self._unfinished:
                return
            self._running = question.id
        gathering = EventGathering(
            lambda event, pieces: self._post(EventArrived(question.id, event, pieces))
        )
        for event in self._events(assembly, question):
            gathering.put(event)
        gathering.end()
        question.ended.set()
        with self._lock:
            del self._unfinished[question.id]
            self._running = None
        if self._memory_trouble is None:
            try:
                self._post(StatisticsChanged(assembly.statistics()))
            except StoreError as error:
                self._post(LoadingFailed("memory", one_line(error)))

    def _events(self, assembly: AssemblyPort, question: _Question) -> Iterator[Event]:
        if self._memory_trouble is not None:
            yield Failed(self._memory_trouble)
            return
        try:
            session = question.conversation.session(assembly)
        except StoreError as error:
            yield Failed(one_line(error))
            return

        def is_over() -> bool:
            return self._closing.is_set() or question.cancel.is_set() or question.ended.is_set()

        def ask(request: ConnectionRequest) -> bool:
            return self._consent.allowed(assembly.network, question.id, request, is_over)

        yield from session.ask(
            question.query,
            language=self.language,
            cancel=question.cancel,
            now=self._now,
            ask=ask,
            attachments=question.attachments,
        )


def _stored(
    assembly: AssemblyPort, conversation: _Conversation
) -> tuple[tuple[Answer, ...], tuple[dict[int, str], ...]]:
    """The answers of a stored session and what has become of their sources; raises StoreError."""
    history: list[Answer] = []
    if conversation.stored_id is not None:
        history = conversation.session(assembly).history()
    return tuple(history), tuple(assembly.source_notes(history))


def _open_source(assembly: AssemblyPort, citation: Citation) -> Message:
    """Look at a source and open it, unless its program needs the terminal."""
    from kagent_tui.launching import launch

    try:
        found = assembly.find_source(citation)
    except (StoreError, OSError) as error:
        return SourceNotFound(one_line(error))
    if found.opening is None or found.opening.in_terminal:
        return SourceFound(found, opened=False)
    trouble = launch(found.opening)
    return SourceFound(found, opened=trouble is None, trouble=trouble)
