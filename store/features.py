"""How well passages meet a question, in numbers that a reranker weighs.

A passage is seen as the stream of its tokens with sentence numbers. All the passages of one query
are laid end to end, and each feature is taken for all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from store import answer_types
from store.feature_names import VECTOR_FEATURES
from store.folding import fold
from store.layout import Layout
from store.query_view import QueryView
from store.tokens import forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Integers = NDArray[np.intp]

_FAR = 20  # tokens apart, from which on two words have nothing to do with each other
_GAP = 100  # tokens between two passages laid end to end
_NEVER = -1_000_000
_WINDOWS = (8, 16, 32)
# Cosines of word vectors up to this one say nothing.
_UNRELATED = 0.4


class WordVectors(Protocol):
    """Vectors of single words, by which words of related meaning are told, and of sentences."""

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts to be found, of length 1 or 0, shape (texts, dimensions)."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, of length 1 or 0, shape (dimensions,)."""
        ...

    def word_numbers(self, words: Sequence[str]) -> list[int]:
        """Numbers of folded words or pairs of Chinese characters; -1 for unknown ones."""
        ...

    def word_vectors(self, numbers: NDArray[np.intp]) -> NDArray[np.float32]:
        """The vectors of these numbers, of length 1, shape (numbers, dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search found: its text, and its place in each of the two rankings.

    `keyword_score` is BM25, 0 where keywords did not find it; `similarity` is the cosine of the
    vectors, None where there are none; ranks count from 0, None likewise. `owner` is what the
    passage is a part of.
    """

    text: str
    title: str
    heading: str
    owner: str
    keyword_score: float
    keyword_rank: int | None
    similarity: float | None
    vector_rank: int | None


def _largest(values: Floats, owner: Integers, count: int) -> Floats:
    """The largest of `values` that each of `count` owners has; 0 for one that has none."""
    import numpy as np

    result = np.zeros(count, np.float32)
    np.maximum.at(result, owner, values)
    return result


def _held(numbers: Integers, owner: Integers, owners: int, width: int) -> Floats:
    """How often each owner holds each number, shape (owners, width)."""
    import numpy as np

    counts = np.bincount(owner * width + numbers, minlength=owners * width)
    return counts.reshape(owners, width).astype(np.float32)


class FeatureTable:
    """The features of the candidates of one query, by name; each an array of shape (passages,)."""

    def __init__(
        self, query: QueryView, candidates: Sequence[Candidate], words: WordVectors | None
    ) -> None:
        import numpy as np

        self._query = query
        self._candidates = candidates
        self._layout = layout = Layout(query, [candidate.text for candidate in candidates])
        self._width = len(query.atoms)
        self._hits = np.flatnonzero((layout.code >= 0) & (layout.code < self._width))
        self._hit_codes = layout.code[self._hits]
        self._hit_owners = layout.owner[self._hits]
        self.columns: dict[str, Floats] = {}
        self._places()
        self._coverage()
        self._proximity()
        self._phrases()
        self._related(words)
        self._answers()

    def matrix(self, names: Sequence[str]) -> NDArray[np.float32]:
        """The named features, shape (passages, names)."""
        import numpy as np

        matrix = np.stack([self.columns[name] for name in names], axis=1)
        return matrix.astype(np.float32)

    def _places(self) -> None:
        """Where the two searches ranked the passages."""
        import numpy as np

        candidates, query = self._candidates, self._query
        scores = np.array([one.keyword_score for one in candidates], np.float32)
        similarity = np.array([one.similarity or 0.0 for one in candidates], np.float32)
        owners: dict[str, float] = {}
        for one in candidates:
            owners[one.owner] = owners.get(one.owner, 0.0) + one.keyword_score
        total = max(float(scores.sum()), 1e-6)
        self.columns |= {
            "keyword_score": scores / (2.2 * query.total),
            "keyword_share": scores / max(float(scores.max(initial=0.0)), 1e-6),
            "keyword_rank": _reciprocal([one.keyword_rank for one in candidates]),
            "similarity": similarity,
            "similarity_behind": similarity - similarity.max(initial=0.0),
            "vector_rank": _reciprocal([one.vector_rank for one in candidates]),
            "owner_share": np.array([owners[one.owner] / total for one in candidates], np.float32),
        }

    def _coverage(self) -> None:
        """How much of the query the passage, its title and its best sentence hold."""
        import numpy as np

        query, layout, width = self._query, self._layout, self._width
        count, weights, total = layout.passages, query.weights, query.total
        tally = _held(self._hit_codes, self._hit_owners, count, width)
        held = np.minimum(tally, 1.0)
        titles = self._titles()
        either = np.maximum(held, titles)
        # What all the candidates hold tells none of them from the others.
        spread = either.sum(0)
        local = weights * np.log((count + 1) / (spread + 0.5)) * (spread > 0)
        local_total = max(float(local.sum()), 1e-6)
        sentences = np.minimum(
            _held(self._hit_codes, layout.sentence[self._hits], len(layout.sentences), width), 1.0
        )
        owner = layout.sentence_owner
        self._sentence_scores = (sentences @ weights) / total
        self._best = _best_rows(self._sentence_scores, owner, count)
        joined = sentences.copy()
        joined[:-1] = np.maximum(sentences[:-1], sentences[1:] * (owner[:-1] == owner[1:])[:, None])
        missing = (1.0 - held) * weights
        rarest = np.argsort(-weights, kind="stable")[:3]
        best_held = sentences[self._best]
        self._local, self._local_total = local.astype(np.float32), local_total
        self.columns |= {
            "coverage": held @ weights / total,
            "title_coverage": titles @ weights / total,
            "joint_coverage": either @ weights / total,
            "unit_coverage": _unit_coverage(query, either),
            "local_coverage": held @ self._local / local_total,
            "sentence_coverage": best_held @ weights / total,
            "sentence_title_coverage": np.maximum(best_held, titles) @ weights / total,
            "two_sentence_coverage": _largest(joined @ weights, owner, count) / total,
            "sentence_local_coverage": _largest(sentences @ self._local, owner, count)
            / local_total,
            "largest_missing": missing.max(1, initial=0.0)
            / max(float(weights.max(initial=0.0)), 1e-6),
            "missing_share": (1.0 - held).sum(1) / max(1, width),
            "rarest_held": held[:, rarest].sum(1) / max(1, len(rarest)),
            "frequency": (tally / (tally + 1.2)) @ weights / total,
            "names_held": _share(either, query.names),
            "digits_held": _share(held, query.digits),
            "length": np.log1p(np.bincount(layout.owner, minlength=count)) / 6,
            "best_place": _best_places(self._best, owner, count),
            "best_length": np.log1p(layout.sentence_lengths[self._best]) / 6,
            "best_words": np.log1p(best_held.sum(1)),
            "query_length": np.full(count, np.log1p(width), np.float32),
            "chinese": np.full(count, query.chinese, np.float32),
        }

    def _titles(self) -> Floats:
        """Which content tokens stand in title and heading, shape (passages, width)."""
        import numpy as np

        known: dict[tuple[str, str], list[int]] = {}
        rows = np.zeros((self._layout.passages, self._width), np.float32)
        for i, one in enumerate(self._candidates):
            key = (one.title, one.heading)
            if key not in known:
                numbers = map(self._query.number, forms(fold(f"{one.title}\n{one.heading}")))
                known[key] = [number for number in numbers if 0 <= number < self._width]
            rows[i, known[key]] = 1.0
        return rows

    def _proximity(self) -> None:
        """Content tokens near each other, in a window and in the query's order."""
        import numpy as np

        query, layout, width = self._query, self._layout, self._width
        count = layout.passages
        place = self._hits + _GAP * self._hit_owners
        # The last place of each content token up to each hit.
        last = np.full((len(place), width), _NEVER)
        last[np.arange(len(place)), self._hit_codes] = place
        last = np.maximum.accumulate(last, axis=0)
        behind = place[:, None] - last
        for span in _WINDOWS:
            inside = (behind < span).astype(np.float32) @ query.weights / query.total
            self.columns[f"window_{span}"] = _largest(inside, self._hit_owners, count)
        inside = (behind < 16).astype(np.float32) @ self._local / self._local_total
        self.columns["window_local"] = _largest(inside, self._hit_owners, count)
        # Neighbours in the query: distances in its order, and one more against it.
        nearest = np.full((count, max(width - 1, 0)), _FAR)
        for step, extra in ((-1, 0), (1, 1)):
            other = self._hit_codes + step
            valid = np.flatnonzero((other >= 0) & (other < width))
            distance = behind[valid, other[valid]] + extra
            pair = np.minimum(self._hit_codes[valid], other[valid])
            np.minimum.at(nearest, (self._hit_owners[valid], pair), distance)
        weights = query.weights[:-1] + query.weights[1:]
        total = max(float(weights.sum()), 1e-6)
        close = np.where(nearest < _FAR, 1.0 / (1.0 + 0.25 * (nearest - 1.0)), 0.0)
        self.columns["nearness"] = (close @ weights / total).astype(np.float32)
        self.columns["adjacency"] = ((nearest <= 1) @ weights / total).astype(np.float32)

    def _phrases(self) -> None:
        """Neighbouring tokens of the query, stop words and all, that stand side by side."""
        import numpy as np

        query, layout = self._query, self._layout
        size = len(query.numbers)
        code, owner = layout.code, layout.owner
        beside = np.zeros(len(code), bool)
        if len(code) > 2:
            beside[:-1] = (code[:-1] >= 0) & (code[1:] >= 0) & (owner[:-1] == owner[1:])
        two = np.flatnonzero(beside)
        key = code[two] * size + code[two + 1] if len(two) else two
        self.columns["pairs"] = self._distinct(two, key, query.pairs, size**2)
        three = two[beside[two + 1]] if len(two) else two
        key = (
            (code[three] * size + code[three + 1]) * size + code[three + 2] if len(three) else three
        )
        self.columns["triples"] = self._distinct(three, key, query.triples, size**3)

    def _distinct(self, where: Integers, key: Integers, wanted: set[int], limit: int) -> Floats:
        """The share of `wanted` that each passage holds among the keys at `where`."""
        import numpy as np

        known = np.isin(key, np.array(sorted(wanted), np.intp))
        unique = np.unique(self._layout.owner[where[known]] * limit + key[known])
        found = np.bincount(unique // max(limit, 1), minlength=self._layout.passages)
        return (found / max(1, len(wanted))).astype(np.float32)

    def _related(self, words: WordVectors | None) -> None:
        """How near in meaning the passage's words are to each word of the query."""
        import numpy as np

        query, layout = self._query, self._layout
        count = layout.passages
        if words is None or not query.words or not len(layout.form):
            for name in VECTOR_FEATURES:
                self.columns.setdefault(name, np.zeros(count, np.float32))
            return
        similar = _similarities(query, layout, words)
        weights = np.array([query.weight(word) for word in query.words], np.float32)
        weights /= max(float(weights.sum()), 1e-6)
        filled = np.flatnonzero(layout.sentence_lengths)
        starts = np.concatenate(([0], np.cumsum(layout.sentence_lengths)[:-1]))[filled]
        by_sentence = np.zeros((len(query.words), len(layout.sentences)), np.float32)
        by_sentence[:, filled] = np.maximum.reduceat(similar[:, layout.form], starts, axis=1)
        firsts = np.flatnonzero(np.diff(layout.sentence_owner, prepend=-1))
        best = np.maximum.reduceat(by_sentence, firsts, axis=1)
        sentence_related = weights @ by_sentence
        sentence_close = weights @ _stretched(by_sentence)
        # Of each passage one sentence is compared as a whole: all of them would take too long.
        nearest = _best_rows(sentence_related, layout.sentence_owner, count)
        cosines = words.embed_documents([layout.sentences[row] for row in nearest])
        cosines = cosines @ words.embed_query(query.text)
        self.columns |= {
            "related": weights @ best,
            "related_close": weights @ _stretched(best),
            "sentence_related": sentence_related[nearest],
            "sentence_close": np.maximum.reduceat(sentence_close, firsts),
            "least_related": best.min(0),
            "unrelated_share": weights @ (best < 0.5).astype(np.float32),
            "best_similarity": cosines,
            "best_similarity_behind": cosines - cosines.max(),
        }

    def _answers(self) -> None:
        """Whether the best sentence holds what the question asks for: 1 yes, -1 no, 0 not asked."""
        import numpy as np

        query, layout = self._query, self._layout
        count = layout.passages
        for name in answer_types.TYPES:
            column = np.zeros(count, np.float32)
            if name in query.types:
                for i, row in enumerate(self._best):
                    held = answer_types.holds(name, layout.sentences[row], query.asked)
                    column[i] = 1.0 if held else -1.0
            self.columns[f"holds_{name}"] = column


def _unit_coverage(query: QueryView, held: Floats) -> Floats:
    """The share of the query's content words and characters held, by their weights."""
    import numpy as np

    total = sum(weight for weight, _ in query.units)
    lacking = np.zeros(len(held))
    for weight, numbers in query.units:
        lacking += weight * (1.0 - held[:, numbers].max(1))
    return 1.0 - lacking / total if total > 0 else lacking


def _reciprocal(ranks: Sequence[int | None]) -> Floats:
    import numpy as np

    return np.array([0.0 if rank is None else 1 / (1 + rank) for rank in ranks], np.float32)


def _share(held: Floats, numbers: Sequence[int]) -> Floats:
    """The share of these tokens that is held, around 0; 0 where there are none."""
    import numpy as np

    if not numbers:
        return np.zeros(len(held), np.float32)
    share: Floats = held[:, list(numbers)].mean(1) - 0.5
    return share


def _best_rows(scores: Floats, owner: Integers, count: int) -> Integers:
    """The row with the highest score of each owner, the first of equals; rows are by owner."""
    import numpy as np

    order = np.lexsort((np.arange(len(scores)), -scores, owner))
    firsts = np.searchsorted(owner, np.arange(count))
    return order[firsts]


def _best_places(best: Integers, owner: Integers, count: int) -> Floats:
    """How far into its passage each best sentence stands, 0 to 1."""
    import numpy as np

    firsts = np.searchsorted(owner, np.arange(count))
    places: Floats = (best - firsts) / np.bincount(owner, minlength=count)
    return places


def _similarities(query: QueryView, layout: Layout, words: WordVectors) -> Floats:
    """Cosines of the query's words and the passages' forms, shape (words, forms); 1 if equal."""
    import numpy as np

    numbers = np.array(words.word_numbers([*query.words, *layout.forms]), np.intp)
    asked, told = numbers[: len(query.words)], numbers[len(query.words) :]
    similar = np.zeros((len(asked), len(told)), np.float32)
    rows, columns = np.flatnonzero(asked >= 0), np.flatnonzero(told >= 0)
    if len(rows) and len(columns):
        similar[np.ix_(rows, columns)] = (
            words.word_vectors(asked[rows]) @ words.word_vectors(told[columns]).T
        )
    codes = np.array([query.number(word) for word in query.words])
    similar[codes[:, None] == layout.form_codes[None, :]] = 1.0
    return similar


def _stretched(similar: Floats) -> Floats:
    """Cosines with what says nothing taken away, 0 to 1."""
    import numpy as np

    stretched: Floats = np.maximum(similar - _UNRELATED, 0.0) / (1.0 - _UNRELATED)
    return stretched
