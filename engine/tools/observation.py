"""What a tool brings back: an observation with what can be cited, or a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NoReturn

from engine.events import Language, Location

ErrorKind = Literal[
    "invalid_argument", "not_found", "offline", "refused", "rate_limited", "timed_out", "failed"
]
# Where the text of an observation comes from: calculated here, the user's own documents, or anyone.
Trust = Literal["computed", "private", "untrusted"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an observation that can be cited.

    `quote` are the source's own words where `text` is a line that was written for the answer.
    """

    text: str
    source: str
    title: str
    location: Location = field(default_factory=Location)
    score: float = 0.0
    fingerprint: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool found: text for the model, data for --json, passages for citations.

    `named_dates` are dates that later steps of the same question may refer to by name. A `whole`
    observation is the answer as it stands: there is nothing to choose from it. One that is
    `certain` was made for the question, whatever its source: some of it answers. `urls` are the
    addresses that a search returned, which may be browsed later in the same question, and
    `recordings` the ids of the library's own that it listed.
    """

    text: str
    data: Any = None
    passages: tuple[Passage, ...] = ()
    named_dates: Mapping[str, date] = field(default_factory=dict)
    whole: bool = False
    certain: bool = False
    urls: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    trust: Trust = "computed"


class ToolError(Exception):
    """A tool could not answer; the message goes back to the planner as an observation."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def refuse(
    language: Language, en: str, zh: str, *, kind: ErrorKind = "invalid_argument"
) -> NoReturn:
    """Say in the answer's language why a tool cannot answer.

    Raises:
        ToolError: always.
    """
    raise ToolError(kind, zh if language == "zh" else en)
