"""Watches over a reading process from outside: its memory, and whether it gets on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.reading.media import Stage

_MIB = 1024 * 1024
_LOOK_SECONDS = 0.25
# A recogniser with a large model may look at one piece for long, and tells that it is at it.
_PATIENCE = 6


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """Bounds of reading recordings, pictures and scans; sizes in bytes.

    There is no bound of time, for a recording may last ten hours; but a process that says nothing
    for `stall_seconds`, or gets no further for six times as long, is ended. `memory` is what it may
    keep resident (looked at on Linux, four times a second), beside the size of the speech model;
    `address_space` what it may reserve, where the system can bound that, beside twice the size of
    the model. When nothing is read for `idle_seconds` the process ends; one that has grown beyond
    `kept_memory` ends after its file.
    """

    memory: int = 1536 * _MIB
    address_space: int = 4096 * _MIB
    stall_seconds: float = 600.0
    idle_seconds: float = 20.0
    kept_memory: int = 700 * _MIB


class Watchdog:
    """Watches one process while it reads one file; `reason` says why it had to be ended."""

    def __init__(
        self, process: subprocess.Popen[bytes], limits: MediaLimits, speech_model: str | None
    ) -> None:
        self.reason: str | None = None
        self.stage: Stage | None = None
        self.stalled = False
        self._process = process
        self._memory = limits.memory + _size_of(speech_model)
        self._stall_seconds = limits.stall_seconds
        self._furthest: dict[Stage, float] = {}
        self._heard = self._advanced = time.monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kagent-watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def saw(self, stage: Stage, done: float) -> None:
        """A stage has come so far; only what is further than before counts as getting on."""
        self.stage = stage
        self._heard = time.monotonic()
        if done > self._furthest.get(stage, -1.0):
            self._furthest[stage] = done
            self.advanced()

    def advanced(self) -> None:
        """The process got on."""
        self._heard = self._advanced = time.monotonic()

    def _run(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            size = resident(self._process.pid)
            if size is not None and size > self._memory:
                self._end(f"reading it took more than {self._memory // _MIB:,} MB of memory")
                return
            now, most = time.monotonic(), self._stall_seconds
            if now - self._heard > most or now - self._advanced > most * _PATIENCE:
                self.stalled = True
                self._end(f"reading it got no further for {now - self._advanced:.0f} seconds")
                return

    def _end(self, reason: str) -> None:
        self.reason = reason
        self._process.kill()


def resident(process: int) -> int | None:
    """Bytes of memory that a process keeps; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        fields = Path(f"/proc/{process}/statm").read_text("ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def address_space(limits: MediaLimits, speech_model: str | None) -> int:
    """How much a process may reserve that reads with this model."""
    return limits.address_space + 2 * _size_of(speech_model)


def _size_of(speech_model: str | None) -> int:
    if speech_model is None:
        return 0
    try:
        return Path(speech_model).stat().st_size
    except OSError:
        return 0
