"""Keeps of a long text what answers a question, within the model's room, without asking a model.

The text is cut at its natural boundaries and the pieces are ranked by the question's words (BM25,
Robertson and Zaragoza 2009), those of their neighbours and headings counting a little as well, and
by the built-in static embedding model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from engine.reading.extracted import TextPassage
from engine.segmenting import segment
from engine.summarising import is_summarising, part, summarise, without_addresses
from engine.terms import terms
from engine.tools.observation import Passage
from store.folding import fold

if TYPE_CHECKING:
    from models.embedding.base import EmbeddingModel

__all__ = ["condense", "is_summarising"]

PIECE_TOKENS = 120
_K1, _B = 1.2, 0.75
# What the terms of a piece's neighbours, and of its title and headings, count beside its own.
_NEIGHBOUR, _CONTEXT = 0.25, 0.5
# Shorter pieces without a word of the question are headings and the like: nothing stands in them.
_LEAST_TOLD = 25
# What the likeness of a piece's and the question's vectors counts, in scores of the best piece.
# Of 640 questions on SQuAD's articles and 420 on CMRC's passages, joined forty at a time, the
# answer is among the 1,200 characters kept for 91.1 and 98.8 %, without the vectors for 89.2 and
# 98.3 (benchmarks/condensing.py); a question in another language has the vectors alone.
_MEANING = 0.6


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage cut to size, and the terms that stand above it."""

    passage: Passage
    above: frozenset[str]


def condense(passages: Sequence[Passage], question: str, room: int) -> list[Passage]:
    """What of `passages` is about the question, in their order, in at most `room` characters.

    For a question that asks for a summary, an extractive one; where nothing is about the question,
    the beginning. Each piece has its location, and a score that compares it with the others. No
    more than the room is taken, but for a first piece that has to be cut to fit.
    """
    if is_summarising(question):
        return summarise(passages, room)
    pieces = _cut(passages)
    scores = _scores(pieces, without_addresses(question))
    ranked = sorted(range(len(pieces)), key=lambda i: (-scores[i], i))
    return _fitting(pieces, ranked, scores, room)


def _cut(passages: Sequence[Passage]) -> list[_Piece]:
    above: dict[tuple[str, str | None], frozenset[str]] = {}
    pieces = []
    for passage in passages:
        key = passage.title, passage.location.heading
        if key not in above:
            above[key] = frozenset(terms(f"{passage.title}\n{passage.location.heading or ''}"))
        block = [TextPassage(0, len(passage.text))]
        for found in segment(passage.text, block, PIECE_TOKENS):
            cut = part(passage, found.start, found.end)
            pieces.append(_Piece(cut, above[key]))
    return pieces


def _scores(pieces: Sequence[_Piece], question: str) -> list[float]:
    """How much each piece is about the question, by its words and by its meaning."""
    own = _by_words(pieces, frozenset(terms(question)))
    beside = [0.0, *own, 0.0]
    scores = [score + _NEIGHBOUR * max(beside[i], beside[i + 2]) for i, score in enumerate(own)]
    # Where not one word is shared, as between two languages, the meaning alone has to do.
    best = max(scores, default=0.0) or 1.0
    close = _closeness(question, [piece.passage.text for piece in pieces])
    return [score + _MEANING * best * share for score, share in zip(scores, close, strict=True)]


def _by_words(pieces: Sequence[_Piece], wanted: frozenset[str]) -> list[float]:
    """BM25 of each piece."""
    counts = [_counts(piece.passage.text, wanted) for piece in pieces]
    holding = Counter(
        term
        for piece, count in zip(pieces, counts, strict=True)
        for term in count.keys() | (piece.above & wanted)
    )
    weight = {
        term: math.log(1.0 + (len(pieces) - number + 0.5) / (number + 0.5))
        for term, number in sorted(holding.items())
    }
    mean = sum(len(piece.passage.text) for piece in pieces) / max(len(pieces), 1)
    own = []
    for piece, count in zip(pieces, counts, strict=True):
        norm = _K1 * (1.0 - _B + _B * len(piece.passage.text) / mean)
        score = sum(w * count[t] * (_K1 + 1.0) / (count[t] + norm) for t, w in weight.items())
        if count or len(piece.passage.text) >= _LEAST_TOLD:
            rest = (w for t, w in weight.items() if t in piece.above and not count[t])
            score += _CONTEXT * sum(rest)
        own.append(score)
    return own


def _closeness(question: str, texts: Sequence[str]) -> list[float]:
    """The cosine of each text's vector and the question's, where it is positive."""
    model = _embedding()
    if model is None or not texts:
        return [0.0] * len(texts)
    cosines = model.embed_documents(texts) @ model.embed_query(question)
    return [max(float(cosine), 0.0) for cosine in cosines]


@cache
def _embedding() -> EmbeddingModel | None:
    """The built-in model; None where its file is missing, since the words alone serve too."""
    from models.embedding.base import EmbeddingError
    from models.embedding.loading import BUILTIN, load_embedding

    try:
        return load_embedding(BUILTIN)
    except EmbeddingError:
        return None


def _counts(text: str, wanted: frozenset[str]) -> Counter[str]:
    """How often each of the wanted terms stands in a text."""
    folded = fold(text)
    # A term is the beginning of a word or a run of characters as it stands: most texts need no
    # closer look.
    if not any(term in folded for term in wanted):
        return Counter()
    return Counter(term for term in terms(text) if term in wanted)


def _fitting(
    pieces: Sequence[_Piece], order: Iterable[int], scores: Sequence[float], room: int
) -> list[Passage]:
    """The first pieces of `order` that fit, in the text's order."""
    taken: list[int] = []
    for index in order:
        size = len(pieces[index].passage.text)
        if size <= room:
            taken.append(index)
            room -= size
        elif not taken:
            first = pieces[index].passage
            return [replace(part(first, 0, max(room, 1)), score=scores[index])]
    return [replace(pieces[index].passage, score=scores[index]) for index in sorted(taken)]
