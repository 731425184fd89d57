"""The keys of the screens that lie over others."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

DIALOGS: Final[tuple[Shortcut, ...]] = (
    Shortcut("passage.close", "escape,q,enter", "Esc", "dismiss", "passage", ""),
    Shortcut("consent.refuse", "escape", "Esc", "refuse", "consent", ""),
    Shortcut("consent.deny", "n", "N", "choose('deny')", "consent", ""),
    Shortcut("consent.allow", "y", "Y", "choose('allow')", "consent", ""),
    Shortcut("consent.always", "a", "A", "choose('always')", "consent", ""),
    Shortcut("consent.next", "down,right", "↓", "move(1)", "consent", ""),
    Shortcut("consent.previous", "up,left", "↑", "move(-1)", "consent", ""),
    Shortcut("consent.page_up", "pageup", "PgUp", "scroll_text(-1)", "consent", ""),
    Shortcut("consent.page_down", "pagedown", "PgDn", "scroll_text(1)", "consent", ""),
    Shortcut("help.close", "escape,f1", "Esc", "dismiss", "help", ""),
    Shortcut("help.up", "up", "↑", "scroll_help(-1)", "help", ""),
    Shortcut("help.down", "down", "↓", "scroll_help(1)", "help", ""),
    Shortcut("help.page_up", "pageup", "PgUp", "page_help(-1)", "help", ""),
    Shortcut("help.page_down", "pagedown", "PgDn", "page_help(1)", "help", ""),
    Shortcut("dialog.close", "escape", "Esc", "cancel", "dialog", ""),
    Shortcut("question.yes", "y", "Y", "answer(True)", "question", ""),
    Shortcut("question.no", "n", "N", "answer(False)", "question", ""),
    Shortcut("question.next", "down,right", "↓", "move(1)", "question", ""),
    Shortcut("question.previous", "up,left", "↑", "move(-1)", "question", ""),
    Shortcut("link.no", "n", "N", "cancel", "link", ""),
    Shortcut("link.open", "y", "Y", "choose('open')", "link", ""),
    Shortcut("link.copy", "c", "C", "choose('copy')", "link", ""),
    Shortcut("link.next", "down,right", "↓", "move(1)", "link", ""),
    Shortcut("link.previous", "up,left", "↑", "move(-1)", "link", ""),
)
