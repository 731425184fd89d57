"""The lines by which a small model is told of the user's own tools: "More tools:" in its prompt.

It never saw these tools in training, so it reads their names, arguments and what they are for; the
built-in ones it knows by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.prompts.fencing import as_data
from engine.tools.tool import Tool

HEADINGS: dict[Language, str] = {"en": "More tools:", "zh": "更多工具："}
# What is shown of a description, in characters; Chinese says as much in half of them.
DESCRIPTION_SHOWN: dict[Language, int] = {"en": 100, "zh": 50}
ARGUMENTS_SHOWN = 8
_LATIN_BEFORE = "\u2e80"


def own_tools_block(tools: Iterable[Tool], language: Language) -> str:
    """The heading and a line for each tool; empty without any."""
    lines = [_line(entry) for entry in tools]
    return "\n".join([HEADINGS[language], *lines]) if lines else ""


def _line(entry: Tool) -> str:
    arguments = ", ".join(_arguments(entry.parameters))
    return f"- {entry.name}({arguments}): {shown_description(entry.description)}"


def _arguments(parameters: Mapping[str, Any]) -> list[str]:
    """The names in their order, `?` after those that may be left out; at most eight."""
    required = set(parameters["required"])
    room = max(0, ARGUMENTS_SHOWN - len(required))
    optional = [name for name in parameters["properties"] if name not in required][:room]
    shown = [name for name in parameters["properties"] if name in required or name in optional]
    return [name if name in required else f"{name}?" for name in shown[:ARGUMENTS_SHOWN]]


def shown_description(description: str) -> str:
    """The beginning of a description, cut between words, as data on one line."""
    text = as_data(clean_line(description))
    chinese = sum(character >= _LATIN_BEFORE for character in text) > len(text) // 4
    limit = DESCRIPTION_SHOWN["zh" if chinese else "en"]
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if not chinese and text[limit - 1] != " " and " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:，；：") + "…"
