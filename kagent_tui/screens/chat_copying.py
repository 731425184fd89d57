"""Copying out of the chat: answers, code blocks, quotes, and what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean, clean_line
from kagent_tui.i18n import language, ntr, tr
from kagent_tui.render.text import source_lines
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.turn import TurnView

if TYPE_CHECKING:
    import threading

    from textual.screen import Screen

    from engine.events import Citation
    from kagent_tui.background import Background
    from kagent_tui.clipboard import Copied

_SOURCES = frozenset({"sources", "来源"})
_CODE = frozenset({"code", "代码"})


class ChatCopying:
    """Copies for one screen and says what came of it.

    Args:
        screen: where the turns are, and where it is said.
        home: where a text is kept that no clipboard takes for sure.
        background: runs the clipboard's programs.
    """

    def __init__(self, screen: Screen[Any], home: Path, background: Background) -> None:
        self._screen = screen
        self._home = home
        self._background = background

    def copy(self, text: str) -> None:
        """Copy a text, and say how that went."""
        text = clean(text)
        if not text.strip():
            self._say(tr("There is nothing to copy."))
            return

        def work(_: threading.Event) -> Copied:
            from kagent_tui.clipboard import copy_text

            return copy_text(text, self._home)

        self._background.run(
            work,
            done=lambda copied: self._copied(copied, len(text)),
            failed=lambda reason: self._say(reason, trouble=True),
            group="copying",
        )

    def copy_answer(self, argument: str = "") -> None:
        """Copy the last answer: "sources" adds its sources, "code" takes a code block only.

        "code 2" takes the second one; without a number one chooses where there are several.
        """
        turn = self._last_turn()
        if turn is None:
            self._say(tr("There is no answer to copy yet."))
            return
        words = argument.lower().split()
        if not words:
            self.copy(turn.answer.text.strip())
        elif words[0] in _SOURCES:
            self.copy(_with_sources(turn))
        elif words[0] in _CODE:
            self._copy_code(turn.answer.code_blocks, words[1] if len(words) > 1 else "")
        else:
            said = tr("“{word}” cannot be copied; choose sources or code.", word=words[0])
            self._say(said, trouble=True)

    def copy_selection(self, text: str) -> None:
        """Copy what was selected on the screen."""
        self.copy(text)

    def copy_quote(self, citation: Citation) -> None:
        """Copy what a citation quotes."""
        self.copy(citation.quote.strip())

    def _last_turn(self) -> TurnView | None:
        turns = reversed(list(self._screen.query(TurnView)))
        return next((turn for turn in turns if turn.answer.text.strip()), None)

    def _copy_code(self, blocks: Sequence[str], number: str) -> None:
        if not blocks:
            self._say(tr("The last answer has no code block."))
        elif number:
            if number.isdecimal() and 1 <= int(number) <= len(blocks):
                self.copy(blocks[int(number) - 1])
            else:
                count = len(blocks)
                text = ntr(
                    "The last answer has {count} code block.",
                    "The last answer has {count} code blocks.",
                    count,
                )
                self._say(text, trouble=True)
        elif len(blocks) == 1:
            self.copy(blocks[0])
        else:
            self._ask_which(blocks)

    def _ask_which(self, blocks: Sequence[str]) -> None:
        from kagent_tui.screens.code_blocks import code_block_choice

        def chosen(place: int | None) -> None:
            if place is not None:
                self.copy(blocks[place])

        self._screen.app.push_screen(code_block_choice(blocks), chosen)

    def _copied(self, copied: Copied, count: int) -> None:
        driver = self._screen.app._driver
        sequence = copied.sequence if driver is not None else ""
        if driver is not None and sequence:
            driver.write(sequence)
        certain = copied.verified or copied.file is not None
        self._say(_told(copied, count, asked_terminal=bool(sequence)), trouble=not certain)

    def _say(self, text: str, *, trouble: bool = False) -> None:
        self._screen.notify(
            clean_line(text),
            markup=False,
            severity="warning" if trouble else "information",
            timeout=8 if trouble else 4,
        )


def _with_sources(turn: TurnView) -> str:
    text = turn.answer.text.strip()
    citations = [view.citation for view in turn.query(CitationView)]
    if not citations:
        return text
    return "\n".join([text, "", *source_lines(citations, language())])


def _told(copied: Copied, count: int, *, asked_terminal: bool) -> str:
    """What became of it, in a sentence or two."""
    if copied.by and not copied.shared:
        return tr(
            "Copied to tmux's buffer (its prefix key and ] paste it), and sent to the terminal."
        )
    if copied.verified:
        return ntr("Copied {count} character.", "Copied {count} characters.", count)
    if copied.by:
        return tr("Given to {program}; whether it arrived cannot be told.", program=copied.by)
    said = tr("No clipboard was found here.")
    if asked_terminal:
        said = tr("Sent to the terminal, which does not say whether it took it (OSC 52).")
    if copied.file is not None:
        return f"{said} {tr('The text is also in {path}', path=copied.file)}"
    kept = tr(
        "It could not be kept in a file: {reason}. Hold Shift and select it with the mouse.",
        reason=copied.trouble,
    )
    return f"{said} {kept}"
