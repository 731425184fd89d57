"""The commands of the interface, as one types a slash and the beginning of a word."""

from __future__ import annotations

from collections.abc import Sequence

from kagent_tui.commands.interface import InterfaceCommand
from kagent_tui.completing.completion import Completion
from kagent_tui.completing.matching import best
from kagent_tui.i18n import tr


def command_completions(rows: Sequence[InterfaceCommand], query: str) -> list[Completion]:
    """Those that fit, best first: by their word, then by their title as it is shown."""
    slashes = [row for row in rows if row.slash]
    by_word = best(query, slashes, lambda row: (row.slash,), len(slashes))
    others = [row for row in slashes if row not in by_word]
    by_title = best(query, others, lambda row: (tr(row.title), row.title), len(others))
    return [_completion(row) for row in (*by_word, *by_title)]


def nearest(rows: Sequence[InterfaceCommand], word: str) -> InterfaceCommand | None:
    """The command that somebody who typed this unknown word may have meant."""
    import difflib  # needed for mistakes only

    words = [row.slash for row in rows if row.slash]
    close = difflib.get_close_matches(word.casefold(), words, n=1, cutoff=0.5)
    if close:
        return next(row for row in rows if row.slash == close[0])
    offered = command_completions(rows, word) if word else []
    return next((row for row in rows if offered and row.id == offered[0].command), None)


def _completion(row: InterfaceCommand) -> Completion:
    label = f"/{row.slash}"
    if row.argument:
        label += f" {tr(row.argument)}"
    return Completion(
        label=label,
        text=f"/{row.slash}",
        note=tr(row.title),
        command=row.id,
        goes_on=bool(row.argument),
    )
