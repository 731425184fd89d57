"""What the teacher makes of passages and of questions about them, to be learnt as it is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embedding.features import FeatureExtractor
from models.training.embedding_batches import Packed
from models.training.embedding_corpus import Passage
from models.training.embedding_queries import question_from
from models.training.embedding_teacher import Teacher

_PASSAGES = 500
_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class Targets:
    """Passages with a question and a sentence for each, and the teacher's vectors of all three.

    `questions` and `sentences` of passage i are row i; shapes (passages, teacher dimensions).
    """

    passages: Packed
    questions: Packed
    sentences: Packed
    passage_vectors: NDArray[np.float16]
    question_vectors: NDArray[np.float16]
    sentence_vectors: NDArray[np.float16]


def write_targets(passages: Sequence[Passage], teacher: Teacher, folder: Path, blocks: int) -> None:
    """Embed English passages in `blocks` files of texts and vectors; those that exist stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, block in zip(range(blocks), _blocks(passages), strict=False):
        path = folder / f"{number:04d}.npz"
        if path.exists():
            continue
        rng = random.Random(number)
        texts = [" ".join(passage.sentences) for passage in block]
        sentences = [rng.choice(passage.sentences) for passage in block]
        questions = [
            question_from(sentence, passage.title, False, rng) or passage.title or sentence
            for sentence, passage in zip(sentences, block, strict=True)
        ]
        vectors = teacher.embed([*texts, *questions, *sentences]).astype(np.float16)
        partial = folder / f"{number:04d}.part.npz"
        np.savez(partial, texts=np.array([texts, questions, sentences]), vectors=vectors)
        partial.replace(path)


def read_targets(folder: Path, extractor: FeatureExtractor) -> list[Targets]:
    """The blocks in `folder`, texts as feature numbers."""
    return [_read(path, extractor) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].npz"))]


def _read(path: Path, extractor: FeatureExtractor) -> Targets:
    data = np.load(path)
    texts, vectors = data["texts"], data["vectors"]
    packed = [Packed.of(map(extractor.numbers, map(str, row))) for row in texts]
    split = np.split(vectors, 3)
    return Targets(packed[0], packed[1], packed[2], split[0], split[1], split[2])


def _blocks(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Some hundred English passages at a time, up to twelve neighbours of each document."""
    documents: dict[int, list[Passage]] = {}
    for passage in passages:
        if not passage.chinese:
            documents.setdefault(passage.document, []).append(passage)
    rng = random.Random(5)
    order = list(documents.values())
    rng.shuffle(order)
    block: list[Passage] = []
    for members in order:
        start = rng.randrange(max(1, len(members) - _NEIGHBOURS + 1))
        block += members[start : start + _NEIGHBOURS]
        if len(block) >= _PASSAGES:
            yield block
            block = []
    if block:
        yield block
