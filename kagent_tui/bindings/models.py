"""The keys of the models screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut

MODELS: Final[tuple[Shortcut, ...]] = ()
