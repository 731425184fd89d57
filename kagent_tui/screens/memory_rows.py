"""What is remembered: in a list, whole, and as it is named before it is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.content import Content

from engine.cleaning import clean_line
from kagent_tui.controllers.memories import Forgotten, MemoryItem, WholeItem
from kagent_tui.i18n import listed, mark, ntr, tr
from kagent_tui.render.text import shorten
from kagent_tui.roles import separator
from kagent_tui.when import when
from kagent_tui.widgets.entry_list import Entry
from kagent_tui.widgets.text import call_line, plain, plain_line

if TYPE_CHECKING:
    from engine.events import MemoryKind

WORDS: Final[Mapping[MemoryKind, str]] = {
    "conversation": mark("question"),
    "task": mark("task"),
    "knowledge": mark("document"),
}
_EXCERPT: Final = 300
_TITLE: Final = 120
_LONGEST_TEXT: Final = 20_000


def entry_of(item: MemoryItem, now: datetime | None) -> Entry:
    """Its kind and title; when it was, and how its text begins."""
    text = shorten(clean_line(item.text), _EXCERPT)
    return Entry(
        item.id,
        item.title,
        separator().join(part for part in (when(item.time, now), text) if part),
        tr(WORDS[item.kind]),
    )


def whole_content(found: WholeItem, now: datetime | None) -> Content:
    """All of it, with where it came from and when; of a long document the beginning."""
    item = found.item
    text = found.text[:_LONGEST_TEXT]
    lines = [
        plain_line(item.title, "bold"),
        *(plain_line(line, "$foreground-muted") for line in _origin(found, now)),
        Content(""),
        plain(text.strip()),
    ]
    if len(found.text) > len(text):
        left = len(found.text) - len(text)
        more = ntr("… {count} more character", "… {count} more characters", left)
        lines.append(plain_line(more, "$foreground-muted"))
    return Content("\n").join(lines)


def _origin(found: WholeItem, now: datetime | None) -> Iterator[str]:
    item, time = found.item, when(found.item.time, now)
    if item.kind == "knowledge":
        yield tr("Document, read {when}", when=time)
        yield found.where
        if found.collections:
            yield tr("Collections: {names}", names=listed(found.collections))
        return
    if item.kind == "task":
        yield tr("Task, done {when}", when=time)
        if found.call:
            yield _call(found.call)
    else:
        yield tr("Question, asked {when}", when=time)
    yield tr("In the session: {title}", title=found.where)


def _call(stored: str) -> str:
    try:
        command = json.loads(stored)
        return call_line(str(command["name"]), dict(command["args"]))
    except (ValueError, KeyError, TypeError):
        return stored


def what_goes(item: MemoryItem, branches: int) -> list[str]:
    """In sentences, what forgetting takes away and what it leaves."""
    title = shorten(clean_line(item.title), _TITLE)
    if item.kind == "knowledge":
        return [
            tr("The document “{title}” is taken out of the library.", title=title),
            tr("The file itself stays where it is: {source}", source=item.source or ""),
        ]
    if item.kind == "task":
        lines = [
            tr("The task “{title}” goes with what it found.", title=title),
            tr("The answer that it led to stays."),
        ]
    else:
        lines = [tr("The question “{title}” goes with its answer and its tasks.", title=title)]
    if branches:
        lines.append(
            ntr(
                "It goes from {count} branch as well.",
                "It goes from {count} branches as well.",
                branches,
            )
        )
    return [*lines, tr("There is no way back, but by a backup.")]


def forgotten_line(item: MemoryItem, forgotten: Forgotten) -> str:
    """What was forgotten, and which answers still quote it."""
    said = tr("Forgotten: {title}", title=shorten(clean_line(item.title), _TITLE))
    quoting = [name for names in forgotten.quoted.values() for name in names]
    if not quoting:
        return said
    more = ntr(
        "{count} earlier answer still quotes it.",
        "{count} earlier answers still quote it.",
        len(quoting),
    )
    return f"{said} {more}"
