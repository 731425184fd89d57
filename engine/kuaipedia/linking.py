"""Links a question or a passage to the items of the personal Kuaipedia, the principal one first.

After section 2.3 of the paper, without a model: the names in the text are disambiguated as those of
documents are (engine/kuaipedia/disambiguation.py). The principal item is the one that the text
speaks of most surely and that covers most of it.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.kuaipedia.aspects import AspectChooser
from engine.kuaipedia.disambiguation import Context, Disambiguator, LinkedName
from engine.kuaipedia.matching import NameMatcher
from engine.kuaipedia.profiles import Profiles, content_forms, embedding_of

if TYPE_CHECKING:
    from engine.kuaipedia.profiles import Embed
    from store.kuaipedia import Kuaipedia
    from store.kuaipedia_records import Field, ItemRecord
    from store.memory import MemoryBank

# A question says little beside the name, and is asked about what the library holds.
_LEAN_OF_QUESTIONS = 0.8
_FEW_FORMS = 8
_LONGEST_TEXT = 20_000
# What a name in each field tells of what a text is about.
_FIELD_WEIGHTS: dict[Field, float] = {
    "title": 1.0, "heading": 0.8, "shown": 0.6, "said": 0.5, "text": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """An item that a text speaks of: where first, `text[start:end]`, and how surely, 0 to 1.

    `aspect_id` is the aspect that the text is about, None where that is not sure.
    """

    item: ItemRecord
    score: float
    mention: str
    start: int
    end: int
    aspect_id: int | None = None


class Linker:
    """Links texts to the items of one memory; the names are compiled once for each version."""

    def __init__(self, bank: MemoryBank, embed: Embed | None = None) -> None:
        self._bank = bank
        self._embed = embed

    def link(self, text: str) -> list[Linked]:
        """The items that a question or a passage speaks of, the principal one first.

        Raises:
            StoreError: the memory is in trouble.
        """
        return self.link_fields([("text", text)])

    def link_fields(self, fields: Sequence[tuple[Field, str]]) -> list[Linked]:
        """`link` for a document in parts: its title, headings, what it shows, says and holds.

        Raises:
            StoreError: the memory is in trouble.
        """
        compiled = _compiled(self._bank, self._embed)
        if not len(compiled.matcher):
            return []
        found: dict[int, Linked] = {}
        weights: dict[int, float] = {}
        for field, written in fields:
            text = written[:_LONGEST_TEXT]
            matches = compiled.matcher.find(text, noisy=field in ("shown", "said"))
            if not matches:
                continue
            context = Context(text, field, compiled.profiles)
            lean = _LEAN_OF_QUESTIONS if len(context.forms) < _FEW_FORMS else 0.0
            chooser = Disambiguator(compiled.profiles, lean=lean, by_prior=True)
            for one in chooser.linked(matches, context):
                weight = _FIELD_WEIGHTS[field] * one.score * _coverage(one, context)
                weights[one.item_id] = weights.get(one.item_id, 0.0) + weight
                known = found.get(one.item_id)
                if known is None or one.score > known.score:
                    made = self._made(one, context, compiled)
                    if made is not None:
                        found[one.item_id] = made
        return sorted(found.values(), key=lambda one: (-round(weights[one.item.id], 3), one.start))

    def _made(self, one: LinkedName, context: Context, compiled: _Compiled) -> Linked | None:
        # The compiled profile may be older than the item's latest evidence.
        item = self._bank.kuaipedia.item(one.item_id)
        if item is None:
            return None
        aspect = compiled.aspects.choose(one.item_id, context)
        return Linked(
            item, one.score, one.mention, one.start, one.end, None if aspect is None else aspect[0]
        )


def _coverage(one: LinkedName, context: Context) -> float:
    """How much of a text is the name: a name alone is what the text is about."""
    named = content_forms(one.mention)
    share = len(named & context.forms) / len(context.forms) if context.forms else 1.0
    return 0.5 + 0.5 * share


class _Compiled:
    """The names of one version of a Kuaipedia, and what is known of its items."""

    def __init__(
        self, kuaipedia: Kuaipedia, version: str, given: Embed | None, embed: Embed
    ) -> None:
        self.version = version
        self.embed = given
        self.matcher = NameMatcher(kuaipedia.names())
        self.profiles = Profiles(kuaipedia, embed)
        self.aspects = AspectChooser(self.profiles)


_lock = threading.Lock()
_known: weakref.WeakKeyDictionary[Kuaipedia, _Compiled] = weakref.WeakKeyDictionary()


def _compiled(bank: MemoryBank, embed: Embed | None) -> _Compiled:
    kuaipedia = bank.kuaipedia
    with _lock:
        version = kuaipedia.version()
        known = _known.get(kuaipedia)
        if known is None or known.version != version or known.embed is not embed:
            known = _Compiled(kuaipedia, version, embed, embed or embedding_of(bank)[0])
            _known[kuaipedia] = known
        return known
