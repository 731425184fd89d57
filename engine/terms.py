"""The content terms of a text, by which sentences and questions are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from store.folding import fold

_LATIN = re.compile(r"[a-z0-9]+(?:[.:/-][0-9]+)*")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "did",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "please",
        "tell",
        "about",
        "into",
        "if",
    ]
)
_STOP_HAN = frozenset(
    "的了是在和有吗呢我你他她它们这那什么怎么多少几哪谁请问一个为被把与及对于从到"
)


# Sentences are compared again and again; a whole page is only read once.
_REMEMBERED_CHARACTERS = 500


def terms(text: str) -> list[str]:
    """Content terms: stemmed Latin words, numbers, and bigrams of (simplified) Han characters."""
    return list(_remembered(text) if len(text) <= _REMEMBERED_CHARACTERS else _terms(text))


def _terms(text: str) -> tuple[str, ...]:
    folded = fold(text)
    found = [_stem(word) for word in _LATIN.findall(folded) if word not in _STOP_WORDS]
    for run in _HAN_RUN.findall(folded):
        kept = [pair for pair in pairwise(run) if not _STOP_HAN.issuperset(pair)]
        found += ["".join(pair) for pair in kept] or ([run] if len(run) == 1 else [])
    return tuple(found)


_remembered = lru_cache(maxsize=4096)(_terms)


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    for ending in ("ing", "edly", "ed", "ies", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
