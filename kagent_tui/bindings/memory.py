"""The keys of the memory screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

MEMORY: Final[tuple[Shortcut, ...]] = ()
