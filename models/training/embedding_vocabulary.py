"""Chooses the features of the static model: those that many passages have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from models.embedding.features import CONTINUES, FeatureExtractor
from models.training.embedding_corpus import Passage

FEATURES = 84_000
_HAN_CHARACTERS = 5_200
# Passages that must have a feature; less for words that the teacher knows as one token.
_WORD_PASSAGES = 14
_TEACHER_WORD_PASSAGES = 5
_PAIR_PASSAGES = 20
# Pointwise mutual information (natural logarithm) that a pair of neighbours has by mere grammar.
_CHANCE = 0.7
_LONGEST_WORD = 24
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(slots=True)
class Counts:
    """In how many passages each word and each pair of Han characters occurs, and how often each
    character and pair does in all."""

    words: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    character_total: Counter[str] = field(default_factory=Counter)
    pair_total: Counter[str] = field(default_factory=Counter)


def read_simplified(path: Path) -> dict[str, str]:
    """Traditional characters with simplified ones from OpenCC's TSCharacters.txt (Apache-2.0)."""
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first:
            table[traditional] = first
    return table


def count(passages: Iterable[Passage], extractor: FeatureExtractor) -> Counts:
    """Count over all passages."""
    counts = Counts()
    for passage in passages:
        words: set[str] = set()
        pairs: set[str] = set()
        text = " ".join([passage.title, *passage.sentences])
        for run, chinese in extractor.runs(text):
            if chinese:
                together = list(map("".join, pairwise(run)))
                counts.character_total.update(run)
                counts.pair_total.update(together)
                pairs.update(together)
            else:
                words.add(run)
        counts.words.update(words)
        counts.pairs.update(pairs)
    return counts


def choose(counts: Counts, teacher_vocabulary: Iterable[str], size: int = FEATURES) -> list[str]:
    """The names of at most `size` features: words, pieces of words, characters, pairs."""
    known = list(teacher_vocabulary)
    whole = set(known)
    words = sorted(
        word
        for word, passages in counts.words.items()
        if _WORD.fullmatch(word)
        and (
            (word in whole and passages >= _TEACHER_WORD_PASSAGES)
            or (len(word) <= _LONGEST_WORD and passages >= _WORD_PASSAGES)
        )
    )
    pieces = [
        piece
        for piece in known
        if piece.startswith(CONTINUES) and _WORD.fullmatch(piece.removeprefix(CONTINUES))
    ]
    characters = [character for character, _ in counts.character_total.most_common(_HAN_CHARACTERS)]
    left = max(0, size - len(words) - len(pieces) - len(characters))
    return words + pieces + characters + _best_pairs(counts, set(characters))[:left]


def _best_pairs(counts: Counts, characters: set[str]) -> list[str]:
    """Pairs that many passages have and whose characters stand together by more than chance."""
    total = counts.character_total.total()

    def worth(pair: str) -> float:
        chance = counts.character_total[pair[0]] * counts.character_total[pair[1]] / total
        information = math.log(counts.pair_total[pair] / chance)
        return math.sqrt(counts.pairs[pair]) * max(0.0, information - _CHANCE)

    candidates = (
        pair
        for pair, passages in counts.pairs.items()
        if passages >= _PAIR_PASSAGES and characters.issuperset(pair)
    )
    return sorted(candidates, key=lambda pair: (-worth(pair), pair))
