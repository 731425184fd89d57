"""Names in passages, labelled with the items and aspects that they mean; and how links are counted.

Each line of tests/data/kuaipedia_mentions.jsonl is one name: {text, start, end, field, language,
item, aspect}, where item is a title with its subtitle in brackets, or null for a name that means no
item.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks.scale import REPOSITORY
from engine.kuaipedia.item_names import item_name
from store.kuaipedia import Kuaipedia
from store.kuaipedia_names import folded_name
from store.kuaipedia_records import Field

MENTIONS = REPOSITORY / "tests" / "data" / "kuaipedia_mentions.jsonl"
HALVES = ("development", "test")


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled name, `text[start:end]`: its item and aspect, None where there is none."""

    start: int
    end: int
    item: int | None
    aspect: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its labelled names."""

    text: str
    field: Field
    golds: tuple[Gold, ...]

    @property
    def half(self) -> str:
        """The half that it belongs to, by its text."""
        return HALVES[hashlib.sha256(self.text.encode()).digest()[0] % 2]

    def gold(self, start: int, end: int) -> Gold | None:
        """The labelled name that shares characters with a span."""
        return next((one for one in self.golds if one.start < end and one.end > start), None)


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that was linked, with the item and aspect."""

    start: int
    end: int
    item: int
    aspect: int | None = None


@dataclass
class Score:
    """Counts over passages."""

    wanted: int = 0
    linked: int = 0
    right: int = 0
    aspects_wanted: int = 0
    aspects_linked: int = 0
    aspects_right: int = 0

    @property
    def precision(self) -> float:
        """The share of links that are right."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """The share of labelled items that are linked rightly."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def aspect_precision(self) -> float:
        """The share of links to an aspect whose item and aspect are right."""
        return self.aspects_right / self.aspects_linked if self.aspects_linked else 1.0

    @property
    def aspect_recall(self) -> float:
        """The share of labelled aspects that are linked rightly."""
        return self.aspects_right / self.aspects_wanted if self.aspects_wanted else 1.0

    def line(self) -> str:
        """The figures."""
        return (
            f"items: precision {self.precision:6.1%} ({self.right}/{self.linked}) "
            f"recall {self.recall:6.1%} ({self.right}/{self.wanted})   aspects: precision "
            f"{self.aspect_precision:6.1%} ({self.aspects_right}/{self.aspects_linked}) "
            f"recall {self.aspect_recall:6.1%} ({self.aspects_right}/{self.aspects_wanted})"
        )


def read_passages(kuaipedia: Kuaipedia, path: Path = MENTIONS) -> list[Passage]:
    """The labelled passages, with items and aspects by their ids in `kuaipedia`."""
    golds: dict[tuple[str, Field], list[Gold]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        one = json.loads(line)
        item = _item(kuaipedia, one["item"]) if one["item"] else None
        aspect = None
        if item is not None and one["aspect"]:
            names = {known.name: known.id for known in kuaipedia.aspects(item)}
            aspect = names.get(one["aspect"], -1)
        golds[one["text"], one["field"]].append(Gold(one["start"], one["end"], item, aspect))
    return [Passage(text, field, tuple(found)) for (text, field), found in golds.items()]


def _item(kuaipedia: Kuaipedia, written: str) -> int:
    """The id of the item that a label names; -1 where it was not made."""
    name = item_name(written)
    assert name is not None
    for record in kuaipedia.find(name.title):
        if folded_name(record.subtitle) == folded_name(name.subtitle):
            return record.id
    return -1


Link: TypeAlias = Callable[[Passage], list[Guess]]


def score(
    passages: Sequence[Passage], link: Link, show: Callable[[str], None] | None = None
) -> Score:
    """Link the passages and count."""
    counts = Score()
    for passage in passages:
        guesses = link(passage)
        counts.wanted += sum(one.item is not None for one in passage.golds)
        counts.aspects_wanted += sum(one.aspect is not None for one in passage.golds)
        for guess in guesses:
            gold = passage.gold(guess.start, guess.end)
            is_right = gold is not None and gold.item == guess.item
            counts.linked += 1
            counts.right += is_right
            if guess.aspect is not None:
                counts.aspects_linked += 1
                counts.aspects_right += (
                    is_right and gold is not None and gold.aspect == guess.aspect
                )
            if show is not None and not is_right:
                show(
                    f"  wrong: {passage.text[guess.start : guess.end]!r} {guess} in {passage.text}"
                )
        if show is not None:
            for gold in passage.golds:
                if gold.item is not None and not any(
                    guess.start < gold.end and guess.end > gold.start for guess in guesses
                ):
                    show(f"  missed: {passage.text[gold.start : gold.end]!r} in {passage.text}")
    return counts
