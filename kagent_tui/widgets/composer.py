"""Where a question is written: Enter sends it, Ctrl+J begins a new line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import ClassVar, Literal

from textual import events
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var

from engine.attachments import Attachment, AttachmentError, check_text
from engine.cleaning import clean
from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.commands.interface import PATH, InterfaceCommand
from kagent_tui.completing.commands import nearest
from kagent_tui.completing.tokens import Given, Token, command_in, token_at
from kagent_tui.i18n import tr
from kagent_tui.pasting import SLOW_TO_READ, clean_large, dropped_files, is_long, may_be_dropped
from kagent_tui.prompt_history import PromptHistory
from kagent_tui.troubles import in_words
from kagent_tui.widgets.completion_menu import CompletionMenu
from kagent_tui.widgets.composer_text import ComposerText, Location

LONGEST_EDITED = 200_000
"""Characters that a text area still handles well; longer texts stay attachments."""
_CLEANED_AT_ONCE = 100_000

PanelKey = Literal["take", "enter", "close", "history", "editor"]


class Composer(ComposerText):
    """A text area that grows with its text up to a third of the screen.

    It knows the question and what goes with it; the panel around it has the menu's rows, the
    draft's file and the other editor.
    """

    BINDINGS: ClassVar = [*bindings_of("completion"), *bindings_of("composer")]
    DEFAULT_CSS = """
    Composer {
        height: auto;
        min-height: 3;
        border: round $border-blurred;
        padding: 0 1;
        background: transparent;
        scrollbar-size-vertical: 1;
        &:focus { border: round $border; }
    }
    """

    attachments: var[tuple[Attachment, ...]] = var((), init=False)

    @dataclass
    class Submitted(Message):
        """A question that is not empty, cleaned, and what goes with it."""

        text: str
        attachments: tuple[Attachment, ...] = ()

    @dataclass
    class CommandGiven(Message):
        """A command of the interface, by its identifier."""

        id: str
        argument: str

    @dataclass
    class AttachmentsChanged(Message):
        """Something was attached or taken away."""

        attachments: tuple[Attachment, ...]

    @dataclass
    class Said(Message):
        """One line for the user about what was just done."""

        text: str

    def __init__(
        self,
        placeholder: str,
        *,
        commands: Sequence[InterfaceCommand] = (),
        menu: CompletionMenu | None = None,
        leave: Callable[[PanelKey], object] = lambda key: None,
    ) -> None:
        super().__init__(placeholder)
        self.earlier = PromptHistory()
        self._commands = commands
        self._menu = menu
        # Called and not posted: the next key must find done what this one asks for.
        self._leave = leave
        self._background = Background(self)
        self._numbers = count(1)
        self._being_cleaned = 0
        self._send_wanted = False
        # How to undo what was attached, or taken away, since the last edit of the text.
        self._undo_made: Callable[[], None] | None = None
        self._undo_removed: Callable[[], None] | None = None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines of the text, up to a third of the screen with the border.

        A max-height in CSS is not heeded where the container has other children of fixed height.
        """
        lines = super().get_content_height(container, viewport, width)
        return min(lines, max(1, viewport.height // 3 - self.gutter.height))

    def watch_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        """Tell the panel."""
        self.post_message(self.AttachmentsChanged(attachments))

    def edit(self, edit: Edit) -> EditResult:
        """As in any text area; what was attached before an edit is not undone after it."""
        self._undo_made = self._undo_removed = None
        return super().edit(edit)

    def action_send(self) -> None:
        """Send the question or run the command; after a backslash, begin a new line instead."""
        row, column = self.cursor_location
        line = self.document[row]
        if self.selection.is_empty and column == len(line) and line.endswith("\\"):
            self.replace("\n", (row, column - 1), (row, column), maintain_selection_offset=False)
            return
        if self._being_cleaned:
            self._send_wanted = True
            return
        text = clean(self.text)
        given = command_in(text) if self._commands else None
        if given is not None:
            self._run(given)
        elif may_be_dropped(text):
            self._background.run(
                lambda _: dropped_files(text),
                done=lambda files: self._send_or_attach(files, text),
                group="sent files",
            )
        elif question := text.strip():
            self._send(question)
        elif self.attachments:
            self._say(tr("Write a question about what is attached."))

    def _send(self, question: str) -> None:
        attachments, self.attachments = self.attachments, ()
        draft = self.earlier.add(question)
        self.write(draft)
        self.post_message(self.Submitted(question, attachments))

    def _send_or_attach(self, files: list[Path], text: str) -> None:
        """Attach files whose paths are the whole question; it was typed where one could paste."""
        if files and clean(self.text) == text:
            self._attach_files(files, self.text, (0, 0), self.document.end)
        elif question := text.strip():
            self._send(question)

    def run_command(self, identifier: str, argument: str = "") -> None:
        """Run a command of the interface in place of what is written."""
        self.clear()
        self.post_message(self.CommandGiven(identifier, argument))

    def _run(self, given: Given) -> None:
        for row in self._commands:
            if row.slash and row.slash == given.word.casefold():
                self.run_command(row.id, given.argument)
                return
        close = nearest(self._commands, given.word)
        unknown = tr("There is no command /{word}.", word=given.word)
        if close is not None:
            unknown = tr(
                "There is no command /{word}; did you mean /{nearest}?",
                word=given.word,
                nearest=close.slash,
            )
        self._say(f"{unknown} {tr('A space before the slash makes it a question.')}")

    def token(self) -> Token | None:
        """What is being typed at the cursor, if it can be completed."""
        if not self.selection.is_empty:
            return None
        row, column = self.cursor_location
        token = token_at(self.document[row], column, first_line=row == 0)
        if token is None:
            return self._path_token(column)
        return None if token.kind == "command" and not self._commands else token

    def _path_token(self, column: int) -> Token | None:
        """The path after a command that takes one, with the cursor at its end."""
        text = self.text
        given = command_in(text) if self._commands and column == len(text) else None
        if given is None or not given.argument or not text.endswith(given.argument):
            return None
        takes_one = any(
            row.slash == given.word.casefold() and row.argument == PATH for row in self._commands
        )
        start = column - len(given.argument)
        return Token("path", start, given.argument) if takes_one else None

    def complete(self, token: Token, text: str) -> None:
        """Put a text in place of a token that ends at the cursor."""
        row, column = self.cursor_location
        self.history.checkpoint()
        self.replace(text, (row, token.start), (row, column), maintain_selection_offset=False)

    def attach(self, attachment: Attachment) -> None:
        """Let it go with the question, once."""
        if attachment not in self.attachments:
            self.attachments = (*self.attachments, attachment)

    def detach(self, attachment: Attachment) -> None:
        """Take it away; Ctrl+Z right after brings it back."""
        before = self.attachments
        self.attachments = tuple(entry for entry in before if entry != attachment)

        def attach_again() -> None:
            self.attachments = before

        self._undo_made, self._undo_removed = None, attach_again

    def put_into_text(self, attachment: Attachment) -> None:
        """Put an attached text into the question, at the cursor."""
        if attachment.kind != "text" or attachment not in self.attachments:
            return
        if len(attachment.value) > LONGEST_EDITED:
            self._say(tr("This text is too long for the question; it stays attached."))
            return
        self.detach(attachment)
        self.replace(attachment.value, *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Take a paste as it came; it was copied from anywhere and may hold escape sequences."""
        if len(text) <= _CLEANED_AT_ONCE:
            self._take_cleaned(clean(text))
            return
        self._being_cleaned += 1
        self._background.run(
            lambda _: clean_large(text), done=self._cleaned, group=f"paste {next(self._numbers)}"
        )

    def _cleaned(self, text: str) -> None:
        self._being_cleaned -= 1
        self._take_cleaned(text)
        if self._send_wanted and not self._being_cleaned:
            self._send_wanted = False
            self.action_send()

    def _take_cleaned(self, text: str) -> None:
        commanding = bool(self._commands) and command_in(self.text) is not None
        if len(text) > LONGEST_EDITED or (is_long(text) and not commanding):
            self._attach_pasted(text)
            return
        start = min(self.selection)
        end = self.replace(text, *self.selection, maintain_selection_offset=False).end_location
        if may_be_dropped(text) and not commanding:
            self._background.run(
                lambda _: dropped_files(text),
                done=lambda files: self._attach_files(files, text, start, end),
                group=f"files {next(self._numbers)}",
            )

    def _attach_pasted(self, text: str) -> None:
        attachment = Attachment.of_text(text, tr("pasted text"))
        try:
            check_text(text, attachment.title)
        except AttachmentError as error:
            self._say(in_words(str(error)))
            return
        self.attach(attachment)
        self._undo_made = lambda: self.put_into_text(attachment)
        self._say(tr("Long text is attached. Backspace puts it into the question."))

    def _attach_files(self, files: list[Path], text: str, start: Location, end: Location) -> None:
        """Attach pasted files instead of their paths, if those still stand where they were put."""
        if not files or self.get_text_range(start, end) != text:
            return
        before = self.attachments
        self.delete(start, end)
        for path in files:
            self.attach(Attachment.of_place(str(path)))

        def put_back() -> None:
            self.attachments = before
            self.replace(text, start, start, maintain_selection_offset=False)

        self._undo_made = put_back
        if any(path.suffix.lower() in SLOW_TO_READ for path in files):
            said = tr("Attached, and read with the question. To keep it: Backspace, then /add PATH")
        else:
            said = tr("Attached. Backspace makes it a path again.")
        self._say(said)

    def _turned_back(self, *undos: Callable[[], None] | None) -> bool:
        undo = next((undo for undo in undos if undo is not None), None)
        if undo is None:
            return False
        self._undo_made = self._undo_removed = None
        undo()
        return True

    def _say(self, text: str) -> None:
        self.post_message(self.Said(text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The menu's keys are the menu's only while it is open."""
        if action.startswith("completion_"):
            return self._menu is not None and self._menu.is_open
        return super().check_action(action, parameters)

    def action_completion_move(self, by: int) -> None:
        """Highlight another row of the menu."""
        if self._menu is not None:
            self._menu.move(by)

    def action_leave(self, key: PanelKey) -> None:
        """Leave a key to the panel."""
        self._leave(key)

    def action_completion_leave(self, key: PanelKey) -> None:
        """Leave one of the menu's keys to the panel."""
        self._leave(key)

    def action_history_older(self) -> None:
        """Go up, and from the first line to the question before."""
        upmost = self.navigator.is_first_wrapped_line(self.cursor_location)
        text = self.earlier.older(self.text) if upmost and self.selection.is_empty else None
        if text is None:
            self.action_cursor_up()
            return
        self.write(text)
        # At the end of the first line: the next press goes on to the question before.
        self.move_cursor(self.navigator.get_location_end((0, 0)))

    def action_history_newer(self) -> None:
        """Go down, and from the last line to the question after."""
        lowest = self.navigator.is_last_wrapped_line(self.cursor_location)
        text = self.earlier.newer(self.text) if lowest and self.selection.is_empty else None
        if text is None:
            self.action_cursor_down()
        else:
            self.write(text)

    def action_undo(self) -> None:
        """Undo the last edit, or what was just attached or taken away."""
        if not self._turned_back(self._undo_made, self._undo_removed):
            super().action_undo()

    def action_delete_left(self) -> None:
        """Delete to the left; at the very beginning, the last attachment."""
        if self.selection.is_empty:
            if self._turned_back(self._undo_made):
                return
            if self.cursor_at_start_of_text and self.attachments:
                self.detach(self.attachments[-1])
                return
        super().action_delete_left()

    def action_paste(self) -> None:
        """Paste what was copied within the program."""
        if self.app.clipboard:
            self.paste(self.app.clipboard)
