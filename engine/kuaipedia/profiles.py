"""What is known of items, as texts are compared with them: vectors, content words, capitals."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from store.folding import fold
from store.stop_words import CHINESE_SINGLE, ENGLISH
from store.tokens import CJK, FIRST_CJK, forms, runs, stem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.embedding.static import StaticModel
    from store.kuaipedia import Kuaipedia
    from store.kuaipedia_records import AspectRecord, ItemRecord
    from store.memory import MemoryBank

    Vectors: TypeAlias = NDArray[np.float32]

# Vectors of texts, of length 1 or 0: shape (texts, dimensions).
Embed: TypeAlias = "Callable[[Sequence[str]], Vectors]"

# Profiles kept at a time; a large library has more items than a build meets again and again.
_MOST_KEPT = 20_000
_ASPECT_EVIDENCE = 60
_LONGEST_EVIDENCE = 1500
_STEMMED_STOP_WORDS = frozenset(map(stem, ENGLISH)) | ENGLISH
_CONTENT = f"(?![{''.join(sorted(CHINESE_SINGLE))}])[{CJK}]"
_PAIR = re.compile(f"(?=({_CONTENT}{_CONTENT}))")
_WORDS_KEPT = 50_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def embedding_of(bank: MemoryBank) -> tuple[Embed, str]:
    """The built-in static model, and its identity as vectors in the store carry it.

    The memory's own where it has opened it: a table of vectors takes a while to load.
    """
    words = bank.models.words() if bank.models.words is not None else None
    identity = getattr(words, "identity", None)
    if words is not None and isinstance(identity, str):
        return words.embed_documents, identity
    model = builtin_model()
    return model.embed_documents, model.identity


@functools.cache
def builtin_model() -> StaticModel:
    """The built-in static model, loaded once."""
    from models.embedding.loading import builtin_path
    from models.embedding.static import StaticModel

    return StaticModel.open(builtin_path())


def content_forms(text: str) -> frozenset[str]:
    """The stems of a text's words and its pairs of Chinese characters, without those of grammar."""
    return forms_of_folded(fold(text))


def forms_of_folded(folded: str) -> frozenset[str]:
    """`content_forms` of a text that is folded already."""
    found: set[str] = set()
    words = runs(folded)
    if not folded.isascii():
        found.update(_PAIR.findall(folded))
        words = [run for run in words if run < FIRST_CJK]
    found.update(chain.from_iterable(map(_content, words)))
    return frozenset(found)


@functools.lru_cache(_WORDS_KEPT)
def _content(word: str) -> tuple[str, ...]:
    """The stems of a word and its parts that are not of grammar."""
    stems = map(stem, [word] if word.isalpha() else forms(word))
    return tuple(one for one in stems if len(one) > 1 and one not in _STEMMED_STOP_WORDS)


@dataclass(frozen=True, slots=True)
class Profile:
    """An item as contexts are compared with it.

    `vector` has shape (dimensions,); `proper` is 1 where the item's own text writes its name with
    capitals only, -1 where in small letters, 0 where that cannot be told.
    """

    record: ItemRecord
    vector: Vectors
    forms: frozenset[str]
    proper: int


@dataclass(frozen=True, slots=True)
class AspectProfile:
    """An aspect with what is known to be about it: `vector` of shape (dimensions,)."""

    record: AspectRecord
    vector: Vectors
    forms: frozenset[str]
    name_forms: frozenset[str]


class Profiles:
    """Profiles of the items of one Kuaipedia, made when first needed."""

    def __init__(self, kuaipedia: Kuaipedia, embed: Embed) -> None:
        self._kuaipedia = kuaipedia
        self.embed = embed
        self._items: dict[int, Profile | None] = {}
        self._aspects: dict[int, list[AspectProfile]] = {}
        self._names: dict[str, Vectors] = {}

    def of(self, item_id: int) -> Profile | None:
        """An item's profile; None where it is not there any more."""
        if item_id not in self._items:
            if len(self._items) >= _MOST_KEPT:
                self.forget()
            record = self._kuaipedia.item(item_id)
            self._items[item_id] = None if record is None else self._made(record)
        return self._items[item_id]

    def _made(self, record: ItemRecord) -> Profile:
        aspects = " ".join(one.name for one in self._kuaipedia.aspects(record.id))
        text = "\n".join((record.title, record.subtitle, record.summary, aspects))
        return Profile(
            record,
            self.embed([text])[0],
            content_forms(text),
            _written(record.title, record.summary),
        )

    def name(self, folded: str) -> Vectors:
        """The vector of a name alone, of shape (dimensions,)."""
        if folded not in self._names:
            if len(self._names) >= _MOST_KEPT:
                self._names.clear()
            self._names[folded] = self.embed([folded])[0]
        return self._names[folded]

    def aspects(self, item_id: int) -> list[AspectProfile]:
        """The profiles of an item's aspects, from its evidence so far."""
        if item_id not in self._aspects:
            self._aspects[item_id] = self._aspects_made(item_id)
        return self._aspects[item_id]

    def _aspects_made(self, item_id: int) -> list[AspectProfile]:
        records = self._kuaipedia.aspects(item_id)
        if not records:
            return []
        known: dict[int, list[str]] = {one.id: [one.name] for one in records}
        parents = {one.id: one.parent_id for one in records}
        for piece in self._kuaipedia.evidence(item_id, limit=_ASPECT_EVIDENCE):
            if piece.aspect_id in known and piece.field != "title":
                text = piece.text[:_LONGEST_EVIDENCE]
                known[piece.aspect_id].append(text)
                parent = parents[piece.aspect_id]
                if parent is not None:
                    known[parent].append(text)
        texts = ["\n".join(known[one.id]) for one in records]
        vectors = self.embed(texts)
        return [
            AspectProfile(one, vectors[row], content_forms(texts[row]), content_forms(one.name))
            for row, one in enumerate(records)
        ]

    def forget(self, item_ids: Iterable[int] | None = None) -> None:
        """Make profiles anew when they are next needed, for what is known of items has changed."""
        if item_ids is None:
            self._items.clear()
            self._aspects.clear()
            return
        for item_id in item_ids:
            self._items.pop(item_id, None)
            self._aspects.pop(item_id, None)

    def forget_aspects(self, item_ids: Iterable[int]) -> None:
        """Make the profiles of these items' aspects anew, for there is new evidence of them."""
        for item_id in item_ids:
            self._aspects.pop(item_id, None)


def _written(name: str, text: str) -> int:
    """How a text writes a Latin name away from the beginnings of sentences; see Profile.proper."""
    if not _LATIN.match(name):
        return 0
    if " " not in name and any(letter.isupper() for letter in name[1:]):
        return 1
    pattern = re.compile(rf"[\w,;)]\s(?P<name>{re.escape(name)})(?:e?s)?\b", re.IGNORECASE)
    letters = [match["name"][0] for match in pattern.finditer(text)]
    if any(map(str.islower, letters)):
        return -1
    return 1 if letters else 0
