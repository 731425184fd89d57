"""Older schemas: brought up to date with everything in them, and kept as they were."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from pysqlite3 import dbapi2

from store.backup import restore
from store.database import Database
from store.errors import StoreError
from store.kuaipedia_records import NewItem
from store.memory import MemoryBank
from store.migrations import SCHEMA_VERSION, STEPS
from store.older_copies import older_copies
from tests.store.schema_1 import NOW, make_schema_1


def tables_of(path: Path, tables: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    connection = dbapi2.connect(str(path))
    rows = {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
        for table in tables
    }
    connection.close()
    return rows


_KEPT = ("documents", "sessions", "turns", "tasks", "segments", "outbox", "properties")


def test_schema_1_comes_along_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    before = tables_of(home / "kagent.db", _KEPT)
    with MemoryBank.open(home) as bank:
        assert bank._database.value("PRAGMA user_version") == SCHEMA_VERSION
        (hit,) = bank.search("When does the ferry cross?")
        assert (hit.source, hit.page, hit.line, hit.heading) == ("/ferry.txt", 4, 7, "Part")
        assert [hit.source for hit in bank.search("反渗透膜多久更换？")] == ["/膜.txt"]
        (turn,) = bank.turns("abc")
        assert (turn.question, turn.answer_json) == ("Who lights it?", "{}")
        assert [hit.text for hit in bank.search("keeper", kinds=["conversation"])] == [
            "Who lights it?\nThe keeper w3x."
        ]
        assert [hit.title for hit in bank.search("sixty", kinds=["task"])] == ["Count days"]
        assert [record.created_at for record in bank.documents()] == [NOW, NOW]
    after = tables_of(home / "kagent.db", _KEPT)
    for table in ("documents", "sessions", "turns", "tasks", "segments"):
        assert [new[: len(old)] for old, new in zip(before[table], after[table], strict=True)] == (
            before[table]
        )
    assert dict(before["properties"])["uuid"] == dict(after["properties"])["uuid"]


def _to_schema_5(home: Path) -> None:
    """Take a memory of schema 1 to what it was before there were moments and a Kuaipedia."""
    connection = dbapi2.connect(str(home / "kagent.db"), isolation_level=None)
    connection.execute("BEGIN")
    for step in STEPS[1:5]:
        step(sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute("PRAGMA user_version = 5")
    connection.execute("INSERT INTO collections(name) VALUES ('harbour')")
    connection.execute("INSERT INTO collection_documents VALUES (1, 1)")
    connection.execute("INSERT INTO unread VALUES ('/film.mp4', 9, 1, 'no reader', ?)", (NOW,))
    connection.execute("INSERT INTO former_sources VALUES ('/old.txt', 1, ?)", (NOW,))
    connection.execute("INSERT INTO session_tags VALUES ('abc', 'light')")
    connection.execute("COMMIT")
    connection.close()


def test_schema_5_comes_along_whole_and_its_documents_are_linked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    _to_schema_5(home)
    kept = (*_KEPT[:-2], "collections", "collection_documents", "unread", "former_sources")
    before = tables_of(home / "kagent.db", (*kept, "session_tags"))
    with MemoryBank.open(home) as bank:
        assert bank._database.value("PRAGMA user_version") == SCHEMA_VERSION
        assert [hit.source for hit in bank.search("ferry")] == ["/ferry.txt"]
        # What was read by older schemas is looked through like anything new.
        fresh = bank.kuaipedia.looked_through.fresh()
        assert [one.source for one in fresh] == ["/ferry.txt", "/膜.txt"]
        (item,) = bank.kuaipedia.put_items([NewItem("Ferry")])
        assert item is not None
        bank.kuaipedia.decide(item, fresh[0].id, linked=True)
        assert [one.source for one in bank.kuaipedia.evidence(item)] == ["/ferry.txt"]
        assert bank.moments.of(fresh[0].id) == []
        assert bank.problems() == []
    assert tables_of(home / "kagent.db", (*kept, "session_tags")) == before


def test_older_sessions_can_be_tagged_branched_deleted_and_brought_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    with MemoryBank.open(home) as bank:
        (record,) = bank.sessions()
        assert (record.tags, record.parent, record.deleted_at) == ((), None, None)
        store = bank.sessions_store
        store.tag("abc", ["light"])
        branch = store.branch("abc")
        assert [turn.question for turn in bank.turns(branch)] == ["Who lights it?"]
        assert store.trash("abc")
        hits = bank.search("keeper", kinds=["conversation"])
        assert [hit.session_id for hit in hits] == [branch]
        assert bank.search("sixty", kinds=["task"]) == []
        assert store.restore("abc")
        assert [hit.title for hit in bank.search("sixty", kinds=["task"])] == ["Count days"]
        assert {found.id for found in store.search("keep light")} == {"abc", branch}
        assert bank.problems() == []


def test_the_older_file_is_kept_and_said(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    before = tables_of(home / "kagent.db", _KEPT)
    database = Database.open(home)
    (kept,) = older_copies(home / "kagent.db")
    (notice,) = database.notices
    database.close()
    assert kept == home / f"kagent.db.before-schema-{SCHEMA_VERSION}"
    assert str(kept) in notice
    assert kept.stat().st_mode & 0o077 == 0
    assert tables_of(kept, _KEPT) == before
    again = Database.open(home)
    assert again.notices == []
    again.close()
    assert older_copies(home / "kagent.db") == [kept]
    assert restore(tmp_path / "back", kept).schema == 1
    with MemoryBank.open(tmp_path / "back") as bank:
        assert [hit.source for hit in bank.search("ferry")] == ["/ferry.txt"]


def test_a_new_memory_has_no_older_copy(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    assert database.notices == []
    database.close()
    assert older_copies(tmp_path / "kagent.db") == []


def test_an_older_copy_of_other_content_is_never_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    first = home / f"kagent.db.before-schema-{SCHEMA_VERSION}"
    first.write_text("another")
    Database.open(home).close()
    assert first.read_text() == "another"
    assert [path.name for path in older_copies(home / "kagent.db")] == [
        first.name,
        f"{first.name}-2",
    ]


def test_a_migration_cut_short_is_done_again_with_one_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    make_schema_1(home)

    def fail(*_: object) -> None:
        raise StoreError("cut short")

    with monkeypatch.context() as patch:
        patch.setattr("store.database.migrate", fail)
        with pytest.raises(StoreError, match="cut short"):
            Database.open(home)
    (kept,) = older_copies(home / "kagent.db")
    Database.open(home).close()
    assert older_copies(home / "kagent.db") == [kept]


def test_without_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    before = tables_of(home / "kagent.db", _KEPT)

    def refuse(_source: Path, target: Path) -> None:
        raise StoreError(f"cannot write to {target}: {os.strerror(28)}")

    monkeypatch.setattr("store.older_copies.copy_database", refuse)
    with pytest.raises(StoreError, match="No space left"):
        Database.open(home)
    assert tables_of(home / "kagent.db", _KEPT) == before
    assert older_copies(home / "kagent.db") == []
