"""The keys that work on every screen, and those that every page has."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

EVERYWHERE: Final[tuple[Shortcut, ...]] = (
    Shortcut("app.help", "f1", "F1", "help", "app", mark("help"), hint=3),
    Shortcut(
        "app.palette",
        "ctrl+p",
        "Ctrl+P",
        "command_palette",
        "app",
        mark("commands"),
        hint=4,
        priority=True,
    ),
    Shortcut("app.quit", "ctrl+q", "Ctrl+Q", "quit", "app", mark("quit"), hint=7, priority=True),
    Shortcut("app.sessions", "f2", "F2", "page('sessions')", "app", mark("sessions")),
    Shortcut("app.library", "f3", "F3", "page('library')", "app", mark("library")),
    Shortcut("app.memory", "f4", "F4", "page('memory')", "app", mark("memory")),
    Shortcut("app.models", "f5", "F5", "page('models')", "app", mark("models")),
    # Over TextArea's own F6, which selects a line.
    Shortcut("app.items", "f6", "F6", "page('items')", "app", mark("items"), priority=True),
    Shortcut("app.settings", "f9", "F9", "page('settings')", "app", mark("settings")),
    Shortcut("app.interrupt", "ctrl+c", "Ctrl+C ×2", "interrupt", "app", mark("quit as well")),
    Shortcut("page.close", "escape", "Esc", "close", "page", mark("back"), hint=1),
)
