"""The keys of the items screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

ITEMS: Final[tuple[Shortcut, ...]] = ()
