"""The state of one question while it is being answered."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from engine.dated_steps import DatedStep
from engine.events import Language, Recollection, TaskRecord
from engine.evidence import Evidence
from engine.spans import QuestionSpans
from engine.tools.observation import Passage
from models.language.base import Message, Usage

if TYPE_CHECKING:
    from engine.attached import Attached
    from engine.kuaipedia.base import PersonalKuaipedia
    from engine.tools.context import Recordings
    from engine.web_access import WebAccess


@dataclass(frozen=True, slots=True)
class Question:
    """What the loop is asked, and what it may know of the moment.

    `standalone` is the goal after the question that it goes on from, for a small model; empty
    where it stands by itself. `access` is the way to the internet, None where the network is off;
    `could_go_online`: the user may allow it for a question. `custom_tool` is the tool of the
    user's own that was made for such questions, if any, and `nearness` how well each of these fits.
    `attached` is what came with the question. `recordings` are those of the library and of
    what came with the question, which is told of them where it `browses_recordings`; `recording` is
    the id of the one that the question names, empty where it names none;
    `at_home` are tools of the internet that have something to say without it, from the library and
    the user's own `kuaipedia`.
    """

    goal: str
    language: Language
    now: datetime
    session: str
    memory: tuple[Recollection, ...] = ()
    standalone: str = ""
    shown_goal: str = ""
    library_is_empty: bool = False
    access: WebAccess | None = None
    could_go_online: bool = False
    custom_tool: str = ""
    nearness: Mapping[str, float] = field(default_factory=dict)
    attached: Attached | None = None
    recordings: Recordings | None = None
    kuaipedia: PersonalKuaipedia | None = None
    browses_recordings: bool = False
    recording: str = ""
    at_home: frozenset[str] = frozenset()
    cancel: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Progress:
    """What a question has gathered so far; `recalled` are the ids that memory brought.

    `whole`: the last observation is the answer as it stands; `certain`: some of it answers.
    `results` are the addresses that searches returned, by the mark under which a small model was
    shown them, `titles` what they are called, and `browsed` those that were opened; `recordings`
    are the ids of the library's own that they listed. `troubles` say why tools could not reach what
    they asked. `read` are the passages of documents and pages so far, and `dated` is what has to be
    done with the days that they say. `dated_by` is the evidence that each of `named_dates` rests
    on, and `spans` are the dates in the question that a small model may name.
    """

    messages: list[Message]
    opening: int
    evidence: dict[int, Evidence] = field(default_factory=dict)
    recalled: frozenset[int] = frozenset()
    shown: list[Evidence] = field(default_factory=list)
    latest: list[Evidence] = field(default_factory=list)
    everything: list[Evidence] = field(default_factory=list)
    whole: bool = False
    certain: bool = False
    errors: set[int] = field(default_factory=set)
    records: list[TaskRecord] = field(default_factory=list)
    named_dates: dict[str, date] = field(default_factory=dict)
    dated_by: dict[str, Evidence] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    browsed: set[str] = field(default_factory=set)
    recordings: list[str] = field(default_factory=list)
    searched_web: bool = False
    found_nothing_at_home: bool = False
    troubles: list[str] = field(default_factory=list)
    read: list[Passage] = field(default_factory=list)
    dated: DatedStep | None = None
    spans: QuestionSpans | None = None
    done: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    usage: Usage = field(default_factory=Usage)
    talk: bool = False

    def forget_oldest(self) -> bool:
        """Drop the oldest plan and observation from the prompt; False when none is left."""
        if len(self.messages) < self.opening + 2:
            return False
        del self.messages[self.opening : self.opening + 2]
        return True

    def has_run(self, tool: str) -> bool:
        """Whether a tool was called, with whatever success."""
        return any(record.task.command.name == tool for record in self.records)

    def next_id(self) -> int:
        """The first evidence id that is free."""
        return max(self.evidence, default=0) + 1


def wanted_recording(question: Question, progress: Progress) -> str:
    """The id of the recording to look into next, empty without one.

    That which the question names, or the first that a search listed where it found nothing else.
    """
    if progress.has_run("browse_video"):
        return ""
    if question.recording:
        return question.recording
    return progress.recordings[0] if progress.recordings and not progress.results else ""
