"""What the composer's menu offers, and what becomes of a row that is chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget

from engine.cleaning import clean
from kagent_tui.background import Background
from kagent_tui.commands.interface import InterfaceCommand
from kagent_tui.completing.commands import command_completions
from kagent_tui.completing.completion import Completion, CompletionSource
from kagent_tui.completing.earlier import earlier_questions
from kagent_tui.completing.matching import match
from kagent_tui.completing.tokens import Token, command_in
from kagent_tui.i18n import tr
from kagent_tui.roles import dash
from kagent_tui.widgets.completion_menu import CompletionMenu
from kagent_tui.widgets.composer import Composer


class Completing:
    """Fills the menu while one types; `area` is what the menu lies beside, `say` shows a note."""

    def __init__(
        self,
        area: Widget,
        composer: Composer,
        menu: CompletionMenu,
        commands: Sequence[InterfaceCommand],
        sources: Sequence[CompletionSource],
        say: Callable[[str], object],
    ) -> None:
        self._area = area
        self._composer = composer
        self._menu = menu
        self._commands = commands
        self._sources = sources
        self._say = say
        self._background = Background(area)
        self._searching = False
        self._token: Token | None = None
        # What the rows in the menu complete.
        self._shown_token: Token | None = None
        # The text for which the menu was closed by hand.
        self._closed_for: str | None = None

    def text_changed(self) -> None:
        """Offer what fits what is written now."""
        if self._searching:
            self._show_history()
            return
        if self._closed_for != self._composer.text:
            self._closed_for = None
        self.look()

    def look(self) -> None:
        """Offer what completes the token at the cursor, if there is one."""
        if self._searching:
            return
        closed = self._closed_for == self._composer.text
        token = None if closed else self._composer.token()
        if token is None:
            self._take_what_was_typed_whole()
            self.close()
        elif token.kind == "command":
            self._token = token
            self._show(command_completions(self._commands, token.query))
        elif token != self._token:
            self._token = token
            self._background.stream(
                lambda cancel: self._found(token, cancel),
                each=self._show,
                done=lambda: self._say_nothing_found(token),
                failed=self._say,
                group="menu",
            )

    def place(self) -> None:
        """Put the menu beside the area again, which has moved or changed its size."""
        if self._menu.is_open:
            self._menu.place(self._area.region, self._area.screen.size.height)

    def close(self) -> None:
        """Take the menu away, and end a search."""
        self._searching = False
        self._token = None
        self._background.cancel("menu")
        self._menu.close()

    def close_by_hand(self) -> None:
        """Take the menu away until something else is written."""
        self._closed_for = self._composer.text
        self.close()
        self._say("")

    def search_history(self) -> None:
        """Offer earlier questions, or go on to the next one that is offered."""
        if self._searching:
            self._menu.move(1)
        elif self._composer.earlier.entries:
            self.close()
            self._searching = True
            self._show_history()
        else:
            self._say(tr("There is no earlier question yet."))

    def take(self, *, run: bool) -> None:
        """Write the highlighted row; `run` it if it is a command."""
        row = self._chosen()
        if (
            run
            and self._token is not None
            and self._token.kind == "path"
            and not self._menu.highlighted
        ):
            # Nobody went to a row: the path is meant as it is written.
            self.close_by_hand()
            self._composer.action_send()
        elif row is not None:
            self.choose(row, run=run)

    def choose(self, row: Completion, *, run: bool) -> None:
        """Write this row; `run` it if it is a command."""
        token, searching = self._token, self._searching
        self.close()
        if searching:
            self._composer.write(row.text)
        elif row.command and run:
            self._run(row)
        elif row.command:
            self._composer.write(f"{row.text} ")
        elif token is not None:
            self._write(row, token)

    def usage(self) -> str:
        """What may follow the command that is being written, if one is."""
        text = self._composer.text
        given = command_in(text) if self._commands and " " in text else None
        for row in self._commands if given is not None else ():
            if given is not None and row.slash == given.word.casefold():
                argument = f" {tr(row.argument)}" if row.argument else ""
                return f"/{row.slash}{argument}{dash()}{tr(row.help)}"
        return ""

    def _found(self, token: Token, cancel: threading.Event) -> Iterator[list[Completion]]:
        """All that was found so far, after each source; for a path only what is on the disk."""
        found: list[Completion] = []
        for source in self._sources:
            rows = source(token.query, cancel)
            found += rows if token.kind == "mention" else filter(_is_on_disk, rows)
            if cancel.is_set():
                return
            yield list(found)

    def _show(self, rows: Sequence[Completion]) -> None:
        # More rows for the same words leave the choice alone; other words have another best row.
        same, self._shown_token = self._token == self._shown_token, self._token
        self._menu.show(rows, self._area.region, self._area.screen.size.height, keep=same)
        # A note that goes away, or a new line, moves the area only with the next layout.
        self._area.call_after_refresh(self.place)

    def _say_nothing_found(self, token: Token) -> None:
        if token.query and token == self._token and not self._menu.is_open:
            self._say(tr("Nothing here is called {name}.", name=token.query))

    def _show_history(self) -> None:
        rows = earlier_questions(self._composer.earlier.entries, self._composer.text)
        self._show(rows)
        if not rows:
            self._say(tr("No earlier question has these words. Esc ends the search."))

    def _chosen(self) -> Completion | None:
        """The highlighted row, if it still fits: keys may come faster than the menu follows."""
        if self._searching:
            return self._menu.chosen
        token = self._composer.token()
        if token is not None and token.kind == "command":
            self.look()
        row = self._menu.chosen
        if token is None or row is None:
            return None
        fits = token == self._token or match(token.query, row.text) is not None
        self._token = token
        return row if fits else None

    def _run(self, row: Completion) -> None:
        """Run a command, unless something may follow it that one has not come to yet."""
        typed = command_in(self._composer.text)
        complete = typed is not None and f"/{typed.word}".casefold() == row.text
        if row.goes_on and not complete:
            self._composer.write(f"{row.text} ")
        else:
            self._composer.run_command(row.command)

    def _write(self, row: Completion, token: Token) -> None:
        text = clean(row.text)
        if token.kind == "path":
            self._composer.complete(token, text)
            return
        if row.goes_on:
            quote = '"' if any(letter.isspace() for letter in text) else ""
            self._composer.complete(token, f"@{quote}{text}")
            return
        # The name stays in the sentence, without the sign that would offer it again.
        self._composer.complete(token, f"{text} ")
        if row.attachment is not None:
            self._composer.attach(row.attachment)

    def _take_what_was_typed_whole(self) -> None:
        """Attach what a name stands for that was typed to its end, and a space after it."""
        token, row = self._token, self._menu.chosen
        if token is None or row is None or row.attachment is None or row.text != token.query:
            return
        if token.kind == "path":
            return
        line_number, column = self._composer.cursor_location
        end = token.start + 1 + len(token.query)
        typed = self._composer.document[line_number][token.start + 1 : column]
        if column == end + 1 and typed == f"{token.query} ":
            self._composer.attach(row.attachment)
            start = (line_number, token.start)
            self._composer.replace(token.query, start, (line_number, end))


def _is_on_disk(row: Completion) -> bool:
    return row.goes_on or (row.attachment is not None and row.attachment.kind == "place")
