"""A conversation with the agent: recalls memory, runs the loop, and stores what was shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from engine.agent import Agent
from engine.answers import answer_from_json, answer_to_json
from engine.attachments import Attachment, AttachmentError
from engine.cleaning import clean, clean_line
from engine.events import (
    Answer,
    Concluded,
    Event,
    Failed,
    Language,
    Observed,
    Recalled,
    Recollection,
    TaskRecord,
)
from engine.follow_ups import standalone
from engine.knowledge import BankKnowledge
from engine.language import detect_language
from engine.offering import BROWSE_VIDEO, SEARCH_LIBRARY
from engine.profile import DEFAULT_PROFILE, Profile
from engine.progress import Question
from engine.prompts.memory_block import memory_line
from engine.question_recordings import with_recordings
from engine.quoting import DEFAULT_QUOTE, QuoteSettings
from engine.reading.media import MediaOptions
from engine.recall import Recall, RecallSettings, segments_of
from engine.toolbox import Toolbox, UnknownToolError
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.registry import Registry
from models.language.base import LanguageModel, ModelError
from store.errors import StoreError
from store.memory import MemoryBank
from store.records import NewTask

if TYPE_CHECKING:
    from engine.network import Network
    from engine.web_access import Ask, WebAccess

LONGEST_QUESTION = 4000
LONGEST_TITLE = 60
# How far back a question may go on from an earlier one.
EARLIER_QUESTIONS = 4
EMPTY_QUESTION = "the question is empty: type what you want to know"


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How the loop behaves."""

    max_steps: int = 8
    tools_shown: int = 16
    knowledge_limit: int = 5
    profile: Profile = DEFAULT_PROFILE
    recall: RecallSettings = field(default_factory=RecallSettings)
    quote: QuoteSettings = DEFAULT_QUOTE
    language: Language | None = None
    media: MediaOptions = field(default_factory=MediaOptions)

    @property
    def fixed_language(self) -> Language | None:
        """The language of answers, the profile's before the settings'; None follows questions."""
        return self.profile.language or self.language


class Session:
    """One conversation; its turns, tasks and citations live in the memory bank.

    `model` is called at the first question, so that a session can be shown before a model loads.
    """

    def __init__(
        self,
        *,
        bank: MemoryBank,
        model: Callable[[], LanguageModel],
        registry: Registry | Toolbox,
        settings: EngineSettings | None = None,
        session_id: str | None = None,
        collections: Sequence[str] = (),
        network: Network | None = None,
    ) -> None:
        """`collections` are those of the library that are searched, all of it without any.

        Without a `network`, or with one that is off, no tool reaches the internet.
        """
        self._bank = bank
        self._model = model
        self._toolbox = registry if isinstance(registry, Toolbox) else Toolbox(registry)
        self._settings = settings or EngineSettings()
        self._id = session_id
        self._knowledge = BankKnowledge(bank, collections=collections)
        self._network = network

    @property
    def id(self) -> str:
        """The session's id in the bank; empty until the first question is asked."""
        return self._id or ""

    def history(self) -> list[Answer]:
        """The answers given so far, oldest first."""
        if self._id is None:
            return []
        return [
            answer_from_json(json.loads(turn.answer_json)) for turn in self._bank.turns(self._id)
        ]

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
        """Answer a question as a stream that ends with one `Concluded` or `Failed`.

        The answer is stored before `Concluded` is yielded: what is shown is what is kept. `ask` is
        called, from any thread, before something is sent that the user has to allow; without it
        that is not sent. `attachments` are knowledge for this question alone, searched before the
        library; one that cannot be read at all is a `Failed`.
        """
        goal = clean(query).strip()[:LONGEST_QUESTION]
        if not goal:
            yield Failed(EMPTY_QUESTION)
            return
        try:
            moment = now or datetime.now()
            whole = self._standalone(goal, moment)
            question = self._question(goal, whole, language, moment)
            cancel = cancel or threading.Event()
            access = self._access(whole, cancel, ask)
            question = replace(
                question,
                cancel=cancel,
                access=access,
                could_go_online=self._could_go_online(ask),
            )
            try:
                if attachments:
                    yield from self._answer_with(attachments, question, whole)
                else:
                    yield from self._answer(question, whole, self._knowledge)
            finally:
                if access is not None:
                    access.end()
        except (AttachmentError, UnknownToolError, ModelError, StoreError) as error:
            yield Failed(clean_line(str(error)))

    def _question(
        self, goal: str, whole: str, language: Language | None, now: datetime
    ) -> Question:
        return Question(
            goal=goal,
            language=language or self._settings.fixed_language or detect_language(goal),
            now=now,
            session=self.id,
            standalone=whole if self._is_safe(whole, goal) else "",
            library_is_empty=self._bank.statistics().documents == 0,
        )

    def _access(self, whole: str, cancel: threading.Event, ask: Ask | None) -> WebAccess | None:
        """The question's way to the internet; None where it is off, or nobody can be asked."""
        network = self._network
        if network is None or network.policy == "off" or (network.policy == "ask" and ask is None):
            return None
        from engine.web_access import WebAccess

        return WebAccess(network, question=whole, ask=ask, cancel=cancel)

    def _could_go_online(self, ask: Ask | None) -> bool:
        """Whether the network is only off because nobody can be asked."""
        return self._network is not None and self._network.policy == "ask" and ask is None

    def _answer_with(
        self, attachments: Sequence[Attachment], question: Question, whole: str
    ) -> Iterator[Event]:
        """Answer from what came with the question, and from the library."""
        from engine.attached import Attached
        from engine.attaching import AllowedPages, ReadAttachments

        access = question.access
        pages = self._network if access is None else AllowedPages(access)
        read = ReadAttachments(
            attachments, self._bank, pages, question.cancel, self._settings.media
        )
        try:
            attached = Attached(read, self._knowledge)
            question = replace(question, attached=attached, library_is_empty=False)
            yield from self._answer(question, whole, attached)
        finally:
            read.close()

    def _answer(
        self, question: Question, whole: str, knowledge: KnowledgeSearch
    ) -> Iterator[Event]:
        memory = tuple(self._recall(whole, question, knowledge))
        yield Recalled(memory)
        # Before a model loads: a tool that does not exist is said at once.
        registry = self._toolbox.registry(question)
        model = self._model()
        if self._id is None:
            self._id = self._bank.create_session(clean_line(question.goal)[:LONGEST_TITLE])
        question = replace(question, session=self._id, memory=memory)
        question = with_recordings(
            question, self._bank, self._knowledge, model.style, self._settings.media
        )
        agent = Agent(
            model,
            registry,
            knowledge,
            self._settings.profile,
            self._settings.max_steps,
            self._toolbox.offered(registry, question, self._settings.tools_shown, model.style),
            self._settings.quote,
        )
        made_for = self._toolbox.made_for(registry, question)
        nearness = self._toolbox.nearness(registry, question) if model.style == "pointer" else {}
        try:
            for event in agent.run(replace(question, custom_tool=made_for, nearness=nearness)):
                if isinstance(event, Observed):
                    self._store_task(event.record)
                elif isinstance(event, Concluded):
                    answer = _with_attachments(event.answer, question)
                    self._store_turn(answer)
                    yield Concluded(answer)
                    return
                yield event
        finally:
            if question.recordings is not None:
                question.recordings.close()

    def _standalone(self, goal: str, now: datetime) -> str:
        if self._id is None:
            return goal
        earlier = self._bank.entries.latest_turns(self._id, EARLIER_QUESTIONS)
        context = ToolContext(now, detect_language(goal))
        return standalone(goal, [entry.title for entry in earlier], context, self._places())

    def _places(self) -> list[str]:
        """The places that the latest answers were about."""
        found = [
            str(record.task.command.args.get("location", ""))
            for answer in self.history()[-EARLIER_QUESTIONS:]
            for record in answer.tasks
        ]
        return [place for place in dict.fromkeys(found) if place]

    def _is_safe(self, whole: str, goal: str) -> bool:
        """Whether a small model understands the goal after the question that it goes on from.

        It does where the documents were searched for that one, or its day or year was replaced.
        """
        if whole == goal:
            return False
        tasks = self.history()[-1].tasks
        looked = (SEARCH_LIBRARY, BROWSE_VIDEO)
        searched = any(record.task.command.name in looked for record in tasks)
        return searched or not whole.endswith(goal)

    def _recall(
        self, query: str, question: Question, knowledge: KnowledgeSearch
    ) -> list[Recollection]:
        def line(entry: Recollection) -> str:
            return memory_line(entry, question.language, self._id)

        recall = Recall(self._bank, knowledge, self._settings.recall, line)
        found = recall.recall(query, session_id=self._id, now=question.now)
        attached = question.attached
        if attached is None:
            return found
        return [replace(one, attached=attached.covers(one.source)) for one in found]

    def _store_task(self, record: TaskRecord) -> None:
        command = record.task.command
        self._bank.append_task(
            self.id,
            NewTask(
                record.task.task_name,
                json.dumps({"name": command.name, "args": dict(command.args)}, ensure_ascii=False),
                record.observation,
                record.error,
                record.seconds,
            ),
            segments_of(record.task.task_name, record.observation or record.error or ""),
        )

    def _store_turn(self, answer: Answer) -> None:
        written = json.dumps(answer_to_json(answer), ensure_ascii=False)
        pieces = segments_of(answer.question, answer.text)
        self._bank.append_turn(self.id, answer.question, answer.text, written, pieces)


def _with_attachments(answer: Answer, question: Question) -> Answer:
    """The answer with what came with its question, and which of its sources did."""
    attached = question.attached
    if attached is None:
        return answer
    citations = tuple(replace(one, attached=attached.holds(one.source)) for one in answer.citations)
    return replace(answer, citations=citations, attachments=attached.sources)
