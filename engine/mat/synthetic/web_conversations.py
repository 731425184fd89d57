"""Conversations for questions that the web, the encyclopedia or the weather answer.

What a search or a page brings is made up here, in the shape that the tools give it; the time tools
are really run.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.events import Command, Language
from engine.evidence import Evidence, result_evidence, sentence_evidence
from engine.mat.synthetic.conversations import (
    ANSWERED,
    UNANSWERED,
    Conversation,
    ConversationMaker,
    as_json,
    holds,
    passage_of,
)
from engine.mat.synthetic.questions import PlannedQuestion, fill
from engine.mat.synthetic.questions_en import EnglishQuestionMaker
from engine.mat.synthetic.questions_zh import ChineseQuestionMaker
from engine.mat.synthetic.sources import PassageQuestion
from engine.mat.synthetic.web_phrasings import (
    ABOUT,
    ADVICE,
    AGE,
    BORN,
    COMPARE,
    FAMILY_NAMES,
    FIRST_NAMES,
    PAGE_LINES,
    PLACES,
    ROLES,
    ZH_NAMES,
)
from engine.offering import BROWSE, SEARCH_WEB
from engine.planning import without_final_mark
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.wording import day_text
from models.language.base import Message

_BORN_LINE: dict[Language, str] = {"en": "{name}: born {day}.", "zh": "{name}：生于{day}。"}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone made up: the title of their page, the name that a question uses, and the facts."""

    title: str
    called: str
    born: date
    role: str


class WebConversationMaker:
    """Lays out conversations that go out to the web, in one language."""

    def __init__(self, maker: ConversationMaker, places: Sequence[str] = ()) -> None:
        """`places` are names of places beside our own."""
        self._maker = maker
        self._places = (*PLACES[maker.language] * (1 + len(places) // 100), *places)
        self._rng: random.Random = maker.rng
        self._language: Language = maker.language

    def weather(self) -> Conversation:
        """The first plan of a question about the weather."""
        asked = (
            EnglishQuestionMaker(self._rng).weather(self._places)
            if self._language == "en"
            else ChineseQuestionMaker(self._rng).weather()
        )
        return self.first_plan(asked.text, asked.commands[0])

    def first_plan(self, text: str, command: Command) -> Conversation:
        """A question and its first plan."""
        messages = self._opening(text, command.name)
        messages.append(self._maker.plan(command))
        return as_json(messages)

    def reading(
        self, item: PassageQuestion, others: Sequence[PassageQuestion]
    ) -> Conversation | None:
        """A search, the page that fits, and the sentence that answers.

        None when that is not among the best.
        """
        wiki = self._rng.random() < 0.5
        titles = list(dict.fromkeys([item.title, *(other.title for other in others)]))
        self._rng.shuffle(titles)
        results = result_evidence(
            Observation("", passages=tuple(self._result(title, "") for title in titles)), 1
        )
        messages = self._searched(item.question, results)
        mark = f"[{titles.index(item.title) + 1}]"
        messages.append(self._browse(item.question, mark, wiki=wiki))
        observation = Observation("", passages=(passage_of(item, 1.0),))
        evidence = sentence_evidence(item.question, observation, len(results) + 1)
        chosen = next((e for e in evidence if item.answer is not None and holds(e, item)), None)
        if item.answer is not None and chosen is None:
            return None
        concluded = self._maker.concluded(item, chosen)
        if concluded is None:
            return None
        messages.append(self._maker.layout().observation(evidence))
        return self._concluded(messages, item.question, concluded)

    def nothing(self, question: PlannedQuestion) -> Conversation:
        """A search of the web that finds nothing, and the end of it."""
        messages = self._searched(question.text, [])
        return self._concluded(messages, question.text, None)

    def born(self) -> Conversation:
        """One person: search, the page, the day of birth."""
        person = self._person()
        text, _ = fill(self._rng.choice(BORN[self._language]), {"a": person.called}, self._rng)
        messages, evidence = self._read(text, [person])
        line = self._born_line(person)
        said = next(e for e in evidence if e.text == line)
        return self._concluded(messages, text, f"[{said.id}]")

    def about(self) -> Conversation | None:
        """One person: search, the page, what it says of them."""
        person = self._person()
        text, _ = fill(self._rng.choice(ABOUT[self._language]), {"a": person.called}, self._rng)
        messages, evidence = self._read(text, [person])
        said = next((e for e in evidence if person.role in e.text), None)
        return None if said is None else self._concluded(messages, text, f"[{said.id}]")

    def age(self) -> Conversation | None:
        """How old a person is: search, the page, and the time since."""
        person = self._person()
        text, found = fill(self._rng.choice(AGE[self._language]), {"a": person.called}, self._rng)
        now = "现在" if "现在" in text else "now"
        args = {"start_time": found["a"], "end_time": now}
        return self._counted(text, [person], Command("time_delta", args))

    def compare(self) -> Conversation | None:
        """Two people: search, both pages, and the time between."""
        first, second = self._person(), self._person()
        if first.called == second.called:
            return None
        values = {"a": first.called, "b": second.called}
        text, found = fill(self._rng.choice(COMPARE[self._language]), values, self._rng)
        args = {"start_time": found["a"], "end_time": found["b"]}
        return self._counted(text, [first, second], Command("time_delta", args))

    def _counted(
        self, text: str, people: Sequence[Person], command: Command
    ) -> Conversation | None:
        messages, evidence = self._read(text, people)
        named = {person.called: person.born for person in people}
        context = ToolContext(now=self._maker.now(), language=self._language, named_dates=named)
        try:
            found = self._maker.registry.run(command.name, command.args, context)
        except ToolError:
            return None
        lines = sentence_evidence(text, found, evidence[-1].id + 1)
        messages += [self._maker.plan(command), self._maker.layout().observation(lines)]
        return self._concluded(messages, text, f"[{lines[0].id}]")

    def _read(self, text: str, people: Sequence[Person]) -> tuple[list[Message], list[Evidence]]:
        """A search that returns the pages of `people`, which are then read one after another."""
        shown = list(people)
        extra = [self._person() for _ in range(self._rng.choice((0, 1, 2)))]
        results = shown + extra
        if self._rng.random() < 0.5:
            self._rng.shuffle(results)
        passages = tuple(self._result(one.title, self._summary(one)) for one in results)
        pieces = result_evidence(Observation("", passages=passages), 1)
        messages = self._searched(text, pieces)
        evidence = pieces
        for one in shown:
            mark = f"[{results.index(one) + 1}]"
            messages.append(self._browse(text, mark, wiki=True))
            evidence = self._page(text, one, evidence[-1].id + 1)
            messages.append(self._maker.layout().observation(evidence))
        return messages, evidence

    def _page(self, text: str, person: Person, first: int) -> list[Evidence]:
        source = f"https://{self._language}.wikipedia.org/wiki/{person.title}"
        line = self._born_line(person)
        others = [self._summary(person), *self._rng.sample(PAGE_LINES[self._language], 3)]
        self._rng.shuffle(others)
        joint = "" if self._language == "zh" else " "
        passages = [
            Passage(line, source, person.title, quote=line),
            Passage(
                joint.join(others).format(name=person.called, title=person.title),
                source,
                person.title,
            ),
        ]
        return sentence_evidence(text, Observation("", passages=tuple(passages)), first)

    def _born_line(self, person: Person) -> str:
        day = person.born.isoformat()
        return _BORN_LINE[self._language].format(name=person.title, day=day)

    def _summary(self, person: Person) -> str:
        written = day_text(person.born, self._language)
        template = self._rng.choice(ADVICE[self._language])
        return template.format(name=person.title, role=person.role, written=written)

    def _result(self, title: str, summary: str) -> Passage:
        return Passage(summary or title, f"https://example.org/{title}", title)

    def _person(self) -> Person:
        if self._language == "zh":
            title = called = self._rng.choice(ZH_NAMES)
        else:
            first, family = self._rng.choice(FIRST_NAMES), self._rng.choice(FAMILY_NAMES)
            title = f"{first} {family}"
            called = self._rng.choice((title, first, family, family))
        born = date(1900, 1, 1) + timedelta(days=self._rng.randrange(40_000))
        return Person(title, called, born, self._rng.choice(ROLES[self._language]))

    def _opening(self, text: str, first_tool: str) -> list[Message]:
        self._maker.online = True
        memory = [] if first_tool == SEARCH_WEB else self._maker.memory_titles(first_tool, None)
        return self._maker.opening(text, first_tool, memory)

    def _searched(self, text: str, results: Sequence[Evidence]) -> list[Message]:
        messages = self._opening(text, SEARCH_WEB)
        messages.append(self._maker.plan(Command(SEARCH_WEB, {"text": without_final_mark(text)})))
        messages.append(self._maker.layout().observation(results))
        return messages

    def _browse(self, text: str, mark: str, *, wiki: bool) -> Message:
        args = {"url": mark, "question": without_final_mark(text)}
        return self._maker.plan(Command(BROWSE["wiki" if wiki else "web"], args))

    def _concluded(self, messages: list[Message], text: str, concluded: str | None) -> Conversation:
        """The end of a conversation; `concluded` is None where nothing was found to weigh."""
        reason = (ANSWERED if concluded else UNANSWERED)[self._language]
        messages.append(self._maker.plan(Command("task_complete", {"reason": reason})))
        if concluded:
            messages.append(self._maker.layout().conclude(text, with_evidence=True))
            messages.append(Message("assistant", concluded))
        return as_json(messages)
