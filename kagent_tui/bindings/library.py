"""The keys of the library screen, of its file picker, and of lines to search in."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

LIBRARY: Final[tuple[Shortcut, ...]] = (
    Shortcut("library.show", "enter", "Enter", "show", "library", mark("read"), hint=2),
    Shortcut("library.search", "slash", "/", "search", "library", mark("search"), hint=3),
    Shortcut("library.add", "a", "A", "add", "library", mark("add"), hint=3),
    Shortcut("library.open", "o", "O", "open", "library", mark("open"), hint=4),
    Shortcut("library.info", "i", "I", "info", "library", mark("details"), hint=5),
    Shortcut("library.remove", "delete,d", "D", "remove", "library", mark("remove"), hint=5),
    Shortcut("library.reread", "r", "R", "reread", "library", mark("read again"), hint=6),
    Shortcut("library.put", "c", "C", "put", "library", mark("put into a collection")),
    Shortcut("library.take", "u", "U", "take", "library", mark("take out of the collection")),
    Shortcut("library.sync", "s", "S", "sync", "library", mark("look for changes")),
    Shortcut("library.stop", "x", "X", "stop", "library", mark("stop reading")),
    Shortcut("search.leave", "down", "↓", "leave", "search", ""),
    Shortcut("search.clear", "escape", "Esc", "clear_or_close", "search", ""),
    Shortcut("targets.complete", "tab", "Tab", "complete", "targets", ""),
    Shortcut("picker.mark", "space", "Space", "mark", "picker", mark("mark"), hint=1),
    Shortcut("picker.take", "a", "A", "take", "picker", mark("take"), hint=2),
    Shortcut(
        "picker.up", "backspace", "Backspace", "up", "picker", mark("folder above"), hint=True
    ),
    Shortcut("picker.hidden", "h,full_stop", "H", "hidden", "picker", mark("hidden"), hint=4),
    Shortcut("picker.close", "escape", "Esc", "cancel", "picker", mark("back"), hint=5),
)
