"""What `kagent doctor` finds in the home: the memory, its index, its vectors, older copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kagent_tui.cli.diagnostics import CommandError
from kagent_tui.cli.doctor_findings import Finding
from kagent_tui.quantities import size_text

if TYPE_CHECKING:
    from kagent_tui.assembly import Assembly


def memory(assembly: Assembly) -> Finding:
    """Open the database and count what is in it; raises StoreError."""
    from store.migrations import SCHEMA_VERSION

    counts, unpurged = assembly.statistics(), assembly.bank.unpurged()
    said = (
        f"{counts.documents} documents, {counts.segments} segments, {counts.turns} questions, "
        f"{size_text(counts.bytes)}, schema {SCHEMA_VERSION}"
    )
    if unpurged:
        said += f"; traces of {unpurged} removed segments wait for: kagent memory purge"
    return Finding(said)


def index(assembly: Assembly) -> Finding:
    """Ask the index one thing, which brings it up to date, and makes it again where it is damaged.

    Raises StoreError.
    """
    from importlib.metadata import version

    assembly.bank.search("KAgent", limit=1)
    count = assembly.statistics().segments
    return Finding(f"tantivy {version('tantivy')}, in step with {count} segments")


def vectors(assembly: Assembly) -> Finding:
    """For how many passages there are vectors of the embedding model in use; raises StoreError."""
    bank = assembly.bank.vectors
    done, total = bank.reembedding.progress()
    said = f"{done:,} of {total:,} passages embedded by {bank.identity}"
    if done == total:
        return Finding(said)
    return Finding(said, "doubtful", "to go on: kagent library embed")


def deep(assembly: Assembly) -> Finding:
    """Read every page, and every entry of the indexes.

    Raises:
        CommandError: something is wrong.
    """
    problems = assembly.bank.problems()
    if problems:
        raise CommandError(
            f"{', '.join(problems)}; bring back a backup (kagent restore), or add the documents "
            "to a new home"
        )
    return Finding("every page is sound, and the indexes agree with the documents")


def copies(home: Path) -> Finding:
    """Older databases, which only the user deletes."""
    from store.file_names import DATABASE_NAME
    from store.older_copies import older_copies

    found = older_copies(home / DATABASE_NAME)
    if not found:
        return Finding("no older databases are kept")
    size = sum(path.stat().st_size for path in found)
    names = ", ".join(path.name for path in found)
    return Finding(f"{size_text(size)} of older databases in {home}, yours to delete: {names}")
