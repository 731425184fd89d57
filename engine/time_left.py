"""How long reading still takes, where a note costs a millisecond and a recording an hour."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from engine.reading.formats import kind_of
from engine.reading.media import Stage
from engine.reading.media_worker import Reached

Effort = Literal["text", "picture", "recording"]

# What is expected before anything has been measured on this computer.
_TEXT_BYTES_PER_SECOND = 1_000_000.0
_SECONDS_PER_FILE = 0.005
_SECONDS_PER_PICTURE = 1.5
_RECORDING_PACE = 8.0
# Bytes of a second of a recording.
_SOUND_BYTES = 20_000.0
_WAVE_BYTES = 100_000.0
_VIDEO_BYTES = 250_000.0
_SOUNDS = frozenset((".mp3", ".m4a", ".ogg", ".opus"))
_WAVES = frozenset((".wav", ".flac"))
# Stages that are counted in pages or pictures, not in seconds of a recording.
_COUNTED: frozenset[Stage] = frozenset(("pages", "pictures"))
# The expectation counts like a measurement of so many seconds.
_TRUST_SECONDS = 2.0


def effort_of(name: str) -> Effort:
    """What reading a file of this name takes most of."""
    match kind_of(name):
        case "recording" | "picture" as kind:
            return kind
        case _:
            return "text"


def expected_seconds(name: str, size: int) -> float:
    """About how long a file of `size` bytes takes, on a computer that nothing is known of."""
    match effort_of(name):
        case "picture":
            return _SECONDS_PER_PICTURE
        case "recording":
            suffix = Path(name).suffix.lower()
            rate = _SOUND_BYTES if suffix in _SOUNDS else _VIDEO_BYTES
            rate = _WAVE_BYTES if suffix in _WAVES else rate
            return size / rate / _RECORDING_PACE
        case _:
            return _SECONDS_PER_FILE + size / _TEXT_BYTES_PER_SECOND


@dataclass(frozen=True, slots=True)
class Running:
    """The recording, picture or scan that is being read: how far its stage has come.

    `done` and `whole` in seconds of the recording (or pages, or pictures); `speed` how many of
    these a second, in this run, None before it is known; `seconds` since it was begun;
    `seconds_left` for all of the file.
    """

    name: str
    size: int
    stage: Stage
    done: float
    whole: float
    speed: float | None
    seconds: float
    seconds_left: float | None


def _unmeasured(running: Running) -> float:
    """Seconds that a file may still take whose speed is not known: a recording's length, which is
    known by now, tells more than its bytes."""
    if running.stage in _COUNTED:
        return expected_seconds(running.name, running.size)
    return (running.whole - running.done) / _RECORDING_PACE


class FilePace:
    """Measures one file while it is read; `saw` and `running` may be called by two threads."""

    def __init__(self, name: str, size: int, stages: Sequence[Stage]) -> None:
        """`stages` are those that a recording is likely to go through."""
        self._name = name
        self._size = size
        self._expected = stages
        self._begun = self._last = time.monotonic()
        self._reached: dict[Stage, Reached] = {}
        # Of each stage what was done in this run, and how long that took.
        self._measured: dict[Stage, tuple[float, float]] = {}
        self._newest: Reached | None = None

    def saw(self, reached: Reached) -> None:
        """A stage has come so far; one that looks back at what it has seen comes no less far."""
        now = time.monotonic()
        before = self._reached.get(reached.stage)
        if before is not None:
            reached = replace(reached, done=max(before.done, reached.done))
            amount, seconds = self._measured.get(reached.stage, (0.0, 0.0))
            more = reached.done - before.done
            self._measured[reached.stage] = amount + more, seconds + now - self._last
        self._last = now
        self._reached[reached.stage] = self._newest = reached

    def running(self) -> Running | None:
        """How far it is; None before anything was told."""
        newest = self._newest
        if newest is None:
            return None
        return Running(
            self._name,
            self._size,
            newest.stage,
            newest.done,
            newest.whole,
            self._speed(newest.stage),
            time.monotonic() - self._begun,
            self._seconds_left(),
        )

    def _speed(self, stage: Stage) -> float | None:
        amount, seconds = self._measured.get(stage, (0.0, 0.0))
        return amount / seconds if amount > 0 and seconds > 0 else None

    def _seconds_left(self) -> float | None:
        """Of the stages begun by their speed, of those to come by what such a stage may take."""
        reached = dict(self._reached)
        left = 0.0
        for stage, at in reached.items():
            if at.done < at.whole:
                speed = self._speed(stage)
                if speed is None:
                    return None
                left += (at.whole - at.done) / speed
        subtitled = "subtitles" in reached and reached["subtitles"].done > 0
        longest = max(at.whole for at in reached.values())
        for stage in self._expected:
            if stage not in reached and not (stage == "said" and subtitled):
                left += longest / _RECORDING_PACE
        return left


class TimeLeft:
    """What is left of a run, learned per kind of effort."""

    def __init__(self, files: Sequence[tuple[str, int]]) -> None:
        """`files` are names and sizes in bytes."""
        self._left: dict[Effort, float] = {"text": 0.0, "picture": 0.0, "recording": 0.0}
        self._done: dict[Effort, float] = dict(self._left)
        self._took: dict[Effort, float] = dict(self._left)
        for name, size in files:
            self._left[effort_of(name)] += expected_seconds(name, size)
        self.has_media = any(effort_of(name) != "text" for name, _ in files)

    def took(self, name: str, size: int, seconds: float) -> None:
        """A file is done; `seconds` is how long it was read."""
        effort, expected = effort_of(name), expected_seconds(name, size)
        self._left[effort] = max(0.0, self._left[effort] - expected)
        self._done[effort] += expected
        self._took[effort] += seconds

    def left(self, elapsed: float, running: Running | None) -> float:
        """Seconds, after `elapsed` seconds of the run."""
        rest = dict(self._left)
        extra = 0.0
        spent = self._took["picture"] + self._took["recording"]
        if running is not None:
            effort = effort_of(running.name)
            expected = expected_seconds(running.name, running.size)
            rest[effort] = max(0.0, rest[effort] - expected)
            spent += running.seconds
            extra = _unmeasured(running) if running.seconds_left is None else running.seconds_left
        took: dict[Effort, float] = {**self._took, "text": max(0.0, elapsed - spent)}
        return extra + sum(
            amount * (took[effort] + _TRUST_SECONDS) / (self._done[effort] + _TRUST_SECONDS)
            if self._done[effort]
            else amount
            for effort, amount in rest.items()
        )
