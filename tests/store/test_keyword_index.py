"""The keyword index is a cache: whatever happens to it, it is made again from SQLite."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from store import tokens
from store.file_names import INDEX_NAME
from store.locking import file_lock
from store.memory import MemoryBank, StoreError
from store.records import NewDocument, NewSegment

COUNT = 25


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("template") / "home"
    _fill(home)
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    """A home with COUNT documents, all of them indexed."""
    copy = tmp_path / "home"
    shutil.copytree(template, copy)
    return copy


def _fill(home: Path, first: int = 0, count: int = COUNT) -> None:
    with MemoryBank.open(home) as bank:
        for number in range(first, first + count):
            text = f"Lamp number{number} burns 灯塔 in the harbour."
            bank.add_document(
                NewDocument(f"/{number}", "Harbour lights", text, "1"),
                [NewSegment(text, 0, len(text))],
            )


def _assert_whole(home: Path, count: int = COUNT) -> list[str]:
    with MemoryBank.open(home) as bank:
        assert len(bank.search("lamp", limit=200)) == count
        for number in range(count):
            (hit,) = bank.search(f"number{number}")
            assert hit.source == f"/{number}"
        return bank.notices


def _index_file_kinds() -> list[str]:
    kinds = ["idx", "term", "store", "pos", "fieldnorm", "fast"]
    return [*(f"*.{kind}" for kind in kinds), "meta.json", ".managed.json", "index.json"]


def _flipped(data: bytes) -> bytes:
    changed = bytearray(data)
    for place in range(0, len(changed) // 2, 7):
        changed[place] ^= 0x5A
    return bytes(changed)


@pytest.mark.parametrize("pattern", _index_file_kinds())
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut"),
        pytest.param(lambda data: os.urandom(len(data)), id="garbage"),
        pytest.param(_flipped, id="flipped"),
        pytest.param(None, id="gone"),
    ],
)
def test_a_damaged_file_is_repaired(
    home: Path, pattern: str, damage: Callable[[bytes], bytes] | None
) -> None:
    files = list((home / "index").glob(pattern))
    assert files
    for path in files:
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage(path.read_bytes()))
    _assert_whole(home)
    assert _assert_whole(home) == []


def test_a_repair_is_told_once(home: Path) -> None:
    (home / "index" / "meta.json").write_text("{")
    (notice,) = _assert_whole(home)
    assert "made again" in notice
    assert "\n" not in notice


def test_a_missing_index_is_made_again(home: Path) -> None:
    shutil.rmtree(home / "index")
    assert _assert_whole(home) == []


def test_an_index_that_is_a_file_is_made_again(home: Path) -> None:
    shutil.rmtree(home / "index")
    (home / "index").write_text("?")
    _assert_whole(home)


def test_another_version_of_the_tokens_makes_a_new_index(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    assert len(_assert_whole(home)) == 1
    identity = json.loads((home / "index" / "index.json").read_text())
    assert identity["tokens"] == tokens.VERSION


def test_the_index_of_another_home_is_not_used(tmp_path: Path) -> None:
    _fill(tmp_path / "a")
    _fill(tmp_path / "b", count=3)
    shutil.rmtree(tmp_path / "a" / "index")
    shutil.copytree(tmp_path / "b" / "index", tmp_path / "a" / "index")
    assert len(_assert_whole(tmp_path / "a")) == 1


def test_an_index_ahead_of_a_restored_database_is_made_again(home: Path) -> None:
    shutil.copy(home / "kagent.db", home / "backup")
    _fill(home, first=COUNT, count=5)
    shutil.copy(home / "backup", home / "kagent.db")
    assert len(_assert_whole(home)) == 1


def test_an_index_behind_its_database_is_made_again(home: Path) -> None:
    shutil.copytree(home / "index", home / "saved")
    _fill(home, first=COUNT, count=5)
    shutil.rmtree(home / "index")
    shutil.copytree(home / "saved", home / "index")
    assert len(_assert_whole(home, COUNT + 5)) == 1


def test_a_crash_before_the_watermark_takes_the_rows_again(home: Path) -> None:
    connection = dbapi2.connect(str(home / "kagent.db"), isolation_level=None)
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name='outbox'").fetchone()[0]
    connection.execute("UPDATE properties SET value = '0' WHERE key = 'watermark'")
    connection.execute(
        "INSERT INTO outbox(seq, segment_id) SELECT ? - row_number() OVER (ORDER BY id) + 1, id"
        " FROM segments LIMIT 10",
        (last,),
    )
    connection.close()
    assert _assert_whole(home) == []


def test_a_crash_between_the_renames_of_a_rebuild(home: Path) -> None:
    (home / "index").rename(home / "index.old")
    (home / "index.new").mkdir()
    assert _assert_whole(home) == []
    assert not (home / "index.old").exists()
    assert not (home / "index.new").exists()


def test_while_another_process_writes_what_is_indexed_is_still_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.indexing._PATIENCE_SECONDS", 0.1)
    with MemoryBank.open(home) as bank:
        with file_lock(home / "index.lock") as held:
            assert held
            bank.add_document(NewDocument("/new", "n", "eel", "1"), [NewSegment("eel", 0, 3)])
            assert len(bank.search("lamp", limit=200)) == COUNT
            assert bank.search("eel") == []
        assert [hit.source for hit in bank.search("eel")] == ["/new"]


def test_while_another_process_makes_the_index_a_search_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.indexing._PATIENCE_SECONDS", 0.1)
    shutil.rmtree(home / "index")
    with (
        MemoryBank.open(home) as bank,
        file_lock(home / "index.lock"),
        pytest.raises(StoreError, match="try again in a moment"),
    ):
        bank.search("lamp")


def test_a_large_library_is_indexed_in_batches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.indexing._BATCH", 7)
    assert _assert_whole(home) == []
    shutil.rmtree(home / "index")
    assert _assert_whole(home) == []


def test_no_text_is_kept_in_the_index(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        text = "The secret Word is Xylophone Quartz."
        bank.add_document(NewDocument("/s", "s", text, "1"), [NewSegment(text, 0, len(text))])
        assert bank.search("xylophone")
    for path in (tmp_path / "index").iterdir():
        assert b"The secret" not in path.read_bytes()


@pytest.mark.parametrize("cut", ["half", "none"])
def test_damage_that_only_a_search_notices_is_repaired(
    home: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    monkeypatch.setattr("store.keywords._verify_checksums", lambda directory: None)
    with MemoryBank.open(home) as bank:
        for path in (home / "index").glob("*.fast"):
            data = path.read_bytes()
            place = len(data) // 2 if cut == "half" else 0
            path.write_bytes(_flipped(data[:place]) + data[place:])
        bank.search("lamp")
        assert len(bank.search("lamp", limit=200)) == COUNT


def test_what_a_killed_writer_left_of_its_deletions_is_in_nobodys_way(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        for number in range(4):
            text = f"The lamp number{number} burns."
            document = NewDocument(f"/{number}", f"Lamp {number}", text, "1")
            bank.add_document(document, [NewSegment(text, 0, len(text))])
        assert bank.search("lamp")
        (segment,) = {path.stem for path in (tmp_path / INDEX_NAME).glob("*.idx")}
        for stamp in range(200):
            (tmp_path / INDEX_NAME / f"{segment}.{stamp}.del").write_bytes(b"half a li")
        assert bank.remove_document("/1")
        assert {hit.source for hit in bank.search("lamp")} == {"/0", "/2", "/3"}
        assert bank.notices == []
        assert bank.problems() == []
