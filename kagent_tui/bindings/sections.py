"""The table of keys in sections, for the help and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kagent_tui.bindings.shortcut import Scope
from kagent_tui.i18n import mark

# Scopes that stand here under the same words are one section.
SECTIONS: Final[Mapping[Scope, str]] = {
    "app": mark("Everywhere"),
    "composer": mark("Writing a question"),
    "completion": mark("Writing a question"),
    "attachment": mark("Writing a question"),
    "chat": mark("The conversation"),
    "task": mark("The conversation"),
    "citation": mark("The conversation"),
    "panel": mark("The conversation"),
    "link": mark("The conversation"),
    "passage": mark("The conversation"),
    "page": mark("Every page"),
    "sessions": mark("Sessions"),
    "library": mark("Library"),
    "targets": mark("Library"),
    "memory": mark("Memory"),
    "models": mark("Models"),
    "items": mark("Items"),
    "settings": mark("Settings"),
    "search": mark("Lists to choose from"),
    "picker": mark("Lists to choose from"),
    "dialog": mark("Lists to choose from"),
    "question": mark("Lists to choose from"),
    "consent": mark("Lists to choose from"),
    "help": mark("Help"),
}
