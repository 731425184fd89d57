"""Reads the docstring of a user's tool: its description, and sections in Google's style.

Sections and their Chinese names: Args (参数), Returns (返回), Task (任务), Examples (示例),
Internet (联网), Seconds (时限).
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTIONS = {
    "args": "args",
    "arguments": "args",
    "parameters": "args",
    "参数": "args",
    "returns": "returns",
    "return": "returns",
    "返回": "returns",
    "task": "task",
    "任务": "task",
    "example": "examples",
    "examples": "examples",
    "示例": "examples",
    "internet": "internet",
    "联网": "internet",
    "seconds": "seconds",
    "时限": "seconds",
    "raises": "other",
    "yields": "other",
    "note": "other",
    "notes": "other",
}
_HEADER = re.compile(r"(?P<name>[A-Za-z]+|[\u4e00-\u9fff]{2})\s*[:：]\s*(?P<rest>.*)")
_ARGUMENT = re.compile(r"\*{0,2}(?P<name>\w+)\s*(?:\([^)]*\))?\s*[:：]\s*(?P<note>.*)")
_BULLET = re.compile(r"^\s*(?:[-*•]|>>>)\s+")
_HOST = re.compile(r"[\w.-]+(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Docstring:
    """What a docstring says. `hosts` are those that the tool reaches on the internet."""

    description: str
    arguments: dict[str, str] = field(default_factory=dict)
    returns: str = ""
    phrases: dict[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    seconds: float | None = None


def read_docstring(text: str) -> Docstring:
    """Take a docstring apart; what cannot be understood is left out."""
    head, sections = _split(inspect.cleandoc(text).splitlines())
    arguments = _named(sections.get("args", []))
    phrases = _named(sections.get("task", []))
    examples = [_BULLET.sub("", line).strip() for line in sections.get("examples", [])]
    hosts = _HOST.findall(" ".join(sections.get("internet", [])))
    return Docstring(
        description=_paragraph(head),
        arguments=arguments,
        returns=_paragraph(sections.get("returns", [])),
        phrases={name: phrases[name] for name in ("en", "zh") if phrases.get(name)},
        examples=tuple(filter(None, examples)),
        hosts=tuple(dict.fromkeys(hosts)),
        seconds=_number(sections.get("seconds", [])),
    )


def _split(lines: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The lines before the first section, and those of each section."""
    head: list[str] = []
    sections: dict[str, list[str]] = {}
    current = head
    for line in lines:
        match = _HEADER.fullmatch(line)
        known = _SECTIONS.get(match["name"].lower()) if match else None
        if match is None or known is None:
            current.append(line)
            continue
        current = sections.setdefault(known, [])
        if match["rest"].strip():
            current.append(match["rest"])
    return head, sections


def _paragraph(lines: list[str]) -> str:
    """The first paragraph as one line."""
    text = "\n".join(lines).strip()
    return " ".join(re.split(r"\n\s*\n", text)[0].split())


def _named(lines: list[str]) -> dict[str, str]:
    """`name: text` with further lines of the text indented more deeply."""
    found: dict[str, str] = {}
    current = ""
    depth = 0
    for line in filter(str.strip, lines):
        indent = len(line) - len(line.lstrip())
        match = _ARGUMENT.fullmatch(line.strip())
        if match is not None and (not current or indent <= depth):
            current, depth = match["name"], indent
            found[current] = match["note"].strip()
        elif current:
            found[current] = f"{found[current]} {line.strip()}".strip()
    return found


def _number(lines: list[str]) -> float | None:
    match = re.search(r"\d+(?:\.\d+)?", " ".join(lines))
    return float(match[0]) if match else None
