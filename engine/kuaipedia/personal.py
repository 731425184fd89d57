"""The personal Kuaipedia of a library, as the tools ask it: entities, aspects and evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from engine.encyclopedia.names import bare
from engine.events import Language, Location
from engine.kuaipedia.base import Aspect, Entity, LinkedEntities
from engine.language import detect_language
from engine.tools.observation import Passage
from store.folding import fold

if TYPE_CHECKING:
    from engine.tools.context import ToolContext
    from store.kuaipedia_records import AspectRecord, EvidenceRecord, ItemRecord
    from store.memory import MemoryBank

_ITEM = re.compile(r"item:(\d{1,18})")
_OF_ENCYCLOPEDIA = re.compile(r"[a-z]{2,3}(?:-[a-z]+)*:(?=\S)")
_MOST_LOOKED_AT = 200


class BankKuaipedia:
    """The Kuaipedia of a memory bank; evidence only of the documents that are searched.

    `open_bank` gives the memory when it is first needed, and `documents` their ids, None for all
    of them.
    """

    def __init__(
        self,
        open_bank: Callable[[], MemoryBank],
        documents: Callable[[], frozenset[int] | None] = lambda: None,
    ) -> None:
        self._open_bank = open_bank
        self._documents = documents

    @property
    def _bank(self) -> MemoryBank:
        return self._open_bank()

    def any(self) -> bool:
        """Whether it has an item at all."""
        return self._bank.kuaipedia.count() > 0

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        """The items that a text speaks of, the one it is most about first; may be none."""
        del context
        if not self.any():
            return LinkedEntities()
        from engine.kuaipedia.linking import Linker

        linked = Linker(self._bank).link(text)
        found: dict[int, Entity] = {}
        for one in linked:
            found.setdefault(one.item.id, self._entity(one.item, one.mention))
        entities = tuple(found.values())
        return LinkedEntities(entities[0], entities[1:]) if entities else LinkedEntities()

    def entity(self, entity_id: str) -> Entity | None:
        """The item of an id ("item:12"), or the one that an encyclopedia's id or title names."""
        written = entity_id.strip()
        if number := _ITEM.fullmatch(written.lower()):
            item = self._bank.kuaipedia.item(int(number[1]))
            return None if item is None else self._entity(item)
        title = _OF_ENCYCLOPEDIA.sub("", written, count=1)
        for name in dict.fromkeys((title, bare(title))):
            items = self._bank.kuaipedia.find(name)
            if items:
                return self._entity(max(items, key=lambda one: one.evidence))
        return None

    def evidence(
        self, entity: Entity, aspect: str = "", *, recordings_only: bool = False, limit: int = 20
    ) -> tuple[Passage, ...]:
        """Passages of an aspect, of all of the item without one, best first, each place once."""
        number = _ITEM.fullmatch(entity.id)
        if number is None:
            return ()
        item_id = int(number[1])
        known = self._bank.kuaipedia.aspects(item_id) if aspect else []
        wanted: list[int | None] = [one.id for one in _named(known, aspect)] if aspect else [None]
        records = [one for aspect_id in wanted for one in self._records(item_id, aspect_id)]
        if recordings_only:
            records = [record for record in records if record.time_start is not None]
        return tuple(self._passages(records, limit))

    def _records(self, item_id: int, aspect_id: int | None) -> list[EvidenceRecord]:
        """Evidence, best first; of videos too where many documents come before them."""
        kuaipedia = self._bank.kuaipedia
        found = kuaipedia.evidence(item_id, aspect_id, limit=_MOST_LOOKED_AT)
        if len(found) == _MOST_LOOKED_AT:
            found += kuaipedia.evidence(item_id, aspect_id, videos_only=True, limit=_MOST_LOOKED_AT)
        return found

    def _passages(self, records: Sequence[EvidenceRecord], limit: int) -> list[Passage]:
        documents = self._documents()
        found: dict[tuple[int, int], Passage] = {}
        for record in records:
            place = record.document_id, record.start
            hidden = documents is not None and record.document_id not in documents
            if hidden or place in found or not record.text.strip():
                continue
            found[place] = _passage(record, self._bank.fingerprint(record.source))
            if len(found) == limit:
                break
        return list(found.values())

    def _entity(self, item: ItemRecord, mention: str = "") -> Entity:
        aspects = self._bank.kuaipedia.aspects(item.id)
        return Entity(
            f"item:{item.id}",
            item.full_title,
            item.summary,
            item.url,
            _language(item),
            tuple(Aspect(one.name, one.level) for one in aspects),
            mention,
            (item.title, *item.aliases),
        )


def _named(aspects: Sequence[AspectRecord], name: str) -> list[AspectRecord]:
    """The aspects of a name; "Care › Cleaning" is the one below another."""
    above, separator, last = name.rpartition("›")
    wanted = fold(last.strip() if separator else name.strip())
    found = [one for one in aspects if fold(one.name) == wanted]
    if separator:
        outer = {one.id for one in aspects if fold(one.name) == fold(above.strip())}
        found = [one for one in found if one.parent_id in outer] or found
    return found


def place_of(record: EvidenceRecord) -> Location:
    """Where evidence stands in its document; without a span where that is all of it."""
    span = (record.start, record.end) if record.end > record.start else None
    return Location(page=record.page, start=record.time_start, end=record.time_end, span=span)


def _passage(record: EvidenceRecord, fingerprint: str | None) -> Passage:
    return Passage(
        record.text, record.source, record.title, place_of(record), record.score, fingerprint
    )


def _language(item: ItemRecord) -> Language:
    if item.language.startswith("zh"):
        return "zh"
    return "en" if item.language else detect_language(item.title)
