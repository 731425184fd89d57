"""The keys of the sessions screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

SESSIONS: Final[tuple[Shortcut, ...]] = ()
