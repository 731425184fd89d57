"""Measures for answers that are quoted: whether they hold the gold answer, and how exactly."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.events import Language
from engine.evidence import Evidence
from engine.quoting import QuoteSettings, Weighed
from engine.sentences import split_sentences
from engine.terms import terms
from engine.tools.observation import Passage
from store.folding import fold

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(rf"[{re.escape(string.punctuation)}\u3000-\u303f\uff00-\uffef“”‘’—·…]")
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Scored:
    """A question read: the sentences shown, what the model thinks of them, its short answer.

    `weighed` is None where there was nothing to read or no model to read it.
    """

    shown: tuple[Evidence, ...]
    weighed: Weighed | None
    short: str
    passages: tuple[Passage, ...] = ()

    def chosen(self, settings: QuoteSettings) -> tuple[Evidence, ...]:
        """The sentences that would be quoted."""
        return self.weighed.chosen(settings) if self.weighed else ()

    def passage_of(self, piece: Evidence) -> str:
        """The text of the passage that a sentence stands in."""
        return next(
            (p.text for p in self.passages if p.title == piece.title and piece.text in p.text),
            piece.text,
        )


def _joined(text: str) -> str:
    return "".join(fold(text).split())


def contains(texts: Sequence[str], answers: Sequence[str]) -> bool:
    """Whether any of the texts holds any of the answers, whatever their spelling and spaces."""
    folded = [_joined(text) for text in texts]
    return any(_joined(answer) in text for text in folded for answer in answers)


def bm25_sentences(question: str, passages: Sequence[Passage]) -> list[str]:
    """The sentences of the passages by BM25 over them, best first: the baseline."""
    sentences = [p.text[a:b] for p in passages for a, b in split_sentences(p.text)]
    bags = [Counter(terms(sentence)) for sentence in sentences]
    lengths = [sum(bag.values()) for bag in bags]
    mean = sum(lengths) / max(1, len(lengths)) or 1.0
    frequency = Counter(term for bag in bags for term in bag)
    wanted = set(terms(question))

    def score(number: int) -> float:
        bag, length = bags[number], lengths[number]
        return sum(
            math.log(1 + (len(bags) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            * bag[term] * (_K1 + 1) / (bag[term] + _K1 * (1 - _B + _B * length / mean))
            for term in wanted
            if term in bag
        )  # fmt: skip

    order = sorted(range(len(sentences)), key=lambda number: (-score(number), number))
    return [sentences[number] for number in order]


def short_scores(
    pairs: Sequence[tuple[str, Sequence[str]]], language: Language
) -> tuple[float, float]:
    """Exact match and F1, as the sets define them: over words, in Chinese over characters."""
    exact = overlap = 0.0
    for said, answers in pairs:
        units = _units(said, language)
        golds = [_units(answer, language) for answer in answers]
        exact += any(units == gold for gold in golds)
        overlap += max((_f1(units, gold) for gold in golds), default=0.0)
    total = max(1, len(pairs))
    return exact / total, overlap / total


def _units(text: str, language: Language) -> list[str]:
    plain = _PUNCTUATION.sub("" if language == "zh" else " ", fold(text))
    if language == "zh":
        return list("".join(plain.split()))
    return _ARTICLES.sub(" ", plain).split()


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    shared = sum((Counter(said) & Counter(gold)).values())
    if not shared:
        return float(said == gold)
    precision, recall = shared / len(said), shared / len(gold)
    return 2 * precision * recall / (precision + recall)
