"""The one table of commands: the command line, the palette and the documentation read it.

It is imported by `kagent --help`, so it imports nothing but the standard library's lightest parts.
"""

from __future__ import annotations

from typing import NamedTuple

_CLI = "kagent_tui.cli"


class CommandEntry(NamedTuple):
    """A command: its words after `kagent`, a sentence of help, the module that holds it, examples.

    The module of a top-level entry has an attribute `command`, a click command.
    """

    name: str
    help: str
    module: str
    examples: tuple[str, ...]


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(
        "ask",
        "Ask a question and print the answer with its sources.",
        f"{_CLI}.ask",
        (
            'kagent ask "How many days are there from 2024-01-01 to 2024-03-01?"',
            "kagent ask 今年中秋节是几月几号？ --json",
        ),
    ),
    CommandEntry(
        "add",
        "Add files and folders to the library.",
        f"{_CLI}.add",
        ("kagent add notes.md ~/Documents/manuals",),
    ),
    CommandEntry(
        "search",
        "Search the library without asking the model.",
        f"{_CLI}.search",
        ("kagent search battery -k 3", "kagent search 保修期 --json"),
    ),
    CommandEntry(
        "library",
        "See or shorten what the library holds.",
        f"{_CLI}.library",
        ("kagent library list",),
    ),
    CommandEntry(
        "library list",
        "List the documents of the library.",
        f"{_CLI}.library",
        ("kagent library list --json",),
    ),
    CommandEntry(
        "library remove",
        "Remove documents from the library; the files themselves stay.",
        f"{_CLI}.library",
        ("kagent library remove notes.md",),
    ),
    CommandEntry(
        "sessions",
        "See earlier questions and answers.",
        f"{_CLI}.sessions",
        ("kagent sessions list",),
    ),
    CommandEntry(
        "sessions list",
        "List the sessions, the latest first.",
        f"{_CLI}.sessions",
        ("kagent sessions list --json",),
    ),
    CommandEntry(
        "sessions show",
        "Show a session's questions and answers as they were given.",
        f"{_CLI}.sessions",
        ("kagent sessions show 3f2a", "kagent sessions show 3f2a --json"),
    ),
    CommandEntry(
        "tools",
        "See the tools, or run one by hand.",
        f"{_CLI}.tools",
        ("kagent tools list",),
    ),
    CommandEntry(
        "tools list",
        "List the tools and their arguments.",
        f"{_CLI}.tools",
        ("kagent tools list --json",),
    ),
    CommandEntry(
        "tools run",
        "Run one tool with the arguments given.",
        f"{_CLI}.tools",
        (
            "kagent tools run time_delta start_time=2024-01-01 end_time=2024-03-01",
            "kagent tools run get_holidays_info year=2026 --json",
        ),
    ),
    CommandEntry(
        "models",
        "See which language model answers.",
        f"{_CLI}.models",
        ("kagent models info",),
    ),
    CommandEntry(
        "models info",
        "Describe the model in use.",
        f"{_CLI}.models",
        ("kagent models info --json", "kagent models info --model ~/models/large.gguf"),
    ),
    CommandEntry(
        "config",
        "See the settings and where they are read from.",
        f"{_CLI}.config",
        ("kagent config show",),
    ),
    CommandEntry(
        "config show",
        "Print every setting in force, as a config.toml.",
        f"{_CLI}.config",
        ("kagent config show", "kagent config show --json"),
    ),
    CommandEntry(
        "config path",
        "Print the place of the settings file.",
        f"{_CLI}.config",
        ("kagent config path",),
    ),
    CommandEntry(
        "doctor",
        "Check that everything KAgent needs works on this machine.",
        f"{_CLI}.doctor",
        ("kagent doctor",),
    ),
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
