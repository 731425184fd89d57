"""Renderers of the engine's event stream: text, JSON and JSON lines.

Each takes the events one by one with `show`; none of them opens a stream or decides an exit code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from engine.events import Event

Writer = Callable[[str], None]


class Renderer(Protocol):
    """What shows the events of one question."""

    def show(self, event: Event) -> None:
        """Show the next event."""
        ...
