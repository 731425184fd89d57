"""Whole conversations for training, laid out by the same code that lays out real prompts.

A conversation is a list of messages; those of the assistant are what the model learns. Tools are
really run, so observations are what the model will meet.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from engine.acting import error_observation
from engine.events import Command, Language, Location, Recollection, Task
from engine.evidence import Evidence, sentence_evidence
from engine.mat.synthetic.chat import REPLIES
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.sources import PassageQuestion
from engine.offering import BROWSE, SEARCH_LIBRARY, SEARCH_WEB, shown_tools
from engine.profile import DEFAULT_PROFILE
from engine.prompts.layout import PromptLayout, plan_json
from engine.sentences import split_sentences
from engine.short_answers import pointing
from engine.tools.context import ToolContext
from engine.tools.control import REASONS
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.registry import Registry
from models.language.base import Message

ANSWERED: dict[Language, str] = {"en": REASONS[0], "zh": REASONS[2]}
UNANSWERED: dict[Language, str] = {"en": REASONS[1], "zh": REASONS[3]}
_FILE_NAMES: dict[Language, str] = {
    "en": "lease.txt|minutes.md|handbook.md|espresso-machine.md|insurance-policy.txt|budget.md|"
    "harbour-ferry.md|notes.txt|recipes.md|user-manual.md|warranty.txt|project-falcon.md",
    "zh": "租房合同.txt|会议纪要.md|员工手册.md|净水器说明书.txt|差旅报销制度.md|预算.md|"
    "图书馆借阅规则.md|笔记.txt|菜谱.md|用户手册.md|保修卡.txt|项目计划.md",
}

Conversation = list[dict[str, Any]]


@dataclass(slots=True)
class ConversationMaker:
    """Lays out conversations in one language."""

    language: Language
    registry: Registry
    rng: random.Random
    titles: Sequence[str]
    # Whether the conversation at hand may use the internet.
    online: bool = False

    def plan_only(self, question: PlannedQuestion) -> Conversation:
        """The first plan of a question.

        What nothing in the library is about goes to the web, where that is allowed.
        """
        command = question.commands[0]
        memory = self.memory_titles(command.name, None)
        if command.name == SEARCH_LIBRARY and self.online and not memory:
            command = Command(SEARCH_WEB, {"text": command.args["text"]})
        messages = self.opening(question.text, command.name, memory)
        messages.append(self.plan(command))
        return as_json(messages)

    def whole(self, question: PlannedQuestion) -> Conversation | None:
        """Plans, observations and conclusion of a question for the time tools.

        None when a tool refuses in a way that training should not show.
        """
        first = question.commands[0].name
        messages = self.opening(question.text, first, self.memory_titles(first, None))
        # Of whose holidays is asked, the tool reads in the question.
        context = ToolContext(now=self.now(), language=self.language, question=question.text)
        evidence: list[Evidence] = []
        for command in question.commands:
            messages.append(self.plan(command))
            try:
                observation = self.registry.run(command.name, command.args, context)
            except ToolError as error:
                observation = error_observation(command.name, str(error))
            evidence = sentence_evidence(question.text, observation, len(evidence) + 1)
            context = replace(context, named_dates=observation.named_dates)
            messages.append(self.layout().observation(evidence))
        pointer = self._pointer(question, evidence)
        if pointer is None:
            return None
        messages.append(self.plan(Command("task_complete", {"reason": ANSWERED[self.language]})))
        messages.append(self.layout().conclude(question.text, with_evidence=True))
        messages.append(Message("assistant", pointer))
        return as_json(messages)

    def reading(
        self, item: PassageQuestion, others: Sequence[PassageQuestion], search: Command
    ) -> Conversation | None:
        """A question for the library with sentences of its passage and of `others` as evidence.

        None when the sentence that answers is not among the best.
        """
        passages = [passage_of(item, 1.0)]
        passages += [passage_of(other, self.rng.uniform(0.3, 1.1)) for other in others]
        evidence = sentence_evidence(item.question, Observation("", passages=tuple(passages)), 1)
        chosen = None
        if item.answer is not None:
            chosen = next((e for e in evidence if holds(e, item)), None)
            if chosen is None:
                return None
        concluded = self.concluded(item, chosen)
        if concluded is None:
            return None
        memory = self.memory_titles(search.name, [item.title])
        if self.online and not memory:
            # Otherwise the question would have gone to the web.
            memory = [item.title]
        messages = self.opening(item.question, search.name, memory)
        messages += [self.plan(search), self.layout().observation(evidence)]
        # Whether it answers is for the conclusion to weigh: the plan must not give it away.
        messages.append(self.plan(Command("task_complete", {"reason": ANSWERED[self.language]})))
        messages.append(self.layout().conclude(item.question, with_evidence=True))
        messages.append(Message("assistant", concluded))
        return as_json(messages)

    def concluded(self, item: PassageQuestion, chosen: Evidence | None) -> str | None:
        """What points at the sentence that answers; None where its answer is in no part shown."""
        if chosen is None:
            return "none"
        return pointing(chosen.id, self.layout().shown(chosen), item.answer_text)

    def not_found(self, question: PlannedQuestion) -> Conversation:
        """A search that finds nothing, and the plan to stop there."""
        messages = self.opening(question.text, SEARCH_LIBRARY, [])
        messages += [self.plan(question.commands[0]), self.layout().observation([])]
        reason = UNANSWERED[self.language]
        messages.append(self.plan(Command("task_complete", {"reason": reason})))
        return as_json(messages)

    def talk(self, text: str, kind: str) -> Conversation:
        """Small talk: do_nothing and a reply."""
        messages = self.opening(text, "do_nothing", self.memory_titles("do_nothing", None))
        messages.append(self.plan(Command("do_nothing", {})))
        messages.append(self.layout().conclude(text, with_evidence=False))
        messages.append(Message("assistant", REPLIES[kind][self.language]))
        return as_json(messages)

    def layout(self) -> PromptLayout:
        """How a small model's prompts are laid out."""
        return PromptLayout("pointer", self.language, DEFAULT_PROFILE)

    def now(self) -> datetime:
        """Some day of the next years, in the morning."""
        return datetime(2026, 1, 1, 9) + timedelta(days=self.rng.randrange(1000))

    def plan(self, command: Command) -> Message:
        """A command as the assistant writes it."""
        phrase = self.registry.get(command.name).task_phrases[self.language]
        return Message("assistant", plan_json(Task(phrase, command)))

    def opening(self, goal: str, first_tool: str, memory: Sequence[str]) -> list[Message]:
        """System and user message; tools are sometimes fewer, memory sometimes beside the point."""
        tools = [tool for tool in self.registry if self.online or not tool.online]
        if self.rng.random() < 0.12:
            needed = {first_tool, "task_complete", "do_nothing", "time_delta", *BROWSE.values()}
            tools = [t for t in tools if t.name in needed or self.rng.random() < 0.6]
        recalled = [Recollection("knowledge", title, "", "", 0.0) for title in memory]
        shown = shown_tools("pointer", tools)
        return self.layout().opening(shown, recalled, goal, self.now())

    def memory_titles(self, first_tool: str, titles: Sequence[str] | None) -> list[str]:
        """What the library recalls for a question: `titles`, something else, or nothing."""
        if titles is not None and self.rng.random() < 0.6:
            return list(titles)
        related = first_tool == SEARCH_LIBRARY
        if self.rng.random() > (0.6 if related else 0.3):
            return []
        names = _FILE_NAMES[self.language].split("|")
        pool = names if self.rng.random() < 0.6 else self.titles
        return self.rng.sample(pool, self.rng.choice((1, 2)))

    def _pointer(self, question: PlannedQuestion, evidence: Sequence[Evidence]) -> str | None:
        """What the conclusion points at: the subject's line, everything, or the first line."""
        single = len(question.commands) == 1
        if single and "end_date" in question.commands[0].args:
            return "all"
        if single and question.subject:
            if not mentions(question.text, question.subject):
                return "all"
            wanted = canonical(question.subject)
            found = next((e for e in evidence if any(name in e.text for name in wanted)), None)
            return f"[{found.id}]" if found else None
        if not evidence:
            return None
        if _CLOCK.search(question.text):
            clock = next((e for e in evidence if _CLOCK_LINE.search(e.text)), evidence[0])
            return f"[{clock.id}]"
        return f"[{evidence[0].id}]"


_CLOCK = re.compile(r"\btime\b|几点|时间")
_CLOCK_LINE = re.compile(r"local time|本地时间")


_CANONICAL = (
    ("Spring Festival", "春节", "Chinese New Year", "Lunar New Year"),
    ("Mid-Autumn", "中秋"),
    ("National Day", "国庆", "十一"),
    ("Labour Day", "劳动节", "Labor Day", "May Day", "五一"),
    ("Dragon Boat", "端午"),
    ("Tomb-Sweeping", "清明", "Qingming", "Tomb Sweeping", "Clear and Bright"),
    ("New Year's Day", "元旦"),
    ("Winter Solstice", "冬至", "Dongzhi"),
    ("Summer Solstice", "夏至", "Xiazhi"),
    ("Spring Equinox", "春分", "vernal equinox"),
    ("Autumn Equinox", "秋分"),
    ("Start of Spring", "立春", "Lichun"),
    ("Awakening of Insects", "惊蛰", "Jingzhe"),
    ("Grain Rain", "谷雨", "Guyu"),
    ("Start of Winter", "立冬", "Lidong"),
    ("Major Snow", "大雪", "Daxue"),
    ("Frost's Descent", "霜降", "Shuangjiang"),
    ("White Dew", "白露", "Bailu"),
    ("End of Heat", "处暑", "Chushu"),
    ("Start of Summer", "立夏", "Lixia"),
    ("Start of Autumn", "立秋", "Liqiu"),
    ("Major Cold", "大寒", "Dahan"),
    ("Minor Cold", "小寒", "Xiaohan"),
)


def canonical(name: str) -> tuple[str, ...]:
    """The names under which a tool's line may list a festival or solar term."""
    lowered = name.lower()
    for names in _CANONICAL:
        if any(lowered.startswith(other.lower()) for other in names):
            return names
    return (name,)


def mentions(text: str, name: str) -> bool:
    """Whether the question names the subject at all; "list the holidays" does not."""
    return name.lower() in text.lower()


def passage_of(item: PassageQuestion, score: float) -> Passage:
    """The passage of a question as a search of the library would bring it."""
    location = Location(span=(0, len(item.passage)))
    return Passage(item.passage, item.title, item.title, location, score)


def holds(evidence: Evidence, item: PassageQuestion) -> bool:
    """Whether the evidence is the sentence that holds the answer."""
    span = evidence.location.span
    if evidence.source != item.title or span is None or item.answer is None:
        return False
    inside = span[0] <= item.answer < span[1]
    return inside and item.passage[span[0] : span[1]] == evidence.text


def sentence_at(passage: str, offset: int) -> str:
    """The sentence of `passage` that holds the character at `offset`."""
    for start, end in split_sentences(passage):
        if start <= offset < end:
            return passage[start:end]
    return ""


def as_json(messages: Sequence[Message]) -> Conversation:
    """The messages as they are written to a file."""
    return [{"role": message.role, "content": message.content} for message in messages]
