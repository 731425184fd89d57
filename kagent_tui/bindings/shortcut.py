"""A row of the table of keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "app",
    "chat",
    "composer",
    "completion",
    "attachment",
    "task",
    "citation",
    "panel",
    "link",
    "passage",
    "consent",
    "help",
    "page",
    "library",
    "items",
    "memory",
    "sessions",
    "models",
    "settings",
    "picker",
    "search",
    "targets",
    "dialog",
    "question",
]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key: `keys` as Textual names them, `shown` as a person reads it.

    `label` is what it does, in a word or two of English, marked for translation; an empty one keeps
    the row out of the help. `hint` puts it at the foot of the screen, the lowest first; `priority`
    lets it win over the focused widget. The identifiers are what a user's keymap names.
    """

    id: str
    keys: str
    shown: str
    action: str
    scope: Scope
    label: str
    hint: int = 0
    priority: bool = False
