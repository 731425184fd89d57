"""Questions for hand-written tools, from the tables of unseen_tools_en and unseen_tools_zh."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.events import Language
from engine.mat.synthetic import unseen_tools_en, unseen_tools_zh
from engine.mat.synthetic.questions import expand, fill
from engine.mat.synthetic.unseen_tools_facts import fact_lines
from engine.mat.synthetic.unseen_tools_forms import (
    AskedTool,
    ToolArgument,
    ToolForm,
    in_snake_case,
    usable,
)

_TABLES = {"en": unseen_tools_en, "zh": unseen_tools_zh}
_ARGUMENT = re.compile(r"(\w+)(\?)?(?:=(\w+))?(?::(\w+))?")
_QUESTION = re.compile(
    r"[?？]\s*$|^(?:what|who|when|where|which|how|why|is|are|was|does|do|did|has|have|should)\b"
    r"|什么|多少|怎么|哪|谁|几|吗|有没有|是不是|呢$",
    re.IGNORECASE,
)
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class MadeTool:
    """A tool with patterns of questions for it, and the pools that fill their slots.

    A pool is named, or is its words.
    """

    form: ToolForm
    patterns: tuple[str, ...]
    pools: dict[str, str]


def made_tools(language: Language) -> list[MadeTool]:
    """The hand-written tools of a language."""
    table = _TABLES[language]
    found = [_read(line, f"ours {language}", "") for line in _lines(table.TOOLS)]
    for number, (things, lines) in enumerate(table.FAMILIES):
        for thing in things.split("|"):
            english, _, own = thing.partition("=")
            for line in _lines(lines):
                head, rest = line.split("|", 1)
                names = head.replace("{o}", in_snake_case(english))
                filled = f"{names}|{rest.replace('{o}', own or english)}"
                found.append(_read(filled, f"ours {language} {number}", thing))
    for source, line, pool in fact_lines(language):
        made = _read(line, f"ours {language} {source}", "")
        own = {name: pool.get(words, words) for name, words in made.pools.items()}
        found.append(MadeTool(made.form, made.patterns, own))
    return found


def _lines(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line.strip()]


def _read(line: str, source: str, thing: str) -> MadeTool:
    names, described, arguments, patterns = re.split(r"(?<= )\|(?= )", line, maxsplit=3)
    matches = [_ARGUMENT.fullmatch(one) for one in arguments.split()]
    read = [match for match in matches if match is not None]
    forms = tuple(
        ToolArgument(match[1], match[4] or "string", required=not match[2]) for match in read
    )
    patterns_read = tuple(part.strip() for part in patterns.split(";") if part.strip())
    name_list = tuple(part.strip() for part in names.split(","))
    told = tuple(part.strip() for part in described.split(";") if part.strip())
    if source.startswith("ours zh") and not name_list[0][-1].isdigit():
        # Who asks in Chinese may well have tools that are described in English.
        told += (name_list[0].replace("_", " ").capitalize(),)
    form = ToolForm(
        source,
        f"{thing} {name_list[0]}",
        name_list,
        told,
        forms,
    )
    return MadeTool(form, patterns_read, {match[1]: match[3] or match[1] for match in read})


def asked_of(made: MadeTool, rng: random.Random, language: Language) -> AskedTool | None:
    """A question for the tool; None where its words are not those of the arguments after all."""
    pattern = expand(rng.choice(made.patterns), rng)
    values: dict[str, str] = {}
    for slot in _SLOT.findall(pattern):
        values[slot] = _drawn(made.pools[slot], rng, language, tuple(values.values()))
    text, found = fill(pattern, values, rng)
    return usable(AskedTool(text, made.form, found, language))


def is_question(text: str) -> bool:
    """Whether something is asked for, and not ordered."""
    return _QUESTION.search(text) is not None


def _drawn(pool: str, rng: random.Random, language: Language, taken: tuple[str, ...]) -> str:
    listed = _TABLES[language].POOLS
    words: list[str] = (pool if "|" in pool else listed[pool.rstrip("0123456789")]).split("|")
    left = [word for word in words if word not in taken]
    return rng.choice(left or words)


def drawn_questions(
    made: list[MadeTool], rng: random.Random, language: Language
) -> Iterator[AskedTool]:
    """Questions without end, for each tool about as many."""
    while True:
        asked = asked_of(rng.choice(made), rng, language)
        if asked is not None:
            yield asked
