"""A session in a list, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from textual.content import Content

from kagent_tui.i18n import ntr, tr
from kagent_tui.roles import separator
from kagent_tui.when import when
from kagent_tui.widgets.entry_list import Entry
from kagent_tui.widgets.text import plain_line
from store.records import SessionRecord, TurnRecord

_MOST_QUESTIONS: Final = 100


def entry_of(record: SessionRecord, current: str, now: datetime | None) -> Entry:
    """Its title; when it was last used, how many questions it holds, and its tags."""
    return Entry(
        record.id,
        record.title,
        separator().join((when(record.updated_at, now), questions(record), *_tags(record))),
        tr("open now") if record.id == current else "",
    )


def questions(record: SessionRecord) -> str:
    """Such as "3 questions"."""
    return ntr("{count} question", "{count} questions", record.turns)


def _tags(record: SessionRecord) -> list[str]:
    return [" ".join(f"#{tag}" for tag in record.tags)] if record.tags else []


def preview_of(record: SessionRecord, turns: Sequence[TurnRecord], now: datetime | None) -> Content:
    """Its title, its times and tags, and its questions."""
    lines = [
        plain_line(record.title, "bold"),
        plain_line(tr("Begun {when}", when=when(record.created_at, now)), "$foreground-muted"),
        plain_line(tr("Last used {when}", when=when(record.updated_at, now)), "$foreground-muted"),
        *(plain_line(tags, "$text-accent") for tags in _tags(record)),
        Content(""),
        *(
            plain_line(f"{number}. {turn.question}")
            for number, turn in enumerate(turns[:_MOST_QUESTIONS], start=1)
        ),
    ]
    left = len(turns) - _MOST_QUESTIONS
    if left > 0:
        lines.append(plain_line(ntr("… {count} more", "… {count} more", left), "$foreground-muted"))
    return Content("\n").join(lines)
