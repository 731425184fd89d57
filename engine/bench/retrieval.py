"""How well search finds the passage that answers a question.

A passage's place is that of its best segment among the different passages found. Recall at k is the
share of questions whose passage is among the first k, the mean reciprocal rank is that of 1/place,
0 where it is not among the first twenty.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from engine.bench.errors import BenchError
from engine.bench.question_sets import (
    Article,
    Question,
    QuestionSet,
    article_of,
    passage_rank,
)
from engine.bench.system.checking import fold, says
from engine.bench.system.questions import Question as SystemQuestion
from store.fusion import Ranking, reciprocal_ranks
from store.memory import MemoryBank, Models
from store.records import SearchScope

KIND: Final = "retrieval"
DEPTH: Final = 20
# As a result names them: the two searches alone, both merged, and that with the reranker, which is
# what the program does.
WAYS: Final[Mapping[str, str]] = {
    "keywords": "keywords",
    "vectors": "vectors",
    "both": "convex",
    "search": "reranked",
}
_SCOPE = SearchScope()
Result = TypeVar("Result")


class Rankings:
    """The ways to rank, over one bank of articles; `seconds` add up what each took."""

    def __init__(self, bank: MemoryBank, models: Models, articles: Mapping[str, Article]) -> None:
        self.hybrid = bank.retrieval_by(models)
        self.keywords = bank.retrieval_by(Models())
        self.articles = articles
        self.seconds: dict[str, float] = defaultdict(float)

    def ranks(self, question: Question) -> dict[str, int | None]:
        """The place of the right passage from 0, by way of ranking; None where it is not found."""
        text = question.text
        self._timed("keywords", lambda: self.keywords.find(text, _SCOPE))
        found = self._timed("convex", lambda: self.hybrid.find(text, _SCOPE))
        places = {
            "keywords": self._place(self._rows(found.keywords), question),
            "vectors": self._place(self._rows(found.nearest), question),
            "reciprocal": self._place(
                self._rows(reciprocal_ranks(found.keywords, found.nearest)), question
            ),
            "convex": self._place(self._rows(found.fused), question),
        }
        for way, retrieval in (("keywords, reranked", self.keywords), ("reranked", self.hybrid)):
            hits = self._timed(way, partial(retrieval.rank, text, _SCOPE, DEPTH))
            places[way] = self._place([(hit.source, hit.start, hit.end) for hit in hits], question)
        return places

    def _timed(self, way: str, work: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        result = work()
        self.seconds[way] += time.perf_counter() - started
        return result

    def _rows(self, ranking: Ranking) -> list[tuple[str, int, int]]:
        ids = [segment_id for segment_id, _ in ranking[:DEPTH]]
        rows = self.hybrid.rows(ids)
        return [(row["source"], row["span_start"], row["span_end"]) for row in rows]

    def _place(self, found: Sequence[tuple[str, int, int]], question: Question) -> int | None:
        return passage_rank(
            ((source, self.articles[source].passages(start, end)) for source, start, end in found),
            question,
        )


def recall(ranks: Sequence[int | None], depth: int) -> float:
    """The share of ranks below `depth`, 0 to 1."""
    return sum(rank is not None and rank < depth for rank in ranks) / max(1, len(ranks))


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """The mean of 1 / place, counted from 1, among the first twenty; 0 to 1."""
    found = (0.0 if rank is None or rank >= DEPTH else 1 / (rank + 1) for rank in ranks)
    return sum(found) / max(1, len(ranks))


@dataclass(frozen=True, slots=True)
class SearchSet:
    """A named question set; the program's own library is split into paragraphs."""

    name: str
    set: QuestionSet


@dataclass(slots=True)
class SetPlaces:
    """What was found of one set: places by way of ranking, and the seconds that each took."""

    name: str
    articles: int
    questions: list[Question] = field(default_factory=list)
    places: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)


def searched(one: SearchSet, bank: MemoryBank, models: Models, every: int) -> Iterator[SetPlaces]:
    """Ask every n-th question of a set; yields the same object after each, to show how far it is.

    Raises:
        StoreError: the memory is in trouble.
    """
    rankings = Rankings(bank, models, one.set.articles)
    found = SetPlaces(one.name, len(one.set.articles))
    for question in one.set.questions[::every]:
        for way, place in rankings.ranks(question).items():
            found.places[way].append(place)
        found.questions.append(question)
        found.seconds = dict(rankings.seconds)
        yield found


def builtin_set(questions: Sequence[SystemQuestion], library: Path) -> QuestionSet:
    """The questions that name a document, with the paragraph of it that holds the answer.

    Raises:
        BenchError: a document does not hold its answer, or no question names one.
    """
    articles: dict[str, Article] = {}
    asked: list[Question] = []
    for path in sorted(library.iterdir()):
        paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
        title = paragraphs[0].lstrip("# ")
        articles[path.name] = article_of(path.name, title, _sections(paragraphs[1:]), False)
    for question in questions:
        # What follows from a document, such as days until a date in it, does not stand in it.
        if question.category == "knowledge" and question.source:
            number = _paragraph(articles[question.source], question)
            asked.append(Question(question.id, question.question, question.source, number, False))
    return QuestionSet(articles, asked)


def _sections(paragraphs: Sequence[str]) -> list[str]:
    """Each heading with the paragraph below it."""
    sections: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.startswith("#"):
            continue
        head = paragraphs[number - 1] if number and paragraphs[number - 1].startswith("#") else ""
        sections.append(f"{head.lstrip('# ')}\n{paragraph}".strip())
    return sections


def _paragraph(article: Article, question: SystemQuestion) -> int:
    ends = [*article.starts[1:], len(article.text)]
    for number, (start, end) in enumerate(zip(article.starts, ends, strict=True)):
        text = fold(article.text[start:end])
        if any(all(says(text, part) for part in parts) for parts in question.answer):
            return number
    raise BenchError(f"{article.source}: it does not hold the answer to {question.id}")


def search_result(
    sets: Sequence[SetPlaces], model: str, k: int, usage: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures over all sets together, in percent, each way with its own; `groups` by set."""
    return {
        "kind": KIND,
        "model": model,
        "data": ", ".join(one.name for one in sets),
        "questions": sum(len(one.questions) for one in sets),
        "articles": sum(one.articles for one in sets),
        **_figures(sets, k),
        "usage": {
            "seconds_a_question": round(_milliseconds(sets, "reranked") / 1000, 5),
            **usage,
        },
        "groups": {"data": {one.name: _figures([one], k) for one in sets}},
        "rows": [_row(one, number) for one in sets for number in range(len(one.questions))],
    }


def _figures(sets: Sequence[SetPlaces], k: int) -> dict[str, Any]:
    found: dict[str, Any] = {"questions": sum(len(one.questions) for one in sets)}
    for name, way in WAYS.items():
        places = [place for one in sets for place in one.places[way]]
        begin = "" if name == "search" else f"{name}_"
        found[f"{begin}recall_at_1"] = round(100 * recall(places, 1), 2)
        found[f"{begin}recall_at_{k}"] = round(100 * recall(places, k), 2)
        found[f"{begin}mrr"] = round(100 * reciprocal_rank(places), 2)
    found["ms_a_query"] = round(_milliseconds(sets, "reranked"), 2)
    found["keywords_ms_a_query"] = round(_milliseconds(sets, "keywords"), 2)
    return found


def _milliseconds(sets: Sequence[SetPlaces], way: str) -> float:
    asked = sum(len(one.questions) for one in sets)
    return 1000 * sum(one.seconds.get(way, 0.0) for one in sets) / max(1, asked)


def _row(one: SetPlaces, number: int) -> dict[str, Any]:
    """The places of one question, counted from 1; null where it is not among the first twenty."""
    places = {name: one.places[way][number] for name, way in WAYS.items()}
    question = one.questions[number]
    return {
        "id": question.id,
        "data": one.name,
        "question": question.text,
        **{name: None if place is None else place + 1 for name, place in places.items()},
    }
