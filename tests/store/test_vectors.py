"""Vectors: found as numpy finds them, gone with their segments, whole after any crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.database import Database
from store.errors import StoreError
from store.records import SearchScope
from store.vectors import Vectors
from tests.store.vector_bank import (
    DIMENSIONS,
    Floats,
    WordEmbedder,
    add_document,
    add_segments,
    exact,
    search,
    texts_of,
)

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def vectors(database: Database) -> Vectors:
    return Vectors(database, WordEmbedder)


def test_a_small_bank_is_searched_exactly(database: Database, vectors: Vectors) -> None:
    texts = texts_of(600)
    ids = add_segments(database, vectors, texts)
    embedder = WordEmbedder()
    right = 0
    for query in ("w1 w2 w3", "w17", "w100 w200 w300 w17"):
        found = vectors.search(embedder.embed_query(query), SearchScope(), 10)
        wanted = exact(embedder, texts, query, 10)
        right += len({ids[place] for place in wanted} & {segment_id for segment_id, _ in found})
        cosine = float(embedder.embed_query(texts[wanted[0]]) @ embedder.embed_query(query))
        assert found[0][1] == pytest.approx(cosine, abs=0.01)
    assert right >= 29  # two vectors may lie nearer to each other than int8 tells apart


def test_a_large_bank_is_searched_nearly_exactly(database: Database, vectors: Vectors) -> None:
    generator = np.random.default_rng(5)
    centres = generator.standard_normal((60, DIMENSIONS))
    made = centres[generator.integers(0, 60, 30_000)] + generator.standard_normal(
        (30_000, DIMENSIONS)
    )
    made = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    with database.transaction():
        database.execute_many(
            "INSERT INTO segments(id, kind, source, title, text, span_start, span_end)"
            " VALUES (?, 'knowledge', 's', '', '', 0, 0)",
            [(number + 1,) for number in range(len(made))],
        )
        database.execute("DELETE FROM outbox")
        vectors.insert([(n + 1, "knowledge", (("words-1", made[n]),)) for n in range(len(made))])
    hits = 0
    queries = made[::1500] + 0.08 * generator.standard_normal((20, DIMENSIONS)).astype(np.float32)
    for query in queries:
        found = vectors.search(query, SearchScope(), 10)
        wanted = set((np.argsort(-(made @ query))[:10] + 1).tolist())
        hits += len(wanted & {segment_id for segment_id, _ in found})
    assert hits / 200 >= 0.97


def test_a_scope_leaves_only_its_own(database: Database, vectors: Vectors) -> None:
    texts = texts_of(300)
    documents = [add_document(database, f"/{number}") for number in range(3)]
    ids = [
        add_segments(database, vectors, texts[100 * n : 100 * n + 100], document_id=documents[n])
        for n in range(3)
    ]
    talk = add_segments(database, vectors, texts[:50], kind="conversation")
    assert set(search(vectors, texts[7], SearchScope(("conversation",)), 60)) == set(talk)
    both = search(vectors, texts[7], SearchScope(("knowledge", "conversation")), 2)
    assert set(both) == {ids[0][7], talk[7]}
    only = SearchScope(document_ids=frozenset(documents[1:]))
    assert set(search(vectors, texts[7], only, 400)) == {*ids[1], *ids[2]}
    assert search(vectors, texts[7], SearchScope(document_ids=frozenset()), 10) == []
    assert search(vectors, texts[7], SearchScope(("task",)), 10) == []
    wrong_kind = SearchScope(("task",), document_ids=frozenset(documents))
    assert search(vectors, texts[7], wrong_kind, 10) == []


def test_a_scope_of_many_documents_is_searched_too(
    database: Database, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.vector_search._MOST_LOOKED_UP", 20)
    texts = texts_of(300)
    first, second = add_document(database, "/a"), add_document(database, "/b")
    add_segments(database, vectors, texts[:150], document_id=first)
    ids = add_segments(database, vectors, texts[150:], document_id=second)
    only = SearchScope(document_ids=frozenset({second}))
    assert search(vectors, texts[7], only, 5)[0] in ids
    assert search(vectors, texts[170], only, 5)[0] == ids[20]
    more = add_segments(database, vectors, [texts[7]], document_id=second)
    assert search(vectors, texts[7], only, 5)[0] == more[0]


def test_a_session_is_a_scope(database: Database, vectors: Vectors) -> None:
    with database.transaction():
        for session in ("a", "b"):
            database.execute(
                "INSERT INTO sessions(id, title, created_at, updated_at) VALUES (?, 't', '', '')",
                (session,),
            )
            database.execute(
                "INSERT INTO turns(session_id, question, answer_text, answer_json, created_at)"
                " VALUES (?, 'q', 'a', '{}', '')",
                (session,),
            )
    ids = add_segments(database, vectors, ["one two", "one two"], kind="conversation")
    with database.transaction():
        database.execute("UPDATE segments SET turn_id = id")
    scope = SearchScope(("conversation",), session_id="b")
    assert search(vectors, "one", scope) == [ids[1]]


def test_what_is_removed_is_found_no_more(database: Database, vectors: Vectors) -> None:
    texts = texts_of(120)
    document = add_document(database, "/gone")
    kept = add_segments(database, vectors, texts[:60])
    gone = add_segments(database, vectors, texts[60:], document_id=document)
    assert search(vectors, texts[80], limit=1) == [gone[20]]
    with database.transaction():
        database.execute("DELETE FROM documents WHERE id = ?", (document,))
    assert set(search(vectors, texts[80], limit=200)) == set(kept)
    assert vectors.vectors_of(gone) == {}
    waiting = "SELECT count(*) FROM vector_removals"
    assert database.value(waiting) == 60
    vectors.settle()
    assert database.value(waiting) == 0
    assert database.value("SELECT count(*) FROM vector_codes_1") == 60
    assert vectors.differences() == 0
    again = add_segments(database, vectors, [texts[80]])
    assert search(vectors, texts[80], limit=1) == again


def test_bits_of_removed_segments_leave_the_file(database: Database, vectors: Vectors) -> None:
    ids = add_segments(database, vectors, texts_of(40))
    bits, large = database.tuples(
        "SELECT signs, large FROM vector_codes_1 WHERE segment_id = ?", (ids[9],)
    )[0]
    stored = database.value("SELECT vector FROM vectors_1 WHERE segment_id = ?", (ids[9],))
    with database.transaction():
        database.execute("DELETE FROM segments WHERE id = ?", (ids[9],))
    vectors.settle()
    database.vacuum()
    assert database.fold_in_log()
    written = b"".join(path.read_bytes() for path in database.path.parent.glob("kagent.db*"))
    assert [part in written for part in (bits, large, stored)] == [False, False, False]


def test_another_connection_notices(database: Database, vectors: Vectors) -> None:
    texts = texts_of(90)
    other_database = Database.open(database.path.parent)
    other = Vectors(other_database, WordEmbedder)
    ids = add_segments(database, vectors, texts[:30])
    assert search(other, texts[3], limit=1) == [ids[3]]
    ids += add_segments(database, vectors, texts[30:])
    assert search(other, texts[70], limit=1) == [ids[70]]
    with database.transaction():
        database.execute("DELETE FROM segments WHERE id > ?", (ids[9],))
    vectors.settle()
    assert set(search(other, texts[3], limit=90)) == set(ids[:10])
    newer = add_segments(other_database, other, texts[50:52])
    assert search(vectors, texts[50], limit=1) == [newer[0]]
    other_database.close()


def test_the_bits_are_made_again_from_the_vectors(database: Database, vectors: Vectors) -> None:
    texts = texts_of(150)
    ids = add_segments(database, vectors, texts)
    before = search(vectors, texts[5], limit=20)
    with database.transaction():
        database.execute("DELETE FROM vector_codes_1 WHERE segment_id < 100")
    assert vectors.differences() == 99
    vectors.rebuild()
    assert vectors.differences() == 0
    assert search(vectors, texts[5], limit=20) == before
    assert before[0] == ids[5]


def test_vectors_come_back_as_they_were(database: Database, vectors: Vectors) -> None:
    texts = ["red green", "blue", ""]
    ids = add_segments(database, vectors, texts)
    back = vectors.vectors_of([*ids, 999])
    made = WordEmbedder().embed_documents(texts)
    assert sorted(back) == ids
    for row, segment_id in enumerate(ids):
        assert np.allclose(back[segment_id], made[row], atol=0.01)
    query = vectors.embed_query("blue")
    cosines = vectors.cosines(query, ids)
    assert cosines[ids[1]] == pytest.approx(1.0, abs=1e-3)
    assert cosines[ids[2]] == 0.0
    assert vectors.cosines(None, ids) == {}
    assert vectors.search(np.zeros(DIMENSIONS, np.float32), SearchScope(), 5) == []
    assert vectors.search(np.full(DIMENSIONS, np.nan, np.float32), SearchScope(), 5) == []


class BrokenEmbedder(WordEmbedder):
    """Gives a vector with a part that is no number."""

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        made = super().embed_documents(texts)
        made[0, 3] = np.nan
        return made


def test_what_is_no_number_is_refused(database: Database) -> None:
    vectors = Vectors(database, BrokenEmbedder)
    with pytest.raises(StoreError, match="does not give usable vectors"):
        add_segments(database, vectors, ["one"])
    assert database.value("SELECT count(*) FROM segments") == 0


def test_without_an_embedding_model_there_are_keywords_only(database: Database) -> None:
    vectors = Vectors(database, None)
    add_segments(database, vectors, ["one"])
    assert vectors.embed(["one"]) is None
    assert vectors.embed_query("one") is None
    assert vectors.search(None, SearchScope(), 5) == []
    assert vectors.notice() is None
    assert not vectors.reembedding.due()
    assert vectors.reembedding.step() == 0


def test_a_missing_extension_is_said_in_one_line(
    database: Database, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.database._vector_extension", lambda: "/nowhere/vec0")
    with pytest.raises(StoreError, match="sqlite-vec cannot be loaded") as caught:
        add_segments(database, vectors, ["one"])
    assert "\n" not in str(caught.value)
    assert database.value("SELECT count(*) FROM segments") == 0


def test_a_model_with_too_many_dimensions_is_refused(database: Database) -> None:
    vectors = Vectors(database, lambda: WordEmbedder("huge", 5000))
    with pytest.raises(StoreError, match="5000 parts"):
        add_segments(database, vectors, ["one"])


_WRITER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.store.vector_bank import WordEmbedder, add_document, add_segments, texts_of
from store.database import Database
from store.vectors import Vectors
database = Database.open(Path(sys.argv[1]))
vectors = Vectors(database, WordEmbedder)
print("ready", flush=True)
for round in range(10_000):
    document = add_document(database, f"/{os.getpid()}/{round}")
    ids = add_segments(database, vectors, texts_of(9, seed=round), document_id=document)
    if round % 3 == 2:
        with database.transaction():
            database.execute("DELETE FROM documents WHERE id = ?", (document - 1,))
        print(f"-{document - 1}", flush=True)
    print(f"+{document}", flush=True)
"""


def test_a_killed_writer_leaves_all_or_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    acknowledged: set[int] = set()
    for lines, delay in ((1, 0.0), (4, 0.004), (7, 0.015)):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(home), str(REPOSITORY)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        said = [writer.stdout.readline() for _ in range(lines)]
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        for line in [*said, *writer.stdout.read().splitlines()]:
            if line[0] == "+":
                acknowledged.add(int(line[1:]))
            else:
                acknowledged.discard(int(line[1:]))
        writer.wait()
        _check_whole(home, acknowledged)
    assert acknowledged


def _check_whole(home: Path, acknowledged: set[int]) -> None:
    database = Database.open(home)
    vectors = Vectors(database, WordEmbedder)
    assert vectors.differences() == 0
    rows = database.tuples("SELECT document_id, count(*) FROM segments GROUP BY 1")
    assert all(count == 9 for _, count in rows)
    present = {document for document, _ in rows}
    # The last removal may have been done and not acknowledged.
    assert len(acknowledged - present) <= 1
    acknowledged &= present
    segments = {row[0] for row in database.tuples("SELECT id FROM segments")}
    assert {row[0] for row in database.tuples("SELECT segment_id FROM vectors_1")} == segments
    assert set(search(vectors, "w1 w2", limit=10_000)) == segments
    assert not vectors.reembedding.due()
    database.close()


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 6)),
        st.tuples(st.just("remove"), st.integers(0, 40)),
        st.tuples(st.just("settle"), st.just(0)),
        st.tuples(st.just("look"), st.integers(0, 40)),
        st.tuples(st.just("reopen"), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS)
def test_any_sequence_agrees_with_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[str, int]]
) -> None:
    database = Database.open(tmp_path_factory.mktemp("sequence") / "home")
    vectors = Vectors(database, WordEmbedder)
    model: dict[int, str] = {}
    for number, (operation, value) in enumerate(operations):
        if operation == "add":
            texts = texts_of(value, vocabulary=50, seed=number)
            model |= dict(zip(add_segments(database, vectors, texts), texts, strict=True))
        elif operation == "remove" and model:
            chosen = sorted(model)[value % len(model)]
            with database.transaction():
                database.execute("DELETE FROM segments WHERE id = ?", (chosen,))
            del model[chosen]
        elif operation == "settle":
            vectors.settle()
        elif operation == "look" and model:
            chosen = sorted(model)[value % len(model)]
            found = search(vectors, model[chosen], limit=100)
            assert sorted(found) == sorted(model)
            assert model[found[0]] == model[chosen]
        elif operation == "reopen":
            vectors = Vectors(database, WordEmbedder)
    assert sorted(search(vectors, "w1", limit=1000)) == sorted(model)
    assert vectors.differences() == 0
    database.close()
