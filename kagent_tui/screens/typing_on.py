"""What is typed or pasted beside the question belongs in it, wherever the focus is."""

from __future__ import annotations

from textual.events import Key, Paste
from textual.screen import Screen

from kagent_tui.widgets.composer import Composer


class TypingOn(Screen[None]):
    """A screen with a composer, which takes every character that is no key of something else."""

    def on_key(self, event: Key) -> None:
        """A character that nothing under the focus has taken."""
        character = event.character if event.is_printable else None
        if character and event.key not in self.active_bindings:
            event.stop()
            self._composer().insert(character)

    def on_paste(self, event: Paste) -> None:
        """A paste that nothing under the focus has taken: text, or files that were dropped."""
        event.stop()
        self._composer().paste(event.text)

    def _composer(self) -> Composer:
        composer = self.query_one(Composer)
        # At once: the next key may be there already.
        self.set_focus(composer)
        return composer
