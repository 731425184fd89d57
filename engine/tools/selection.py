"""Tool retrieval: of many tools, the built-in ones and those that fit the question best.

A custom tool's score is the mean of two cosines, of the question with its name and description and
with the nearest of its example questions, and a share of the words that they have in common (BM25,
Robertson and Zaragoza 2009). benchmarks/tool_selection.py measures it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from engine.tools.tool import Tool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

# Texts to vectors of length 1, shape (texts, dimensions).
Embed = Callable[[Sequence[str]], "Vectors"]
# What the best match in words adds to a cosine.
WORDS_SHARE = 0.15
_SATURATION, _LENGTH = 1.2, 0.75
_JOINTS = re.compile(r"_|(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Text:
    vector: Vectors
    words: Counter[str]


def described(entry: Tool) -> str:
    """The text by which a tool is found: its name in words, and its description."""
    return f"{_JOINTS.sub(' ', entry.name)}: {entry.description}"


class ToolSelection:
    """Chooses among tools; what it has learnt of them is kept as long as they are on offer."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, _Text] = {}

    def select(self, tools: Sequence[Tool], question: str, limit: int) -> list[Tool]:
        """All built-in tools, then custom ones, best first, so that there are `limit` in all."""
        builtin = [entry for entry in tools if not entry.origin]
        custom = [entry for entry in tools if entry.origin]
        room = max(0, limit - len(builtin))
        if len(custom) <= room:
            return [*builtin, *custom]
        return [*builtin, *self.ranked(custom, question)[:room]]

    def best_first(self, tools: Sequence[Tool], question: str, limit: int) -> list[Tool]:
        """All built-in tools, then at most `limit` custom ones, those that fit best first."""
        custom = [entry for entry in tools if entry.origin]
        if len(custom) > 1:
            custom = self.ranked(custom, question)[:limit]
        return [*(entry for entry in tools if not entry.origin), *custom]

    def ranked(self, tools: Sequence[Tool], question: str) -> list[Tool]:
        """The tools, those that fit the question best first; equal ones stay in their order."""
        return [entry for entry, _ in self.scored(tools, question)]

    def scored(self, tools: Sequence[Tool], question: str) -> list[tuple[Tool, float]]:
        """The tools as ranked, each with how well it fits: a cosine, and more for like words."""
        self._learn(tools)
        asked = self._embed([question])[0]
        words = _word_scores([self._words(entry) for entry in tools], question)
        scores = [
            self._nearness(entry, asked) + WORDS_SHARE * shared
            for entry, shared in zip(tools, words, strict=True)
        ]
        order = sorted(range(len(tools)), key=lambda number: (-scores[number], number))
        return [(tools[number], scores[number]) for number in order]

    def best_example(self, tools: Sequence[Tool], question: str) -> tuple[Tool, float] | None:
        """The custom tool whose example question is most like this one, and their cosine."""
        custom = [entry for entry in tools if entry.origin and entry.examples]
        if not custom:
            return None
        self._learn(custom)
        asked = self._embed([question])[0]
        nearest = [self._example(entry, asked) for entry in custom]
        best = max(range(len(custom)), key=lambda number: (nearest[number], -number))
        return custom[best], nearest[best]

    def _nearness(self, entry: Tool, asked: Vectors) -> float:
        by_description = float(self._known[described(entry)].vector @ asked)
        if not entry.examples:
            return by_description
        return (by_description + self._example(entry, asked)) / 2

    def _example(self, entry: Tool, asked: Vectors) -> float:
        return max(float(self._known[text].vector @ asked) for text in entry.examples)

    def _words(self, entry: Tool) -> Counter[str]:
        return sum((self._known[text].words for text in _texts(entry)), Counter[str]())

    def _learn(self, tools: Sequence[Tool]) -> None:
        """Take in the texts that are new, and let go of those that no tool has any more."""
        from store.tokens import index_tokens

        wanted = [text for entry in tools for text in _texts(entry)]
        lacking = [text for text in dict.fromkeys(wanted) if text not in self._known]
        if lacking:
            rows = self._embed(lacking)
            new = {
                text: _Text(row, Counter(index_tokens(text)))
                for text, row in zip(lacking, rows, strict=True)
            }
            known = {**self._known, **new}
            self._known = {text: known[text] for text in wanted}


def _texts(entry: Tool) -> tuple[str, ...]:
    return (described(entry), *entry.examples)


def _word_scores(bags: Sequence[Counter[str]], question: str) -> list[float]:
    """BM25 scores of the texts with these words, as shares of the best one."""
    from store.tokens import index_tokens

    lengths = [bag.total() for bag in bags]
    average = max(1.0, sum(lengths) / max(1, len(lengths)))
    # In the question's order: a set's would differ between runs, and with it the sums.
    asked = dict.fromkeys(index_tokens(question))
    rarity = {word: _rarity(sum(word in bag for bag in bags), len(bags)) for word in asked}
    scores = []
    for bag, length in zip(bags, lengths, strict=True):
        damping = _SATURATION * (1 - _LENGTH + _LENGTH * length / average)
        found = [word for word in asked if word in bag]
        scores.append(sum(rarity[word] * bag[word] / (bag[word] + damping) for word in found))
    best = max(scores, default=0.0)
    return [score / best if best > 0 else 0.0 for score in scores]


def _rarity(holders: int, texts: int) -> float:
    return math.log(1 + (texts - holders + 0.5) / (holders + 0.5))
