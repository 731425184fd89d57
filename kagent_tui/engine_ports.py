"""What the TUI needs of the engine, so that tests can put another in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from engine.events import Answer, Citation, Event, Language

if TYPE_CHECKING:
    from engine.attachments import Attachment
    from engine.network import Policy
    from engine.web_access import Ask
    from kagent_tui.sources import FoundSource
    from models.language.base import LanguageModel
    from store.records import BankStatistics


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
        attachments: Sequence[Attachment] = (),
    ) -> Iterator[Event]:
        """The events of one question, ending with one Concluded or Failed."""
        ...

    @property
    def id(self) -> str:
        """The session's id; empty until its first question."""
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

    def load_model(self, progress: Callable[[float], None] | None = None) -> LanguageModel:
        """Load the language model; `progress` takes the share that is loaded, 0.0 to 1.0."""
        ...

    def use_model(self, source: str) -> LanguageModel:
        """Answer with another model from now on; the old one stays where that fails."""
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
