"""The personal Kuaipedia: items, their aspects, and where documents speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from store.database import Database
from store.errors import StoreError
from store.kuaipedia_aspects import Aspects
from store.kuaipedia_decisions import Decisions
from store.kuaipedia_dump import Dump
from store.kuaipedia_evidence import Evidence
from store.kuaipedia_items import Items
from store.kuaipedia_load import Load
from store.kuaipedia_names import checked_name
from store.kuaipedia_progress import LookedThrough
from store.kuaipedia_records import (
    AspectRecord,
    EvidenceRecord,
    GoneItem,
    ItemRecord,
    Name,
    NewAspect,
    NewEvidence,
    NewItem,
    UnlinkedDocument,
    Verdict,
)

_PRUNE = """
DELETE FROM kuaipedia_items WHERE origin = 'library' AND evidence = 0 AND merged_into IS NULL
AND deleted_at IS NULL
AND NOT EXISTS (SELECT 1 FROM kuaipedia_items o WHERE o.merged_into = kuaipedia_items.id)
AND NOT EXISTS (SELECT 1 FROM kuaipedia_verdicts WHERE item_id = kuaipedia_items.id)
AND NOT EXISTS (SELECT 1 FROM kuaipedia_aliases WHERE item_id = kuaipedia_items.id
    AND origin = 'person')
AND NOT EXISTS (SELECT 1 FROM kuaipedia_aspects WHERE item_id = kuaipedia_items.id
    AND origin = 'person')
"""


class Kuaipedia:
    """The personal Kuaipedia of one database. Every method raises StoreError in trouble.

    The first half is the machine's and never undoes what a person has decided; the second half is
    a person's. Each method that writes is one transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._items = Items(database)
        self._aspects = Aspects(database)
        self._evidence = Evidence(database)
        self._decisions = Decisions(database, self._items, self._aspects)
        self.looked_through = LookedThrough(database, self._evidence)

    def version(self) -> str:
        """What changes whenever items, their names or a person's decisions change."""
        return str(self._items.version())

    def put_items(self, items: Sequence[NewItem]) -> list[int | None]:
        """Keep items, each merged with the one of the same title and subtitle.

        Nothing that is known is overwritten. Names longer than 200 characters are cut.

        Returns:
            The id of each: that of another one into which a person has merged it; None for one
            that a person has deleted, or that has no title.
        """
        with self._database.transaction():
            version = self._items.version() + 1
            ids: list[int | None] = []
            changed = False
            for item in items:
                item_id, is_new = self._items.put(item, version)
                changed = changed or is_new
                if item_id is not None and item.aspects:
                    self._aspects.put(item_id, item.aspects)
                ids.append(item_id)
            if changed:
                self._items.step()
        return ids

    def put_aspects(self, item_id: int, aspects: Sequence[NewAspect]) -> dict[tuple[str, str], int]:
        """Keep aspects of an item; their ids by (parent's name or "", name) as they were given.

        One that a person renamed, moved or merged gives the id of what it has become. One that a
        person has hidden gives its id as well; evidence of it is shown as evidence of the item.
        """
        with self._database.transaction():
            self._items.live(item_id)
            return self._aspects.put(item_id, aspects)

    def replace_evidence(
        self, document_id: int, fingerprint: str, version: str, evidence: Sequence[NewEvidence]
    ) -> bool:
        """Replace what the machine found in a document, and keep that it was looked through.

        What a person or an import has said of the document stays. `version` says by which items it
        was looked through, as `unlinked` is asked later.

        Returns:
            False, and nothing is changed, when the document is not there with this fingerprint.
        """
        with self._database.transaction():
            return self._evidence.replace(document_id, fingerprint, version, evidence)

    def add_imported(self, evidence: Sequence[tuple[int, NewEvidence]]) -> int:
        """Keep evidence (document id, evidence) that others have found; twice is as once.

        Returns:
            How much of it is new.
        """
        with self._database.transaction():
            return sum(
                self._evidence.add(document_id, [one], "import") for document_id, one in evidence
            )

    def aspects_named(self, wanted: Sequence[tuple[int, NewAspect]]) -> list[int | None]:
        """For each (item id, aspect) the item's aspect of this name on either level, else the
        given one, made."""
        with self._database.transaction():
            return [self._aspects.named(item_id, aspect) for item_id, aspect in wanted]

    def prune(self) -> int:
        """Let go of items that came from the library, of which nothing there speaks any more and
        which no person has touched, and of such aspects; how many items there were."""
        with self._database.transaction():
            before = self._items.count("")
            self._aspects.prune()
            self._database.execute(_PRUNE)
            gone = before - self._items.count("")
            if gone:
                self._items.step()
        return gone

    def unlinked(self, version: str) -> list[UnlinkedDocument]:
        """The documents that were not looked through, as they are now, by this version."""
        return self._evidence.unlinked(version)

    def item(self, item_id: int) -> ItemRecord | None:
        """An item; None where there is none, or none any more."""
        return self._items.get(item_id)

    def items(self, text: str = "", limit: int = 50, offset: int = 0) -> list[ItemRecord]:
        """Items with `text` in one of their names, those with most evidence first."""
        return self._items.page(text, limit, offset)

    def count(self, text: str = "") -> int:
        """How many items there are with `text` in one of their names."""
        return self._items.count(text)

    def find(self, name: str) -> list[ItemRecord]:
        """The items that have this title or alias, however it is written, likeliest first."""
        return self._items.find(name)

    def names(self, since: str = "0") -> Iterator[Name]:
        """The names by which items may be mentioned, all or those that came after a version."""
        return self._items.names(int(since))

    def aspects(self, item_id: int) -> list[AspectRecord]:
        """An item's aspects, each followed by those below it."""
        return self._aspects.of(item_id)

    def hidden_aspects(self, item_id: int) -> list[AspectRecord]:
        """An item's aspects that a person has hidden, by name."""
        return self._aspects.hidden(item_id)

    def evidence(
        self,
        item_id: int,
        aspect_id: int | None = None,
        *,
        videos_only: bool = False,
        limit: int = 50,
    ) -> list[EvidenceRecord]:
        """An item's evidence, or that of an aspect and those below it, best first.

        What a person has denied is left out; what a person has confirmed comes first.
        """
        return self._evidence.of(item_id, aspect_id, videos_only=videos_only, limit=limit)

    def items_of(self, document_id: int) -> list[tuple[ItemRecord, float]]:
        """The items that a document speaks of, with its best score for each, best first."""
        scores = dict(self._evidence.items_of(document_id))
        return [(record, scores[record.id]) for record in self._items.records(list(scores))]

    def verdicts(self, item_id: int) -> list[Verdict]:
        """What a person decided of documents for an item, by source."""
        return self._evidence.verdicts(item_id)

    def gone(self) -> list[GoneItem]:
        """The items that were deleted or merged, which can be restored."""
        return self._items.gone()

    def rename(self, item_id: int, title: str, subtitle: str | None = None) -> None:
        """Give an item another title, and subtitle where one is given.

        The former title stays a name of the item, and who offers it is led to it.

        Raises:
            StoreError: no such item, no usable title, or another item has it.
        """
        with self._database.transaction():
            self._decisions.rename(item_id, title, subtitle, self._items.step())

    def merge(self, item_ids: Iterable[int], into: int) -> None:
        """Let items be part of another one, with their names, aspects and evidence.

        Raises:
            StoreError: there is no such item, or nothing but the item itself.
        """
        others = [item_id for item_id in dict.fromkeys(item_ids) if item_id != into]
        if not others:
            raise StoreError("an item cannot be merged with itself; name two items or more")
        with self._database.transaction():
            version = self._items.step()
            for item_id in others:
                self._decisions.merge(item_id, into, version)

    def split(
        self, item_id: int, aliases: Sequence[str], title: str, document_ids: Sequence[int] = ()
    ) -> int:
        """Make an item of some of the names of another one, and of what is in some documents.

        The evidence that these names found goes with them, and so does that in the documents,
        which from now on are about the new item and not about the old one.

        Returns:
            The new item's id.

        Raises:
            StoreError: no such item or document, no usable title, or another item has it.
        """
        with self._database.transaction():
            new_id = self._decisions.split(item_id, aliases, title, self._items.step())
            self._decisions.give_documents(item_id, new_id, document_ids)
            for document_id in document_ids:
                self._evidence.decide(item_id, document_id, None, linked=False)
                self._evidence.decide(new_id, document_id, None, linked=True)
        return new_id

    def delete(self, item_id: int) -> None:
        """Delete an item for good: the machine does not make it again. `restore` brings it back.

        Raises:
            StoreError: there is no such item.
        """
        with self._database.transaction():
            self._items.step()
            self._decisions.delete(item_id)

    def restore(self, item_id: int) -> None:
        """Bring back an item that was deleted, or part one again from what it was merged into.

        Raises:
            StoreError: no such item is gone.
        """
        with self._database.transaction():
            self._decisions.restore(item_id, self._items.step())

    def add_alias(self, item_id: int, alias: str) -> None:
        """Give an item one more name, or one back that was hidden.

        Raises:
            StoreError: no such item, or no usable name.
        """
        with self._database.transaction():
            self._decisions.name(item_id, alias, self._items.step())

    def hide_alias(self, item_id: int, alias: str) -> None:
        """Let a name, the title included, find an item no longer; what it found goes.

        Raises:
            StoreError: no such item, or no usable name.
        """
        with self._database.transaction():
            self._items.step()
            self._decisions.hide_name(item_id, alias)

    def rename_aspect(self, aspect_id: int, name: str) -> int:
        """Give an aspect another name; where its neighbour has that, it goes into the neighbour.

        Returns:
            The id of what the aspect is now.

        Raises:
            StoreError: no such aspect, or no usable name.
        """
        with self._database.transaction():
            row = self._aspects.row(aspect_id)
            return self._place(aspect_id, checked_name(name), row["parent_id"])

    def move_aspect(self, aspect_id: int, parent_id: int | None) -> int:
        """Put an aspect below another one, or on the first level.

        Returns:
            The id of what the aspect is now.

        Raises:
            StoreError: no such aspects, or there would be a third level.
        """
        with self._database.transaction():
            return self._place(aspect_id, self._aspects.row(aspect_id)["name"], parent_id)

    def _place(self, aspect_id: int, name: str, parent_id: int | None) -> int:
        self._items.step()
        self._items.touch(self._aspects.row(aspect_id)["item_id"])
        return self._aspects.place(aspect_id, name, parent_id)

    def hide_aspect(self, aspect_id: int, *, hidden: bool = True) -> None:
        """Show an aspect no longer, or again; its evidence stays the item's.

        Raises:
            StoreError: there is no such aspect.
        """
        with self._database.transaction():
            self._items.step()
            self._items.touch(self._aspects.row(aspect_id)["item_id"])
            self._aspects.hide(aspect_id, hidden=hidden)

    def decide(
        self, item_id: int, document_id: int, linked: bool, aspect_id: int | None = None
    ) -> None:
        """Say that a document is, or is not, about an item, or about an aspect of it.

        Raises:
            StoreError: no such item, document or aspect of the item.
        """
        with self._database.transaction():
            self._items.live(item_id)
            self._items.step()
            self._items.touch(item_id)
            self._evidence.decide(item_id, document_id, aspect_id, linked=linked)

    def undecide(self, item_id: int, document_id: int) -> bool:
        """Leave it to the machine again whether a document is about an item; False when it was."""
        with self._database.transaction():
            self._items.step()
            return self._evidence.undecide(item_id, document_id)

    def forget_sources(self, sources: Sequence[str]) -> None:
        """Forget what was decided of documents that are not in the library any more."""
        with self._database.transaction():
            self._evidence.forget_sources(sources)

    def dump(self) -> Dump:
        """Everything, to be taken in by another memory."""
        return Dump(self._database)

    def load(self) -> Load:
        """What takes in a dump."""
        return Load(self._database, self._items, self._aspects, self._decisions)
