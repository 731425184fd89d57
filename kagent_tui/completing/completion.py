"""One offer to complete what is being typed, and who makes such offers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.attachments import Attachment


@dataclass(frozen=True, slots=True)
class Completion:
    """A row of the menu. `label`, `note` and `text` may come from anywhere and are not cleaned."""

    label: str
    """What the row shows."""
    text: str
    """What stands in the question once it is chosen."""
    note: str = ""
    """What the row shows beside it."""
    attachment: Attachment | None = None
    """What goes with the question once it is chosen."""
    command: str = ""
    """The identifier of a command of the interface."""
    goes_on: bool = False
    """Whether one goes on typing after it: a folder, or a command that takes an argument."""


class CompletionSource(Protocol):
    """Where completions come from: called in a thread, with what was typed after the "@"."""

    def __call__(self, query: str, cancel: threading.Event) -> Sequence[Completion]:
        """The best first, few enough for a menu; soon after `cancel` is set, anything."""
