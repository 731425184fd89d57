"""Aspects of items that no heading divides: the phrases that tell their passages apart.

Phrases are ranked by class-based TF-IDF (Grootendorst, 2022: "BERTopic", equation 2), an item's
passages being a class. Chinese phrases are runs of characters that are whole by their neighbours:
what stands before and after them varies, and no longer run is as frequent.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.kuaipedia.name_words import ROLES
from store.stop_words import CHINESE_SINGLE, ENGLISH

if TYPE_CHECKING:
    from engine.kuaipedia.profiles import Embed

_HAN_RUN = re.compile(r"[\u3400-\u9fff]{3,}")
_WORD = re.compile(r"[a-z][a-z'-]+[a-z]")
_CLAUSE = re.compile(r"[.,;:!?()\[\]\"“”。，；：！？、\n]+")
_WEAK_HAN = CHINESE_SINGLE | frozenset(
    "的了着过吗呢吧啊呀我你您这那些个每各等们让给由向至将可能会不没还又再最更很太"
)
_ENOUGH_PASSAGES, _FEW_PHRASES = 12, 2
_LEAST_PASSAGES = 3
_MOST_SHARE = 0.6
_MOST_NEW = 6
# Items that are given aspects in one run; of their occurrences among all those looked at, the share
# that must be with the item.
_MOST_ITEMS = 12
_OWN_SHARE = 0.6
_ALIKE = 0.75
_LEAST_NEIGHBOURS = 3
_NEARLY = 0.7
# Single words and pairs of characters are too often words of any subject.
_HAN_SIZES = (3, 4)


def key_phrases(texts: Mapping[str, Sequence[str]], embed: Embed) -> dict[str, list[str]]:
    """The phrases that divide the texts about each of some subjects, best first.

    `texts` are folded, by the folded name of their subject; subjects of which there are few texts
    or few good phrases are left out.
    """
    enough = {name: some for name, some in texts.items() if len(some) >= _ENOUGH_PASSAGES}
    ordered = sorted(enough, key=lambda name: (-len(enough[name]), name))[:_MOST_ITEMS]
    counted = {name: _phrases(enough[name]) for name in ordered}
    everywhere: Counter[str] = Counter()
    for phrases in counted.values():
        everywhere.update(phrases)
    average = sum(everywhere.values()) / max(1, len(counted))
    found = {}
    for subject, phrases in counted.items():
        scored = sorted(
            (-count * math.log1p(average / everywhere[phrase]), phrase)
            for phrase, count in phrases.items()
            if count >= _OWN_SHARE * everywhere[phrase]
            and phrase not in subject
            and subject not in phrase
        )
        chosen = _apart([phrase for _, phrase in scored[: 8 * _MOST_NEW]], embed)
        if len(chosen) >= _FEW_PHRASES:
            found[subject] = chosen
    return found


def _phrases(texts: Sequence[str]) -> Counter[str]:
    """In how many passages each phrase is, of those in several but not in most."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update({*_english(text), *_chinese(text)})
    most = max(_LEAST_PASSAGES, int(_MOST_SHARE * len(texts)))
    often = {
        phrase: count
        for phrase, count in found.items()
        if _LEAST_PASSAGES <= count <= most and phrase not in ROLES
    }
    kept = Counter(
        {
            phrase: count
            for phrase, count in often.items()
            if phrase.isascii() or _is_whole(phrase, texts)
        }
    )
    for phrase in _parts(kept):
        del kept[phrase]
    return kept


def _english(folded: str) -> Iterator[str]:
    for clause in _CLAUSE.split(folded):
        words = [word if word not in ENGLISH else "" for word in _WORD.findall(clause)]
        for before, word in pairwise(words):
            if len(before) > 2 and len(word) > 2:
                yield f"{before} {word}"


def _chinese(folded: str) -> Iterator[str]:
    for run in _HAN_RUN.findall(folded):
        for size in _HAN_SIZES:
            for start in range(len(run) - size + 1):
                if run[start] not in _WEAK_HAN and run[start + size - 1] not in _WEAK_HAN:
                    yield run[start : start + size]


def _is_whole(phrase: str, texts: Sequence[str]) -> bool:
    """Whether what stands before and after a Chinese phrase varies."""
    before: set[str] = set()
    after: set[str] = set()
    for text in texts:
        start = text.find(phrase)
        if start >= 0:
            end = start + len(phrase)
            before.add(text[start - 1] if start else "")
            after.add(text[end] if end < len(text) else "")
    return min(len(before), len(after)) >= _LEAST_NEIGHBOURS


def _parts(counts: Counter[str]) -> set[str]:
    """Chinese phrases inside of longer ones that are nearly as frequent and therefore whole."""
    found = set()
    for longer, count in counts.items():
        if longer.isascii():
            continue
        for size in range(_HAN_SIZES[0], len(longer)):
            for start in range(len(longer) - size + 1):
                part = longer[start : start + size]
                if part in counts and count >= _NEARLY * counts[part]:
                    found.add(part)
    return found


def _apart(phrases: Sequence[str], embed: Embed) -> list[str]:
    """The first phrases of which none is, or is like, another."""
    chosen: list[str] = []
    vectors = embed(list(phrases))
    kept: list[int] = []
    for row, phrase in enumerate(phrases):
        alike = any(float(vectors[row] @ vectors[other]) > _ALIKE for other in kept)
        inside = any(phrase in other or other in phrase for other in chosen)
        if not alike and not inside:
            chosen.append(phrase)
            kept.append(row)
        if len(chosen) == _MOST_NEW:
            break
    return chosen
