"""The keys of the composer: beside those of the chat's section, its menu and its attachments."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

COMPOSER: Final[tuple[Shortcut, ...]] = (
    Shortcut(
        "composer.older",
        "up",
        "↑",
        "history_older",
        "composer",
        mark("earlier question, from the first line"),
    ),
    Shortcut(
        "composer.newer",
        "down",
        "↓",
        "history_newer",
        "composer",
        mark("later question, from the last line"),
    ),
    Shortcut(
        "composer.search",
        "ctrl+r",
        "Ctrl+R",
        "leave('history')",
        "composer",
        mark("search earlier questions"),
    ),
    Shortcut(
        "composer.editor",
        "ctrl+g",
        "Ctrl+G",
        "leave('editor')",
        "composer",
        mark("write in your editor"),
    ),
    Shortcut("composer.undo", "ctrl+z,super+z", "Ctrl+Z", "undo", "composer", mark("undo")),
    Shortcut(
        "composer.redo",
        "ctrl+shift+z,super+shift+z,ctrl+y,super+y",
        "Ctrl+Y",
        "redo",
        "composer",
        mark("redo what was undone"),
    ),
    Shortcut(
        "composer.select_all",
        "ctrl+shift+a",
        "Ctrl+Shift+A",
        "select_all",
        "composer",
        mark("select the whole question"),
    ),
    Shortcut(
        "composer.copy",
        "ctrl+c,super+c",
        "Ctrl+C",
        "copy",
        "composer",
        mark("copy what is selected"),
    ),
    Shortcut(
        "composer.cut", "ctrl+x,super+x", "Ctrl+X", "cut", "composer", mark("cut what is selected")
    ),
    Shortcut(
        "completion.take",
        "tab",
        "Tab",
        "completion_leave('take')",
        "completion",
        mark("take from the menu"),
    ),
    Shortcut("completion.enter", "enter", "Enter", "completion_leave('enter')", "completion", ""),
    Shortcut("completion.next", "down", "↓", "completion_move(1)", "completion", ""),
    Shortcut("completion.previous", "up", "↑", "completion_move(-1)", "completion", ""),
    Shortcut("completion.close", "escape", "Esc", "completion_leave('close')", "completion", ""),
    Shortcut(
        "attachment.remove",
        "delete,backspace",
        "Del",
        "remove",
        "attachment",
        mark("take an attachment away"),
    ),
    Shortcut(
        "attachment.expand",
        "enter,space",
        "Enter",
        "expand",
        "attachment",
        mark("put a pasted text into the question"),
    ),
    Shortcut("attachment.previous", "left", "←", "leave(-1)", "attachment", ""),
    Shortcut("attachment.next", "right", "→", "leave(1)", "attachment", ""),
    Shortcut("attachment.close", "escape,down", "Esc", "leave(0)", "attachment", ""),
)
