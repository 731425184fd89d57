"""Forgotten is gone from the bytes of every file, which these tests read."""

import random
from collections.abc import Iterator, Set
from pathlib import Path

import pytest
import tantivy

from store import tokens
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, NewTask
from tests.store.fault_workload import open_bank

ENGLISH = "zanzibarian quokkas"
CHINESE = "紫貂骑士团"
OTHERS = 40


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def bank(home: Path) -> Iterator[MemoryBank]:
    with open_bank(home) as opened:
        for number in range(OTHERS):
            add(opened, f"/other{number}", f"The lamp number {number} burns. 灯火第{number}。")
        yield opened


def add(bank: MemoryBank, source: str, text: str) -> None:
    bank.add_document(NewDocument(source, source, text, "1"), [NewSegment(text, 0, len(text))])


def secret_text() -> str:
    return f"Nobody may read of the {ENGLISH} here. 关于{CHINESE}的事。"


def phrases() -> set[bytes]:
    return {phrase.encode() for phrase in (ENGLISH, CHINESE)}


def words() -> list[str]:
    """What only the secret brings into the index."""
    common = tokens.index_tokens("The lamp number burns. 灯火第。 Nobody may read of here 的事关于")
    only = set(tokens.index_tokens(secret_text())) - set(common)
    assert len(only) >= 4
    return sorted(only)


def vector_bytes(bank: MemoryBank, word: str) -> set[bytes]:
    """The stored vectors of the segments that hold a word, and the sign bits of each."""
    (model,) = bank.vectors._tables.models().values()
    bank._database.load_vector_functions()
    rows = bank._database.rows(
        "SELECT vector, vec_quantize_binary(vec_int8(vector)) AS bits"
        f" FROM vectors_{model.id} JOIN segments ON segments.id = segment_id"
        " WHERE text LIKE ? OR title LIKE ?",
        (f"%{word}%", f"%{word}%"),
    )
    assert rows
    return {bytes(row[name]) for row in rows for name in ("vector", "bits")}


def files_with(home: Path, wanted: set[bytes]) -> set[tuple[str, bytes]]:
    return {
        (path.relative_to(home).parts[0], trace)
        for path in home.rglob("*")
        if path.is_file()
        for trace in wanted
        if trace in path.read_bytes()
    }


def words_in_index(home: Path) -> list[str]:
    """The words in Tantivy's dictionaries, which keep those of removed segments too.

    They cannot be searched for as bytes, for the dictionaries are compressed automata.
    """
    index = tantivy.Index.open(str(home / "index"))
    index.reload()
    searcher = index.searcher()
    return [
        word
        for word in words()
        if any(searcher.doc_freq(field, word) for field in ("knowledge", "conversation", "task"))
    ]


def assert_seen(home: Path, vectors: set[bytes]) -> None:
    """The tests can see: without this, finding nothing afterwards would say nothing."""
    assert {trace for _, trace in files_with(home, phrases() | vectors)} == phrases() | vectors
    assert words_in_index(home) == words()


def assert_gone(home: Path, vectors: Set[bytes] = frozenset()) -> None:
    everywhere = phrases() | set(vectors) | {word.encode() for word in words()}
    assert files_with(home, everywhere) == set()
    assert words_in_index(home) == []


def remember(bank: MemoryBank, kind: str) -> None:
    text = secret_text()
    if kind == "knowledge":
        add(bank, "/secret", text)
        return
    session = bank.create_session("A talk")
    if kind == "conversation":
        bank.append_turn(session, ENGLISH, text, f'{{"text": "{text}"}}')
    elif kind == "task":
        bank.append_task(session, NewTask("look", "{}", text, None, 0.1))
    else:
        bank.sessions_store.rename(session, text)
        bank.append_turn(session, "Who?", "Nobody.", "{}")


def forget(bank: MemoryBank, kind: str) -> None:
    if kind == "knowledge":
        assert bank.remove_document("/secret")
    elif kind == "session":
        assert bank.sessions_store.delete(bank.sessions()[0].id)
    else:
        (entry,) = bank.entries.all([kind])
        assert bank.entries.forget(entry.kind, entry.id)


@pytest.mark.parametrize("kind", ["knowledge", "conversation", "task", "session"])
def test_the_bytes_are_gone(home: Path, bank: MemoryBank, kind: str) -> None:
    remember(bank, kind)
    bank.search("anything")
    vectors = vector_bytes(bank, "quokkas")
    assert_seen(home, vectors)
    forget(bank, kind)
    report = bank.purge()
    assert report.remains is None
    assert report.copies == ()
    assert_gone(home, vectors)
    assert len(bank.search("lamp", limit=100)) == OTHERS
    assert bank.problems() == []
    bank.close()
    assert_gone(home, vectors)


def test_the_trash_keeps_the_bytes_until_it_is_emptied(home: Path, bank: MemoryBank) -> None:
    remember(bank, "conversation")
    bank.search("anything")
    vectors = vector_bytes(bank, "quokkas")
    session = bank.sessions()[0].id
    branch = bank.sessions_store.branch(session)
    for each in (session, branch):
        assert bank.sessions_store.trash(each)
    assert bank.search(ENGLISH, kinds=("conversation",)) == []
    assert bank.purge().remains is None
    # Not found, and still there for who wants it back.
    assert {trace for _, trace in files_with(home, phrases())} == phrases()
    assert words_in_index(home) == []
    assert bank.sessions_store.empty_trash() == 2
    assert bank.unpurged() > 0
    assert bank.purge().remains is None
    assert_gone(home, vectors)


def test_without_a_purge_the_index_still_tells(home: Path, bank: MemoryBank) -> None:
    """What the purge is for; and removed is not found at once all the same."""
    remember(bank, "knowledge")
    bank.search("anything")
    forget(bank, "knowledge")
    assert not [hit for hit in bank.search(ENGLISH) if ENGLISH in hit.text]
    assert words_in_index(home) == words()
    assert bank.unpurged() == 1
    bank.purge()
    assert bank.unpurged() == 0


def test_a_replaced_text_is_gone_too(home: Path, bank: MemoryBank) -> None:
    add(bank, "/secret", secret_text())
    bank.search("anything")
    text = "Nothing to see."
    bank.add_document(NewDocument("/secret", "/s", text, "2"), [NewSegment(text, 0, len(text))])
    assert bank.unpurged() == 1
    assert bank.purge().remains is None
    assert_gone(home)


def test_a_large_memory_waits_and_says_so(home: Path, bank: MemoryBank) -> None:
    remember(bank, "knowledge")
    bank.search("anything")
    forget(bank, "knowledge")
    remains = bank.purge(largest=OTHERS - 1).remains
    assert remains is not None
    assert "1 removed segments wait" in remains
    bank.close()
    with open_bank(home) as later:
        assert later.unpurged() == 1
        assert later.purge(largest=OTHERS).remains is None
    assert_gone(home)


def test_a_reader_elsewhere_is_named_as_the_reason(home: Path, bank: MemoryBank) -> None:
    remember(bank, "knowledge")
    with open_bank(home) as other:
        other._database.rows("PRAGMA busy_timeout = 100")
        bank._database.rows("PRAGMA busy_timeout = 100")
        with other._database.snapshot():
            assert len(other.documents()) == OTHERS + 1
            forget(bank, "knowledge")
            remains = bank.purge().remains
            assert remains is not None
            assert "another KAgent is reading" in remains
            assert bank.unpurged() == 1
        assert bank.purge().remains is None
        assert_gone(home)


def test_copies_that_still_hold_it_are_named(home: Path, bank: MemoryBank) -> None:
    remember(bank, "knowledge")
    forget(bank, "knowledge")
    copy = home / "kagent.db.before-schema-9"
    copy.write_bytes(b"older")
    assert bank.purge().copies == (copy,)


@pytest.mark.parametrize("seed", range(3))
def test_no_row_survives_in_unused_parts_of_pages(home: Path, seed: int) -> None:
    """Moving rows between pages may leave copies that SQLite's secure_delete does not reach."""
    chance = random.Random(seed)
    forgotten: list[str] = []
    kept: list[str] = []
    with open_bank(home) as bank:
        for number in range(300):
            word = f"{chance.randrange(10**6):06}secret{number:04}"
            text = f"{word} " * chance.choice([1, 3, 10, 40, 200])
            add(bank, f"/{word}", text)
            kept.append(word)
            if chance.random() < 0.5:
                forgotten.append(kept.pop(chance.randrange(len(kept))))
                bank.remove_document(f"/{forgotten[-1]}")
        assert bank.purge().remains is None
        data = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
        assert [word for word in forgotten if word.encode() in data] == []
        assert [word for word in kept if word.encode() not in data] == []
