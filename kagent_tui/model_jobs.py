"""Downloads, imports and measurements of models, which go on while other screens are looked at.

They belong to the application: a screen that shows them listens while it is there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kagent_tui.background import Background
from kagent_tui.controllers.model_arrivals import Arrived, Plan, pull, take_in
from kagent_tui.controllers.model_benchmarks import Benchable, measured
from kagent_tui.controllers.models import Probing
from kagent_tui.i18n import tr
from kagent_tui.model_words import (
    benchmark_lines,
    download_words,
    probe_words,
    verified_words,
)
from kagent_tui.quantities import duration_text

if TYPE_CHECKING:
    from textual.app import App

    from kagent_tui.config import Config
    from kagent_tui.model_shelf import ModelShelf
    from models.benchmarking import Benchmark
    from models.download_events import DownloadEvent

Task = Literal["transfer", "benchmark"]
_NOTICE_SECONDS: Final = 8
_POLL_SECONDS: Final = 0.05
_QUIET_SECONDS: Final = 5.0
_KEPT_AS: Final = "_model_jobs"


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands: one line of text, and the share that is done where it is known.

    `trouble` says that the text is why it ended before its time.
    """

    task: Task
    name: str
    text: str
    share: float | None = None
    is_over: bool = False
    trouble: bool = False


Listener = Callable[[JobState], object]


class ModelJobs:
    """At most one transfer and one measurement at a time. Everything here is called by the UI."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        # The application's own, which ends with it.
        own = getattr(app, "background", None)
        self._background = own if isinstance(own, Background) else Background(app)
        self._states: dict[Task, JobState] = {}
        self._stops: dict[Task, threading.Event] = {}
        self._listener: Listener | None = None
        self._heard = time.monotonic()

    def state(self, task: Task) -> JobState | None:
        """The job that runs, or the one that ran last."""
        return self._states.get(task)

    def runs(self, task: Task) -> bool:
        """Whether there is one now."""
        state = self._states.get(task)
        return state is not None and not state.is_over

    def silence(self) -> str:
        """In words, how long nothing has come of a download; empty where that is not worth it."""
        state = self._states.get("transfer")
        seconds = time.monotonic() - self._heard
        if state is None or state.is_over or state.share is None or seconds < _QUIET_SECONDS:
            return ""
        return tr("nothing has come for {time}", time=duration_text(seconds))

    def listen(self, listener: Listener) -> None:
        """Tell every change to this one from now on."""
        self._listener = listener

    def leave(self, listener: Listener) -> None:
        """Tell this one no more: without anybody who listens, the end is a notification."""
        if self._listener == listener:
            self._listener = None

    def pull(self, planned: Plan, shelf: ModelShelf, config: Config) -> None:
        """Download what the user has agreed to."""
        name = planned.entry.name
        self._transfer(
            name,
            tr("asking {host}", host=planned.host),
            lambda cancel: pull(planned, shelf, config, cancel),
        )

    def take_in(self, path: Path, shelf: ModelShelf) -> None:
        """Import a file."""
        self._transfer(
            path.name, tr("reading the file"), lambda cancel: take_in(path, shelf, cancel)
        )

    def measure(self, model: Benchable, shelf: ModelShelf) -> None:
        """Measure a model."""
        stop = self._begin(
            JobState("benchmark", model.name, tr("measuring; half a minute at most, after loading"))
        )

        def done(found: Benchmark) -> None:
            text = tr("measured: {line}", line=benchmark_lines(found, model.kind)[0])
            self._show(JobState("benchmark", model.name, text, 1.0, is_over=True))

        self._background.run(
            lambda gone: measured(shelf, model, _Either(stop, gone)),
            done=done,
            failed=lambda line: self._ended_badly("benchmark", line),
            group="model-benchmark",
        )

    def stop(self, task: Task) -> None:
        """Ask a job to end; what has arrived of a download stays, and the next one goes on."""
        if self.runs(task):
            self._stops[task].set()
            self._show(replace(self._states[task], text=tr("stopping…")))

    def _transfer(
        self,
        name: str,
        text: str,
        work: Callable[[threading.Event], Iterator[DownloadEvent | Probing | Arrived]],
    ) -> None:
        stop = self._begin(JobState("transfer", name, text))
        self._background.stream(
            lambda gone: work(_Either(stop, gone)),
            self._event,
            failed=lambda line: self._ended_badly("transfer", line),
            group="model-transfer",
        )

    def _begin(self, state: JobState) -> threading.Event:
        stop = self._stops[state.task] = threading.Event()
        self._show(state)
        return stop

    def _event(self, event: DownloadEvent | Probing | Arrived) -> None:
        state = self._states["transfer"]
        if isinstance(event, Arrived):
            self._show(_arrived(event))
        elif isinstance(event, Probing):
            text = tr("trying it in a process of its own")
            self._show(replace(state, name=event.name, text=text, share=1.0))
        elif not self._stops["transfer"].is_set() and (text := download_words(event)):
            self._show(replace(state, text=text, share=_share(event, state.share)))

    def _ended_badly(self, task: Task, line: str) -> None:
        self._show(replace(self._states[task], text=line, is_over=True, trouble=True))

    def _show(self, state: JobState) -> None:
        self._states[state.task] = state
        self._heard = time.monotonic()
        if self._listener is not None:
            self._listener(state)
        elif state.is_over:
            self._app.notify(
                f"{state.name}: {state.text}",
                markup=False,
                severity="warning" if state.trouble else "information",
                timeout=_NOTICE_SECONDS,
            )


def jobs_of(app: App[Any]) -> ModelJobs:
    """The application's jobs, one set for all its screens; it keeps them as long as it runs."""
    jobs = getattr(app, _KEPT_AS, None)
    if not isinstance(jobs, ModelJobs):
        jobs = ModelJobs(app)
        setattr(app, _KEPT_AS, jobs)
    return jobs


class _Either(threading.Event):
    """Set when the user stops the job, or when the program ends."""

    def __init__(self, stop: threading.Event, gone: threading.Event) -> None:
        super().__init__()
        self._given = (stop, gone)

    def is_set(self) -> bool:
        """Whether one of the two is set."""
        return any(event.is_set() for event in self._given)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for one of the two."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (end is None or time.monotonic() < end):
            left = _POLL_SECONDS if end is None else min(_POLL_SECONDS, end - time.monotonic())
            self._given[0].wait(max(0.0, left))
        return self.is_set()


def _share(event: DownloadEvent, before: float | None) -> float | None:
    """The share that is done after an event."""
    done: int | None = getattr(event, "bytes", None)
    whole: int | None = getattr(event, "total", None)
    return before if done is None or not whole else min(1.0, done / whole)


def _arrived(event: Arrived) -> JobState:
    """How a transfer ended."""
    name, kind = event.record.name, event.record.kind
    if event.probe.error:
        text = tr("it is here, but does not work: {reason}", reason=event.probe.error)
        return JobState("transfer", name, text, 1.0, is_over=True, trouble=True)
    checked, found = verified_words(event.record.verified), probe_words(event.probe, kind)
    text = tr("it is here; {checked}; {found}", checked=checked, found=found)
    return JobState("transfer", name, text, 1.0, is_over=True)
