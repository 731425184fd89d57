"""Pairs that people made: translations, and questions with the passages that answer them."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedding.features import FeatureExtractor
from models.training.corpus import ngrams
from models.training.embedding_batches import Packed
from models.training.embedding_corpus import evaluation_ngrams


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with passages; `answers[i]` is the passage that answers question i."""

    questions: Packed
    passages: Packed
    answers: NDArray[np.int64]


def read_translations(folder: Path, extractor: FeatureExtractor) -> tuple[Packed, Packed]:
    """English and Chinese sentences in step, from all files of tab-separated pairs."""
    english: list[list[int]] = []
    chinese: list[list[int]] = []
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            left, _, right = line.partition("\t")
            pair = extractor.numbers(left), extractor.numbers(right)
            if all(pair):
                english.append(pair[0])
                chinese.append(pair[1])
    return Packed.of(english), Packed.of(chinese)


def read_question_sets(data: Path, extractor: FeatureExtractor) -> list[QuestionSet]:
    """Natural Questions (QED), StrategyQA and KdConv, but for passages that evaluations share.

    Nothing of the evaluated sets themselves is read, not even what may be fitted on: what is fitted
    there later, such as a reranker, must see vectors that do not know the answers.
    """
    forbidden = evaluation_ngrams(data / "document-qa", extractor)
    sources = (
        _natural_questions(data / "document-qa" / "qed" / "qed-dev.jsonlines"),
        _strategy_questions(data / "agents" / "strategyqa.tar.xz"),
        _dialogue_questions(data / "agents" / "kdconv.tar.xz"),
    )
    return [
        _packed(
            [row for row in rows if forbidden.isdisjoint(ngrams(extractor.fold(row[1])))], extractor
        )
        for rows in sources
    ]


def _strategy_questions(archive: Path) -> Iterator[tuple[str, str]]:
    """Questions and the steps they are taken apart into, with the facts they need."""
    for entry in _members(archive, "train.json"):
        facts = " ".join(entry["facts"])
        for question in (entry["question"], *entry["decomposition"]):
            # Steps that refer to earlier ones (#1) cannot be understood alone.
            if "#" not in question:
                yield question, facts


def _dialogue_questions(archive: Path) -> Iterator[tuple[str, str]]:
    """Chinese questions in talks about films, music and travel, with the facts that answer them."""
    for talk in _members(archive, ".json"):
        for said, reply in pairwise(talk.get("messages", [])):
            if said["message"].endswith(("？", "?")):
                for fact in reply.get("attrs", []):
                    yield _known_thing(said["message"], fact)


def _known_thing(question: str, fact: dict[str, str]) -> tuple[str, str]:
    """A question that names what it is about, and the fact."""
    name = re.split("[（(]", fact["name"])[0]
    named = question if name in question else name + question
    return named, f"{name}{fact['attrname']}{fact['attrvalue']}"


def _members(archive: Path, ending: str) -> Iterator[dict[str, Any]]:
    """The entries of all JSON lists in a tar archive whose names end so."""
    with tarfile.open(archive) as opened:
        for member in opened:
            file = opened.extractfile(member)
            if file is not None and member.name.endswith(ending):
                content = json.load(file)
                # The knowledge base that lies beside the talks is an object.
                yield from content if isinstance(content, list) else []


def _natural_questions(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield entry["question_text"], entry["paragraph_text"]


def _packed(rows: Iterable[tuple[str, str]], extractor: FeatureExtractor) -> QuestionSet:
    questions: list[list[int]] = []
    places: dict[str, int] = {}
    answers: list[int] = []
    for question, passage in rows:
        questions.append(extractor.numbers(question))
        answers.append(places.setdefault(passage, len(places)))
    passages = Packed.of(extractor.numbers(passage) for passage in places)
    return QuestionSet(Packed.of(questions), passages, np.array(answers, np.int64))
