"""Every key of the TUI in one table, which feeds screens, the hints at the foot and the help."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from kagent_tui.bindings.chat import CHAT
from kagent_tui.bindings.composer import COMPOSER
from kagent_tui.bindings.dialogs import DIALOGS
from kagent_tui.bindings.everywhere import EVERYWHERE
from kagent_tui.bindings.items import ITEMS
from kagent_tui.bindings.library import LIBRARY
from kagent_tui.bindings.memory import MEMORY
from kagent_tui.bindings.models import MODELS
from kagent_tui.bindings.sessions import SESSIONS
from kagent_tui.bindings.settings import SETTINGS
from kagent_tui.bindings.shortcut import Scope, Shortcut
from kagent_tui.bindings.shown import shown
from kagent_tui.i18n import tr

__all__ = ["SHORTCUTS", "Scope", "Shortcut", "bindings_of", "help_rows", "hints", "shortcut"]

SHORTCUTS: Final[tuple[Shortcut, ...]] = (
    *CHAT,
    *COMPOSER,
    *EVERYWHERE,
    *LIBRARY,
    *ITEMS,
    *MEMORY,
    *SESSIONS,
    *MODELS,
    *SETTINGS,
    *DIALOGS,
)


def bindings_of(*scopes: Scope) -> list[BindingType]:
    """The table's rows of these scopes, for a class's BINDINGS."""
    return [
        Binding(
            _in_both_cases(row.keys),
            row.action,
            row.label,
            id=row.id,
            show=bool(row.hint),
            priority=row.priority,
        )
        for row in SHORTCUTS
        if row.scope in scopes
    ]


def _in_both_cases(keys: str) -> str:
    """The keys, and of a letter the capital too: the hints print it, and Caps Lock types it."""
    names = keys.split(",")
    capitals = [name.upper() for name in names if len(name) == 1 and name.islower()]
    return ",".join([*names, *capitals])


def shortcut(identifier: str) -> Shortcut:
    """The row of this identifier; raises KeyError."""
    for row in SHORTCUTS:
        if row.id == identifier:
            return row
    raise KeyError(identifier)


def hints(*scopes: Scope) -> list[tuple[str, str]]:
    """Pairs of key and meaning for the foot of a screen with these scopes."""
    rows = [row for row in SHORTCUTS if row.hint and row.scope in scopes]
    return [(shown(row), tr(row.label)) for row in sorted(rows, key=lambda row: row.hint)]


def help_rows(*scopes: Scope) -> list[tuple[str, str]]:
    """Pairs of key and meaning for the help, of all scopes where none is named."""
    return [
        (shown(row), tr(row.label))
        for row in SHORTCUTS
        if row.label and (not scopes or row.scope in scopes)
    ]
