"""What a tool may know of the question that it serves."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from engine.events import Language
from engine.tools.observation import Passage, ToolError

if TYPE_CHECKING:
    from engine.attached import Attached
    from engine.kuaipedia.base import PersonalKuaipedia
    from engine.recordings import Recording
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey
    from engine.web_access import WebAccess
    from store.records import Moment

# Characters of text that an observation may bring where the model's own room is not known.
DEFAULT_ROOM = 6000
_OFFLINE: Mapping[Language, str] = {
    "en": "the network is off; allow it with --online, or with network in config.toml",
    "zh": "网络已关闭；可用 --online 或在 config.toml 中设置 network 来允许",
}


class KnowledgeSearch(Protocol):
    """What search_knowledge needs of the library."""

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """Best passages first; empty when nothing in the library is relevant to `text`.

        `weak`: also what may not be about it.
        """
        ...

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """Every document or entry that a question about the whole library asks for."""
        ...


class Recordings(Protocol):
    """What browse_video needs of the library, or of what came with the question.

    Every method raises StoreError where the memory is in trouble.
    """

    def any(self) -> bool:
        """Whether there is a recording at all."""
        ...

    def named(self, written: str) -> tuple[Recording, ...]:
        """Those that an id, a path, a file's name or a title may mean."""
        ...

    def near(self, written: str) -> tuple[Recording, ...]:
        """A few whose titles are the most like what was written."""
        ...

    def asked_about(self, question: str) -> Recording | None:
        """The one recording that a question names, None where it names none."""
        ...

    def of_source(self, source: str) -> Recording | None:
        """The recording of a document's source."""
        ...

    def fetch(
        self, address: str, access: WebAccess, cancel: threading.Event | None = None
    ) -> Recording | None:
        """The recording at the address of a file on the web, fetched and read; None where it is
        none; raises AttachmentError."""
        ...

    def close(self) -> None:
        """Let go of what was fetched."""
        ...

    def passages(self, recording: Recording) -> list[Passage]:
        """Its windows of half a minute or so, in the order of its text."""
        ...

    def moments(self, recording: Recording) -> Sequence[Moment]:
        """When its words were said or shown, in the order of its text."""
        ...

    def times(
        self, source: str, fingerprint: str | None, span: tuple[int, int]
    ) -> tuple[float, float] | None:
        """When the words at a span of a document's text were said or shown, in seconds."""
        ...


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may know of the question that it serves.

    `web` is the question's access to the internet, None where the network is off. `room` are the
    characters of text that the model has room for in one observation. `attached` is what came
    with the question. `recordings` are those that may be browsed, and `kuaipedia` is the user's
    own; each None where no library is open.
    """

    now: datetime
    language: Language = "en"
    knowledge: KnowledgeSearch | None = None
    named_dates: Mapping[str, date] = field(default_factory=dict)
    cancel: threading.Event | None = None
    web: WebAccess | None = None
    room: int = DEFAULT_ROOM
    question: str = ""
    attached: Attached | None = None
    recordings: Recordings | None = None
    kuaipedia: PersonalKuaipedia | None = None

    def need_web(self) -> WebAccess:
        """The access to the internet.

        Raises:
            ToolError: of kind offline; says how to allow the network.
        """
        if self.web is None:
            raise ToolError("offline", _OFFLINE[self.language])
        return self.web
