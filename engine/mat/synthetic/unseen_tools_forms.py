"""Tools that are no part of KAgent, for training: what they are called, do and take.

A small model has to choose among tools that it never saw. So each conversation draws a tool's
form anew: another style of name, another wording of its description, other arguments that may be
left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.events import Language
from engine.own_numbers import numbers_said
from engine.tools.observation import Observation
from engine.tools.tool import Tool
from models.language.units import span_units

# What a question that has no tool for it is: an order that nothing can carry out, or a search.
CANNOT, SEARCH = "do_nothing", "search_knowledge"

_VERBS = (
    ("find", "search", "look_up", "get", "query"),
    ("get", "fetch", "show", "retrieve", "query"),
    ("check", "get", "show", "query"),
    ("search", "find", "look_up", "lookup"),
    ("list", "show", "get_all", "get"),
    ("book", "reserve", "make_booking"),
    ("reserve", "book"),
    ("add", "create", "insert", "new"),
    ("create", "add", "make", "new"),
    ("delete", "remove", "drop"),
    ("remove", "delete"),
    ("cancel", "revoke", "call_off"),
    ("update", "change", "edit", "modify", "set"),
    ("change", "update", "modify", "set"),
    ("set", "configure", "change"),
    ("send", "deliver", "post"),
    ("pay", "settle"),
    ("play", "start"),
    ("buy", "purchase", "order"),
    ("order", "buy"),
    ("calculate", "compute", "calc"),
    ("convert", "transform"),
    ("translate", "convert"),
    ("start", "begin", "run"),
    ("stop", "end", "halt"),
    ("record", "log", "save", "track"),
    ("turn_on", "switch_on", "enable"),
    ("turn_off", "switch_off", "disable"),
)
_SYNONYMS: dict[str, tuple[str, ...]] = {verbs[0]: verbs for verbs in _VERBS}
_ORDERS = frozenset(
    [
        "show",
        "make",
        "save",
        "take",
        "open",
        "give",
        "put",
        "tell",
        "look",
        "pack",
        "run",
        "draw",
        "throw",
        "write",
        "name",
        "say",
        "move",
        "phone",
        "work",
        "count",
        "scale",
        "resolve",
        "download",
        "split",
        "read",
        "export",
        "share",
        "rename",
        "assign",
        "withdraw",
        "submit",
        "move",
    ]
)
_PREFIXES = [
    "my",
    "app",
    "api",
    "home",
    "office",
    "local",
    "srv",
    "acme",
    "mcp",
    "util",
    "svc",
    "team",
    "data",
    "hub",
    "one",
    "web",
    "v2",
]
_SUFFIXES = [
    "tool",
    "api",
    "service",
    "v2",
    "now",
    "info",
    "request",
    "action",
    "by_name",
    "helper",
]
_BLANK_NAMES = [
    "tool",
    "function",
    "action",
    "handler",
    "api",
    "skill",
    "plugin",
    "command",
    "service",
    "task",
]
_BEFORE: dict[Language, tuple[str, ...]] = {
    "en": ("Use this to ", "Use this tool to ", "Tool to ", "Lets you ", "API to ", "Helps you "),
    "zh": ("用来", "可以", "用于", "工具：", "本工具用于", "帮助用户"),
}
_AFTER: dict[Language, tuple[str, ...]] = {
    "en": (
        "Returns JSON.", "Returns a short text.", "Needs no account.", "For internal use.",
        "Returns an error if nothing is found.", "Results come from a local database.",
    ),
    "zh": ("返回文本。", "返回 JSON。", "数据来自本地。", "没有结果时会报错。", "无需登录。"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToolArgument:
    """An argument: "string" is words of the question, "choice" one of `choices`."""

    name: str
    kind: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """Its JSON schema."""
        if self.kind == "choice":
            return {"type": "string", "enum": list(self.choices)}
        return {"type": self.kind}


@dataclass(frozen=True, slots=True)
class ToolForm:
    """A tool as its source describes it.

    `source` names the set that it is from, whose tools exclude each other unless they are of one
    `group`. `names` are names in snake case; `without` is what answers where the tool is lacking.
    """

    source: str
    group: str
    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    arguments: tuple[ToolArgument, ...] = ()
    without: str | None = None


@dataclass(frozen=True, slots=True)
class AskedTool:
    """A question, the tool that answers it, and the arguments that the question says."""

    question: str
    form: ToolForm
    args: Mapping[str, Any] = field(default_factory=dict)
    language: Language = "en"


def is_said(question: str, value: str) -> bool:
    """Whether a text is made of whole words of the question, as the grammar of a plan has it."""
    starts, ends = _edges(question)
    start = question.find(value)
    while start >= 0:
        if start in starts and start + len(value) in ends:
            return True
        start = question.find(value, start + 1)
    return False


@lru_cache(maxsize=1024)
def _edges(question: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where words begin and where they end."""
    units = [unit for unit in span_units(question) if not unit.is_punctuation]
    return frozenset(unit.start for unit in units), frozenset(unit.end for unit in units)


def usable(asked: AskedTool) -> AskedTool | None:
    """The question with those arguments that a small model can write; None where one is needed."""
    kept: dict[str, Any] = {}
    for argument in asked.form.arguments:
        if argument.name not in asked.args:
            if argument.required:
                return None
            continue
        value = _written(asked.question, argument, asked.args[argument.name])
        if value is not None:
            kept[argument.name] = value
        elif argument.required:
            return None
    return AskedTool(asked.question, asked.form, kept, asked.language)


def _written(question: str, argument: ToolArgument, value: Any) -> Any:
    """The value as a plan has it; None where the question does not say it."""
    text = str(value)
    if argument.kind == "choice":
        return text if text in argument.choices else None
    if argument.kind in ("integer", "number"):
        meant = numbers_said(text, whole=False)[:1]
        said = numbers_said(question, whole=argument.kind == "integer")
        found = next((n for n in said if meant and float(n) == float(meant[0])), None)
        if found is None:
            return None
        return float(found) if "." in found else int(found)
    return text if text and is_said(question, text) else None


def drawn_tool(
    form: ToolForm, rng: random.Random, language: Language, said: Sequence[str] | None
) -> Tool:
    """A tool of the form.

    With `said`, the arguments that its question says, what is not said may be left out, and what is
    said may or may not; otherwise as the form has it.
    """
    camel = rng.random() < (0.5 if form.source == "api" else 0.25)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for argument in form.arguments:
        is_required = argument.required
        if said is None:
            is_required = is_required or rng.random() < 0.25
        elif argument.name in said:
            is_required = is_required or rng.random() < 0.45
        elif rng.random() < 0.35:
            continue
        properties[argument.name] = argument.spec()
        if is_required:
            required.append(argument.name)
    return Tool(
        name=drawn_name(form, rng, camel=camel),
        description=drawn_description(form, rng, language),
        parameters={"type": "object", "properties": properties, "required": required},
        returns="",
        function=_never,
        task_phrases={"en": "", "zh": ""},
        origin=form.source,
    )


def _never(context: object) -> Observation:
    return Observation("")


def drawn_name(form: ToolForm, rng: random.Random, *, camel: bool) -> str:
    """One of the form's names: in another style, with another verb, or one that says nothing."""
    name = rng.choice(form.names)
    chance = rng.random()
    if chance < 0.05:
        name = f"{rng.choice(_BLANK_NAMES)}_{rng.randrange(1, 30)}"
    elif chance < 0.35:
        name = _with_other_verb(name, rng)
    if 0.3 < chance < 0.42:
        name = f"{rng.choice(_PREFIXES)}_{name}"
    elif 0.42 < chance < 0.5:
        name = f"{name}_{rng.choice(_SUFFIXES)}"
    if camel:
        head, *rest = name.split("_")
        name = head + "".join(part[:1].upper() + part[1:] for part in rest)
        if rng.random() < 0.4:
            name = name[:1].upper() + name[1:]
    return name[:64]


def _with_other_verb(name: str, rng: random.Random) -> str:
    for verb, others in _SYNONYMS.items():
        if name.startswith(f"{verb}_"):
            return rng.choice(others) + name[len(verb) :]
    return name


def drawn_description(form: ToolForm, rng: random.Random, language: Language) -> str:
    """One of the form's descriptions, sometimes with words before or after it."""
    text = rng.choice(form.descriptions)
    stop = ". " if text.isascii() else "。"
    others = [other for other in form.descriptions if other != text]
    chance = rng.random()
    if chance < 0.14 and others:
        text = f"{text.rstrip('.。')}{stop}{rng.choice(others)}"
    elif chance < 0.22:
        text = f"{text.rstrip('.。')}{stop}{rng.choice(_AFTER[language])}"
    elif chance < 0.32 and not text.isascii():
        text = rng.choice(_BEFORE["zh"]) + text
    elif chance < 0.32 and _is_order(text):
        text = rng.choice(_BEFORE["en"]) + text[:1].lower() + text[1:]
    if rng.random() < 0.4:
        text = text.rstrip(".。")
    elif text[-1:].isalnum() and rng.random() < 0.5:
        text += "." if text.isascii() else "。"
    if rng.random() < 0.1:
        text = text[:1].lower() + text[1:]
    return text


def _is_order(text: str) -> bool:
    """Whether an English description begins with what to do, as "Find a bus" does."""
    first = text.partition(" ")[0].lower()
    return first in _SYNONYMS or first in _ORDERS


def in_snake_case(name: str) -> str:
    """FindRestaurants, findRestaurants and "find restaurants" as find_restaurants."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")
