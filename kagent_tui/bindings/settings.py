"""The keys of the settings screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

SETTINGS: Final[tuple[Shortcut, ...]] = (
    Shortcut("settings.change", "enter", "Enter", "change", "settings", mark("change"), hint=1),
    Shortcut("settings.reset", "r", "R", "reset", "settings", mark("reset"), hint=2),
    # With priority what is typed right after it goes to the search already.
    Shortcut(
        "settings.search", "slash", "/", "search", "settings", mark("search"), hint=3, priority=True
    ),
    Shortcut(
        "settings.edit_file", "e", "E", "edit_file", "settings", mark("edit the file"), hint=4
    ),
)
