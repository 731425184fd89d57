"""The keys of the settings screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

SETTINGS: Final[tuple[Shortcut, ...]] = ()
