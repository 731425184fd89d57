"""Sessions as the chat deals with them: another one, a branch, a question asked anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kagent_tui.i18n import listed, tr
from kagent_tui.locations import working_folder
from models.paths import expanded

if TYPE_CHECKING:
    from engine.attachments import Attachment
    from kagent_tui.screens.chat import ChatScreen
    from store.memory import MemoryBank
    from store.records import SessionRecord

_LAST = -1


class ChatSessions:
    """Every change is written by a thread beside the screen; nothing is ever overwritten.

    Asking a question anew goes on in a branch, so that the first answer stays where it was.
    """

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen
        self._then: Callable[[], object] | None = None

    def new(self) -> None:
        """Let the next question begin a session."""
        self._screen.workspace.runner.open_session(None)

    def resume(self, wanted: str) -> None:
        """Go on with the session of this id or with these words, or let one be chosen."""
        if not wanted:
            self._screen.application.open_page("sessions")
            return

        def find(bank: MemoryBank) -> str | None:
            from kagent_tui.controllers.sessions import SessionError, find_session, list_sessions

            found = list_sessions(bank, wanted)
            try:
                return found[0].id if found else find_session(bank, wanted).id
            except SessionError:
                return None

        def done(session_id: str | None) -> None:
            if session_id is None:
                self._screen.application.open_page("sessions", wanted)
            else:
                self.open(session_id)

        self._with_bank(find, done)

    def open(self, session_id: str) -> None:
        """Show a stored session and go on with it."""
        self._screen.workspace.runner.open_session(session_id)

    def chosen(self, result: Any) -> None:
        """The page of sessions came back with one, or with the wish for a new one."""
        if result.id:
            self.open(result.id)
        else:
            self.new()

    def opened(self) -> None:
        """The session that was wanted is shown; do what waited for it."""
        then, self._then = self._then, None
        if then is not None:
            then()

    def rename(self, title: str) -> None:
        """Give this session another title."""

        def work(bank: MemoryBank, session_id: str) -> str:
            from kagent_tui.controllers.sessions import rename

            return rename(bank, session_id, title)

        self._with_session(work, lambda name: self._say(tr("Renamed: {title}", title=name)))

    def tag(self, tag: str) -> None:
        """Put a tag on this session."""

        def work(bank: MemoryBank, session_id: str) -> str:
            from kagent_tui.controllers.sessions import change_tags, tags_of

            tags = tags_of(tag)
            change_tags(bank, session_id, add=tags)
            return listed(tags)

        self._with_session(work, lambda said: self._say(tr("Tagged: {tags}", tags=said)))

    def branch(self) -> None:
        """Go on in a copy of this session."""

        def work(bank: MemoryBank, session_id: str) -> SessionRecord:
            from kagent_tui.controllers.sessions import branch

            return branch(bank, session_id)

        def branched(record: SessionRecord) -> None:
            self.open(record.id)
            self._say(tr("You go on in: {title}", title=record.title))

        self._with_session(work, branched)

    def regenerate(self) -> None:
        """Ask the last question once more, in a branch."""
        self._branch_before(_LAST, self._ask)

    def edit(self, number: str) -> None:
        """Take an earlier question back into the composer; it is asked in a branch."""
        place = int(number) if number.isdecimal() else _LAST
        self._branch_before(place, self._put_back)

    def _branch_before(
        self, number: int, then: Callable[[str, Sequence[Attachment]], object]
    ) -> None:
        def work(bank: MemoryBank, session_id: str) -> tuple[str, str, Sequence[Attachment]]:
            from kagent_tui.controllers.sessions import attachments_before, branch_before

            attachments = attachments_before(bank, session_id, number)
            record, question = branch_before(bank, session_id, number)
            return record.id, question, attachments

        def branched(found: tuple[str, str, Sequence[Attachment]]) -> None:
            session_id, question, attachments = found
            self._then = lambda: then(question, attachments)
            self.open(session_id)

        self._with_session(work, branched)

    def _ask(self, question: str, attachments: Sequence[Attachment]) -> None:
        self._screen.call_later(self._screen.ask, question, attachments)

    def _put_back(self, question: str, attachments: Sequence[Attachment]) -> None:
        composer = self._screen.composer
        composer.write(question)
        for attachment in attachments:
            composer.attach(attachment)
        composer.focus()

    def export(self, name: str) -> None:
        """Write this session to a file, in the format that its name's ending says."""

        def work(bank: MemoryBank, session_id: str) -> Path:
            from kagent_tui.controllers.session_export import (
                default_path,
                export_text,
                format_of,
                write_new,
            )
            from kagent_tui.controllers.sessions import find_session

            record = find_session(bank, session_id)
            form = (format_of(name) if name else None) or "md"
            path = expanded(name) if name else default_path(record, form, working_folder())
            return write_new(path, export_text(bank, record, form))

        self._with_session(
            work, lambda path: self._say(tr("Exported: {path}", path=path), seconds=8)
        )

    def _with_session(
        self, work: Callable[[MemoryBank, str], Any], done: Callable[[Any], object]
    ) -> None:
        session_id = self._screen.workspace.runner.session_id
        if not session_id:
            self._say(tr("There is no question in this session yet."))
            return
        if self._screen.is_answering:
            self._say(tr("A question is being answered; wait for it, or stop it with Esc."))
            return
        self._with_bank(lambda bank: work(bank, session_id), done)

    def _with_bank(self, work: Callable[[MemoryBank], Any], done: Callable[[Any], object]) -> None:
        assembly = self._screen.workspace.assembly
        if assembly is None:
            self._say(tr("The memory is not open yet; try again in a moment."))
            return

        def job(_: threading.Event) -> Any:
            return work(assembly.bank)

        def failed(reason: str) -> None:
            self._screen.notify(reason, markup=False, severity="error", timeout=8)

        self._screen.background.run(job, done=done, failed=failed, group="sessions")

    def _say(self, text: str, *, seconds: float = 4.0) -> None:
        self._screen.say(text, seconds=seconds)
