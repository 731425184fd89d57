"""Another embedding model: the old vectors serve until the new ones are all there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from store.database import Database
from store.errors import StoreError
from store.records import Embedder, SearchScope
from store.vectors import Vectors

Floats = NDArray[np.float32]


class LetterEmbedder:
    """Counts letters; `dimensions` of them, so that two models differ in size."""

    def __init__(self, identity: str, dimensions: int) -> None:
        self.identity = identity
        self.dimensions = dimensions

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Floats:
        counts = np.zeros(self.dimensions, np.float32)
        for place, letter in enumerate(text):
            counts[(ord(letter) * 7 + place) % self.dimensions] += 1
        return counts / np.float32(np.linalg.norm(counts) or 1.0)


def old_model() -> Embedder:
    return LetterEmbedder("old", 40)


def new_model() -> Embedder:
    return LetterEmbedder("new", 130)


def older(identity: str) -> Embedder | None:
    return old_model() if identity == "old" else None


def add(database: Database, vectors: Vectors, texts: Sequence[str]) -> list[int]:
    made = vectors.embed(texts)
    with database.transaction():
        ids = [
            database.execute(
                "INSERT INTO segments(kind, source, title, text, span_start, span_end)"
                " VALUES ('knowledge', 's', '', ?, 0, 0)",
                (text,),
            )
            for text in texts
        ]
        if made is not None:
            vectors.insert([(ids[i], "knowledge", made[i]) for i in range(len(ids))])
    return ids


def best(vectors: Vectors, text: str) -> int | None:
    found = vectors.search(vectors.embed_query(text), SearchScope(), 1)
    return found[0][0] if found else None


TEXTS = [f"the {number}th lamp of {number * number}" for number in range(50)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A bank whose vectors are of the old model."""
    database = Database.open(tmp_path / "home")
    add(database, Vectors(database, old_model), TEXTS)
    database.close()
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path) -> Iterator[Callable[[], tuple[Database, Vectors]]]:
    """Opens the bank as a new process would, with the new model chosen."""
    databases: list[Database] = []

    def open_again() -> tuple[Database, Vectors]:
        for database in databases:
            database.close()
        databases[:] = [Database.open(home)]
        return databases[0], Vectors(databases[0], new_model, older)

    yield open_again
    for database in databases:
        database.close()


def models(database: Database) -> list[tuple[str, str]]:
    return database.tuples("SELECT state, identity FROM vector_models ORDER BY id")


def test_old_vectors_serve_until_the_last_step(
    opened: Callable[[], tuple[Database, Vectors]],
) -> None:
    database, vectors = opened()
    assert vectors.reembedding.due()
    assert vectors.reembedding.progress() == (0, 50)
    assert vectors.notice() is None
    done = 0
    while count := vectors.reembedding.step(20):
        done += count
        assert best(vectors, TEXTS[33]) == 34
        assert vectors.reembedding.progress() == (done, 50)
        assert models(database) == [("active", "old"), ("next", "new")]
    assert done == 50
    assert models(database) == [("active", "new")]
    assert not vectors.reembedding.due()
    query = vectors.embed_query(TEXTS[33])
    assert query is not None
    assert query.shape == (130,)
    assert best(vectors, TEXTS[33]) == 34
    tables = database.tuples(
        "SELECT name FROM sqlite_schema WHERE name LIKE 'vector%\\_1%' ESCAPE '\\'"
    )
    assert tables == []


def test_it_goes_on_where_it_was(opened: Callable[[], tuple[Database, Vectors]]) -> None:
    _, vectors = opened()
    vectors.reembedding.step(20)
    database, vectors = opened()
    assert vectors.reembedding.progress() == (20, 50)
    more = add(database, vectors, ["added in between"])
    with database.transaction():
        database.execute("DELETE FROM segments WHERE id IN (3, 30)")
    assert best(vectors, "added in between") == more[0]
    assert [vectors.reembedding.step(20) for _ in range(3)] == [20, 9, 0]
    assert vectors.reembedding.progress() == (49, 49)
    assert models(database) == [("active", "new")]
    assert best(vectors, "added in between") == more[0]
    assert vectors.differences() == 0


def test_without_the_old_model_only_keywords_are_left_and_that_is_said(home: Path) -> None:
    database = Database.open(home)
    vectors = Vectors(database, new_model)
    assert vectors.embed_query("lamp") is None
    notice = vectors.notice()
    assert notice is not None
    assert "old" in notice
    added = add(database, vectors, ["only the new model knows this"])
    while vectors.reembedding.step():
        pass
    assert vectors.notice() is None
    assert best(vectors, "only the new model knows this") == added[0]
    assert best(vectors, TEXTS[33]) == 34
    database.close()


def test_a_change_of_mind_drops_what_was_begun(home: Path) -> None:
    database = Database.open(home)
    Vectors(database, new_model, older).reembedding.step(20)
    assert models(database) == [("active", "old"), ("next", "new")]
    third = Vectors(database, lambda: LetterEmbedder("third", 64), older)
    third.reembedding.step(20)
    assert models(database) == [("active", "old"), ("next", "third")]
    back = Vectors(database, old_model)
    assert back.reembedding.due()
    assert back.reembedding.step(20) == 0
    assert models(database) == [("active", "old")]
    assert not back.reembedding.due()
    assert best(back, TEXTS[33]) == 34
    database.close()


def test_segments_without_vectors_get_them(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "home")
    add(database, Vectors(database, None), TEXTS[:30])
    vectors = Vectors(database, new_model)
    assert vectors.reembedding.due()
    assert best(vectors, TEXTS[5]) is None
    added = add(database, vectors, TEXTS[30:])
    assert best(vectors, TEXTS[40]) == added[10]
    assert vectors.reembedding.due()
    assert [vectors.reembedding.step(20) for _ in range(3)] == [20, 10, 0]
    assert not vectors.reembedding.due()
    assert best(vectors, TEXTS[5]) == 6
    database.close()


def test_two_processes_share_the_work(opened: Callable[[], tuple[Database, Vectors]]) -> None:
    database, vectors = opened()
    other_database = Database.open(database.path.parent)
    other = Vectors(other_database, new_model, older)
    counts = [worker.reembedding.step(20) for worker in (vectors, other, vectors, other)]
    assert counts == [20, 20, 10, 0]
    assert best(vectors, TEXTS[33]) == best(other, TEXTS[33]) == 34
    assert vectors.differences() == 0
    other_database.close()


@pytest.mark.parametrize("opened_before", [True, False])
def test_a_model_changed_in_between_is_made_up_for(tmp_path: Path, opened_before: bool) -> None:
    database = Database.open(tmp_path / "home")
    add(database, Vectors(database, old_model), TEXTS)
    vectors = Vectors(database, old_model)
    if opened_before:
        assert best(vectors, TEXTS[33]) == 34
    vectors.use(new_model)
    assert vectors.identity == "new"
    assert best(vectors, TEXTS[33]) == 34  # by the vectors of the model before
    assert [vectors.reembedding.step(30) for _ in range(3)] == [30, 20, 0]
    assert models(database) == [("active", "new")]
    assert best(vectors, TEXTS[33]) == 34
    database.close()


def test_a_model_that_cannot_be_opened_leaves_the_one_before(tmp_path: Path) -> None:
    def broken() -> Embedder:
        raise StoreError("bge.gguf is damaged: choose another")

    database = Database.open(tmp_path / "home")
    vectors = Vectors(database, old_model)
    add(database, vectors, TEXTS)
    with pytest.raises(StoreError):
        vectors.use(broken)
    assert vectors.identity == "old"
    assert best(vectors, TEXTS[33]) == 34
    database.close()
