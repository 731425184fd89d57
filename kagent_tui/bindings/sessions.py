"""The keys of the sessions screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

SESSIONS: Final[tuple[Shortcut, ...]] = (
    # The list itself takes Enter; this row is for the hints and the help.
    Shortcut("sessions.resume", "enter", "Enter", "resume", "sessions", mark("go on with"), hint=1),
    Shortcut("sessions.search", "slash", "/", "search", "sessions", mark("search"), hint=1),
    Shortcut("sessions.rename", "r", "R", "rename", "sessions", mark("rename"), hint=3),
    Shortcut("sessions.tags", "t", "T", "tags", "sessions", mark("tags"), hint=3),
    Shortcut("sessions.delete", "d,delete", "D", "delete", "sessions", mark("delete"), hint=3),
    Shortcut("sessions.undo", "u,ctrl+z", "U", "undo", "sessions", mark("undo"), hint=3),
    Shortcut("sessions.export", "e", "E", "export", "sessions", mark("export"), hint=3),
    Shortcut("sessions.branch", "b", "B", "branch", "sessions", mark("branch"), hint=3),
    Shortcut("sessions.new", "n", "N", "new", "sessions", mark("new session"), hint=3),
)
