"""Conversations in which a small model chooses among tools that it never saw, by what they say.

The questions are people's, from the data sets named in unseen_tools_corpora, and our own for
hand-written tools. Each has one to six tools beside it that are drawn anew: their names and
descriptions vary, most do something close to the right one, and sometimes none is right, so that a
built-in tool is.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from engine.events import Command, Language, Recollection, Task
from engine.evidence import sentence_evidence
from engine.mat.synthetic.unseen_tools_api import ApiTools
from engine.mat.synthetic.unseen_tools_api_terms import two_word_terms
from engine.mat.synthetic.unseen_tools_api_zh import ChineseApiTools
from engine.mat.synthetic.unseen_tools_corpora import people_asked
from engine.mat.synthetic.unseen_tools_distractors import Distractors
from engine.mat.synthetic.unseen_tools_forms import (
    CANNOT,
    SEARCH,
    AskedTool,
    ToolForm,
    drawn_tool,
    usable,
)
from engine.mat.synthetic.unseen_tools_made import (
    MadeTool,
    drawn_questions,
    is_question,
    made_tools,
)
from engine.offering import MOST_OWN_TOOLS, SEARCH_WEB, shown_tools
from engine.own_tools.custom_call import cited_lines
from engine.planning import own_task_name, without_final_mark
from engine.profile import DEFAULT_PROFILE
from engine.prompts.layout import PromptLayout, plan_json
from engine.prompts.own_tools_block import own_tools_block
from engine.tools.control import REASONS
from engine.tools.observation import Observation
from engine.tools.registry import Registry
from engine.tools.selection import ToolSelection
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from models.language.base import Message

Conversation = list[dict[str, Any]]

# Questions of each source that are used, and of our own tools a language.
PEOPLE = {
    "SGD": 24000,
    "CLINC150": 12000,
    "SNIPS": 5000,
    "HWU64": 7900,
    "Banking77": 5000,
    "CrossWOZ": 2200,
}
MADE: dict[Language, int] = {"en": 24000, "zh": 25000}
# Made-up interfaces in Chinese, for each English one.
CHINESE_SHARE = 0.2
# How many tools there are, and how often each number.
_SIZES, _WEIGHTS = (1, 2, 3, 4, 5, 6), (10, 10, 12, 15, 20, 33)
# Shares: none of the tools fits; they stand in any order; the web is on; the tool is run.
_NONE_FITS = 0.3
_ANY_ORDER = 0.1
_ONLINE = 0.5
_WHOLE = 0.06
_GOALS: dict[Language, str] = {"en": "\nGoal: ", "zh": "\n目标："}
_TITLES: dict[Language, tuple[str, ...]] = {
    "en": ("lease.txt", "minutes.md", "handbook.md", "budget.md", "user-manual.md", "notes.txt"),
    "zh": ("租房合同.txt", "会议纪要.md", "员工手册.md", "预算.md", "用户手册.md", "笔记.txt"),
}
_DONE: dict[Language, tuple[str, ...]] = {
    "en": (
        "Done: {}.",
        "OK. {}",
        "Result for {}.",
        "{}: 1 entry found.",
        "Found for {}: see below.",
    ),
    "zh": ("已完成：{}。", "好的，{}。", "{}：找到 1 条结果。", "{}的结果如下。"),
}


def unseen_tool_conversations(
    data: Path, registry: Registry, rng: random.Random, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """All conversations with the kind of each, in no particular order."""
    people: dict[str, list[AskedTool]] = defaultdict(list)
    for asked in map(usable, people_asked(data)):
        if asked is not None:
            people[asked.form.source].append(asked)
    everyone = [asked for questions in people.values() for asked in questions]
    makers: dict[Language, OwnToolConversations] = {}
    made: dict[Language, list[MadeTool]] = {}
    for language in MADE:
        made[language] = made_tools(language)
        makers[language] = OwnToolConversations(
            language, registry, rng, _forms(everyone, made[language], language)
        )
    for source, questions in people.items():
        rng.shuffle(questions)
        for asked in questions[: int(PEOPLE[source] * scale)]:
            yield f"unseen {source}", makers[asked.language].conversation(asked)
    for language, count in MADE.items():
        questions_made = drawn_questions(made[language], rng, language)
        for _ in range(int(count * scale)):
            yield f"unseen ours {language}", makers[language].conversation(next(questions_made))


def api_conversations(
    data: Path, registry: Registry, rng: random.Random, count: int
) -> Iterator[tuple[str, Conversation]]:
    """Conversations with made-up interfaces, each drawn anew."""
    terms = two_word_terms(data / "text" / "prose-en-technical.tar.xz")
    makers = beside_built_in_tools(registry, rng)
    for drawn in islice(ApiTools(terms, rng).questions(), count):
        yield "unseen api", makers["en"].among(drawn.asked, drawn.others)
    for asked, others in islice(ChineseApiTools(rng).questions(), int(count * CHINESE_SHARE)):
        yield "unseen api zh", makers["zh"].among(asked, others)


def _forms(
    everyone: Sequence[AskedTool], made: Sequence[MadeTool], language: Language
) -> list[ToolForm]:
    spoken = {id(a.form): a.form for a in everyone if a.language == language}
    return [*spoken.values(), *(one.form for one in made)]


def _instead(asked: AskedTool) -> str | None:
    """The built-in tool for the question where its own tool is lacking; None if that is open."""
    if asked.form.source.startswith("ours"):
        return SEARCH if is_question(asked.question) else CANNOT
    return asked.form.without


def beside_built_in_tools(
    registry: Registry, rng: random.Random, terms: Sequence[str] = ()
) -> dict[Language, OwnToolConversations]:
    """By language, what sets tools of a user beside the built-in ones that a question is for.

    With two-word terms, a share of them are made-up interfaces.
    """
    languages: tuple[Language, ...] = ("en", "zh")
    forms = {language: [one.form for one in made_tools(language)] for language in languages}
    if terms:
        for drawn in islice(ApiTools(terms, rng).questions(), len(forms["en"]) // 5):
            forms["en"] += drawn.others
        for _, others in islice(ChineseApiTools(rng).questions(), len(forms["zh"]) // 5):
            forms["zh"] += others
    return {
        language: OwnToolConversations(language, registry, rng, forms[language])
        for language in languages
    }


class OwnToolConversations:
    """Lays out conversations with the user's own tools, in one language."""

    def __init__(
        self,
        language: Language,
        registry: Registry,
        rng: random.Random,
        forms: Sequence[ToolForm],
    ) -> None:
        self._language: Language = language
        self._registry = registry
        self._rng = rng
        embed = StaticModel.open(builtin_path()).embed_documents
        self._selection = ToolSelection(embed)
        self._distractors = Distractors(forms, embed, rng)

    def conversation(self, asked: AskedTool) -> Conversation:
        """A question with tools of which one is right, or none."""
        asked = self._as_typed(asked)
        count = self._rng.choices(_SIZES, _WEIGHTS)[0]
        instead = _instead(asked)
        if instead is not None and self._rng.random() < _NONE_FITS:
            return self._without(asked, instead, count)
        others = self._distractors.beside(asked.form, asked.question, count - 1)
        return self._with(asked, others)

    def among(self, asked: AskedTool, others: Sequence[ToolForm]) -> Conversation:
        """A question with its tool and some of these others."""
        count = self._rng.choices(_SIZES, _WEIGHTS)[0]
        return self._with(self._as_typed(asked), others[: count - 1])

    def _with(self, asked: AskedTool, others: Sequence[ToolForm]) -> Conversation:
        right = drawn_tool(asked.form, self._rng, self._language, tuple(asked.args))
        tools = self._ordered([right, *self._drawn(others, {right.name})], asked.question)
        args = {
            name: asked.args[name] for name in right.parameters["properties"] if name in asked.args
        }
        messages = self._opening(asked.question, tools, self._memory(0.3))
        task = Task(own_task_name(right, self._language), Command(right.name, args))
        messages.append(Message("assistant", plan_json(task)))
        if self._rng.random() < _WHOLE:
            messages += self._rest(asked.question, right, args)
        return [{"role": m.role, "content": m.content} for m in messages]

    def with_other_tools(self, conversation: Conversation) -> Conversation:
        """A conversation for built-in tools, with tools of the user beside that do not fit."""
        mark = _GOALS[self._language]
        user = conversation[1]["content"]
        cut = user.find(mark)
        if cut < 0:
            return conversation
        question = user[cut + len(mark) :]
        forms = self._distractors.without_fit(question, self._rng.choices(_SIZES, _WEIGHTS)[0])
        tools = self._ordered(self._drawn(forms, set()), question)
        block = own_tools_block(tools, self._language)
        told = {**conversation[1], "content": f"{user[:cut]}\n{block}{user[cut:]}"}
        return [conversation[0], told, *conversation[2:]]

    def _without(self, asked: AskedTool, instead: str, count: int) -> Conversation:
        """None of the tools is for the question: it is searched for, or nothing can be done."""
        others = self._distractors.beside(asked.form, asked.question, count)
        tools = self._ordered(self._drawn(others, set()), asked.question)
        online = self._rng.random() < _ONLINE
        searches = instead == SEARCH
        memory = self._memory(0.6 if searches else 0.3)
        name = SEARCH_WEB if searches and online and not memory else instead
        args = {"text": without_final_mark(asked.question)} if searches else {}
        messages = self._opening(asked.question, tools, memory, online=online)
        phrase = self._registry.get(name).task_phrases[self._language]
        messages.append(Message("assistant", plan_json(Task(phrase, Command(name, args)))))
        return [{"role": m.role, "content": m.content} for m in messages]

    def _as_typed(self, asked: AskedTool) -> AskedTool:
        """The question as some type it: without capitals, or without its last mark."""
        chance = self._rng.random()
        if chance < 0.12 and asked.language == "en":
            args = {k: v.lower() if isinstance(v, str) else v for k, v in asked.args.items()}
            lowered = usable(replace(asked, question=asked.question.lower(), args=args))
            return lowered or asked
        if chance < 0.22:
            bare = asked.question.rstrip("?.!？。！ ")
            return usable(replace(asked, question=bare)) or asked if bare else asked
        if chance < 0.35 and asked.question[:1].islower() and asked.form.source != "SGD":
            text = asked.question[:1].upper() + asked.question[1:]
            return usable(replace(asked, question=text)) or asked
        return asked

    def _drawn(self, forms: Sequence[ToolForm], taken: set[str]) -> list[Tool]:
        tools = []
        for form in forms:
            drawn = drawn_tool(form, self._rng, self._language, None)
            if drawn.name in taken:
                drawn = replace(drawn, name=f"{drawn.name}_{len(taken)}")
            taken.add(drawn.name)
            tools.append(drawn)
        return tools

    def _ordered(self, tools: list[Tool], question: str) -> list[Tool]:
        """As a prompt has them: those that fit best by their vectors first."""
        if self._rng.random() < _ANY_ORDER:
            self._rng.shuffle(tools)
            return tools
        return self._selection.best_first(tools, question, MOST_OWN_TOOLS)

    def _memory(self, share: float) -> list[str]:
        if self._rng.random() > share:
            return []
        return self._rng.sample(_TITLES[self._language], self._rng.choice((1, 2)))

    def _opening(
        self, goal: str, own: Sequence[Tool], titles: Sequence[str], *, online: bool | None = None
    ) -> list[Message]:
        if online is None:
            online = self._rng.random() < _ONLINE
        tools = [tool for tool in self._registry if online or not tool.online]
        recalled = [Recollection("knowledge", title, "", "", 0.0) for title in titles]
        now = datetime(2026, 1, 1, 9) + timedelta(days=self._rng.randrange(1000))
        layout = PromptLayout("pointer", self._language, DEFAULT_PROFILE)
        return layout.opening(shown_tools("pointer", [*tools, *own]), recalled, goal, now)

    def _rest(self, question: str, tool: Tool, args: Mapping[str, Any]) -> list[Message]:
        """What the tool brings, the plan to stop, and the conclusion."""
        layout = PromptLayout("pointer", self._language, DEFAULT_PROFILE)
        said = ", ".join(map(str, args.values())) or tool.name
        text = self._rng.choice(_DONE[self._language]).format(said)
        passages = cited_lines(tool.name, tool.name, text, [])
        evidence = sentence_evidence(question, Observation(text, passages=passages), 1)
        done = self._registry.get("task_complete").task_phrases[self._language]
        reason = REASONS[0] if self._language == "en" else REASONS[2]
        stop = Task(done, Command("task_complete", {"reason": reason}))
        return [
            layout.observation(evidence),
            Message("assistant", plan_json(stop)),
            layout.conclude(question, with_evidence=True),
            Message("assistant", f"[{evidence[0].id}]"),
        ]
