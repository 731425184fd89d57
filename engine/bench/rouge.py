"""ROUGE-L as rouge_chinese 1.0.3 computes its "rouge-l" f, but fast enough for thousands of texts.

The longest common subsequence (LCS) goes over all tokens of both texts, and with p = LCS /
predicted tokens and r = LCS / gold tokens, f = 2pr / (p + r + 1e-8) (Lin 2004). Its length is
computed bit-parallel in Python's integers: H. Hyyrö, "Bit-parallel LCS-length computation
revisited", AWOCA 2004, after M. Crochemore et al., "A fast and practical bit-vector algorithm for
the longest common subsequence problem", Information Processing Letters 80(6), 2001.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from engine.bench.tokens import MixedTokenizer

_EPSILON: Final = 1e-8
# An instance's few texts are scored one after another, and each may have 100,000 tokens.
_TEXTS_KEPT: Final = 256
# Where rouge_chinese cuts sentences in the tokens joined by blanks (Apache-2.0). A cut also parts
# a token that holds such a mark, and a sentence of nothing but blanks counts as one empty token.
_CUTS: Final = (
    (re.compile("([。！？?])([^”’])"), "\\1\n\\2"),
    (re.compile(r"(\.{6})([^”’])"), "\\1\n\\2"),
    (re.compile("(…{2})([^”’])"), "\\1\n\\2"),
    (re.compile("([。！？?][”’])([^，。！？?])"), "\\1\n\\2"),
)


class RougeL:
    """Scores pairs of texts; the tokens of a text are kept for its next pair."""

    def __init__(self, nltk_data: Path | None = None) -> None:
        """See MixedTokenizer for `nltk_data` and what is raised."""
        self._tokenizer = MixedTokenizer(nltk_data)
        self._words = lru_cache(maxsize=_TEXTS_KEPT)(self._read)
        self._places = lru_cache(maxsize=_TEXTS_KEPT)(self._positions)

    @property
    def tokenizer(self) -> str:
        """What splits the sentences before the words, for the result's counts."""
        return self._tokenizer.name

    def score(self, predicted: str, gold: str) -> float:
        """ROUGE-L's f, 0..1; 0.0 where either text has no token."""
        words, golden = self._words(predicted), self._words(gold)
        if not words or not golden:
            return 0.0
        common = lcs_length(words, self._places(gold), len(golden))
        return f_measure(common, len(words), len(golden))

    def _read(self, text: str) -> tuple[str, ...]:
        return tuple(map(sys.intern, cut_tokens(self._tokenizer.tokens(text))))

    def _positions(self, text: str) -> dict[str, int]:
        return positions(self._words(text))


def cut_tokens(tokens: Sequence[str]) -> list[str]:
    """The tokens as rouge_chinese counts them after it has cut their text into sentences."""
    text = " ".join(tokens)
    for mark, replacement in _CUTS:
        text = mark.sub(replacement, text)
    return [word for line in text.rstrip().split("\n") if line for word in (line.split() or [""])]


def positions(tokens: Sequence[str]) -> dict[str, int]:
    """For each token the set of its places, as the bits of an integer."""
    places: dict[str, int] = {}
    for place, token in enumerate(tokens):
        places[token] = places.get(token, 0) | 1 << place
    return places


def f_measure(common: int, predicted: int, gold: int) -> float:
    """2pr / (p + r + 1e-8) for the common tokens of two texts with so many tokens each."""
    precision, recall = common / predicted, common / gold
    return 2.0 * ((precision * recall) / (precision + recall + _EPSILON))


def lcs_length(tokens: Sequence[str], places: dict[str, int], length: int) -> int:
    """The length of the longest common subsequence with a text of so many tokens.

    `places` are the `positions` of that text's tokens.
    """
    every = (1 << length) - 1
    row = every
    for token in tokens:
        here = places.get(token)
        if here is not None:
            matched = row & here
            row = ((row + matched) | (row - matched)) & every
    return length - row.bit_count()
