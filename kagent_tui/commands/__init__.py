"""The one table of commands: the command line, the palette and the documentation read it.

It is imported by `kagent --help`, so it imports nothing but the standard library's lightest parts.
"""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.asking import ASKING
from kagent_tui.commands.bench_commands import BENCH_COMMANDS
from kagent_tui.commands.entry import CommandEntry
from kagent_tui.commands.kuaipedia_commands import KUAIPEDIA_COMMANDS
from kagent_tui.commands.library_commands import LIBRARY_COMMANDS
from kagent_tui.commands.model_commands import MODEL_COMMANDS
from kagent_tui.commands.remembering import REMEMBERING
from kagent_tui.commands.tool_commands import TOOL_COMMANDS
from kagent_tui.commands.upkeep import UPKEEP

__all__ = ["COMMANDS", "CommandEntry", "find", "top_level"]

COMMANDS: Final[tuple[CommandEntry, ...]] = (
    *ASKING,
    *LIBRARY_COMMANDS,
    *KUAIPEDIA_COMMANDS,
    *REMEMBERING,
    *TOOL_COMMANDS,
    *MODEL_COMMANDS,
    *BENCH_COMMANDS,
    *UPKEEP,
)


def top_level() -> dict[str, CommandEntry]:
    """The commands directly under `kagent`, by name, in the order of the table."""
    return {entry.name: entry for entry in COMMANDS if " " not in entry.name}


def find(name: str) -> CommandEntry:
    """The entry of a command such as "tools run".

    Raises:
        KeyError: the table has no such command.
    """
    for entry in COMMANDS:
        if entry.name == name:
            return entry
    raise KeyError(name)
