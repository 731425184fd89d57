"""What says the same twice is shown once, and what stands side by side is shown in one piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from store.folding import fold
from store.records import SegmentHit
from store.tokens import FIRST_CJK, forms

Pairs: TypeAlias = frozenset[tuple[str, ...]]

# Share of common pairs of neighbouring tokens from which two texts count as the same.
_SAME = 0.85
# Texts so much shorter, or so much farther from the query, cannot be the same.
_SAME_LENGTH = 0.85
_SAME_SIMILARITY = 0.07
_SAME_OUTLINE = 0.7
_SHORT = 200
_TEXTS_KEPT = 64
# About the greatest length, in tokens, of hits joined to one.
_JOINED_TOKENS = 400
_LETTERS_PER_TOKEN = 4.6
# Characters of white space that may stand between neighbours.
_GAP = 4


def merge_duplicates(hits: Iterable[SegmentHit], limit: int) -> list[SegmentHit]:
    """The first `limit` hits that are not nearly the same as one before; `merged` counts those.

    Texts that differ in a number or a code are never the same: two invoices may have all their
    other words in common.
    """
    kept: list[SegmentHit] = []
    for hit in hits:
        twin = next((i for i, other in enumerate(kept) if _alike(hit, other)), None)
        if twin is not None:
            kept[twin] = replace(kept[twin], merged=kept[twin].merged + hit.merged + 1)
        elif len(kept) < limit:
            kept.append(hit)
    return kept


def _alike(hit: SegmentHit, other: SegmentHit) -> bool:
    length, longer = len(hit.text), len(other.text)
    if length > longer:
        length, longer = longer, length
    if length < _SAME_LENGTH * longer or _unlike_in_meaning(hit, other):
        return False
    if longer > _SHORT and _common(_outline(hit.text), _outline(other.text)) < _SAME_OUTLINE:
        return False
    pairs, others = _pairs(hit.text), _pairs(other.text)
    if pairs == others:
        return True
    if _common(pairs, others) < _SAME:
        return False
    return not any(any(map(str.isnumeric, "".join(pair))) for pair in pairs ^ others)


def _unlike_in_meaning(hit: SegmentHit, other: SegmentHit) -> bool:
    """Whether vectors alone show that two texts differ, which spares cutting them up."""
    if hit.similarity is None or other.similarity is None:
        return False
    return abs(hit.similarity - other.similarity) > _SAME_SIMILARITY


def _common(some: frozenset[Any], others: frozenset[Any]) -> float:
    """The share of what two sets hold that both of them hold."""
    common = len(some & others)
    return common / max(1, len(some) + len(others) - common)


@lru_cache(_TEXTS_KEPT)
def _outline(text: str) -> frozenset[str]:
    """Words or Chinese characters as they stand: quickly had, and alike where the pairs are."""
    folded = fold(text)
    return frozenset(folded.split() if folded.isascii() else folded)


@lru_cache(_TEXTS_KEPT)
def _pairs(text: str) -> Pairs:
    tokens = forms(fold(text))
    return frozenset(pairwise(tokens)) if len(tokens) > 1 else frozenset({tuple(tokens)})


def join_neighbours(
    hits: Iterable[SegmentHit], read: Callable[[int, int, int], str | None]
) -> list[SegmentHit]:
    """Hits that follow one another in a document made one, at the place of the better of them.

    Args:
        hits: Best first.
        read: The characters from one place to another of the document of an id; None when it has
            none.
    """
    joined = list(hits)
    while True:
        once_more = _joined_once(joined, read)
        if len(once_more) == len(joined):
            return joined
        joined = once_more


def _joined_once(
    hits: Iterable[SegmentHit], read: Callable[[int, int, int], str | None]
) -> list[SegmentHit]:
    joined: list[SegmentHit] = []
    for hit in hits:
        for i, other in enumerate(joined):
            if other.document_id != hit.document_id:
                continue
            whole = _join(other, hit, read)
            if whole is not None:
                joined[i] = whole
                break
        else:
            joined.append(hit)
    return joined


def _join(
    better: SegmentHit, hit: SegmentHit, read: Callable[[int, int, int], str | None]
) -> SegmentHit | None:
    if better.document_id is None or _place(better) != _place(hit):
        return None
    first, second = sorted((better, hit), key=lambda one: one.start)
    if not first.end <= second.start <= first.end + _GAP:
        return None
    if _tokens(first.text) + _tokens(second.text) > _JOINED_TOKENS:
        return None
    text = read(better.document_id, first.start, second.end)
    if text is None or not (text.startswith(first.text) and text.endswith(second.text)):
        return None
    return replace(
        better,
        text=text,
        start=first.start,
        end=second.end,
        line=first.line,
        row=first.row,
        time_start=first.time_start,
        time_end=second.time_end,
        coverage=max(better.coverage, hit.coverage),
        relevance=max(better.relevance, hit.relevance),
        merged=better.merged + hit.merged,
    )


def _place(hit: SegmentHit) -> tuple[object, ...]:
    return hit.document_id, hit.heading, hit.page, hit.sheet


def _tokens(text: str) -> float:
    """About how many tokens a language model makes of a text."""
    wide = sum(character >= FIRST_CJK for character in text)
    return wide + (len(text) - wide) / _LETTERS_PER_TOKEN
