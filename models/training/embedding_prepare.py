"""Reads all text once: chooses the features and packs passages and pairs as feature numbers."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embedding.features import FeatureExtractor
from models.training.archives import unpack
from models.training.embedding_batches import Packed, PackedPassages
from models.training.embedding_corpus import Passage, evaluation_ngrams, read_passages
from models.training.embedding_queries import question_from
from models.training.embedding_vocabulary import choose, count, read_simplified

ARCHIVES = (
    "prose-en-general",
    "prose-en-technical",
    "prose-zh-general",
    "prose-zh-technical",
    "parallel-en-zh",
)
_QUESTIONS_PER_PASSAGE = 2


def prepare(data: Path, work: Path, teacher: Path, characters: Path) -> None:
    """Write `vocabulary.json` and `passages.npz` into `work`."""
    simplified = read_simplified(characters)
    folding = FeatureExtractor([], simplified)
    passages = read_prose(data, work, folding)
    known = (teacher / "vocab.txt").read_text(encoding="utf-8").splitlines()
    names = choose(count(passages, folding), known)
    pack(passages, FeatureExtractor(names, simplified)).save(work / "passages.npz")
    vocabulary = {"names": names, "simplified": simplified}
    (work / "vocabulary.json").write_text(json.dumps(vocabulary), encoding="utf-8")


def read_prose(data: Path, work: Path, folding: FeatureExtractor) -> list[Passage]:
    """All passages of the archives but those that share a run of words with an evaluated one."""
    forbidden = evaluation_ngrams(data / "document-qa", folding)
    return list(read_passages(unpack(data, work, ARCHIVES), folding, forbidden))


def pack(passages: list[Passage], extractor: FeatureExtractor) -> PackedPassages:
    """Passages, their titles and questions made from them, as feature numbers."""
    rng = random.Random(1)
    questions = [_questions(passage, rng) for passage in passages]
    return PackedPassages(
        sentences=Packed.of(extractor.numbers(s) for p in passages for s in p.sentences),
        passages=_edges([len(passage.sentences) for passage in passages]),
        documents=np.array([passage.document for passage in passages], np.int64),
        titles=Packed.of(extractor.numbers(_headline(passage)) for passage in passages),
        questions=Packed.of(extractor.numbers(q) for asked in questions for q in asked),
        asked=_edges([len(asked) for asked in questions]),
        chinese=np.array([passage.chinese for passage in passages], np.bool_),
    )


def _headline(passage: Passage) -> str:
    return " ".join(dict.fromkeys([passage.title, passage.heading]))


def _questions(passage: Passage, rng: random.Random) -> list[str]:
    sentences = passage.sentences
    chosen = rng.sample(sentences, min(_QUESTIONS_PER_PASSAGE, len(sentences)))
    made = (question_from(s, passage.title, passage.chinese, rng) for s in chosen)
    return [question for question in made if question]


def _edges(lengths: list[int]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(lengths, np.int64))])
