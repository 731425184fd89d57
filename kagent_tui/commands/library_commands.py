"""The library and its collections."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

LIBRARY_COMMANDS: Final[tuple[CommandEntry, ...]] = (
    CommandEntry(
        "library",
        "See what the library holds, and keep it in step with the disk.",
        f"{_CLI}.library",
        ("kagent library list", "kagent library sync"),
    ),
    CommandEntry(
        "library list",
        "List the documents of the library.",
        f"{_CLI}.library",
        (
            "kagent library list --json",
            "kagent library list --collection work",
            "kagent library list --failed",
        ),
    ),
    CommandEntry(
        "library roots",
        "List the files, folders, patterns and web pages that were added.",
        f"{_CLI}.library",
        ("kagent library roots --json",),
    ),
    CommandEntry(
        "library info",
        "Tell what is known of one document.",
        f"{_CLI}.library",
        ("kagent library info notes.md", "kagent library info notes.md --json"),
    ),
    CommandEntry(
        "library sync",
        "Take in what has changed in the files and folders that were added.",
        f"{_CLI}.library",
        ("kagent library sync", "kagent library sync ~/Documents/manuals --verify"),
    ),
    CommandEntry(
        "library watch",
        "Take in changes as they happen.",
        f"{_CLI}.library",
        ("kagent library watch",),
    ),
    CommandEntry(
        "library embed",
        "Make the vectors of the embedding model in the settings.",
        f"{_CLI}.library",
        ("kagent library embed",),
    ),
    CommandEntry(
        "library remove",
        "Remove documents from the library; the files themselves stay.",
        f"{_CLI}.library",
        ("kagent library remove notes.md", "kagent library remove ~/Documents/manuals"),
    ),
    CommandEntry(
        "collections",
        "Group documents under names.",
        f"{_CLI}.collections",
        ("kagent collections list",),
    ),
    CommandEntry(
        "collections list",
        "List the collections.",
        f"{_CLI}.collections",
        ("kagent collections list --json",),
    ),
    CommandEntry(
        "collections add",
        "Put documents into a collection.",
        f"{_CLI}.collections",
        ("kagent collections add work notes.md ~/Documents/contracts",),
    ),
    CommandEntry(
        "collections take",
        "Take documents out of a collection.",
        f"{_CLI}.collections",
        ("kagent collections take work notes.md",),
    ),
    CommandEntry(
        "collections rename",
        "Give a collection another name.",
        f"{_CLI}.collections",
        ('kagent collections rename work "work 2026"',),
    ),
    CommandEntry(
        "collections remove",
        "Remove collections; their documents stay.",
        f"{_CLI}.collections",
        ("kagent collections remove work",),
    ),
)
