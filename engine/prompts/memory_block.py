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
_ATTACHED: dict[Language, str] = {
    "en": "Attached to this question, which is most likely about it (search_knowledge finds what "
    "is left out):",
    "zh": "附在本问题后的内容，问题多半与它有关（未列出的部分用 search_knowledge 查找）：",
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
    before = ""
    for number, entry in enumerate(memory, start=1):
        heading = _ATTACHED[language] if entry.attached else _HEADINGS[language][entry.kind]
        if heading != before:
            before = heading
            lines.append(heading)
        lines.append(f"[{number}] {memory_line(entry, language, session)}")
    return "\n".join(lines)


def memory_line(entry: Recollection, language: Language, session: str | None) -> str:
    """An entry on one line, so that no text in it can pass for a part of the prompt.

    What was attached keeps its lines: in a table, a log or code they tell something.
    """
    text = as_data(" ".join(entry.text.split()))
    if entry.attached:
        text = f"\n{as_data(entry.text.strip())}"
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
