"""What a person decides of items as wholes: other names, merging, splitting, deleting, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from store.clock import utc_now
from store.database import Database
from store.errors import StoreError
from store.kuaipedia_aspects import Aspects
from store.kuaipedia_items import Items
from store.kuaipedia_names import checked_name, folded_name
from store.kuaipedia_records import NewItem

_COPY_VERDICTS = """
INSERT OR IGNORE INTO kuaipedia_verdicts(item_id, source, document_id, aspect_id, linked,
                                         decided_at, came_with)
SELECT ?1, v.source, v.document_id, ?2, v.linked, v.decided_at, v.item_id FROM kuaipedia_verdicts v
WHERE v.item_id = ?3 AND v.aspect_id IS ?4 AND NOT EXISTS (SELECT 1 FROM kuaipedia_verdicts o
    WHERE o.item_id = ?1 AND o.source = v.source AND o.linked <> v.linked)
"""


class Decisions:
    """A person's changes to items, in the caller's transaction."""

    def __init__(self, database: Database, items: Items, aspects: Aspects) -> None:
        self._database = database
        self._items = items
        self._aspects = aspects

    def rename(self, item_id: int, title: str, subtitle: str | None, version: int) -> None:
        """Give an item another title; the former one stays a name of it, and leads to it.

        Raises:
            StoreError: no such item, no usable title, or another item has it.
        """
        row = self._items.live(item_id)
        title = checked_name(title)
        subtitle = row["subtitle"] if subtitle is None else " ".join(subtitle.split())
        self._free(item_id, title, subtitle)
        folded = folded_name(title), folded_name(subtitle)
        self._database.execute(
            "UPDATE kuaipedia_items SET title = ?, subtitle = ?, folded = ?, folded_subtitle = ?"
            " WHERE id = ?",
            (title, subtitle, *folded, item_id),
        )
        if folded != (row["folded"], row["folded_subtitle"]):
            self._leave_former(row["title"], row["subtitle"], item_id)
        self._items.touch(item_id)
        self.name(item_id, title, version)

    def _free(self, item_id: int, title: str, subtitle: str) -> None:
        """Have a title and subtitle be free for an item: those of gone ones are taken over."""
        row = self._items.of_key(title, subtitle)
        if row is None or row["id"] == item_id:
            return
        if row["deleted_at"] is None and row["merged_into"] is None:
            raise StoreError(
                f"there is an item {row['title']!r} already ({row['id']}); merge the two with: "
                "kagent kuaipedia merge"
            )
        if not row["renamed"] and row["merged_into"] == item_id:
            self.free_key(title, subtitle)
            return
        if not row["renamed"]:
            raise StoreError(
                f"an item {row['title']!r} was deleted or merged; bring it back with: "
                "kagent kuaipedia restore"
            )
        self._database.execute("DELETE FROM kuaipedia_items WHERE id = ?", (row["id"],))

    def free_key(self, title: str, subtitle: str) -> None:
        """Have another item be able to get this title and subtitle: who offers them is no longer
        led to the one that has them now, which keeps them only to be restored by."""
        self._database.execute(
            "UPDATE kuaipedia_items SET folded_subtitle = folded_subtitle || char(10) || id"
            " WHERE folded = ? AND folded_subtitle = ?",
            (folded_name(title), folded_name(subtitle)),
        )

    def _leave_former(self, title: str, subtitle: str, item_id: int) -> None:
        former = self._items.insert(
            NewItem(title, subtitle=subtitle, origin="person"), title, subtitle
        )
        self._database.execute(
            "UPDATE kuaipedia_items SET merged_into = ?, renamed = 1 WHERE id = ?",
            (item_id, former),
        )

    def name(self, item_id: int, alias: str, version: int) -> None:
        """Give an item one more name, or one back that was hidden.

        Raises:
            StoreError: no such item, or no usable name.
        """
        self._items.live(item_id)
        name = checked_name(alias)
        self._database.execute(
            "INSERT INTO kuaipedia_aliases(item_id, folded, alias, origin, added)"
            " VALUES (?, ?, ?, 'person', ?) ON CONFLICT(item_id, folded) DO UPDATE SET"
            " alias = excluded.alias, origin = 'person',"
            " added = CASE hidden WHEN 0 THEN added ELSE excluded.added END, hidden = 0",
            (item_id, folded_name(name), name, version),
        )
        self._items.touch(item_id)

    def hide_name(self, item_id: int, alias: str) -> None:
        """Let a name be no name of an item, whoever offers it; what it found goes.

        Raises:
            StoreError: no such item, or no usable name.
        """
        self._items.live(item_id)
        name = checked_name(alias)
        self._hide_only(item_id, name)
        self._items.touch(item_id)
        self._database.execute_many(
            "DELETE FROM kuaipedia_evidence WHERE item_id = ? AND mention = ?"
            " AND verifier = 'machine'",
            [(item_id, mention) for mention in self._mentions(item_id, {folded_name(name)})],
        )

    def _mentions(self, item_id: int, folded: set[str]) -> list[str]:
        """The words that were linked to an item and that are spellings of these names."""
        rows = self._database.tuples(
            "SELECT DISTINCT mention FROM kuaipedia_evidence WHERE item_id = ?", (item_id,)
        )
        return [row[0] for row in rows if folded_name(row[0]) in folded]

    def merge(self, item_id: int, into: int, version: int) -> None:
        """Let an item be part of another one, with all its names, aspects and evidence.

        Raises:
            StoreError: there is no such item.
        """
        self._items.live(item_id)
        self._items.live(into)
        aspects = self._aspects.counterparts(item_id, into)
        for old, new in ((None, None), *aspects.items()):
            self._database.execute(_COPY_VERDICTS, (into, new, item_id, old))
            self._database.execute(
                "UPDATE kuaipedia_evidence SET item_id = ?, aspect_id = ?, came_with = ?"
                " WHERE item_id = ? AND aspect_id IS ?",
                (into, new, item_id, item_id, old),
            )
        names = self._database.tuples(
            "SELECT alias, origin FROM kuaipedia_aliases WHERE item_id = ? AND hidden = 0",
            (item_id,),
        )
        for alias, origin in names:
            self._items.add_names(into, (alias,), origin, version, came_with=item_id)
        self._database.execute(
            "UPDATE kuaipedia_aliases SET hidden = 0, added = ?1, came_with = ?2 WHERE item_id = ?3"
            " AND hidden = 1 AND folded IN (SELECT folded FROM kuaipedia_aliases"
            "  WHERE item_id = ?2 AND hidden = 0)",
            (version, item_id, into),
        )
        self._database.execute(
            "UPDATE kuaipedia_items SET merged_into = ?, updated_at = ? WHERE id = ?",
            (into, utc_now(), item_id),
        )
        self._items.touch(into)

    def split(self, item_id: int, aliases: Sequence[str], title: str, version: int) -> int:
        """Make an item of some of the names of another, with the evidence that they found.

        Returns:
            The new item's id, or that of a deleted or merged one which had this title.

        Raises:
            StoreError: no such item, no usable title, or another item has it.
        """
        row = self._items.live(item_id)
        wanted = [checked_name(alias) for alias in (title, *aliases)]
        new_id = self._anew(wanted[0])
        for name in wanted:
            self.name(new_id, name, version)
            if folded_name(name) != row["folded"]:
                self._hide_only(item_id, name)
        self._items.touch(item_id)
        found = self._mentions(item_id, {folded_name(name) for name in wanted} - {row["folded"]})
        self._give(item_id, new_id, "e.mention IN (SELECT value FROM json_each(?))", found)
        return new_id

    def _anew(self, title: str) -> int:
        """An item of this title: a new one, or a deleted or merged one that had it."""
        row = self._items.of_key(title, "")
        if row is not None and not row["renamed"]:
            if row["deleted_at"] is None and row["merged_into"] is None:
                raise StoreError(
                    f"there is an item {row['title']!r} already ({row['id']}); choose another title"
                )
            self._revive(row["id"])
            return int(row["id"])
        if row is not None:
            self._database.execute("DELETE FROM kuaipedia_items WHERE id = ?", (row["id"],))
        return self._items.insert(NewItem(title, origin="person"), title, "")

    def _hide_only(self, item_id: int, name: str) -> None:
        """Let a name be none of an item, and what it found stay."""
        self._database.execute(
            "INSERT INTO kuaipedia_aliases(item_id, folded, alias, origin, hidden)"
            " VALUES (?, ?, ?, 'person', 1) ON CONFLICT(item_id, folded) DO UPDATE SET"
            " origin = 'person', hidden = 1",
            (item_id, folded_name(name), name),
        )

    def _give(self, item_id: int, new_id: int, which: str, values: Sequence[str | int]) -> None:
        """Give evidence of an item to another one, which gets the aspects that it needs."""
        held = json.dumps(list(values), ensure_ascii=False)
        condition = f"e.item_id = ? AND {which}"
        aspects = self._database.tuples(
            f"SELECT DISTINCT aspect_id FROM kuaipedia_evidence e WHERE {condition}",  # noqa: S608
            (item_id, held),
        )
        for (old,) in aspects:
            self._database.execute(
                "UPDATE kuaipedia_evidence AS e SET item_id = ?, aspect_id = ?, came_with = NULL"  # noqa: S608
                f" WHERE e.aspect_id IS ? AND {condition}",
                (new_id, self._aspects.counterpart(old, new_id), old, item_id, held),
            )

    def give_documents(self, item_id: int, new_id: int, document_ids: Sequence[int]) -> None:
        """Give the evidence in some documents to another item."""
        which = "e.document_id IN (SELECT value FROM json_each(?))"
        self._give(item_id, new_id, which, document_ids)

    def delete(self, item_id: int) -> None:
        """Delete an item, which then is nowhere to be seen and is not made again.

        Raises:
            StoreError: there is no such item.
        """
        self._items.live(item_id)
        self._database.execute(
            "UPDATE kuaipedia_items SET deleted_at = ? WHERE id = ?", (utc_now(), item_id)
        )

    def restore(self, item_id: int, version: int) -> None:
        """Bring back an item that was deleted or merged, with its own names and evidence.

        Raises:
            StoreError: no such item is gone.
        """
        rows = self._database.tuples(
            "SELECT merged_into FROM kuaipedia_items WHERE id = ? AND renamed = 0"
            " AND (merged_into IS NOT NULL OR deleted_at IS NOT NULL)",
            (item_id,),
        )
        if not rows:
            raise StoreError(f"no item {item_id} was deleted or merged; nothing to bring back")
        into = rows[0][0]
        self._revive(item_id)
        if into is not None:
            self._part(item_id, into)
        # Its names are to be looked for again.
        self._database.execute(
            "UPDATE kuaipedia_aliases SET added = ? WHERE item_id = ?", (version, item_id)
        )

    def _revive(self, item_id: int) -> None:
        row = self._database.rows("SELECT * FROM kuaipedia_items WHERE id = ?", (item_id,))[0]
        other = self._items.of_key(row["title"], row["subtitle"])
        if other is not None and other["id"] != item_id:
            raise StoreError(
                f"there is an item {other['title']!r} already ({other['id']}); rename that first"
            )
        self._database.execute(
            "UPDATE kuaipedia_items SET merged_into = NULL, deleted_at = NULL, folded_subtitle = ?"
            " WHERE id = ?",
            (folded_name(row["subtitle"]), item_id),
        )
        self._items.touch(item_id)

    def _part(self, item_id: int, into: int) -> None:
        """Take what came with a merged item away from the one that it was merged into."""
        for statement in (
            "DELETE FROM kuaipedia_verdicts WHERE item_id = ? AND came_with = ?",
            "UPDATE kuaipedia_aliases SET hidden = 1, came_with = NULL, origin = 'person'"
            " WHERE item_id = ? AND came_with = ?",
        ):
            self._database.execute(statement, (into, item_id))
        own = self._names(item_id) - self._names(into)
        self._give(into, item_id, "e.came_with IN (SELECT value FROM json_each(?))", [item_id])
        mentions = self._mentions(into, own)
        self._give(into, item_id, "e.mention IN (SELECT value FROM json_each(?))", mentions)

    def _names(self, item_id: int) -> set[str]:
        rows = self._database.tuples(
            "SELECT folded FROM kuaipedia_aliases WHERE item_id = ? AND hidden = 0", (item_id,)
        )
        return {row[0] for row in rows}
