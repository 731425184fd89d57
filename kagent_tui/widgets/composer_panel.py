"""The composer with what belongs to it: its attachments, its menu, its draft's file, one note."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from engine.cleaning import clean
from kagent_tui.background import Background
from kagent_tui.commands.interface import InterfaceCommand
from kagent_tui.completing.completion import CompletionSource
from kagent_tui.drafts import Draft, DraftFile
from kagent_tui.i18n import tr
from kagent_tui.widgets.attachments import AttachmentBar, Chip
from kagent_tui.widgets.completion_menu import CompletionMenu
from kagent_tui.widgets.composer import LONGEST_EDITED, Composer, PanelKey
from kagent_tui.widgets.composer_completing import Completing
from kagent_tui.widgets.text import plain_line

_SAVE_SECONDS = 0.6


class ComposerPanel(Vertical):
    """A note, the attachments and the composer, one below the other; the menu lies over them.

    `sources` offer what follows an "@"; each is asked in a thread. `drafts` is the folder where
    the unsent question is kept. `editor` is the command of the setting, which may change.
    """

    DEFAULT_CSS = """
    ComposerPanel {
        height: auto;
        & > #composer-note {
            display: none;
            height: auto;
            max-height: 2;
            padding: 0 1;
            color: $text-muted;
        }
    }
    """

    def __init__(
        self,
        placeholder: str,
        *,
        commands: Sequence[InterfaceCommand] = (),
        sources: Sequence[CompletionSource] = (),
        drafts: Path | None = None,
        editor: str | None = None,
    ) -> None:
        super().__init__()
        self.editor = editor
        self.menu = CompletionMenu()
        self.composer = Composer(
            placeholder, commands=commands, menu=self.menu, leave=self._key_left
        )
        self._completing = Completing(self, self.composer, self.menu, commands, sources, self.say)
        self._background = Background(self)
        self._drafts = DraftFile(drafts) if drafts is not None else None
        self._saves = count(1)
        self._save_timer: Timer | None = None
        self._unanswered: list[str] = []
        self._is_restored = False

    def compose(self) -> ComposeResult:
        """From top to bottom, the menu over them."""
        yield Static(id="composer-note", markup=False)
        yield AttachmentBar()
        yield self.composer
        yield self.menu

    def on_mount(self) -> None:
        """Take over the draft of a program that died, beside the first paint."""
        if self._drafts is not None:
            claim = self._drafts.claim
            self._background.run(
                lambda _: claim(), done=self._restore, failed=self._draft_trouble, group="draft"
            )

    def on_unmount(self) -> None:
        """Keep what was not sent for the next start."""
        self._background.cancel_all()
        if self._drafts is not None:
            try:
                # A program that ends at once may not have shown yet what it took over.
                found = self._drafts.claim()
                draft = self._draft() if self._is_restored else found.before(self._draft())
                self._drafts.save(draft, next(self._saves))
            except OSError:
                return  # it was said when a save before this one failed
            finally:
                self._drafts.release()

    def say(self, text: str) -> None:
        """Show one line over the composer until something is typed."""
        note = self.query_one("#composer-note", Static)
        note.update(plain_line(text))
        note.display = bool(text)

    def load_history(self, newest_first: Sequence[str]) -> None:
        """Take the questions of earlier sessions, which Up and Ctrl+R bring back."""
        self.composer.earlier.extend(newest_first)

    def hold(self, question: str) -> None:
        """Keep a question on the disk until it is answered, for the case that the program dies."""
        self._unanswered.append(question)
        self._save_soon()

    def answered(self, question: str) -> None:
        """The memory has this question now, with what came of it."""
        if question in self._unanswered:
            self._unanswered.remove(question)
            self._save_soon()

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.say(self._completing.usage())
        self._completing.text_changed()
        self._save_soon()

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._completing.look()

    @on(CompletionMenu.Chosen)
    def _clicked(self, message: CompletionMenu.Chosen) -> None:
        message.stop()
        self._completing.choose(message.completion, run=True)

    def on_resize(self) -> None:
        """The menu stays beside the composer, whose size has changed."""
        self._completing.place()

    def _key_left(self, key: PanelKey) -> None:
        """Do what a key of the composer asks for."""
        match key:
            case "editor":
                self._edit_outside()
            case "history":
                self._completing.search_history()
            case "close":
                self._completing.close_by_hand()
            case "take" | "enter":
                self._completing.take(run=key == "enter")

    @on(Composer.AttachmentsChanged)
    async def _attachments_changed(self, message: Composer.AttachmentsChanged) -> None:
        message.stop()
        had_focus = any(chip.has_focus for chip in self.query(Chip))
        await self.query_one(AttachmentBar).show(message.attachments)
        if had_focus and not message.attachments:
            self.composer.focus()
        self._save_soon()

    @on(Chip.Removed)
    def _chip_removed(self, message: Chip.Removed) -> None:
        message.stop()
        self.composer.detach(message.attachment)

    @on(Chip.Expanded)
    def _chip_expanded(self, message: Chip.Expanded) -> None:
        message.stop()
        self.composer.put_into_text(message.attachment)
        self.composer.focus()

    @on(Chip.Left)
    def _chip_left(self, message: Chip.Left) -> None:
        message.stop()
        bar = self.query_one(AttachmentBar)
        if not message.by or not bar.focus_chip(message.place + message.by):
            self.composer.focus()

    @on(Composer.Said)
    def _said(self, message: Composer.Said) -> None:
        message.stop()
        self.say(message.text)

    def _edit_outside(self) -> None:
        # Needed for this key alone.
        from kagent_tui.external_editor import EditorError, edit, editor_command

        before = self.composer.text
        try:
            command = editor_command(self.editor, os.environ)
            with self.app.suspend():
                written = edit(before, command)
        except SuspendNotSupported:
            self.say(tr("Another editor cannot be opened here: the terminal cannot be lent."))
        except EditorError as error:
            self.say(str(error))
        else:
            self._take_written(clean(written).removesuffix("\n"), before)
        self.app.refresh(layout=True)

    def _take_written(self, written: str, before: str) -> None:
        if len(written) > LONGEST_EDITED:
            self.composer.paste(written)
        elif written != before:
            self.composer.write(written)

    def _draft(self) -> Draft:
        composer = self.composer
        return Draft(composer.text, composer.attachments, tuple(self._unanswered))

    def _save_soon(self) -> None:
        if self._drafts is not None and self._save_timer is None and self.is_mounted:
            self._save_timer = self.set_timer(_SAVE_SECONDS, self._save)

    def _save(self) -> None:
        self._save_timer = None
        if self._drafts is None:
            return
        if not self._is_restored:
            # It would take the place of what a program that died has left.
            self._save_soon()
            return
        save, draft, number = self._drafts.save, self._draft(), next(self._saves)
        self._background.run(
            lambda _: save(draft, number), failed=self._draft_trouble, group=f"save {number}"
        )

    def _restore(self, draft: Draft) -> None:
        self._is_restored = True
        if not draft:
            return
        composer = self.composer
        for question in draft.unanswered:
            composer.earlier.add(question)
        said = tr("What you had not sent is back.")
        text = draft.text
        if draft.unanswered and not text.strip():
            text = draft.unanswered[-1]
            said = tr("Your last question was not answered; here it is again.")
        typed = composer.text
        composer.write(f"{text}\n{typed}" if typed.strip() else text)
        for attachment in draft.attachments:
            composer.attach(attachment)
        self.call_after_refresh(self.say, said)

    def _draft_trouble(self, reason: str) -> None:
        self._is_restored = True
        self.say(tr("What you write is not kept on the disk: {reason}", reason=reason))
