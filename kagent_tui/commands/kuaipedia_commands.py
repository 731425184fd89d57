"""The personal Kuaipedia."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

_MODULE: Final = f"{_CLI}.kuaipedia"

KUAIPEDIA_COMMANDS: Final[tuple[CommandEntry, ...]] = (
    CommandEntry(
        "kuaipedia",
        "See what your documents and videos are about, item by item.",
        _MODULE,
        ("kagent kuaipedia list", "kagent kuaipedia show coffee"),
    ),
    CommandEntry(
        "kuaipedia list",
        "List the items, those with most evidence first.",
        _MODULE,
        ("kagent kuaipedia list", "kagent kuaipedia list 咖啡 --json"),
    ),
    CommandEntry(
        "kuaipedia show",
        "Show an item: its aspects, and the documents and videos about it.",
        _MODULE,
        (
            "kagent kuaipedia show coffee",
            "kagent kuaipedia show coffee --aspect brewing",
            "kagent kuaipedia show item:12 --open 1",
        ),
    ),
    CommandEntry(
        "kuaipedia link",
        "Link new documents to items, or one document to an item by hand.",
        _MODULE,
        (
            "kagent kuaipedia link",
            "kagent kuaipedia link coffee ~/Videos/espresso.mp4 --aspect brewing",
        ),
    ),
    CommandEntry(
        "kuaipedia unlink",
        "Say that a document is not about an item.",
        _MODULE,
        ("kagent kuaipedia unlink coffee ~/Documents/java.pdf",),
    ),
    CommandEntry(
        "kuaipedia merge",
        "Make one item of several.",
        _MODULE,
        ('kagent kuaipedia merge espresso "caffè espresso" --into espresso',),
    ),
    CommandEntry(
        "kuaipedia split",
        "Make an item of its own of some names of another.",
        _MODULE,
        ('kagent kuaipedia split coffee --alias java --title "Java (language)"',),
    ),
    CommandEntry(
        "kuaipedia rename",
        "Give an item another title.",
        _MODULE,
        ('kagent kuaipedia rename espresso "Caffè espresso"',),
    ),
    CommandEntry(
        "kuaipedia alias",
        "Add names to an item, or take some away.",
        _MODULE,
        ("kagent kuaipedia alias kubernetes --add k8s --hide ks",),
    ),
    CommandEntry(
        "kuaipedia aspect",
        "Rename, move or hide an aspect of an item.",
        _MODULE,
        (
            "kagent kuaipedia aspect coffee brewing --rename preparation",
            "kagent kuaipedia aspect coffee grind --below preparation",
            "kagent kuaipedia aspect coffee history --hide",
        ),
    ),
    CommandEntry(
        "kuaipedia delete",
        "Delete items; the documents stay.",
        _MODULE,
        ("kagent kuaipedia delete introduction item:31",),
    ),
    CommandEntry(
        "kuaipedia restore",
        "Bring back items that were deleted or merged.",
        _MODULE,
        ("kagent kuaipedia restore", "kagent kuaipedia restore introduction"),
    ),
    CommandEntry(
        "kuaipedia export",
        "Write all items to a file, with your changes.",
        _MODULE,
        (
            "kagent kuaipedia export items.jsonl.gz",
            "kagent kuaipedia export items.jsonl --format kuaipedia",
        ),
    ),
    CommandEntry(
        "kuaipedia import",
        "Take in items and videos from a file.",
        _MODULE,
        (
            "kagent kuaipedia import items.jsonl.gz",
            "kagent kuaipedia import kuaipedia_videos.jsonl --collection kuaipedia",
        ),
    ),
)
