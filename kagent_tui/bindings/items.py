"""The keys of the items screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

ITEMS: Final[tuple[Shortcut, ...]] = (
    Shortcut("items.search", "slash", "/", "search", "items", mark("search"), hint=2),
    Shortcut("items.show", "enter", "Enter", "show", "items", mark("read"), hint=3),
    Shortcut("items.open", "o", "O", "open", "items", mark("open the source"), hint=4),
    Shortcut("items.rename", "r", "R", "rename", "items", mark("rename"), hint=5),
    Shortcut("items.undo", "u", "U", "undo", "items", mark("undo"), hint=6),
    Shortcut("items.merge", "m", "M", "merge", "items", mark("merge into another item")),
    Shortcut("items.split", "s", "S", "split", "items", mark("split off names")),
    Shortcut("items.delete", "delete,d", "D", "delete", "items", mark("delete the item")),
    Shortcut("items.name", "a", "A", "name", "items", mark("add a name")),
    Shortcut("items.hide", "h", "H", "hide", "items", mark("hide a name or an aspect")),
    Shortcut("items.unlink", "x", "X", "unlink", "items", mark("not about it")),
    Shortcut("items.link", "l", "L", "link", "items", mark("link a document")),
)
