"""Asking, adding and searching."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

ASKING: Final[tuple[CommandEntry, ...]] = (
    CommandEntry(
        "ask",
        "Ask a question and print the answer with its sources.",
        f"{_CLI}.ask",
        (
            'kagent ask "How many days are there from 2024-01-01 to 2024-03-01?"',
            "kagent ask 今年中秋节是几月几号？ --json",
            'kagent ask --knowledge contract.pdf "When does it end?"',
            'kagent ask --profile lawyer --tools search_knowledge "Who signed it?"',
        ),
    ),
    CommandEntry(
        "profiles",
        "See who may answer and how, or write a new profile.",
        f"{_CLI}.profiles",
        ("kagent profiles list",),
    ),
    CommandEntry(
        "profiles list",
        "List the profiles.",
        f"{_CLI}.profiles",
        ("kagent profiles list", "kagent profiles list --json"),
    ),
    CommandEntry(
        "profiles show",
        "Show all of a profile.",
        f"{_CLI}.profiles",
        ("kagent profiles show default", "kagent profiles show ./lawyer.toml --json"),
    ),
    CommandEntry(
        "profiles new",
        "Write a new profile, to be changed to your needs.",
        f"{_CLI}.profiles",
        ("kagent profiles new lawyer",),
    ),
    CommandEntry(
        "add",
        "Add files, folders and web pages to the library.",
        f"{_CLI}.add",
        (
            "kagent add notes.md ~/Documents/manuals",
            'kagent add --collection work "projects/**/*.pdf"',
            "kagent add --online https://example.org/manual.html",
            "kagent add ~/Downloads/wikipedia_en_simple_all.zim",
        ),
    ),
    CommandEntry(
        "search",
        "Search the library without asking the model.",
        f"{_CLI}.search",
        ("kagent search battery -k 3", "kagent search 保修期 --json"),
    ),
)
