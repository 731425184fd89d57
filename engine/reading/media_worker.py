"""Reads recordings, pictures and scanned pages in a process of their own, which can be ended at any
moment and gone on with: what it has read of a file is in a journal.
"""

from __future__ import annotations

import contextlib
import json
import math
import signal
import subprocess
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, get_args

from engine.cleaning import clean_line
from engine.reading.answers import checked, receive
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media import MediaOptions, Stage
from engine.reading.media_journal import Journal, journal_path
from engine.reading.media_watch import MediaLimits, Watchdog, address_space, resident
from engine.reading.processes import KeptProcess
from engine.reading.reader import SourceFile

READERS: Final[Mapping[str, str]] = {
    "recording": "engine.reading.video:read_recording",
    "picture": "engine.reading.pictures:read_picture",
    "scan": "engine.reading.scans:read_scanned_pdf",
}
_STAGES: Final = frozenset(get_args(Stage))
_MOST_HEADER = 256 * 1024 * 1024
_MOST_PART = 16 * 1024 * 1024
_MOST_PARTS = 512 * 1024 * 1024
_MOST_NAME = 200
_SENSELESS = "its reader gave a senseless answer; please report this file"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the reading of one file has come: seconds of a recording, or pages, or pictures, of
    the stage at hand."""

    stage: Stage
    done: float
    whole: float


Progress = Callable[[Reached], object]


class _CrashedError(Exception):
    """The process ended amid a file, or had to be; the message says why."""

    def __init__(self, reason: str, stage: Stage | None, *, hopeless: bool = False) -> None:
        super().__init__(reason)
        self.stage: Stage | None = stage
        self.hopeless = hopeless


class MediaWorker:
    """Reads one file after another; safe to share between threads, which then take turns.

    The process starts with the first file, and ends when it has been idle or has grown large, with
    `close`, with this object, or with the program, however that ends. With a `home`, parts of
    files are kept there (see engine.reading.media_journal). `readers` are "module:function" by the
    kind of file.
    """

    def __init__(
        self,
        options: MediaOptions | None = None,
        home: Path | None = None,
        limits: MediaLimits | None = None,
        readers: Mapping[str, str] = READERS,
    ) -> None:
        self.options = options or MediaOptions()
        self._home = home
        self._limits = limits or MediaLimits()
        self._readers = readers
        self._lock = threading.Lock()
        self._process = KeptProcess("engine.reading.media_worker_main")
        self._idle: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, source: SourceFile, kind: str, progress: Progress | None = None) -> Extracted:
        """The text, passages and moments of a loaded file; `kind` is a key of the readers.

        A process that crashes is started anew, and goes on at the part it had come to. When that
        crashes it again, what is seen (or said) is left out, and `unread` says so. `progress` is
        called in this thread, a few times a second.

        Raises:
            ReadingError: nothing of it can be read, it was stopped, or it has changed meanwhile.
        """
        sidecars = tuple(str(path.absolute()) for path in source.sidecars)
        options = replace(self.options, sidecars=sidecars)
        with self._lock:
            self._let_idle(None)
            path = None if self._home is None else journal_path(self._home, source.fingerprint)
            journal = Journal(path, source.fingerprint, options)
            try:
                extracted = self._resumed(source, kind, options, journal, progress)
            finally:
                journal.close()
                self._rest()
        return extracted

    def close(self) -> None:
        """End the process, amid a file if need be; a later `read` starts another."""
        # A `read` in another thread sees this, or the end of its process, and lets go of the lock.
        self._process.kill()
        with self._lock:
            self._let_idle(None)
            self._process.rest()

    def _resumed(
        self,
        source: SourceFile,
        kind: str,
        options: MediaOptions,
        journal: Journal,
        progress: Progress | None,
    ) -> Extracted:
        """Go on with the parts of an earlier reading; begin anew where nothing comes of that."""
        goes_on = bool(journal.known)
        try:
            return self._persisted(source, kind, options, journal, progress)
        except ReadingError as error:
            if not goes_on or not error.lasting:
                raise
        # What is in a journal may be damaged, or of another version of the readers.
        journal.begin_anew()
        return self._persisted(source, kind, options, journal, progress)

    def _persisted(
        self,
        source: SourceFile,
        kind: str,
        options: MediaOptions,
        journal: Journal,
        progress: Progress | None,
    ) -> Extracted:
        """Read to the end, through crashes as long as each comes later than the one before."""
        lost: list[str] = []
        reached = -1
        while True:
            try:
                extracted = self._attempt(source, kind, options, journal, progress)
            except _CrashedError as crash:
                self._process.go_on()
                again = crash.hopeless or len(journal.known) == reached
                reached = len(journal.known)
                if not again:
                    continue
                less = _without(options, crash.stage)
                if less is None:
                    raise ReadingError(str(crash)) from crash
                options, reached = less, -1
                lost.append(f"what is {crash.stage} could not be read: {crash}")
            else:
                return _with_unread(extracted, lost)

    def _attempt(
        self,
        source: SourceFile,
        kind: str,
        options: MediaOptions,
        journal: Journal,
        progress: Progress | None,
    ) -> Extracted:
        process = self._process.running()
        model = options.speech_model
        request = {
            "path": str(source.path.absolute()),
            "title": clean_line(source.path.stem),
            "reader": self._readers[kind],
            "options": asdict(options),
            "memory": address_space(self._limits, model),
            "parts": journal.known,
        }
        with Watchdog(process, self._limits, model) as watchdog:
            try:
                _write(process, json.dumps(request).encode("ascii"))
                return self._followed(process, journal, progress, watchdog)
            except (ValueError, TypeError, RecursionError) as error:
                self._process.discard()
                raise _CrashedError(_SENSELESS, watchdog.stage, hopeless=True) from error
            except (OSError, EOFError) as error:
                self._process.discard()
                reason = watchdog.reason or _how_it_ended(process.returncode)
                raise _CrashedError(reason, watchdog.stage, hopeless=watchdog.stalled) from error
            except (ReadingError, _CrashedError):
                raise
            except BaseException:
                # Half an answer would be taken for the next file's.
                self._process.discard()
                raise

    def _followed(
        self,
        process: subprocess.Popen[bytes],
        journal: Journal,
        progress: Progress | None,
        watchdog: Watchdog,
    ) -> Extracted:
        """Take in what the process tells, up to the document."""
        assert process.stdout is not None
        kept = 0
        while True:
            header, text = receive(process.stdout, _MOST_HEADER)
            if "progress" in header:
                reached = _reached(header["progress"])
                watchdog.saw(reached.stage, reached.done)
                if progress is not None:
                    progress(reached)
            elif "part" in header:
                name, value = header["part"], header.get("value")
                kept += _size_of_part(name, value)
                if kept > _MOST_PARTS:
                    raise ValueError(_SENSELESS)
                journal.keep(name, value)
                watchdog.advanced()
                _write(process, b"")
            elif "crash" in header:
                self._process.discard()
                raise _CrashedError(clean_line(str(header["crash"])), watchdog.stage)
            else:
                return checked(header, text)

    def _rest(self) -> None:
        """After a file: give back much memory at once, and a little after a while."""
        process = self._process.current
        if process is None:
            return
        size = resident(process.pid)
        if size is None or size > self._limits.kept_memory:
            self._process.discard()
            return
        mine = weakref.ref(self)

        def end() -> None:
            worker = mine()
            if worker is not None:
                worker._end_idle(timer)

        timer = threading.Timer(self._limits.idle_seconds, end)
        timer.daemon = True
        self._let_idle(timer)
        timer.start()

    def _let_idle(self, timer: threading.Timer | None) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = timer

    def _end_idle(self, timer: threading.Timer) -> None:
        with self._lock:
            # One that was replaced while it waited for the lock has nothing to end.
            if self._idle is timer:
                self._idle = None
                self._process.discard()


def _write(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line + b"\n")
    process.stdin.flush()


def _reached(value: Any) -> Reached:
    stage, done, whole = value
    done, whole = float(done), float(whole)
    if stage not in _STAGES or not (0 <= done < math.inf and 0 <= whole < math.inf):
        raise ValueError(_SENSELESS)
    return Reached(stage, min(done, whole), whole)


def _size_of_part(name: Any, value: Any) -> int:
    """The bytes of a part.

    Raises:
        ValueError: it is none, or too large for one.
    """
    if not isinstance(name, str) or not 0 < len(name) <= _MOST_NAME or value is None:
        raise ValueError(_SENSELESS)
    size = len(name) + len(json.dumps(value))
    if size > _MOST_PART:
        raise ValueError(_SENSELESS)
    return size


def _without(options: MediaOptions, stage: Stage | None) -> MediaOptions | None:
    """How to read without what crashes; None where nothing would be left."""
    if stage == "shown" and options.ocr:
        return replace(options, ocr=False)
    if stage == "said" and options.speech_wanted:
        return replace(options, speech_model=None, speech_wanted=False)
    return None


def _with_unread(extracted: Extracted, lost: list[str]) -> Extracted:
    if not lost:
        return extracted
    said = [str(extracted.metadata["unread"])] if "unread" in extracted.metadata else []
    metadata = {**extracted.metadata, "unread": "; ".join([*said, *lost])}
    return replace(extracted, metadata=metadata)


def _how_it_ended(status: int | None) -> str:
    if status is not None and status < 0:
        name = str(-status)
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
        if name == "SIGKILL":
            return "the system ended the reading process; most often memory had run out"
        return f"its content crashed the reading process ({name})"
    return f"its content crashed the reading process (status {status})"
