"""Reading into the library beside everything else: one job after another, in a thread of its own.

A job outlives the screen that began it. Whoever wants to show how far it is, subscribes.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from kagent_tui.errors import FaceError
from kagent_tui.expected_errors import expected_errors, one_line
from kagent_tui.i18n import tr
from kagent_tui.troubles import in_words

if TYPE_CHECKING:
    from engine.library_events import (
        AddReport,
        Downloading,
        LibraryEvent,
        Linking,
        MediaProgressed,
        Outcome,
    )
    from engine.network import Network
    from engine.reading.media import MediaOptions
    from kagent_tui.assembly import Assembly
    from kagent_tui.workspace import Workspace
    from store.memory import MemoryBank

# Lines kept of what went wrong; the others are in the list of what could not be read.
_MOST_TROUBLES = 200
_NO_NEWS = ("unchanged", "unread")


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read: `targets` that are added, or with none a sync.

    A sync is of everything, or only of what lies `within` these sources; a `thorough` one looks
    into files whose size and time are the same, and tries again what could not be read. `network`
    is one that the user has allowed, for web pages.
    """

    targets: tuple[str, ...] = ()
    collection: str | None = None
    within: tuple[str, ...] = ()
    thorough: bool = False
    network: Network | None = None


@dataclass(frozen=True, slots=True)
class JobState:
    """How far a job is. `found` counts files while folders are looked through; `media` is how far
    the recording at hand is, or the picture or scan, while one is being read; `beside` is what is
    done before files are read, or after it.

    `outcomes` are those that are news; `troubles` one line each. `ended` is how it ended: "done",
    "stopped" by the user, or "failed", which `troubles` explains; "" while it runs.
    """

    job: Job
    found: int = 0
    files: int = 0
    all_files: int | None = None
    segments: int = 0
    seconds_left: float | None = None
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    stopping: bool = False
    ended: str = ""
    waiting: int = 0
    media: MediaProgressed | None = None
    beside: Downloading | Linking | None = None


Listener = Callable[[JobState], object]


class LibraryJobs:
    """The jobs of one memory. `bank` gives the memory, which is asked for by the job's thread, and
    `media` how recordings and pictures are read.

    `collection` is the one that was last added to, empty for none. Listeners are called in that
    thread. What is being embedded is read in with the documents: a
    document is on the disk with its vectors or not at all.
    """

    def __init__(
        self,
        bank: Callable[[], MemoryBank],
        crashed: Callable[[BaseException], object],
        media: Callable[[], MediaOptions] | None = None,
    ) -> None:
        self.collection = ""
        self._bank = bank
        self._media = media
        self._crashed = crashed
        self._lock = threading.RLock()  # guards all below
        self._waiting: deque[Job] = deque()
        self._listeners: list[Listener] = []
        self._cancel = threading.Event()
        self._state: JobState | None = None
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> JobState | None:
        """That of the job at hand, or of the last one; None where there was none yet."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._thread is not None

    def begin(self, job: Job) -> None:
        """Read this, after what is being read."""
        if job.targets:
            self.collection = job.collection or ""
        with self._lock:
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="kagent-library", daemon=True
                )
                self._thread.start()
                return
        self._change(waiting=len(self._waiting))

    def stop(self) -> None:
        """Stop, amid a recording too, and drop what waits; what was read stays."""
        with self._lock:
            self._waiting.clear()
            self._cancel.set()
        self._change(stopping=True, waiting=0)

    def join(self, seconds: float) -> bool:
        """Wait for the jobs to end; False when one still runs after that."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a listener told of every change; what is returned ends that."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return unsubscribe

    def _run(self) -> None:
        try:
            job = self._next()
            while job is not None:
                ended = self._do(job, self._cancel)
                # At once: whoever is told of the end may begin another.
                with self._lock:
                    job = self._next()
                    self._change(ended=ended, stopping=False)
        except BaseException as error:
            # A fault of the program: the face ends, and shows it.
            self._crashed(error)

    def _next(self) -> Job | None:
        with self._lock:
            if not self._waiting:
                self._thread = None
                return None
            self._cancel = threading.Event()
            return self._waiting.popleft()

    def _do(self, job: Job, cancel: threading.Event) -> str:
        with self._lock:
            self._state = JobState(job, waiting=len(self._waiting))
        self._change()
        try:
            for event in self._events(job, cancel):
                self._take(event)
        except _said_plainly() as error:
            self._trouble(one_line(error))
            return "failed"
        return "stopped" if cancel.is_set() else "done"

    def _events(self, job: Job, cancel: threading.Event) -> Iterator[LibraryEvent]:
        from engine.library import Library, SyncOptions

        media = None if self._media is None else self._media()
        library = Library(self._bank(), network=job.network, media=media, linked=True)
        if job.targets:
            return library.adding(job.targets, job.collection, cancel)
        online, thorough = job.network is not None, job.thorough
        options = SyncOptions(verify=thorough, retry=thorough, within=job.within, online=online)
        return library.syncing(options, cancel)

    def _take(self, event: LibraryEvent) -> None:
        from engine import library_events as told

        match event:
            case told.Counted():
                self._change(found=event.files)
            case told.Planned():
                self._change(all_files=event.files, beside=None)
            case told.Progressed():
                self._change(
                    files=event.files,
                    all_files=event.all_files,
                    segments=event.segments,
                    seconds_left=event.seconds_left,
                )
            case told.MediaProgressed():
                self._change(media=event, beside=None)
            case told.Downloading() | told.Linking():
                self._change(beside=event)
            case told.Noticed():
                self._trouble(in_words(event.message))
            case told.AddReport():
                self._count(event)

    def _count(self, report: AddReport) -> None:
        """Count an outcome; that alone is not told, for the progress is, a few times a second."""
        with self._lock:
            state = self._state
            if state is not None and state.media is not None and state.media.path == report.path:
                self._state = replace(state, media=None)
            if report.outcome not in _NO_NEWS and self._state is not None:
                outcomes = dict(self._state.outcomes)
                outcomes[report.outcome] = outcomes.get(report.outcome, 0) + 1
                self._state = replace(self._state, outcomes=outcomes)
        if report.error and report.outcome == "failed":
            self._trouble(in_words(report.error))

    def _trouble(self, line: str) -> None:
        with self._lock:
            known = self._state.troubles if self._state is not None else ()
            self._change(troubles=(*known, line)[:_MOST_TROUBLES])

    def _change(self, **changes: Any) -> None:
        """Change the state of the job that runs, and tell of it."""
        with self._lock:
            if self._state is None or self._state.ended:
                return
            self._state = state = replace(self._state, **changes)
            listeners = list(self._listeners)
        for listener in listeners:
            listener(state)


def _said_plainly() -> tuple[type[Exception], ...]:
    return (*expected_errors(), OSError)


_of_workspaces: WeakKeyDictionary[Workspace, LibraryJobs] = WeakKeyDictionary()


def jobs_of(workspace: Workspace) -> LibraryJobs:
    """The jobs of the memory that the screens share."""
    if workspace not in _of_workspaces:
        shared = ref(workspace)

        def assembly() -> Assembly:
            found = shared()
            if found is None or found.assembly is None:
                raise FaceError(tr("The memory is not open yet; try again in a moment."))
            return found.assembly

        _of_workspaces[workspace] = LibraryJobs(
            lambda: assembly().bank,
            workspace.runner.crashed,
            lambda: assembly().media_options(),
        )
    return _of_workspaces[workspace]
