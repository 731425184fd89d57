"""What was asked and answered, and what is remembered."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

REMEMBERING: Final[tuple[CommandEntry, ...]] = (
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
        (
            "kagent sessions list --json",
            "kagent sessions list --tag work",
            "kagent sessions list --deleted",
        ),
    ),
    CommandEntry(
        "sessions search",
        "Find sessions by what was said in them.",
        f"{_CLI}.sessions",
        (
            "kagent sessions search warranty",
            "kagent sessions search 保修 --json",
        ),
    ),
    CommandEntry(
        "sessions show",
        "Show a session's questions and answers as they were given.",
        f"{_CLI}.sessions",
        (
            "kagent sessions show 3f2a",
            "kagent sessions show 3f2a --json",
        ),
    ),
    CommandEntry(
        "sessions rename",
        "Give a session another title.",
        f"{_CLI}.sessions",
        ("kagent sessions rename 3f2a Warranties",),
    ),
    CommandEntry(
        "sessions tag",
        "Put tags on a session, to find it by.",
        f"{_CLI}.sessions",
        ('kagent sessions tag 3f2a car "to do"',),
    ),
    CommandEntry(
        "sessions untag",
        "Take tags from a session.",
        f"{_CLI}.sessions",
        ("kagent sessions untag 3f2a car",),
    ),
    CommandEntry(
        "sessions branch",
        "Begin a session with the questions and answers of another.",
        f"{_CLI}.sessions",
        (
            "kagent sessions branch 3f2a",
            "kagent sessions branch 3f2a --before 3",
        ),
    ),
    CommandEntry(
        "sessions delete",
        "Delete sessions with all that was said in them.",
        f"{_CLI}.sessions",
        (
            "kagent sessions delete 3f2a",
            "kagent sessions delete 3f2a --permanently",
        ),
    ),
    CommandEntry(
        "sessions restore",
        "Bring deleted sessions back.",
        f"{_CLI}.sessions",
        ("kagent sessions restore 3f2a",),
    ),
    CommandEntry(
        "sessions export",
        "Write a session as Markdown, JSON or HTML.",
        f"{_CLI}.sessions",
        (
            "kagent sessions export 3f2a -o warranties.md",
            "kagent sessions export 3f2a --format html -o warranties.html",
            "kagent sessions export 3f2a --json",
        ),
    ),
    CommandEntry(
        "open",
        "Open a cited source at its place.",
        f"{_CLI}.open",
        ("kagent open 1", "kagent open 2 --session 3f2a --print", "kagent open ~/notes/car.md"),
    ),
    CommandEntry(
        "memory",
        "See what is remembered, and forget it.",
        f"{_CLI}.memory",
        ("kagent memory list",),
    ),
    CommandEntry(
        "memory list",
        "List what is remembered.",
        f"{_CLI}.memory",
        ("kagent memory list --kind conversation", "kagent memory list --before 2026-11-01"),
    ),
    CommandEntry(
        "memory search",
        "Search all that is remembered.",
        f"{_CLI}.memory",
        ("kagent memory search warranty", "kagent memory search 保修 --kind task --json"),
    ),
    CommandEntry(
        "memory forget",
        "Forget questions with their answers, tasks and documents.",
        f"{_CLI}.memory",
        ("kagent memory forget c12 t7", "kagent memory forget --before 2026-01-01 --yes"),
    ),
    CommandEntry(
        "memory purge",
        "Take the last traces of what was removed out of the files.",
        f"{_CLI}.memory",
        ("kagent memory purge",),
    ),
)
