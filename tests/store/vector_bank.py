"""Segments with vectors that are drawn from their words, as tests need them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from store.database import Database
from store.records import SearchScope
from store.vectors import Vectors

Floats = NDArray[np.float32]
DIMENSIONS = 96  # no multiple of 64: the stored width is 128


@cache
def word_vector(word: str, dimensions: int) -> NDArray[np.float64]:
    """Numbers drawn from the word itself."""
    return np.random.default_rng(list(word.encode())).standard_normal(dimensions)


class WordEmbedder:
    """A vector for each word, drawn from the word itself; a text's is their sum."""

    def __init__(self, identity: str = "words-1", dimensions: int = DIMENSIONS) -> None:
        self.identity = identity
        self.dimensions = dimensions

    def embed_documents(self, texts: Sequence[str]) -> Floats:
        return np.array([self.embed_query(text) for text in texts], np.float32)

    def embed_query(self, text: str) -> Floats:
        total = np.zeros(self.dimensions, np.float32)
        for word in text.split():
            total += word_vector(f"{self.identity}{word}", self.dimensions)
        length = float(np.linalg.norm(total))
        return total / np.float32(length or 1.0)


def add_segments(
    database: Database,
    vectors: Vectors,
    texts: Sequence[str],
    kind: str = "knowledge",
    document_id: int | None = None,
) -> list[int]:
    """Segments with these texts, written as store/segments.py writes them; their ids."""
    made = vectors.embed(texts)
    with database.transaction():
        ids = [
            database.execute(
                "INSERT INTO segments(kind, document_id, source, title, text, span_start,"
                " span_end) VALUES (?, ?, 's', '', ?, 0, 0)",
                (kind, document_id, text),
            )
            for text in texts
        ]
        if made is not None:
            vectors.insert([(ids[i], kind, made[i]) for i in range(len(ids))])
    return ids


def add_document(database: Database, source: str) -> int:
    with database.transaction():
        return database.execute(
            "INSERT INTO documents(source, title, fingerprint, media_type, text, created_at,"
            " updated_at) VALUES (?, 't', '1', 'text/plain', '', '', '')",
            (source,),
        )


def texts_of(count: int, vocabulary: int = 400, seed: int = 3) -> list[str]:
    generator = np.random.default_rng(seed)
    return [
        " ".join(f"w{word}" for word in generator.integers(0, vocabulary, 12)) for _ in range(count)
    ]


def exact(embedder: WordEmbedder, texts: Sequence[str], query: str, count: int) -> list[int]:
    """Places in `texts` of the nearest ones, by numpy."""
    cosines = embedder.embed_documents(texts) @ embedder.embed_query(query)
    return [int(place) for place in np.argsort(-cosines, kind="stable")[:count]]


def search(
    vectors: Vectors, query: str, scope: SearchScope | None = None, limit: int = 10
) -> list[int]:
    found = vectors.search(vectors.embed_query(query), scope or SearchScope(), limit)
    assert [cosine for _, cosine in found] == sorted((c for _, c in found), reverse=True)
    return [segment_id for segment_id, _ in found]
