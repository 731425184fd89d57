"""The keys of the memory screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

MEMORY: Final[tuple[Shortcut, ...]] = (
    # The list itself takes Enter; this row is for the hints and the help.
    Shortcut("memory.look", "enter", "Enter", "look", "memory", mark("look"), hint=1),
    Shortcut("memory.search", "slash", "/", "search", "memory", mark("search"), hint=1),
    Shortcut("memory.next", "right,k", "→", "kind(1)", "memory", mark("other kind"), hint=3),
    Shortcut("memory.previous", "left", "←", "kind(-1)", "memory", mark("kind before")),
    Shortcut("memory.forget", "d,delete", "D", "forget", "memory", mark("forget"), hint=3),
    Shortcut("memory.session", "g", "G", "session", "memory", mark("go to its session"), hint=3),
)
