"""The schema of kagent.db, as numbered steps; `PRAGMA user_version` says which were taken."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from pysqlite3 import complete_statement
from sqlite_utils import Database

from store.schema_kuaipedia import KUAIPEDIA_TABLES
from store.schema_vectors import VECTOR_TABLES

APPLICATION_ID = 0x4B41474E  # "KAGN", which `file` and other programs can recognise

# Ids are never used twice (AUTOINCREMENT), so that a stale index can never point at another text.
# The triggers fill the outbox: no statement that touches a segment can forget the keyword index.
_FIRST = """
CREATE TABLE properties (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    media_type TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer_text TEXT NOT NULL,
    answer_json TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX turns_by_session ON turns(session_id);
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    task_name TEXT NOT NULL,
    command_json TEXT NOT NULL,
    observation TEXT NOT NULL,
    error TEXT,
    seconds REAL NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_by_session ON tasks(session_id);
CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('knowledge', 'conversation', 'task')),
    document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
    turn_id INTEGER REFERENCES turns(id) ON DELETE CASCADE,
    task_id INTEGER REFERENCES tasks(id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    heading TEXT,
    page INTEGER,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    line INTEGER,
    time_start REAL,
    time_end REAL
) STRICT;
CREATE INDEX segments_by_document ON segments(document_id) WHERE document_id IS NOT NULL;
CREATE INDEX segments_by_turn ON segments(turn_id) WHERE turn_id IS NOT NULL;
CREATE INDEX segments_by_task ON segments(task_id) WHERE task_id IS NOT NULL;
CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, segment_id INTEGER NOT NULL) STRICT;
CREATE TRIGGER segment_added AFTER INSERT ON segments BEGIN
    INSERT INTO outbox(segment_id) VALUES (new.id);
END;
CREATE TRIGGER segment_changed AFTER UPDATE ON segments BEGIN
    INSERT INTO outbox(segment_id) VALUES (new.id);
END;
CREATE TRIGGER segment_removed AFTER DELETE ON segments BEGIN
    INSERT INTO outbox(segment_id) VALUES (old.id);
END;
"""


# Collections; what the user added (roots) and removed again from a root (left_out); what could not
# be read; where documents stood before they were moved. documents_by_state tells a sync what it
# needs to know, and segments_by_kind counts, without going through the texts in the same rows.
_LIBRARY = """
ALTER TABLE documents ADD COLUMN size INTEGER;
ALTER TABLE documents ADD COLUMN modified_ns INTEGER;
ALTER TABLE documents ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
CREATE INDEX segments_by_kind ON segments(kind);
ALTER TABLE segments ADD COLUMN sheet TEXT;
ALTER TABLE segments ADD COLUMN row INTEGER;
CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE collection_documents (
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collections_by_document ON collection_documents(document_id);
CREATE TABLE roots (
    path TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'folder', 'glob', 'url')),
    collection_id INTEGER REFERENCES collections(id) ON DELETE SET NULL,
    added_at TEXT NOT NULL,
    synced_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE unread (
    source TEXT PRIMARY KEY,
    size INTEGER,
    modified_ns INTEGER,
    error TEXT NOT NULL,
    noted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE former_sources (
    source TEXT PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    moved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_sources_by_document ON former_sources(document_id);
CREATE TABLE left_out (source TEXT PRIMARY KEY, noted_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX documents_by_state ON documents(source, fingerprint, size, modified_ns, title);
"""

# Files that answer where they lie, such as an encyclopedia in a ZIM file.
_ARCHIVES = """
CREATE TABLE archives (
    source TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    articles INTEGER NOT NULL,
    date TEXT NOT NULL,
    size INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# Sessions that are sorted, deleted for a while, and branched. A copied turn or task names the first
# of its copies (origin_id), which may be gone: only one of them has the segments, so that none is
# found twice. shelved_segments are those of deleted sessions, under their former ids, in a table
# that no search looks at. A parent may be gone as well.
_SESSIONS = """
ALTER TABLE sessions ADD COLUMN deleted_at TEXT;
ALTER TABLE sessions ADD COLUMN parent_id TEXT;
CREATE INDEX sessions_deleted ON sessions(deleted_at) WHERE deleted_at IS NOT NULL;
ALTER TABLE turns ADD COLUMN origin_id INTEGER;
CREATE INDEX turns_by_origin ON turns(origin_id) WHERE origin_id IS NOT NULL;
ALTER TABLE tasks ADD COLUMN origin_id INTEGER;
CREATE INDEX tasks_by_origin ON tasks(origin_id) WHERE origin_id IS NOT NULL;
CREATE TABLE session_tags (
    session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
    tag TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (session_id, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE shelved_segments (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    turn_id INTEGER REFERENCES turns(id) ON DELETE CASCADE,
    task_id INTEGER REFERENCES tasks(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    heading TEXT,
    page INTEGER,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    line INTEGER,
    time_start REAL,
    time_end REAL,
    sheet TEXT,
    row INTEGER
) STRICT;
CREATE INDEX shelved_by_turn ON shelved_segments(turn_id) WHERE turn_id IS NOT NULL;
CREATE INDEX shelved_by_task ON shelved_segments(task_id) WHERE task_id IS NOT NULL;
"""


def _create(database: Database) -> None:
    for statement in _statements(_FIRST):
        database.conn.execute(statement)
    database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.conn.execute(
        "INSERT INTO properties(key, value) VALUES ('uuid', ?), ('watermark', '0')",
        (uuid.uuid4().hex,),
    )


def _add_library(database: Database) -> None:
    for statement in _statements(_LIBRARY):
        database.conn.execute(statement)


def _add_vectors(database: Database) -> None:
    for statement in _statements(VECTOR_TABLES):
        database.conn.execute(statement)


def _add_archives(database: Database) -> None:
    for statement in _statements(_ARCHIVES):
        database.conn.execute(statement)


def _add_session_states(database: Database) -> None:
    for statement in _statements(_SESSIONS):
        database.conn.execute(statement)


def _add_kuaipedia(database: Database) -> None:
    for statement in _statements(KUAIPEDIA_TABLES):
        database.conn.execute(statement)


def _statements(script: str) -> list[str]:
    """Statements one by one: executescript would commit the transaction that holds the step."""
    statements: list[str] = []
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements


STEPS: tuple[Callable[[Database], None], ...] = (
    _create,
    _add_library,
    _add_vectors,
    _add_archives,
    _add_session_states,
    _add_kuaipedia,
)
SCHEMA_VERSION = len(STEPS)


def migrate(database: Database, version: int) -> None:
    """Take the steps after `version`; the caller holds a BEGIN IMMEDIATE transaction."""
    for number, step in enumerate(STEPS[version:], start=version + 1):
        step(database)
        database.conn.execute(f"PRAGMA user_version = {number}")
