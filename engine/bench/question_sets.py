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

from engine.bench.errors import BenchError
from engine.reading.extracted import TextPassage
from engine.segmenting import MAX_TOKENS, segment
from store.documents import NewEntry
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment

SEPARATOR = "\n\n"


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


def read_squad(path: Path, fit_titles: frozenset[str] | None = None) -> QuestionSet:
    """A set in SQuAD's format; answerable questions only.

    Raises:
        BenchError: the file cannot be read, is in another format, or has no such question.
    """
    try:
        entries = json.loads(path.read_bytes())["data"]
        found = _question_set(path.name, entries, fit_titles)
    except OSError as error:
        raise BenchError(f"{path}: it cannot be read ({error.strerror})") from None
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError):
        raise BenchError(
            f"{path}: not in SQuAD's format; it must be JSON with data, paragraphs, context and qas"
        ) from None
    if not found.questions:
        raise BenchError(f"{path}: no question in it has an answer; name another file")
    return found


def _question_set(
    file: str, entries: Iterable[Any], fit_titles: frozenset[str] | None
) -> QuestionSet:
    articles: dict[str, Article] = {}
    questions: list[Question] = []
    for number, entry in enumerate(entries):
        title = (entry.get("title") or entry["paragraphs"][0].get("title") or "").replace("_", " ")
        fit = number % 4 == 0 if fit_titles is None else title in fit_titles
        contexts = [paragraph["context"] for paragraph in entry["paragraphs"]]
        article = article_of(f"{file}#{number}", title, contexts, fit)
        articles[article.source] = article
        for i, paragraph in enumerate(entry["paragraphs"]):
            questions.extend(
                Question(str(asked["id"]), asked["question"], article.source, i, fit)
                for asked in paragraph["qas"]
                if asked["answers"]
            )
    return QuestionSet(articles, questions)


def article_of(source: str, title: str, contexts: Sequence[str], fit: bool) -> Article:
    """The passages as one text."""
    starts = [0]
    for context in contexts[:-1]:
        starts.append(starts[-1] + len(context) + len(SEPARATOR))
    return Article(source, title, SEPARATOR.join(contexts), tuple(starts), fit)


def fill(
    home: Path, articles: Iterable[Article], models: Models, max_tokens: int = MAX_TOKENS
) -> MemoryBank:
    """A new bank at `home` with the articles in segments of at most `max_tokens`."""
    bank = MemoryBank.open(home, models)
    bank.add_documents([_entry(article, max_tokens) for article in articles])
    return bank


def _entry(article: Article, max_tokens: int) -> NewEntry:
    ends = [start - len(SEPARATOR) for start in article.starts[1:]] + [len(article.text)]
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
