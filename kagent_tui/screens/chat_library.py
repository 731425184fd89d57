"""The library's size in the chat's status line, kept true while documents are read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kagent_tui.messages import StatisticsChanged

if TYPE_CHECKING:
    from kagent_tui.controllers.library_jobs import JobState
    from kagent_tui.screens.chat import ChatScreen

# While files are read, the size is looked at so often.
_SECONDS = 2.0


class ChatLibrary:
    """Follows the reading of documents, which goes on behind the chat."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self._looked_at = 0.0

    def follow(self) -> None:
        """Begin, once the memory is open."""
        from kagent_tui.controllers.library_jobs import jobs_of

        jobs_of(self._screen.workspace).subscribe(self._changed)

    def _changed(self, state: JobState) -> None:
        """In the thread that reads."""
        now = time.monotonic()
        if state.ended or now - self._looked_at >= _SECONDS:
            self._looked_at = now
            self._screen.call_later(self.refresh)

    def refresh(self) -> None:
        """Look at the size, beside the screen."""
        assembly = self._screen.workspace.assembly
        if assembly is not None:
            statistics = assembly.statistics
            self._screen.background.run(
                lambda _: statistics(),
                done=lambda found: self._screen.post_message(StatisticsChanged(found)),
                group="statistics",
            )
