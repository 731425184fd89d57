"""Registered archives: kept, changed and forgotten."""

from dataclasses import replace
from pathlib import Path

from store.archives import NewArchive
from store.memory import MemoryBank
from tests.store.schema_1 import make_schema_1

_WIKI = NewArchive("/zim/en.zim", "Wikipedia", "en", 1200, "2024-05-06", 4096)


def test_an_archive_is_kept_until_it_is_removed(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        assert bank.archives.add(_WIKI)
        assert not bank.archives.add(_WIKI)
    with MemoryBank.open(tmp_path) as bank:
        (record,) = bank.archives.all()
        assert (record.source, record.title, record.articles) == ("/zim/en.zim", "Wikipedia", 1200)
        assert record.added_at <= record.updated_at
        assert bank.archives.get("/zim/en.zim") == record
        assert bank.archives.remove("/zim/en.zim")
        assert not bank.archives.remove("/zim/en.zim")
        assert bank.archives.get("/zim/en.zim") is None


def test_what_a_file_says_now_replaces_what_it_said(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        bank.archives.add(_WIKI)
        first = bank.archives.get(_WIKI.source)
        assert bank.archives.add(replace(_WIKI, articles=1300, date="2025-01-01"))
        second = bank.archives.get(_WIKI.source)
        assert first is not None
        assert second is not None
        assert (second.articles, second.date, second.added_at) == (
            1300,
            "2025-01-01",
            first.added_at,
        )


def test_an_older_memory_gets_the_table(tmp_path: Path) -> None:
    make_schema_1(tmp_path / "home")
    with MemoryBank.open(tmp_path / "home") as bank:
        assert bank.archives.all() == []
        assert bank.archives.add(_WIKI)
