"""Retrieval: keywords and meaning together, within a scope, put in order, told once."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from store.indexing import Indexing
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment, NewTask, SearchScope
from store.retrieval import Retrieval
from store.segments import Segments

Floats = NDArray[np.float32]
KNOWLEDGE = SearchScope()


class Concepts:
    """An embedding model that knows some words of one meaning each; a text is the sum of them."""

    identity = "concepts"
    _MEANINGS = (
        ("rain", "precipitation", "降水", "雨水"),
        ("train", "rail", "railway"),
        ("lamp", "light", "beacon"),
        ("harbour", "port"),
        ("eel",),
        ("guarantee", "warranty"),
    )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: i for i, words in enumerate(self._MEANINGS) for word in words}

    @property
    def dimensions(self) -> int:
        return 64

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(-1, 64)

    def embed_query(self, text: str) -> Floats:
        total = np.zeros(64, np.float32)
        for word, number in self._numbers.items():
            total[number] += text.lower().count(word)
        return total / np.float32(np.linalg.norm(total) or 1.0)

    def word_numbers(self, words: Sequence[str]) -> list[int]:
        return [self._numbers.get(word, -1) for word in words]

    def word_vectors(self, numbers: NDArray[np.intp]) -> Floats:
        return np.eye(64, dtype=np.float32)[numbers]


@pytest.fixture
def keywords(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "keywords") as bank:
        yield bank


@pytest.fixture
def hybrid(tmp_path: Path) -> Iterator[MemoryBank]:
    model = Concepts()
    models = Models(embedder=lambda: model, words=lambda: model)
    with MemoryBank.open(tmp_path / "hybrid", models) as bank:
        yield bank


def add(bank: MemoryBank, source: str, *texts: str, title: str = "", heading: str = "") -> int:
    whole = "\n".join(texts)
    segments = []
    start = 0
    for text in texts:
        segments.append(NewSegment(text, start, start + len(text), heading=heading or None))
        start += len(text) + 1
    return bank.add_document(NewDocument(source, title, whole, "1"), segments).document_id


def sources(bank: MemoryBank, query: str, **scope: frozenset[int] | None) -> list[str]:
    return [hit.source for hit in bank.search(query, **scope)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("漢語的發展與後果", "汉语的发展"),
        ("汉语的发展与后果", "漢語的發展"),
        ("The RTX-4090 draws 450 W.", "rtx4090"),
        ("The RTX 4090 draws 450 W.", "RTX4090"),
        ("Edit kagent.db by hand.", "where is kagent.db"),
        ("Write to ines@example.org today.", "ines@example.org"),
        ("Version v1.2.3 is out.", "v1.2.3"),
        ("Call +86 138-0013-8000.", "13800138000"),
        ("Pi is 3.14 or so.", "3.14"),
        ("使用Transformer模型训练。", "transformer模型"),
        ("小猫睡了。", "猫"),
    ],
)
def test_names_codes_and_scripts_are_found(keywords: MemoryBank, stored: str, asked: str) -> None:
    add(keywords, "/other", "Bees live behind the compost heap. 蜜蜂住在那里。 41 5.6")
    add(keywords, "/wanted", stored)
    assert sources(keywords, asked)[0] == "/wanted"


def test_meaning_finds_what_keywords_cannot(hybrid: MemoryBank, keywords: MemoryBank) -> None:
    for bank in (hybrid, keywords):
        add(bank, "/weather", "Average precipitation is eleven inches.")
        add(bank, "/trains", "The railway has six lines.")
    assert sources(keywords, "how much rain") == []
    assert sources(hybrid, "how much rain")[0] == "/weather"
    assert sources(hybrid, "how many train lines")[0] == "/trains"


def test_a_hit_says_how_it_was_found(hybrid: MemoryBank) -> None:
    add(hybrid, "/weather", "Average precipitation is eleven inches.", title="Weather")
    (hit,) = hybrid.search("average rain")
    assert hit.similarity == pytest.approx(1.0, abs=0.05)
    assert 0.0 < hit.coverage < 1.0
    assert 0.0 <= hit.relevance <= 1.0
    assert (hit.title, hit.start, hit.end, hit.merged) == ("Weather", 0, len(hit.text), 0)


def test_what_is_about_something_else_is_less_relevant(keywords: MemoryBank) -> None:
    for number, thing in enumerate(("compost", "bees", "ferries", "kettles", "ropes", "oars")):
        add(keywords, f"/{number}", f"The {thing} are kept in the shed behind the old mill.")
    add(keywords, "/lamp", "The harbour lamp is lit by Ines at nine every evening.")
    best = keywords.search("Who lights the harbour lamp every evening?")[0]
    other = keywords.search("Which emperor of Rome kept elephants behind his palace?")
    assert best.source == "/lamp"
    assert best.relevance > 0.5
    assert all(hit.relevance < best.relevance for hit in other)


def test_only_the_documents_of_the_scope(keywords: MemoryBank, hybrid: MemoryBank) -> None:
    for bank in (keywords, hybrid):
        ids = [add(bank, f"/{i}", f"The lamp of harbour{i} burns.") for i in range(4)]
        assert sorted(sources(bank, "lamp")) == ["/0", "/1", "/2", "/3"]
        assert sorted(sources(bank, "lamp", document_ids=frozenset(ids[1:3]))) == ["/1", "/2"]
        assert sources(bank, "lamp", document_ids=frozenset()) == []
        assert sources(bank, "lamp", document_ids=frozenset([999])) == []


def test_only_the_kinds_and_the_session_of_the_scope(keywords: MemoryBank) -> None:
    add(keywords, "/lamp", "The lamp burns.")
    first, second = keywords.create_session("a"), keywords.create_session("b")
    keywords.append_turn(first, "Does the lamp burn?", "Yes.", "{}")
    keywords.append_task(second, NewTask("look", "{}", "the lamp is out", None, 0.1))
    both = ("conversation", "task")
    assert [hit.kind for hit in keywords.search("lamp")] == ["knowledge"]
    assert {hit.kind for hit in keywords.search("lamp", kinds=both)} == set(both)
    (hit,) = keywords.search("lamp", kinds=both, session_id=second)
    assert (hit.kind, hit.session_id) == ("task", second)
    assert keywords.search("lamp", kinds=("task",), session_id=first) == []
    assert keywords.search("lamp", kinds=()) == []


def test_near_duplicates_of_other_documents_are_told_once(keywords: MemoryBank) -> None:
    text = "The harbour lamp is lit by Ines at nine every evening, when the last ferry has left."
    for name in ("/a", "/b", "/c"):
        add(keywords, name, text)
    add(keywords, "/d", text.replace("nine", "10"))
    first, second = keywords.search("Who lights the lamp?")
    assert sorted([first.merged, second.merged]) == [0, 2]


def test_neighbours_are_joined_and_quoted_whole(keywords: MemoryBank) -> None:
    add(keywords, "/guide", "The lamp burns all night.", "The lamp needs oil.", "Bees sleep.")
    (hit,) = keywords.search("lamp")
    assert hit.text == "The lamp burns all night.\nThe lamp needs oil."
    whole = keywords.document_text("/guide")
    assert whole is not None
    assert whole[hit.start : hit.end] == hit.text


def test_the_limit_counts_after_merging(keywords: MemoryBank) -> None:
    for number in range(30):
        add(keywords, f"/{number}", f"Lamp number {number} burns.")
    for number in range(30, 50):
        add(keywords, f"/{number}", "Every lamp burns.")
    assert len(keywords.search("lamp", limit=12)) == 12
    assert len(keywords.search("lamp", limit=100)) == 31


@pytest.mark.parametrize(
    "query", ["?!", "\x00", "的", "the", "x" * 3000, "𠀀", "猫 " * 300, "1 " * 900]
)
def test_odd_queries_break_nothing(hybrid: MemoryBank, query: str) -> None:
    add(hybrid, "/lamp", "The lamp burns. 灯塔。 1 cat")
    add(hybrid, "/empty", "…")
    for hit in hybrid.search(query):
        assert 0.0 <= hit.relevance <= 1.0
        assert 0.0 <= hit.coverage <= 1.0 + 1e-6


class Longest:
    """A stronger reranker that likes long texts."""

    def rerank(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        assert query == "lamp"
        return [float(len(text)) for text in texts]


def test_a_stronger_reranker_has_the_last_word(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path, Models(reranker=Longest())) as bank:
        add(bank, "/short", "Lamp.")
        add(bank, "/long", "Far away, beyond the reeds, there may or may not be a lamp, they say.")
        assert [hit.source for hit in bank.search("lamp")] == ["/long", "/short"]


def test_a_segment_that_is_gone_from_the_database_is_left_out(keywords: MemoryBank) -> None:
    add(keywords, "/a", "The lamp burns.")
    add(keywords, "/b", "The lamp is out.")

    class Forgetful(Segments):
        """Segments of which one has just been removed by another process."""

        def rows(self, segment_ids: Sequence[int]) -> dict[int, dict[str, object]]:
            return {key: row for key, row in super().rows(segment_ids).items() if key != 1}

    database = keywords._database
    indexing = Indexing(database, keywords.home, print)
    retrieval = Retrieval(indexing, Forgetful(database))
    assert [hit.source for hit in retrieval.search("lamp", KNOWLEDGE, 5)] == ["/b"]


def test_segments_that_hold_every_word(keywords: MemoryBank) -> None:
    ids = [
        add(keywords, f"/{i}", text)
        for i, text in enumerate(
            ("Ines lights the lamp.", "Ines sleeps.", "The lamps of Ines.", "Tom lights a lamp. 猫")
        )
    ]
    assert keywords._indexing.matching_segments is not None
    from store.tokens import query_tokens

    def holding(words: str, scope: SearchScope = KNOWLEDGE) -> list[int]:
        return keywords._indexing.matching_segments(query_tokens(words), scope)

    assert holding("Ines lamp") == [1, 3]
    assert holding("lamp 猫") == [4]
    assert holding("Ines lamp", SearchScope(document_ids=frozenset(ids[2:]))) == [3]
    assert holding("Ines", SearchScope(kinds=("task",))) == []
    assert holding("") == []
