"""The thorough check of a memory: is every page sound, and do the indexes agree with the tables?"""

from __future__ import annotations

from store.database import Database
from store.indexing import Indexing
from store.vectors import Vectors

_MOST_SAID = 3


def problems(database: Database, indexing: Indexing, vectors: Vectors) -> list[str]:
    """What is wrong, a line each; takes about a second for 50 MB.

    Raises:
        StoreError: the files cannot be read, or another process is writing the index.
    """
    found = [
        f"{database.path}: {row['integrity_check']}"
        for row in database.rows(f"PRAGMA integrity_check({_MOST_SAID})")
        if row["integrity_check"] != "ok"
    ]
    orphans = database.rows("PRAGMA foreign_key_check")
    if orphans:
        tables = ", ".join(sorted({row["table"] for row in orphans}))
        found.append(f"{database.path}: {len(orphans)} rows belong to nothing ({tables})")
    different = indexing.differences()
    if different:
        found.append(f"the search index differs from the database in {different} segments")
    different = vectors.differences()
    if different:
        found.append(f"the index of vectors differs from the vectors in {different} segments")
    return found
