"""A memory as the first release of KAgent left it."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils
from pysqlite3 import dbapi2

from store.migrations import STEPS
from tests.store.fault_oracle import State

_SEGMENT = (
    "INSERT INTO segments(kind, document_id, turn_id, task_id, source, title, text, heading, page,"
    " span_start, span_end, line, time_start, time_end)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
NOW = "2026-01-02T03:04:05+00:00"
_DOCUMENTS = (
    ("ferry", "w1x", "The ferry crosses the harbour at nine. w1x"),
    ("膜", "w2x", "反渗透膜每两年半更换一次。w2x"),
)
STATE = State(
    documents={"/ferry.txt": ("w1x", 1), "/膜.txt": ("w2x", 1)},
    sessions={"Lamps": [("turn", "w3x"), ("task", "w4x")]},
)


def make_schema_1(home: Path) -> None:
    """A memory as the first release left it: part of the outbox taken, no index beside it."""
    home.mkdir(parents=True)
    connection = dbapi2.connect(str(home / "kagent.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")
    STEPS[0](sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute("PRAGMA user_version = 1")
    for number, (title, word, text) in enumerate(_DOCUMENTS, start=1):
        connection.execute(
            "INSERT INTO documents(source, title, fingerprint, media_type, text, created_at,"
            " updated_at) VALUES (?, ?, ?, 'text/plain', ?, ?, ?)",
            (f"/{title}.txt", title, word, text, NOW, NOW),
        )
        _segment(connection, "knowledge", number, f"/{title}.txt", title, text)
    connection.execute("INSERT INTO sessions VALUES ('abc', 'Lamps', ?, ?)", (NOW, NOW))
    connection.execute(
        "INSERT INTO turns(session_id, question, answer_text, answer_json, created_at)"
        " VALUES ('abc', 'Who lights it?', 'The keeper w3x.', '{}', ?)",
        (NOW,),
    )
    _segment(
        connection, "conversation", 1, "session:abc", "Lamps", "Who lights it?\nThe keeper w3x."
    )
    connection.execute(
        "INSERT INTO tasks(session_id, task_name, command_json, observation, error, seconds,"
        " created_at) VALUES ('abc', 'Count days', '{}', 'Sixty days w4x', NULL, 0.5, ?)",
        (NOW,),
    )
    _segment(connection, "task", 1, "session:abc", "Count days", "Count days\nSixty days w4x")
    connection.execute("DELETE FROM outbox WHERE seq <= 2")
    connection.execute("UPDATE properties SET value = '2' WHERE key = 'watermark'")
    connection.execute("COMMIT")
    connection.close()


def _segment(
    connection: dbapi2.Connection, kind: str, owner: int, source: str, title: str, text: str
) -> None:
    owners = [owner if kind == name else None for name in ("knowledge", "conversation", "task")]
    connection.execute(
        _SEGMENT,
        (kind, *owners, source, title, text, "Part", 4, 0, len(text), 7, None, None),
    )
