"""A text area whose cursor goes by what people see as characters and words, in any script."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from kagent_tui.motion import settle
from kagent_tui.text_movement import (
    next_character,
    next_word,
    previous_character,
    previous_word,
    word_end,
)

Location = tuple[int, int]


class ComposerText(TextArea):
    """The editing part of the composer: nothing here knows what the text is for."""

    @dataclass
    class CopyWanted(Message):
        """A text that is to be put on the clipboard."""

        text: str

    def __init__(self, placeholder: str) -> None:
        super().__init__(
            placeholder=Content(placeholder),
            tab_behavior="focus",
            highlight_cursor_line=False,
            show_line_numbers=False,
            soft_wrap=True,
        )
        self._rows = tuple(Binding.make_bindings([*self.BINDINGS, *TextArea.BINDINGS]))

    def on_mount(self) -> None:
        """No blinking where animations are unwanted."""
        settle(self)

    def write(self, text: str) -> None:
        """Put a text in place of the one that is there, which Ctrl+Z brings back."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()

    def action_newline(self) -> None:
        """Begin a new line at the cursor."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def action_redo(self) -> None:
        """Do again what was undone; the key is another's where nothing was."""
        if not self.history.redo_stack:
            raise SkipAction
        super().action_redo()

    def action_copy(self) -> None:
        """Have the selection copied; the key is another's where there is none."""
        if not self.selected_text:
            raise SkipAction
        self.post_message(self.CopyWanted(self.selected_text))

    def action_cut(self) -> None:
        """Have the selection copied, and delete it; without one, nothing."""
        if text := self.selected_text:
            self.history.checkpoint()
            self.delete(*self.selection, maintain_selection_offset=False)
            self.post_message(self.CopyWanted(text))

    def get_cursor_left_location(self) -> Location:
        """Before the character to the left, with all its accents and joiners."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, previous_character(self.document[row], column)

    def get_cursor_right_location(self) -> Location:
        """After the character to the right."""
        row, column = self.cursor_location
        line = self.document[row]
        if column >= len(line):
            return super().get_cursor_right_location()
        return row, next_character(line, column)

    def get_cursor_word_left_location(self) -> Location:
        """At the beginning of the word to the left."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_word_left_location()
        return row, previous_word(self.document[row], column)

    def get_cursor_word_right_location(self) -> Location:
        """At the beginning of the word to the right."""
        row, column = self.cursor_location
        line = self.document[row]
        if column >= len(line):
            return super().get_cursor_word_right_location()
        return row, next_word(line, column)

    def action_delete_word_right(self) -> None:
        """Delete to the end of the word to the right, or the selection."""
        row, column = self.cursor_location
        line = self.document[row]
        if not self.selection.is_empty or column >= len(line):
            super().action_delete_word_right()
            return
        self.delete((row, column), (row, word_end(line, column)), maintain_selection_offset=False)

    async def _on_key(self, event: events.Key) -> None:
        # Terminals with xterm's modifyOtherKeys: Textual names no key for what they send.
        if event.key.endswith("+\r"):
            self.action_newline()
        elif event.is_printable or not await self._run_binding(event.key):
            await super()._on_key(event)
            return
        event.prevent_default()
        event.stop()

    async def _run_binding(self, key: str) -> bool:
        """Do what a key is bound to here, at once.

        Textual looks bindings up when a key has gone all the way up to the application; by then
        the characters that came after it are written already, as in a paste without brackets. And
        where a user's keymap moves one action away from a key, Textual drops what else it does.
        """
        keymap = self.app._keymap
        for binding in self._rows:
            keys = keymap.get(binding.id or "", binding.key)
            if key in keys.split(",") and await self.app.run_action(binding.action, self):
                return True
        return False
