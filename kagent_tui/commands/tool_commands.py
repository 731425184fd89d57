"""The tools, and the library as a tool of others."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

TOOL_COMMANDS: Final[tuple[CommandEntry, ...]] = (
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
        ("kagent tools list --json", "kagent tools list --online"),
    ),
    CommandEntry(
        "tools info",
        "Describe one tool.",
        f"{_CLI}.tools",
        ("kagent tools info time_delta", "kagent tools info time_delta --json"),
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
        "tools new",
        "Write a tool of your own, to be changed to your needs.",
        f"{_CLI}.tools",
        ("kagent tools new tide_table",),
    ),
    CommandEntry(
        "mcp",
        "Serve the library to other programs' agents (MCP).",
        f"{_CLI}.mcp",
        ("kagent mcp", "kagent mcp --allow-add ~/Documents/notes"),
    ),
)
