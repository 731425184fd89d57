"""Passages with titles from the prose archives, without those that evaluations use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.embedding.features import FeatureExtractor
from models.training.corpus import ngrams, passages_of

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[A-Z\"'(\[0-9])")
_CHINESE_END = re.compile(r"(?<=[。！？；])")
# Sizes in characters: what `engine` cuts documents into is about as long.
_SIZES = {"en": (160, 900), "zh": (60, 380)}
# A book would drown the encyclopaedia: of each file of the sort, this many characters.
_BOOK = re.compile(r"^(book_|classic_|vernacular_|modern_lit)")
_BOOK_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document, as sentences."""

    document: int
    title: str
    heading: str
    sentences: list[str]
    chinese: bool


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph in either language."""
    ends = _CHINESE_END if _HAN.search(text) else _ENGLISH_END
    return [sentence.strip() for sentence in ends.split(text) if sentence.strip()]


def read_passages(
    folder: Path, extractor: FeatureExtractor, forbidden: set[int]
) -> Iterator[Passage]:
    """All passages of `folder`/en and `folder`/zh that share no n-gram with `forbidden`."""
    number = 0
    for language in ("en", "zh"):
        for path in sorted((folder / language).glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            if _BOOK.match(path.name):
                text = text[:_BOOK_CHARACTERS]
            for document in re.split(r"\n\n\n+", text):
                number += 1
                for passage in _passages_of_document(document, number, language):
                    words = extractor.fold(" ".join(passage.sentences))
                    if forbidden.isdisjoint(ngrams(words)):
                        yield passage


def _passages_of_document(document: str, number: int, language: str) -> Iterator[Passage]:
    title = heading = ""
    for section in re.split(r"^(?=#+ )", document, flags=re.MULTILINE):
        body = section
        if section.startswith("#"):
            line, _, body = section.partition("\n")
            heading = line.lstrip("# ").strip()
            title = title or heading
        for sentences in _chunks(body.split("\n"), *_SIZES[language]):
            yield Passage(number, title, heading, sentences, language == "zh")


def _chunks(paragraphs: Iterable[str], least: int, most: int) -> Iterator[list[str]]:
    """Whole sentences, at least `least` and mostly at most `most` characters together."""
    chunk: list[str] = []
    size = 0
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph):
            if size >= least and size + len(sentence) > most:
                yield chunk
                chunk, size = [], 0
            if len(sentence) <= most:
                chunk.append(sentence)
                size += len(sentence)
        # A paragraph is a passage where it is long enough, else it takes the next with it.
        if size >= least * 2:
            yield chunk
            chunk, size = [], 0
    if size >= least:
        yield chunk


def evaluation_ngrams(folder: Path, extractor: FeatureExtractor) -> set[int]:
    """The n-grams of every passage of the question-answering sets, folded."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.json")):
        for passage in passages_of(json.loads(path.read_text(encoding="utf-8"))):
            found |= ngrams(extractor.fold(passage))
    return found
