"""Who speaks and what a line is: by a sign for the eye, or by a word for a screen reader.

Like the interface's language it is one for the process; `kagent_tui.applying` sets it from the
setting `screen_reader`. What is on the screen stays until it is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from kagent_tui.i18n import mark, tr

TaskState = Literal["planned", "running", "done", "failed", "stopped"]

_SIGNS: Final[Mapping[TaskState, str]] = {
    "planned": "○",
    "running": "●",
    "done": "✓",
    "failed": "✗",
    "stopped": "■",
}
_WORDS: Final[Mapping[TaskState, str]] = {
    "planned": mark("Task {number}, planned:"),
    "running": mark("Task {number}, running:"),
    "done": mark("Task {number}, done:"),
    "failed": mark("Task {number}, failed:"),
    "stopped": mark("Task {number}, stopped:"),
}
_STYLES: Final[Mapping[TaskState, str]] = {
    "planned": "$foreground-muted",
    "running": "$accent",
    "done": "$success",
    "failed": "$error",
    "stopped": "$warning",
}

# Arrows are the names of keys, which a screen reader passes over.
_ARROWS: Final[Mapping[str, str]] = {
    "↑": mark("Up"),
    "↓": mark("Down"),
    "←": mark("Left"),
    "→": mark("Right"),
}

_plain = False


def speak_plainly(plain: bool) -> None:
    """Use words from now on, or signs."""
    global _plain  # noqa: PLW0603 (one for the process, as the language is)
    _plain = plain


def is_plain() -> bool:
    """Whether words stand in place of signs, and nothing is framed."""
    return _plain


def question_sign() -> str:
    """What stands before a question, with the blank after it."""
    return tr("You:") + " " if _plain else "❯ "


def task_sign(number: int, state: TaskState) -> tuple[str, str]:
    """What stands before a task's call, without a blank, and its style; tasks count from 1."""
    sign = tr(_WORDS[state], number=number) if _plain else _SIGNS[state]
    return sign, _STYLES[state]


def source_sign(number: int) -> str:
    """What stands before a source's title, with the blank after it."""
    return tr("Source {number}:", number=number) + " " if _plain else f"[{number}] "


def separator() -> str:
    """What parts the pieces of a line, with its blanks."""
    return tr(", ") if _plain else " · "


def dash() -> str:
    """What parts a title from what is said of it, with its blanks."""
    return tr("{label}: ", label="") if _plain else " — "


def in_plain_words(text: str) -> str:
    """A sentence of the interface with words for its arrows, and commas for its dots."""
    if not _plain:
        return text
    for arrow, word in _ARROWS.items():
        text = text.replace(arrow, tr(word))
    return text.replace(" · ", tr(", "))
