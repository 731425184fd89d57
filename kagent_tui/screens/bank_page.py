"""A page about what the memory holds: its work is done beside the screen, and said in one line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from textual.widgets import Static

from kagent_tui.i18n import tr
from kagent_tui.screens.page import PageScreen
from kagent_tui.widgets.text import plain_line
from store.memory import MemoryBank

Result = TypeVar("Result")
Found = TypeVar("Found")

_OPENING_SECONDS = 0.25


class BankPage(PageScreen[Result]):
    """A page composes a `Static` with the id "said", where `say` puts what was done."""

    DEFAULT_CSS = """
    BankPage > #said { height: auto; max-height: 2; padding: 0 1; }
    """
    _changes = 0

    def with_bank(
        self,
        work: Callable[[MemoryBank], Found],
        done: Callable[[Found], object],
        group: str = "change",
    ) -> None:
        """Do `work` beside the screen, as soon as the memory is open; `done` takes its result.

        Of a group only the latest work counts, but of "change" every one.
        """
        assembly = self.workspace.assembly
        if assembly is None:
            self.say(tr("The memory is being opened…"))
            self.set_timer(_OPENING_SECONDS, lambda: self.with_bank(work, done, group))
            return

        def job(_: threading.Event) -> Found:
            return work(assembly.bank)

        self._changes += 1
        name = f"{group} {self._changes}" if group == "change" else group
        self.background.run(job, done=done, failed=self.failed, group=name)

    def failed(self, reason: str) -> None:
        """Say what went wrong."""
        self.say(reason, "$text-error")

    def say(self, text: str, style: str = "$foreground-muted") -> None:
        """Say what was done, until something else is."""
        self.query_one("#said", Static).update(plain_line(text, style))
