"""Prompts as messages, from the templates beside this file.

The paper's six components (section 2.4): profile, instructions, tools and format make the system
message, which never changes within a session, so that the prefix cache holds it; memory and goal
make the first user message; every plan and observation is appended; the request to conclude comes
last. Text is only ever appended, so each step evaluates new tokens alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from string import Template

from engine.events import Language, Recollection, Task
from engine.evidence import Evidence, is_computed
from engine.profile import DEFAULT_BIO, Profile
from engine.prompts.fencing import as_data, fenced, new_number
from engine.prompts.memory_block import memory_block
from engine.prompts.own_tools_block import own_tools_block
from engine.sources import is_address
from engine.time_codes import time_code
from engine.tools.tool import Tool
from models.language.base import Message, PromptStyle

_FOLDER = Path(__file__).parent
_NONE: dict[Language, str] = {"en": "none", "zh": "无"}
_KEEP_TO: dict[Language, str] = {
    "en": "Keep to these instructions:\n{}",
    "zh": "请遵守以下要求：\n{}",
}
NOTHING_FOUND: dict[Language, str] = {"en": "Nothing found.", "zh": "没有找到。"}
# What a small model is shown of a sentence that comes without an excerpt, in characters; the
# citation quotes all of it.
SENTENCE_SHOWN: dict[Language, int] = {"en": 200, "zh": 80}
TOOL_LINE_SHOWN: dict[Language, int] = {"en": 64, "zh": 32}
# A small model was trained with the titles of the first passages alone.
_PASSAGES_NAMED = 3
_TITLES_SHOWN = 2
_TITLE_CHARACTERS = 40


@cache
def template(phase: str, style: PromptStyle, language: Language) -> Template:
    """The template of that phase, style and language."""
    path = _FOLDER / f"{phase}.{style}.{language}.txt"
    return Template(path.read_text(encoding="utf-8").rstrip("\n"))


@dataclass(frozen=True, slots=True)
class PromptLayout:
    """Renders the parts of one question's prompt in one style and language.

    `number` is in the fences around text that is data: one for each question.
    """

    style: PromptStyle
    language: Language
    profile: Profile
    number: str = field(default_factory=new_number)

    def opening(
        self,
        tools: Iterable[Tool],
        memory: Sequence[Recollection],
        goal: str,
        now: datetime,
        session: str | None = None,
    ) -> list[Message]:
        """The system message and the first user message; `memory` is numbered from 1 in it.

        A small model is told of the user's own tools in the user message, for they differ from
        question to question.
        """
        tools = list(tools)
        system = template("plan_system", self.style, self.language).substitute(
            name=self.profile.name,
            bio=self.profile.bio or DEFAULT_BIO[self.language],
            instructions=self.profile.instructions,
            tools=self._tools(tools),
        )
        user = template("plan_user", self.style, self.language).substitute(
            memory=self._memory(memory, session),
            more=self._more_tools(tools),
            goal=goal,
            now=now.strftime("%Y-%m-%d %H:%M %A"),
        )
        return [Message("system", system), Message("user", user)]

    def plan(self, task: Task) -> Message:
        """A plan as the model wrote it."""
        return Message("assistant", plan_json(task))

    def observation(
        self, evidence: Sequence[Evidence], note: str | None = None, *, outside: bool = False
    ) -> Message:
        """Numbered evidence, or the note where there is none.

        For a large model, what was not computed here stands in a fence; `outside`: all of it comes
        from elsewhere, whatever its source is called, and so does the note.
        """
        if self.style == "pointer":
            lines = self._pointed_lines(evidence)
        else:
            lines = self._fenced_lines(evidence, outside=outside)
        if note:
            fences = outside and self.style == "prose"
            lines.append(fenced(as_data(note), self.number) if fences else as_data(note))
        return Message("tool", "\n".join(lines) or NOTHING_FOUND[self.language])

    def _pointed_lines(self, evidence: Sequence[Evidence]) -> list[str]:
        """Sentences with their numbers; a title where it is not that of the line before."""
        lines: list[str] = []
        before = ""
        for piece in evidence:
            head = ""
            if not is_computed(piece.source) and piece.quote is None and piece.title != before:
                head = f"({as_data(' '.join(piece.title.split()))[:_TITLE_CHARACTERS]}) "
                before = piece.title
            lines.append(f"{head}{self.shown(piece)} [{piece.id}]")
        return lines

    def _fenced_lines(self, evidence: Sequence[Evidence], *, outside: bool) -> list[str]:
        def is_ours(piece: Evidence) -> bool:
            return is_computed(piece.source) and not outside

        lines: list[str] = []
        for ours, pieces in groupby(evidence, key=is_ours):
            shown = [_numbered(piece, ours=ours) for piece in pieces]
            lines += shown if ours else [fenced("\n".join(shown), self.number)]
        return lines

    def conclude(self, goal: str, *, with_evidence: bool) -> Message:
        """The closing request: to conclude from evidence, or to reply without any."""
        phase = "conclude" if with_evidence else "reply"
        text = template(phase, self.style, self.language).substitute(goal=goal)
        if self.style == "prose" and self.profile.instructions:
            # Said once more where it counts (paper section 2.4, "Concluding").
            text += "\n\n" + _KEEP_TO[self.language].format(self.profile.instructions)
        return Message("user", text)

    def conclude_by_quoting(self, goal: str, pieces: Sequence[Evidence]) -> Message:
        """The closing request to a large model to name the sentences that answer."""
        sentences = "\n".join(self._pointed_lines(pieces))
        text = template("quote", "prose", self.language).substitute(
            goal=goal, sentences=fenced(sentences, self.number)
        )
        return Message("user", text)

    def shown(self, piece: Evidence) -> str:
        """What a small model reads of a piece, on one line."""
        limits = TOOL_LINE_SHOWN if is_computed(piece.source) else SENTENCE_SHOWN
        text = " ".join(piece.text.split())
        limit = limits[self.language]
        cut = text if len(text) <= limit else text[: limit - 1] + "…"
        return as_data(piece.shown or cut)

    def _tools(self, tools: Iterable[Tool]) -> str:
        if self.style == "pointer":
            return ", ".join(tool.name for tool in tools if not tool.origin)
        return "\n".join(json.dumps(tool.schema(), ensure_ascii=False) for tool in tools)

    def _more_tools(self, tools: Iterable[Tool]) -> str:
        block = own_tools_block((tool for tool in tools if tool.origin), self.language)
        return f"\n{block}" if block else ""

    def _memory(self, memory: Sequence[Recollection], session: str | None) -> str:
        if self.style == "pointer":
            found = [r.title[:_TITLE_CHARACTERS] for r in memory if r.kind == "knowledge"]
            titles = list(dict.fromkeys(found[:_PASSAGES_NAMED]))
            return as_data(", ".join(titles[:_TITLES_SHOWN])) or _NONE[self.language]
        block = memory_block(memory, self.language, session)
        return fenced(block, self.number) if block else _NONE[self.language]


def _numbered(piece: Evidence, *, ours: bool) -> str:
    """A passage with its number, its title, of the web its address, of a recording its time."""
    if ours:
        return f"[{piece.id}] ({piece.title}) {piece.text}"
    place = f"{piece.title}, {piece.source}" if is_address(piece.source) else piece.title
    if piece.location.start is not None:
        place += f", {time_code(piece.location.start)}"
    return f"[{piece.id}] ({as_data(place)}) {as_data(piece.text)}"


def plan_json(task: Task) -> str:
    """The plan in the paper's form, as one line of JSON."""
    command = {"name": task.command.name, "args": dict(task.command.args)}
    return json.dumps({"task_name": task.task_name, "command": command}, ensure_ascii=False)
