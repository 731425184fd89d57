"""Finding what a person or a model named: by its English or Chinese name, or part of one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NoReturn, TypeVar

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError, refuse
from engine.tools.wording import name_key

_Entry = TypeVar("_Entry")
# Characters of a part of a name that may stand for it: letters, and Chinese ones.
_SHORTEST_PART = {True: 4, False: 2}
_NEAREST = 3


def pick(language: Language, en: str, zh: str) -> str:
    """The one of the two in the language."""
    return zh if language == "zh" else en


def answer(context: ToolContext, en: str, zh: str) -> Observation:
    """An observation in the question's language."""
    return Observation(pick(context.language, en, zh))


def missing(context: ToolContext, en: str, zh: str) -> NoReturn:
    """Say that there is nothing of the kind.

    Raises:
        ToolError: always, of kind not_found.
    """
    refuse(context.language, en, zh, kind="not_found")


def find(
    context: ToolContext,
    tool: str,
    written: str,
    entries: Iterable[tuple[Sequence[str], _Entry]],
) -> _Entry:
    """The entry of which one name is what was written, or the only one with it as a part.

    Raises:
        ToolError: there is none, or several have it as a part; the message names the nearest.
    """
    listed = list(entries)
    wanted = name_key(written)
    for names, entry in listed:
        if wanted and wanted in map(name_key, names):
            return entry
    partly = [(names, entry) for names, entry in listed if _is_part(wanted, names)]
    if len(partly) == 1:
        return partly[0][1]
    shown = 1 if context.language == "zh" else 0
    near = [names[min(shown, len(names) - 1)] for names, _ in partly] or _nearest(
        written, [names[min(shown, len(names) - 1)] for names, _ in listed]
    )
    if partly:
        raise ToolError("invalid_argument", _several(context.language, tool, written, near))
    raise ToolError("not_found", _unknown(context.language, tool, written, near))


def _is_part(wanted: str, names: Sequence[str]) -> bool:
    if len(wanted) < _SHORTEST_PART[wanted.isascii()]:
        return False
    return any(wanted in key or key in wanted for key in map(name_key, names) if key)


def _nearest(written: str, names: Sequence[str]) -> list[str]:
    found = difflib.get_close_matches(written.lower(), [n.lower() for n in names], _NEAREST, 0.4)
    return [name for name in names if name.lower() in found]


def _several(language: Language, tool: str, written: str, near: Sequence[str]) -> str:
    if language == "zh":
        return f"{tool}：“{written}”可能指{'、'.join(near)}；请写全名"
    return f'{tool}: "{written}" may be {" or ".join(near)}; write the whole name'


def _unknown(language: Language, tool: str, written: str, near: Sequence[str]) -> str:
    if language == "zh":
        return f"{tool}：没有“{written}”" + (f"；相近的名称：{'、'.join(near)}" if near else "")
    hint = f"; names like it: {', '.join(near)}" if near else ""
    return f'{tool}: nothing is known of "{written}"{hint}'
