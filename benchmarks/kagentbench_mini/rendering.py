"""What a model is shown of a seed: its memory as text, and the prompts of the five templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.kagentbench_mini.offered import NOW, function_lines
from benchmarks.kagentbench_mini.seed_files import Seed
from engine.events import Language, Recollection
from engine.mat.open_templates import open_template
from engine.mat.profiles import profile_text
from engine.mat.templates import fill
from engine.mat.trajectories import Step, results_text
from engine.prompts.memory_block import memory_block

# As KAgentBench names the templates, and as this program does.
TEMPLATES: Mapping[str, str] = {
    "ReACT": "react",
    "AutoGPT": "autogpt",
    "ToolLlama": "toolllama",
    "ModelScope": "modelscope",
    "KuaiAgent": "kuaiagent",
}
_PROMPTS = Path(__file__).with_name("prompts")
_SLOT = re.compile("<<([A-Z]+)>>")
_SESSION = "mini"
_NOTHING: Mapping[Language, str] = {"en": "(none)", "zh": "（无）"}
_LIBRARY: Mapping[Language, str] = {"en": "the user's documents", "zh": "用户的资料"}
_USER: Mapping[Language, str] = {"en": "User: ", "zh": "用户："}
_SAYS: Mapping[Language, str] = {"en": "{}: ", "zh": "{}："}


def conversation_text(seed: Seed) -> str:
    """The turns of the memory, numbered."""
    turns = [
        Recollection(
            "conversation", str(t.get("query")), f"session:{_SESSION}", str(t.get("answer")), 1.0
        )
        for t in seed.pieces("turns")
    ]
    return memory_block(turns, seed.language, _SESSION)


def knowledge_text(seed: Seed) -> str:
    """The passages of the memory, numbered."""
    source = _LIBRARY[seed.language]
    passages = [
        Recollection("knowledge", str(p.get("title")), source, str(p.get("text")), 1.0)
        for p in seed.pieces("passages")
    ]
    return memory_block(passages, seed.language, _SESSION)


def told_memory(seed: Seed) -> str:
    """The conversation and the knowledge, which prompts show in one place."""
    return "\n".join(text for text in (conversation_text(seed), knowledge_text(seed)) if text)


def memory_text(seed: Seed, steps: Sequence[Step]) -> str:
    """All of the memory as text, tasks with what they brought included."""
    return "\n".join(text for text in (told_memory(seed), results_text(steps)) if text)


def prompts_of(
    seed: Seed,
    steps: Sequence[Step],
    functions: Sequence[Mapping[str, Any]],
    now: datetime = NOW,
) -> dict[str, str]:
    """The prompt of each template: for the next step, or of a conclusion for the answer.

    `now` is the time that they name.
    """
    values = {
        "QUERY": seed.query,
        "APIS": function_lines(functions),
        "MEMORY": told_memory(seed),
        "RESULTS": results_text(steps),
        "NOW": now.strftime("%Y-%m-%d %H:%M %A"),
        "CONVERSATION": conversation_text(seed),
        "KNOWLEDGE": knowledge_text(seed),
        "TASKS": results_text(steps),
    }
    concluding = seed.kind == "conclusion"
    return {
        name: _concluding(ours, seed, values) if concluding else _planning(ours, seed, values)
        for name, ours in TEMPLATES.items()
    }


def _planning(name: str, seed: Seed, values: Mapping[str, str]) -> str:
    if name == "kuaiagent":
        return _filled(f"{name}.{seed.language}.txt", seed.language, values)
    return fill(open_template(name, seed.language), values)


def _concluding(name: str, seed: Seed, values: Mapping[str, str]) -> str:
    return _filled(f"conclude_{name}.{seed.language}.txt", seed.language, values)


def _filled(file: str, language: Language, values: Mapping[str, str]) -> str:
    """The prompt; a value with several lines begins on a line of its own."""
    text = (_PROMPTS / file).read_text(encoding="utf-8").strip()

    def value(match: re.Match[str]) -> str:
        found = values[match.group(1)] or _NOTHING[language]
        begins_line = match.start() == 0 or text[match.start() - 1] == "\n"
        return found if begins_line or "\n" not in found else f"\n{found}"

    return _SLOT.sub(value, text).replace(": \n", ":\n")


def profile_prompt(seed: Seed) -> str:
    """The one prompt of a profile: the character, the talk so far, and what is said now."""
    character = {**seed.row["character"], "language": seed.language}
    user, says = _USER[seed.language], _SAYS[seed.language].format(character["name"])
    lines = [profile_text(character), ""]
    for each in seed.row.get("dialogue", ()):
        lines += [f"{user}{each['user']}", f"{says}{each['character']}"]
    return "\n".join([*lines, f"{user}{seed.query}", says.strip()])
