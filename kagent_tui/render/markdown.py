"""A session as a Markdown file, for people who keep or share it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.cleaning import clean, clean_line
from engine.events import Answer
from kagent_tui.render.text import attached_text, place_text
from kagent_tui.when import in_utc

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def session_markdown(title: str, turns: Sequence[tuple[str, Answer]]) -> str:
    """The questions as headings, each with its time, answer and sources.

    Args:
        title: the session's.
        turns: when each was asked (ISO 8601 in UTC), and its answer.
    """
    lines = [f"# {_escaped(title)}", ""]
    for created_at, answer in turns:
        lines += _turn(created_at, answer)
    return "\n".join(lines).rstrip() + "\n"


def _turn(created_at: str, answer: Answer) -> Iterator[str]:
    yield f"## {_escaped(answer.question)}"
    yield ""
    yield f"*{in_utc(created_at)}*"
    yield ""
    for attached in answer.attachments:
        yield f"- @ {_escaped(attached_text(attached))}"
    if answer.attachments:
        yield ""
    yield clean(answer.text).strip()
    yield ""
    for citation in answer.citations:
        place = place_text(citation.source, citation.location, answer.language)
        parts = [f"**{_escaped(citation.title)}**", _code(place)]
        yield f"- \\[{citation.id}\\] " + " — ".join(part for part in parts if part)
        if citation.quote.strip():
            yield f"  > {_escaped(citation.quote)}"
    if answer.citations:
        yield ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean_line(text))


def _code(text: str) -> str:
    """As it is, for paths that may be full of special characters."""
    return "`" + text.replace("`", "'") + "`" if text else ""
