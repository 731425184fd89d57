"""The keys of the items screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

ITEMS: Final[tuple[Shortcut, ...]] = (
    Shortcut("items.search", "slash", "/", "search", "items", mark("search"), hint=2),
    Shortcut("items.show", "enter", "Enter", "show", "items", mark("read"), hint=3),
    Shortcut("items.open", "o", "O", "open", "items", mark("open the article"), hint=4),
)
