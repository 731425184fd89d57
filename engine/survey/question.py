"""A question about the whole library, as a query: what to count or list, and which documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.survey.kinds import ANY, DocumentKind
from engine.survey.periods import Period

Want = Literal["count", "list"]
DatedBy = Literal["added", "changed", "own"]
# More words than these are a thought, not a subject to look up; so is a question inside.
MOST_WORDS = 6
_WORKS = frozenset({"book", "article", "paper", "essay", "letter"})


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """Count or list the documents, or the events told of in them, that meet every condition.

    `noun` is the kind as the question calls it. `files` narrows to a sort of file ("PDF
    contracts"). `words` must occur. `person` is an author or a sender. `dated_by` tells which
    date the period is about: when a document was added, when its file was changed, or its own.
    """

    want: Want
    kind: DocumentKind = ANY
    noun: str = "document"
    files: DocumentKind | None = None
    words: str = ""
    period: Period | None = None
    dated_by: DatedBy = "own"
    person: str = ""
    collection: str = ""


@dataclass(slots=True)
class Draft:
    """A question while it is read; `signals` counts what ties it to the library."""

    want: Want
    kind: DocumentKind = ANY
    noun: str = ""
    files: DocumentKind | None = None
    words: str = ""
    modifier: str = ""
    period: Period | None = None
    dated_by: DatedBy = "own"
    person: str = ""
    collection: str = ""
    signals: int = 0

    @property
    def asks_for_works(self) -> bool:
        """Whether only a writer's name ties it to the library: who wrote what is a matter of fact,
        as in "which books did Li Shizhen write"."""
        return bool(self.person) and self.signals == 1 and self.kind.words[0] in _WORKS

    def finished(self, today: date) -> CollectionQuestion:
        """The question as read; what was added or changed "on Monday" was so last Monday."""
        period = self.period
        if period and period.first and self.dated_by != "own":
            period = period.a_week_earlier() if 0 < (period.first - today).days <= 7 else period
        return CollectionQuestion(
            want=self.want,
            kind=self.kind,
            noun=self.noun,
            files=self.files,
            words=" ".join(part for part in (self.modifier, self.words) if part),
            period=period,
            dated_by=self.dated_by,
            person=self.person,
            collection=self.collection,
        )
