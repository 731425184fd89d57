"""What the engine's thread tells the screen; widgets keep their own messages in their classes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from engine.events import Answer, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.network import Policy
    from engine.web_access import ConnectionRequest
    from kagent_tui.sources import FoundSource
    from store.records import BankStatistics

LoadingStage = Literal["memory", "model"]
ConsentChoice = Literal["deny", "allow", "always"]


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
    """The model is ready under this name; its context holds so many tokens."""

    name: str
    context_tokens: int = 0


@dataclass
class ModelLoading(Message):
    """So much of the model is loaded, 0.0 to 1.0."""

    share: float


@dataclass
class ModelRefused(Message):
    """Another model cannot be used, and the one before goes on; the reason is one line."""

    reason: str


@dataclass
class SessionOpened(Message):
    """Questions go to this session from now on; the id of a new one is empty.

    `history` and `notes` are as in `MemoryOpened`.
    """

    id: str
    history: tuple[Answer, ...]
    notes: tuple[Mapping[int, str], ...]


@dataclass
class SessionNotOpened(Message):
    """A stored session cannot be read; the reason is one line."""

    reason: str


@dataclass
class LoadingFailed(Message):
    """One stage of loading failed; the reason is one line with what to do next."""

    stage: LoadingStage
    reason: str


@dataclass
class EventArrived(Message):
    """An event of the question `question_id`, joined of so many pieces."""

    question_id: int
    event: Event
    pieces: int = 1


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


class ConsentReply:
    """The user's choice on its way from the screen to the thread that waits for it."""

    def __init__(self) -> None:
        self._choice: ConsentChoice | None = None
        self._given = threading.Event()

    def give(self, choice: ConsentChoice) -> None:
        """Make the choice; a second one counts for nothing."""
        if not self._given.is_set():
            self._choice = choice
            self._given.set()

    def wait(self, seconds: float) -> ConsentChoice | None:
        """The choice, or None when there was none for so long."""
        self._given.wait(seconds)
        return self._choice


@dataclass
class ConsentAsked(Message):
    """The question `question_id` wants to send something; its thread waits for the reply."""

    question_id: int
    request: ConnectionRequest
    reply: ConsentReply


@dataclass
class ConsentWithdrawn(Message):
    """Nobody waits for this reply any more: the question was stopped or has ended."""

    reply: ConsentReply


@dataclass
class NetworkPolicyChanged(Message):
    """Whether tools may use the internet, from now on."""

    policy: Policy


class EngineCrashed(Message):
    """The engine's thread met a fault of the program; the exception waits in the runner."""


@dataclass
class SettingChanged(Message):
    """A setting has another value, in the settings in force and in the file."""

    name: str
    value: object
