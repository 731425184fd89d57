"""Names that lie under a home, read for completions: quickly, without a trace, without a word.

Nothing is made, migrated or locked, and whatever is in the way gives nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.file_names import DATABASE_NAME

if TYPE_CHECKING:
    import sqlite3

Pairs = Sequence[tuple[str, str]]

_LIMIT = 200
_PATIENCE_SECONDS = 0.2


def sessions(home: Path, typed: str) -> Pairs:
    """Ids that begin with `typed`, the latest first, with when they were used and their title."""
    kept = _sessions(home, typed, "deleted_at IS NULL")
    # A memory that an older version left has no column for deleted sessions.
    return kept if kept is not None else _sessions(home, typed, "true") or []


def deleted_sessions(home: Path, typed: str) -> Pairs:
    """Ids of sessions that can be brought back."""
    return _sessions(home, typed, "deleted_at IS NOT NULL") or []


def _sessions(home: Path, typed: str, condition: str) -> Pairs | None:
    rows = _answer(
        home,
        "SELECT id, updated_at, title FROM sessions WHERE substr(id, 1, ?) = ?"  # noqa: S608 - ours
        f" AND {condition} ORDER BY updated_at DESC LIMIT ?",
        (len(typed), typed, _LIMIT),
    )
    if rows is None:
        return None
    return [(name, f"{str(moment)[:10]} {title}") for name, moment, title in rows]


def tags(home: Path, typed: str) -> Pairs:
    """Tags of sessions, with how many have each."""
    rows = _rows(
        home,
        "SELECT tag, count(*) FROM session_tags WHERE substr(tag, 1, ?) = ?"
        " GROUP BY tag ORDER BY tag LIMIT ?",
        (len(typed), typed, _LIMIT),
    )
    return [(str(tag), "1 session" if count == 1 else f"{count} sessions") for tag, count in rows]


def kuaipedia_items(home: Path, typed: str) -> Pairs:
    """Titles of items that begin with `typed`, those with most evidence first."""
    return [
        (title, subtitle)
        for title, subtitle in _rows(
            home,
            "SELECT title, subtitle FROM kuaipedia_items WHERE merged_into IS NULL"
            " AND deleted_at IS NULL AND substr(title, 1, ?) = ?"
            " ORDER BY evidence DESC, folded LIMIT ?",
            (len(typed), typed, _LIMIT),
        )
    ]


def collections(home: Path, typed: str) -> Pairs:
    """Names of collections, with the number of their documents."""
    return [
        (name, f"{count} documents" if count != 1 else "1 document")
        for name, count in _rows(
            home,
            "SELECT name, (SELECT count(*) FROM collection_documents d"
            " WHERE d.collection_id = c.id) FROM collections c"
            " WHERE substr(name, 1, ?) = ? ORDER BY name LIMIT ?",
            (len(typed), typed, _LIMIT),
        )
    ]


def documents(home: Path, typed: str) -> Pairs:
    """Sources of the library with their titles; before a / is typed, the names of files too."""
    found = {
        str(source): str(title)
        for source, title in _rows(
            home,
            "SELECT source, title FROM documents WHERE substr(source, 1, ?) = ?"
            " ORDER BY source LIMIT ?",
            (len(typed), typed, _LIMIT),
        )
    }
    if typed and "/" not in typed:
        for source, title in _rows(
            home,
            "SELECT source, title FROM documents WHERE instr(source, ?) LIMIT ?",
            (f"/{typed}", _LIMIT),
        ):
            name = str(source).rpartition("/")[2]
            if name.startswith(typed):
                found[name] = str(title)
    return list(found.items())


def roots(home: Path, typed: str) -> Pairs:
    """What was added: files, folders, patterns and addresses."""
    rows = _rows(
        home,
        "SELECT path, kind FROM roots WHERE substr(path, 1, ?) = ? ORDER BY path LIMIT ?",
        (len(typed), typed, _LIMIT),
    )
    return [(str(path), str(kind)) for path, kind in rows]


def own_tools(home: Path, typed: str) -> Pairs:
    """Files in the folder of the user's tools; none of them is run for its name."""
    with contextlib.suppress(OSError):
        found = sorted(path.stem for path in (home / "tools").glob("*.py"))
        return [(name, "your own") for name in found if name.startswith(typed)]
    return []


def model_files(home: Path) -> Iterator[str]:
    """Names of models that were downloaded or imported."""
    with contextlib.suppress(OSError):
        for path in sorted((home / "models").iterdir()):
            if path.suffix.lower() in (".gguf", ".bin"):
                yield path.stem.partition("-00001-of-")[0]


def _rows(home: Path, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    return _answer(home, query, values) or []


def _answer(home: Path, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]] | None:
    """The rows; None where the database cannot be read or has no such table or column."""
    import sqlite3

    try:
        with contextlib.closing(_opened(home / DATABASE_NAME)) as connection:
            return connection.execute(query, values).fetchall()
    except (sqlite3.Error, OSError, ValueError):
        return None


def _opened(path: Path) -> sqlite3.Connection:
    """The database, to be read alone.

    Without a write-ahead log nobody is at work: it is then read as an immutable file, for an
    ordinary reader would leave the files of such a log behind.
    """
    import sqlite3

    logged = path.with_name(f"{path.name}-wal").exists()
    how = "mode=ro" if logged else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_PATIENCE_SECONDS)
