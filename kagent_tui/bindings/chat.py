"""The keys of the chat: its screen, the composer, tasks and citations."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

CHAT: Final[tuple[Shortcut, ...]] = (
    Shortcut("composer.send", "enter", "Enter", "send", "composer", mark("send"), hint=1),
    Shortcut("chat.stop", "escape", "Esc", "stop", "chat", mark("stop"), hint=2),
    Shortcut(
        "composer.newline",
        "ctrl+j,shift+enter,alt+enter",
        "Ctrl+J",
        "newline",
        "composer",
        mark("new line"),
        hint=5,
    ),
    Shortcut(
        "chat.unfold",
        "ctrl+o",
        "Ctrl+O",
        "run('chat.unfold')",
        "chat",
        mark("unfold tasks"),
        hint=6,
        priority=True,
    ),
    Shortcut("task.unfold", "enter,space", "Enter", "unfold", "task", mark("unfold a task")),
    Shortcut("citation.open", "enter,o", "Enter", "open", "citation", mark("open a source")),
    Shortcut(
        "chat.citations",
        "ctrl+t",
        "Ctrl+T",
        "focus_citation",
        "chat",
        mark("go to the sources"),
        priority=True,
    ),
    Shortcut(
        "chat.page_up",
        "pageup",
        "PgUp",
        "scroll_transcript(-1)",
        "chat",
        mark("scroll up"),
        priority=True,
    ),
    Shortcut(
        "chat.page_down",
        "pagedown",
        "PgDn",
        "scroll_transcript(1)",
        "chat",
        mark("scroll down"),
        priority=True,
    ),
    Shortcut("chat.copy", "ctrl+y", "Ctrl+Y", "run('chat.copy')", "chat", mark("copy the answer")),
    Shortcut("session.new", "ctrl+n", "Ctrl+N", "run('session.new')", "chat", mark("new session")),
    Shortcut(
        "chat.previous_citation",
        "ctrl+shift+t",
        "Ctrl+Shift+T",
        "previous_citation",
        "chat",
        mark("go to the source before"),
        priority=True,
    ),
    Shortcut(
        "chat.passage",
        "f7",
        "F7",
        "toggle_passage",
        "chat",
        mark("show or hide the passage"),
        priority=True,
    ),
    Shortcut("citation.copy", "c", "C", "copy", "citation", mark("copy the quote")),
    Shortcut("panel.open", "enter,o", "Enter", "open", "panel", mark("open the source")),
    Shortcut("panel.copy", "c", "C", "copy", "panel", ""),
    Shortcut("panel.close", "escape", "Esc", "close", "panel", mark("close the passage")),
    Shortcut("panel.wider", "left", "←", "widen(1)", "panel", mark("widen the passage")),
    Shortcut("panel.narrower", "right", "→", "widen(-1)", "panel", mark("narrow the passage")),
)
