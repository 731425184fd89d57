"""Settings, copies and checks."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

UPKEEP: Final[tuple[CommandEntry, ...]] = (
    CommandEntry(
        "config",
        "See and change the settings.",
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
        "config get",
        "Print one setting in force.",
        f"{_CLI}.config",
        ("kagent config get model", "kagent config get keymap.chat.stop --json"),
    ),
    CommandEntry(
        "config set",
        "Write one setting into the settings file.",
        f"{_CLI}.config",
        (
            "kagent config set network off",
            "kagent config set gpu_layers -1",
            "kagent config set keymap.chat.stop ctrl+s",
            "kagent config set api_key -",
        ),
    ),
    CommandEntry(
        "config unset",
        "Take one setting out of the file, so that it has its default.",
        f"{_CLI}.config",
        ("kagent config unset network",),
    ),
    CommandEntry(
        "config edit",
        "Open the settings file in your editor, and check it afterwards.",
        f"{_CLI}.config",
        ("kagent config edit",),
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
        ("kagent doctor", "kagent doctor --deep", "kagent doctor --json"),
    ),
    CommandEntry(
        "completion",
        "Print what makes a shell complete kagent's commands and their values.",
        f"{_CLI}.completion",
        ("kagent completion bash --install", "kagent completion zsh"),
    ),
    CommandEntry(
        "man",
        "Print the manual page.",
        f"{_CLI}.man",
        ("kagent man",),
    ),
    CommandEntry(
        "serve",
        "Open the same interface in a browser of this machine.",
        f"{_CLI}.serve",
        ("kagent serve --open", "kagent serve --port 8642"),
    ),
)
