"""Settings, copies and checks."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

UPKEEP: Final[tuple[CommandEntry, ...]] = (
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
        "backup",
        "Copy the whole memory to one file, also while KAgent is running.",
        f"{_CLI}.backup",
        ("kagent backup ~/kagent-2026-11-20.db",),
    ),
    CommandEntry(
        "restore",
        "Bring back the memory from a backup; the present one is kept beside it.",
        f"{_CLI}.restore",
        ("kagent restore ~/kagent-2026-11-20.db",),
    ),
    CommandEntry(
        "doctor",
        "Check that everything KAgent needs works on this machine.",
        f"{_CLI}.doctor",
        ("kagent doctor", "kagent doctor --deep"),
    ),
)
