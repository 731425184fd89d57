"""What the engine's thread tells the screen; widgets keep their own messages in their classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from engine.events import Answer, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kagent_tui.sources import FoundSource
    from store.records import BankStatistics

LoadingStage = Literal["memory", "model"]


@dataclass
class MemoryOpened(Message):
    """The memory is open; `history` holds the resumed session's answers, oldest first.

    `notes` say for each of them, by the citation's number, what has become of its source.
    """

    statistics: BankStatistics
    history: tuple[Answer, ...]
    notes: tuple[Mapping[int, str], ...] = ()


@dataclass
class ModelLoaded(Message):
    """The model is ready under this name."""

    name: str


@dataclass
class LoadingFailed(Message):
    """One stage of loading failed; the reason is one line with what to do next."""

    stage: LoadingStage
    reason: str


@dataclass
class EventArrived(Message):
    """An event of the question `question_id`."""

    question_id: int
    event: Event


@dataclass
class StatisticsChanged(Message):
    """The memory's size after a question."""

    statistics: BankStatistics


@dataclass
class SourceFound(Message):
    """A citation's source was looked at.

    `opened` when a program shows it in a window of its own; otherwise the screen gives the
    terminal to the program that `found` names, or shows the passage. `trouble` is one line.
    """

    found: FoundSource
    opened: bool
    trouble: str | None = None


@dataclass
class SourceNotFound(Message):
    """A citation's source could not be looked at; the reason is one line."""

    reason: str


class EngineCrashed(Message):
    """The engine's thread met a fault of the program; the exception waits in the runner."""
