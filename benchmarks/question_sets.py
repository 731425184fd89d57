"""Public question sets as documents of a memory bank, with the passage that answers each question.

Articles in file order whose number is a multiple of four are the part to fit on; the rest is only
reported on. SQuAD 2.0 has other numbers than 1.1, so there the titles of 1.1 decide.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.reading.extracted import TextPassage
from engine.segmenting import MAX_TOKENS, segment
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from store.documents import NewEntry
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment
from store.retrieval import Retrieval

FILES = {
    "SQuAD": "squad-v1.1-dev-32-articles.json",
    "CMRC": "cmrc2018_dev.json",
    "DRCD": "DRCD_dev.json",
}
SQUAD_2 = "squad-v2.0-dev-32-articles.json"
QED = "qed/qed-dev.jsonlines"
_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the source and number of the passage that answers it."""

    id: str
    text: str
    source: str
    passage: int
    fit: bool


@dataclass(frozen=True, slots=True)
class Article:
    """A document of passages: `starts[i]` is where passage i begins in `text`."""

    source: str
    title: str
    text: str
    starts: tuple[int, ...]
    fit: bool

    def passages(self, start: int, end: int) -> list[int]:
        """The numbers of the passages that a span touches."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        return list(range(first, last + 1))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles by source, and questions about them."""

    articles: dict[str, Article]
    questions: list[Question]


def load_set(data: Path, file: str, fit_titles: frozenset[str] | None = None) -> QuestionSet:
    """A set in SQuAD's format; answerable questions only.

    Raises:
        OSError: there is no such file.
    """
    articles: dict[str, Article] = {}
    questions: list[Question] = []
    for number, entry in enumerate(json.loads((data / file).read_text("utf-8"))["data"]):
        title = (entry.get("title") or entry["paragraphs"][0].get("title") or "").replace("_", " ")
        fit = number % 4 == 0 if fit_titles is None else title in fit_titles
        contexts = [paragraph["context"] for paragraph in entry["paragraphs"]]
        article = _article(f"{file}#{number}", title, contexts, fit)
        articles[article.source] = article
        for i, paragraph in enumerate(entry["paragraphs"]):
            questions.extend(
                Question(str(asked["id"]), asked["question"], article.source, i, fit)
                for asked in paragraph["qas"]
                if asked["answers"]
            )
    return QuestionSet(articles, questions)


def load_qed(data: Path, known_titles: frozenset[str]) -> QuestionSet:
    """Questions that people asked a search engine, for fitting only; no article of other sets.

    Raises:
        OSError: there is no such file.
    """
    contexts: dict[str, list[str]] = {}
    asked: list[tuple[str, str, str, str]] = []
    for line in (data / QED).read_text("utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        title, text = entry["title_text"], entry["paragraph_text"]
        if title in known_titles:
            continue
        if text not in contexts.setdefault(title, []):
            contexts[title].append(text)
        asked.append((str(entry["example_id"]), entry["question_text"], title, text))
    articles = {title: _article(title, title, texts, True) for title, texts in contexts.items()}
    questions = [
        Question(key, question, title, contexts[title].index(text), True)
        for key, question, title, text in asked
    ]
    return QuestionSet(articles, questions)


def _article(source: str, title: str, contexts: Sequence[str], fit: bool) -> Article:
    starts = [0]
    for context in contexts[:-1]:
        starts.append(starts[-1] + len(context) + len(_SEPARATOR))
    return Article(source, title, _SEPARATOR.join(contexts), tuple(starts), fit)


def fill(
    home: Path, articles: Iterable[Article], models: Models, max_tokens: int = MAX_TOKENS
) -> MemoryBank:
    """A new bank at `home` with the articles in segments of at most `max_tokens`."""
    bank = MemoryBank.open(home, models)
    bank.add_documents([_entry(article, max_tokens) for article in articles])
    return bank


def _entry(article: Article, max_tokens: int) -> NewEntry:
    ends = [start - len(_SEPARATOR) for start in article.starts[1:]] + [len(article.text)]
    spans = zip(article.starts, ends, strict=True)
    passages = [TextPassage(start, end) for start, end in spans]
    pieces = [
        NewSegment(piece.text, piece.start, piece.end)
        for piece in segment(article.text, passages, max_tokens)
    ]
    return NewEntry(NewDocument(article.source, article.title, article.text, "1"), pieces)


def passage_rank(found: Iterable[tuple[str, list[int]]], question: Question) -> int | None:
    """The place, from 0, of the right passage among the different passages of hits in order.

    Args:
        found: The source and the passages of each hit, best first.
        question: What was asked.
    """
    seen: set[tuple[str, int]] = set()
    for source, passages in found:
        if source == question.source and question.passage in passages:
            return len(seen)
        seen.update((source, passage) for passage in passages)
    return None


def builtin_models() -> Models:
    """The models that come with the program, opened once."""
    model = StaticModel.open(builtin_path())
    return Models(embedder=lambda: model, words=lambda: model)


def retrieval_of(bank: MemoryBank, models: Models) -> Retrieval:
    """The bank's retrieval, for looking at what lies between a query and its hits.

    Without an embedder in `models` it goes by keywords alone.
    """
    vectors = bank.vectors if models.embedder else None
    return Retrieval(bank._indexing, bank._segments, vectors, models.words)
