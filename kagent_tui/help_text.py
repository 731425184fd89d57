"""What the help says: the keys of what one looks at, every key, every command."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.dom import DOMNode

from kagent_tui.bindings import SHORTCUTS, Shortcut
from kagent_tui.bindings.sections import SECTIONS
from kagent_tui.bindings.shown import all_shown
from kagent_tui.commands.interface import INTERFACE
from kagent_tui.i18n import tr
from kagent_tui.widgets.text import plain_line

_KEY_WIDTH: Final = 18
_LEAST_ROOM: Final = 10
_WIDEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A key or a command, what it does, and its name in the keymap."""

    key: str
    meaning: str
    name: str = ""

    def fits(self, words: Collection[str]) -> bool:
        """Whether every word stands somewhere in the row."""
        said = f"{self.key} {self.meaning} {self.name}".casefold()
        return all(word in said for word in words)


Section = tuple[str, list[HelpRow]]


def sections(nodes: Iterable[DOMNode] = ()) -> list[Section]:
    """The keys of these widgets, from the focused one outwards; then commands, then all keys."""
    here = [_row(row) for row in shortcuts_of(nodes)]
    found: list[Section] = [(tr("Here"), here)] if here else []
    found.append((tr("Commands, written into the composer"), list(_commands())))
    every: dict[str, list[HelpRow]] = {}
    for scope, title in SECTIONS.items():
        rows = [_row(row) for row in SHORTCUTS if row.scope == scope and row.label]
        every.setdefault(title, []).extend(rows)
    found += [(tr(title), rows) for title, rows in every.items() if rows]
    return found


def shortcuts_of(nodes: Iterable[DOMNode]) -> list[Shortcut]:
    """The rows of the table that the classes of these widgets bind."""
    rows = {row.id: row for row in SHORTCUTS if row.label}
    names = dict.fromkeys(name for node in nodes for name in _bound_by(type(node)))
    return [rows[name] for name in names if name in rows]


def _bound_by(kind: type[DOMNode]) -> Iterator[str]:
    for each in kind.__mro__:
        for binding in each.__dict__.get("BINDINGS", ()):
            name = getattr(binding, "id", None)
            if name:
                yield name


def _row(row: Shortcut) -> HelpRow:
    return HelpRow(all_shown(row), tr(row.label), row.id)


def _commands() -> Iterator[HelpRow]:
    for command in INTERFACE:
        if command.slash:
            argument = f" {tr(command.argument)}" if command.argument else ""
            yield HelpRow(f"/{command.slash}{argument}", tr(command.help))


def help_content(found: Sequence[Section], typed: str, width: int = _WIDEST) -> Content:
    """The sections in lines of at most `width` cells; empty where the words fit no row.

    Rows that the words do not fit are left out, and names that a line has no room for.
    """
    words = typed.casefold().split()
    parts: list[Content] = []
    for title, rows in found:
        fitting = [row for row in rows if row.fits(words)]
        if fitting:
            lines = [Content(title).stylize("bold $text-accent")]
            lines += [line for row in fitting for line in _lines(row, width)]
            parts.append(Content("\n").join(lines))
    return Content("\n\n").join(parts)


def _lines(row: HelpRow, width: int) -> list[Content]:
    """A row in one line, or with its meaning wrapped below itself."""
    key, meaning = plain_line(row.key, "bold"), plain_line(row.meaning)
    gap = " " * max(_KEY_WIDTH - key.cell_length, 2)
    start = Content.assemble("  ", key, gap)
    line = Content.assemble(start, meaning)
    if line.cell_length <= width:
        name = Content.assemble("  ", plain_line(row.name, "$foreground-muted"))
        has_room = row.name and line.cell_length + name.cell_length <= width
        return [Content.assemble(line, name) if has_room else line]
    if start.cell_length > _KEY_WIDTH + 2:
        start, lines = Content("  " * 2), [Content.assemble("  ", key)]
    else:
        lines = []
    room = max(width - start.cell_length, _LEAST_ROOM)
    for part in meaning.wrap(room):
        lines.append(Content.assemble(start, part))
        start = Content(" " * start.cell_length)
    return lines
