"""A row of the table of commands."""

from __future__ import annotations

from typing import Final, NamedTuple

CLI: Final = "kagent_tui.cli"


class CommandEntry(NamedTuple):
    """A command: its words after `kagent`, a sentence of help, the module that holds it, examples.

    The module of a top-level entry has an attribute `command`, a click command.
    """

    name: str
    help: str
    module: str
    examples: tuple[str, ...]
