"""Passages and questions as feature numbers, packed, and batches drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
# Shares of the kinds of queries: the title; a question made from a sentence; words of a sentence
# that the passage keeps. The rest are words of a sentence that is taken out of the passage.
_TITLES = 0.12
_QUESTIONS = 0.33
_KEPT = 0.25
_TITLED = 0.3
_SHORTEST = 3
_EMPTY: Ids = np.zeros(0, np.int32)


class Packed:
    """Lists of feature numbers in one array."""

    def __init__(self, flat: Ids, offsets: NDArray[np.int64]) -> None:
        self.flat, self.offsets = flat, offsets

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Packed:
        """Pack `rows`."""
        arrays = [np.array(row, np.int32) for row in rows]
        lengths = np.array([len(array) for array in arrays], np.int64)
        flat = np.concatenate([_EMPTY, *arrays])
        return cls(flat, np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[Ids]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, row: int) -> Ids:
        return self.flat[self.offsets[row] : self.offsets[row + 1]]


@dataclass(frozen=True, slots=True)
class PackedPassages:
    """The prose. A passage is the sentences from one offset to the next.

    Attributes:
        sentences: All sentences.
        passages: For each passage its first sentence, and one end more, shape (passages + 1,).
        documents: For each passage its document's number.
        titles: Title and heading of each passage.
        questions: Made-up questions; those of a passage are found like its sentences.
        asked: For each passage its first question, shape (passages + 1,).
        chinese: Whether each passage is Chinese.
    """

    sentences: Packed
    passages: NDArray[np.int64]
    documents: NDArray[np.int64]
    titles: Packed
    questions: Packed
    asked: NDArray[np.int64]
    chinese: NDArray[np.bool_]

    def save(self, path: Any) -> None:
        """Write everything to one .npz file."""
        np.savez(
            path,
            sentences=self.sentences.flat, sentence_offsets=self.sentences.offsets,
            passages=self.passages, documents=self.documents,
            titles=self.titles.flat, title_offsets=self.titles.offsets,
            questions=self.questions.flat, question_offsets=self.questions.offsets,
            asked=self.asked, chinese=self.chinese,
        )  # fmt: skip

    @classmethod
    def load(cls, path: Any) -> PackedPassages:
        """Read what `save` wrote."""
        data = np.load(path)
        return cls(
            Packed(data["sentences"], data["sentence_offsets"]),
            data["passages"],
            data["documents"],
            Packed(data["titles"], data["title_offsets"]),
            Packed(data["questions"], data["question_offsets"]),
            data["asked"],
            data["chinese"],
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and their passages, in step; passage j is no wrong answer to query i where
    `groups` are equal and `loose[i]` is set."""

    queries: list[Ids]
    passages: list[Ids]
    groups: NDArray[np.int64]
    loose: NDArray[np.bool_]


class ProseSampler:
    """Draws batches of passages of one language, several of each document.

    Passages of one document are the wrong answers that are hard to tell from the right one.
    """

    def __init__(self, data: PackedPassages, chinese: bool, seed: int) -> None:
        self._data = data
        self._random = np.random.default_rng(seed)
        chosen = np.flatnonzero(data.chinese == chinese)
        starts = np.flatnonzero(np.diff(data.documents[chosen], prepend=-1))
        self._documents = np.split(chosen, starts[1:])
        self._order: list[int] = []

    def batch(self, size: int, per_document: int) -> Batch:
        """At most `size` passages, at most `per_document` neighbours of each document."""
        chosen: list[int] = []
        while len(chosen) < size:
            if not self._order:
                self._order = self._weighted_order(per_document)
            members = self._documents[self._order.pop()]
            if len(members) > per_document:
                start = self._random.integers(len(members) - per_document + 1)
                members = members[start : start + per_document]
            chosen += members[: size - len(chosen)].tolist()
        drawn = [(*self._draw(number), self._data.documents[number]) for number in chosen]
        # A sentence may be of signs alone.
        full = [row for row in drawn if len(row[0]) and len(row[1])]
        return Batch(
            [query for query, _, _, _ in full],
            [passage for _, passage, _, _ in full],
            np.array([document for _, _, _, document in full]),
            np.array([loose for _, _, loose, _ in full]),
        )

    def _weighted_order(self, per_document: int) -> list[int]:
        """Documents in random order; long ones come as often as their length warrants."""
        times = [max(1, len(members) // per_document) for members in self._documents]
        order = np.repeat(np.arange(len(times)), times)
        self._random.shuffle(order)
        return [int(number) for number in order]

    def _draw(self, number: int) -> tuple[Ids, Ids, bool]:
        data, random = self._data, self._random
        first, end = int(data.passages[number]), int(data.passages[number + 1])
        title = data.titles[number]
        kind = random.random()
        if kind < _TITLES and len(title):
            return title, self._between(first, end), True
        chosen = int(random.integers(first, end))
        asked, asked_end = int(data.asked[number]), int(data.asked[number + 1])
        if kind < _TITLES + _QUESTIONS and asked < asked_end:
            question = data.questions[int(random.integers(asked, asked_end))]
            if len(question) > _SHORTEST:
                return question, self._offered(title, first, end), False
        query = self._thinned(data.sentences[chosen])
        if kind > 1.0 - _KEPT or end - first < 2:
            # One or two sentences are found among others as a passage is.
            near = (chosen, min(end, chosen + 2)) if random.random() < 0.5 else (first, end)
            return query, self._offered(title, *near), False
        left, right = self._between(first, chosen), self._between(chosen + 1, end)
        if len(left) > _SHORTEST and len(right) > _SHORTEST and random.random() < 0.3:
            return query, (left if random.random() < 0.5 else right), False
        return query, np.concatenate([left, right]), False

    def _between(self, first: int, end: int) -> Ids:
        """The features of the sentences from `first` to before `end`."""
        sentences = self._data.sentences
        return sentences.flat[sentences.offsets[first] : sentences.offsets[end]]

    def _offered(self, title: Ids, first: int, end: int) -> Ids:
        """Sentences as a passage, sometimes under its title, as documents are indexed."""
        text = self._between(first, end)
        return np.concatenate([title, text]) if self._random.random() < _TITLED else text

    def _thinned(self, ids: Ids) -> Ids:
        """Some of the features, at least one, as a question has only some of a sentence's words."""
        if len(ids) < 2:
            return ids
        keep = self._random.random(len(ids)) < self._random.uniform(0.25, 0.9)
        keep[self._random.integers(len(ids))] = True
        return ids[keep]
