"""The memory block of a prose prompt: numbered lines with their sources and dates, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.events import Language, Location, MemoryKind, Recollection
from engine.prompts.fencing import as_data

_HEADINGS: dict[Language, dict[MemoryKind, str]] = {
    "en": {
        "knowledge": "From the user's documents:",
        "conversation": "From earlier conversation:",
        "task": "From earlier tasks:",
    },
    "zh": {
        "knowledge": "来自用户的资料：",
        "conversation": "来自以前的对话：",
        "task": "来自以前的任务：",
    },
}
# What the three headings take at most, by the estimate of engine.segmenting.
HEADING_TOKENS = 30
_TURN: dict[Language, str] = {
    "en": "{when} the user asked: {title} You answered: {text}",
    "zh": "{when} 用户问：{title} 你答：{text}",
}
_HERE: dict[Language, str] = {"en": "in this session", "zh": "本次会话中"}
_PLACES: dict[Language, dict[str, str]] = {
    "en": {"page": "page {}", "sheet": "sheet {}", "row": "row {}", "start": "at {} s"},
    "zh": {"page": "第 {} 页", "sheet": "工作表 {}", "row": "第 {} 行", "start": "{} 秒处"},
}


def memory_block(memory: Sequence[Recollection], language: Language, session: str | None) -> str:
    """All of the block; entries are numbered from 1 in their order. Empty without memory."""
    lines: list[str] = []
    kind: MemoryKind | None = None
    for number, entry in enumerate(memory, start=1):
        if entry.kind != kind:
            kind = entry.kind
            lines.append(_HEADINGS[language][kind])
        lines.append(f"[{number}] {memory_line(entry, language, session)}")
    return "\n".join(lines)


def memory_line(entry: Recollection, language: Language, session: str | None) -> str:
    """An entry on one line, so that no text in it can pass for a part of the prompt."""
    text = as_data(" ".join(entry.text.split()))
    title = as_data(" ".join(entry.title.split()))
    if entry.kind == "knowledge":
        place = as_data(" ".join(", ".join(_place(entry, language)).split()))
        return f"({title}, {place}) {text}"
    when = _when(entry, language, session)
    if entry.kind == "task":
        return f"({when}, {title}) {text}"
    return _TURN[language].format(when=when, title=title, text=text)


def _place(entry: Recollection, language: Language) -> list[str]:
    location: Location = entry.location
    parts = [entry.source]
    known = {
        "page": location.page,
        "sheet": location.sheet,
        "row": location.row,
        "start": None if location.start is None else int(location.start),
    }
    parts += [_PLACES[language][name].format(value) for name, value in known.items() if value]
    if location.heading:
        parts.append(location.heading)
    return parts


def _when(entry: Recollection, language: Language, session: str | None) -> str:
    moment = ""
    if entry.created_at:
        moment = datetime.fromisoformat(entry.created_at).astimezone().strftime("%Y-%m-%d %H:%M")
    here = session is not None and entry.source == f"session:{session}"
    return " ".join(part for part in (moment, _HERE[language] if here else "") if part)
