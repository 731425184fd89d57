"""Keeping what is measured out of what is learnt: runs of words that both have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Self

from engine.mat.synthetic.sources import PassageQuestion
from store.folding import fold

# The usual run for telling copies from like subjects: 13 words, as GPT-3's authors took
# (https://arxiv.org/abs/2005.14165, appendix C), or twenty Chinese characters.
_WORDS, _CHARACTERS = 13, 20
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z0-9]+")


class HeldOut:
    """The runs of words and characters of passages that are kept from training."""

    def __init__(self, passages: Iterable[str]) -> None:
        self._runs = {run for passage in passages for run in _runs(passage)}

    @classmethod
    def of(cls, items: Iterable[PassageQuestion]) -> Self:
        """The passages of these questions."""
        return cls({item.passage for item in items})

    def shares(self, text: str) -> bool:
        """Whether `text` has a run of a passage that is kept."""
        return any(run in self._runs for run in _runs(text))


def _runs(text: str) -> Iterator[int]:
    folded = fold(text)
    han = "".join(_HAN.findall(folded))
    for start in range(len(han) - _CHARACTERS + 1):
        yield hash(han[start : start + _CHARACTERS])
    words = _WORD.findall(folded)
    for start in range(len(words) - _WORDS + 1):
        yield hash(tuple(words[start : start + _WORDS]))
