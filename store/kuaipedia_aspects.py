"""The aspects of the personal Kuaipedia's items: a tree of two levels for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.database import Database
from store.errors import StoreError
from store.kuaipedia_items import NOT_DENIED
from store.kuaipedia_names import folded_name, kept_name
from store.kuaipedia_records import AspectRecord, NewAspect, Origin

_INSERT = """
INSERT INTO kuaipedia_aspects(item_id, parent_id, name, folded, level, position, origin, hidden)
VALUES (?, ?, ?, ?, ?, coalesce((SELECT max(position) FROM kuaipedia_aspects WHERE item_id = ?), 0)
        + 1, ?, ?)
"""
_OF_ITEM = """
SELECT id, item_id, parent_id, name, level, origin FROM kuaipedia_aspects
WHERE item_id = ? AND hidden = 0 ORDER BY position, id
"""
_COUNTS = f"""
SELECT aspect_id, count(*) FROM kuaipedia_evidence e
WHERE item_id = ? AND aspect_id IS NOT NULL AND {NOT_DENIED} GROUP BY aspect_id
"""  # noqa: S608 (no values)


class Aspects:
    """The aspects of one database; what writes does so in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, item_id: int) -> list[AspectRecord]:
        """An item's aspects that are shown, each followed by those below it."""
        rows = self._database.rows(_OF_ITEM, (item_id,))
        counts: dict[int, int] = dict(self._database.tuples(_COUNTS, (item_id,)))
        tops = [row for row in rows if row["parent_id"] is None]
        below: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            if row["parent_id"] is not None:
                below.setdefault(row["parent_id"], []).append(row)
        records = []
        for top in tops:
            under = below.get(top["id"], [])
            whole = sum(counts.get(row["id"], 0) for row in (top, *under))
            records.append(AspectRecord(**top, evidence=whole))
            records += [AspectRecord(**row, evidence=counts.get(row["id"], 0)) for row in under]
        return records

    def hidden(self, item_id: int) -> list[AspectRecord]:
        """An item's aspects that a person has hidden, by name."""
        rows = self._database.rows(
            "SELECT id, item_id, parent_id, name, level, origin, 0 AS evidence"
            " FROM kuaipedia_aspects WHERE item_id = ? AND hidden = 1 AND merged_into IS NULL"
            " ORDER BY folded, id",
            (item_id,),
        )
        return [AspectRecord(**row) for row in rows]

    def put(self, item_id: int, aspects: Sequence[NewAspect]) -> dict[tuple[str, str], int]:
        """Keep aspects; the ids by (parent's name or "", name) as they were given.

        One that a person renamed, moved or merged gives the id of what it has become.
        """
        ids: dict[tuple[str, str], int] = {}
        for aspect in aspects:
            below = aspect.parent if aspect.level == 2 else None
            parent_id = None
            if below:
                parent_id = ids.get(("", below)) or self._put(item_id, None, below, aspect.origin)
                if parent_id is None:
                    continue
                ids.setdefault(("", below), parent_id)
            found = self._put(item_id, parent_id, aspect.name, aspect.origin)
            if found is not None:
                ids[below or "", aspect.name] = found
        return ids

    def named(self, item_id: int, aspect: NewAspect) -> int | None:
        """The id of an item's aspect of this name, on the first level before the second; where
        there is none, of the given one."""
        found = self._database.value(
            "SELECT id FROM kuaipedia_aspects WHERE item_id = ? AND folded = ? ORDER BY level, id",
            (item_id, folded_name(aspect.name)),
        )
        if found is not None:
            return self.led_to(int(found))
        return self.put(item_id, [aspect]).get((aspect.parent or "", aspect.name))

    def _put(
        self,
        item_id: int,
        parent_id: int | None,
        name: str,
        origin: Origin,
        *,
        hidden: bool = False,
    ) -> int | None:
        kept = kept_name(name)
        folded = folded_name(kept)
        if not folded:
            return None
        # Below an aspect that was moved under another one there is no room for a third level.
        parent_id = self._top(parent_id)
        known = self.at(item_id, parent_id, folded)
        if known is not None:
            return self.led_to(known)
        level = 1 if parent_id is None else 2
        return self._database.execute(
            _INSERT, (item_id, parent_id, kept, folded, level, item_id, origin, int(hidden))
        )

    def _top(self, aspect_id: int | None) -> int | None:
        if aspect_id is None:
            return None
        above = self._database.value(
            "SELECT parent_id FROM kuaipedia_aspects WHERE id = ?", (aspect_id,)
        )
        return aspect_id if above is None else int(above)

    def at(self, item_id: int, parent_id: int | None, folded: str) -> int | None:
        """The aspect of a folded name in its place, be it a hidden or former one."""
        found = self._database.value(
            "SELECT id FROM kuaipedia_aspects"
            " WHERE item_id = ? AND coalesce(parent_id, 0) = ? AND folded = ?",
            (item_id, parent_id or 0, folded),
        )
        return None if found is None else int(found)

    def led_to(self, aspect_id: int) -> int:
        """The aspect itself, or what it has become."""
        for _ in range(100):
            into = self._database.value(
                "SELECT merged_into FROM kuaipedia_aspects WHERE id = ?", (aspect_id,)
            )
            if into is None:
                break
            aspect_id = int(into)
        return aspect_id

    def row(self, aspect_id: int) -> dict[str, Any]:
        """An aspect that is there, hidden ones included.

        Raises:
            StoreError: there is none.
        """
        rows = self._database.rows(
            "SELECT * FROM kuaipedia_aspects WHERE id = ? AND merged_into IS NULL", (aspect_id,)
        )
        if not rows:
            raise StoreError(f"there is no aspect {aspect_id}; see: kagent kuaipedia show ITEM")
        return rows[0]

    def counterpart(self, aspect_id: int | None, item_id: int) -> int | None:
        """The aspect of the same names in another item, made where it is not there."""
        if aspect_id is None:
            return None
        row = self.row(self.led_to(aspect_id))
        parent_id = self.counterpart(row["parent_id"], item_id)
        hidden = bool(row["hidden"])
        return self._put(item_id, parent_id, row["name"], row["origin"], hidden=hidden)

    def counterparts(self, old_item_id: int, item_id: int) -> dict[int, int]:
        """The counterparts of all the aspects of an item, by their ids."""
        rows = self._database.tuples(
            "SELECT id FROM kuaipedia_aspects WHERE item_id = ? AND merged_into IS NULL"
            " ORDER BY level, position",
            (old_item_id,),
        )
        pairs = [(row[0], self.counterpart(row[0], item_id)) for row in rows]
        return {old: new for old, new in pairs if new is not None}

    def place(self, aspect_id: int, name: str, parent_id: int | None) -> int:
        """Give an aspect another name or place; the former one leads on to it.

        Where an aspect stands there already, this one goes into it.

        Returns:
            The id of what the aspect is now.

        Raises:
            StoreError: there is no such aspect, or one that has others below it would go below one.
        """
        row = self.row(aspect_id)
        if parent_id is not None:
            self._check_parent(row, parent_id)
        folded = folded_name(name)
        known = self.at(row["item_id"], parent_id, folded)
        if known is not None and self.led_to(known) == aspect_id:
            # Its own former name, or the same one written differently.
            if known != aspect_id:
                self._database.execute(
                    "UPDATE kuaipedia_aspects SET merged_into = ? WHERE merged_into = ?",
                    (aspect_id, known),
                )
                self._database.execute("DELETE FROM kuaipedia_aspects WHERE id = ?", (known,))
            known = None
        if known is not None:
            return self._merge(row, self.led_to(known))
        level = 1 if parent_id is None else 2
        moved = (folded, parent_id or 0) != (row["folded"], row["parent_id"] or 0)
        self._database.execute(
            "UPDATE kuaipedia_aspects SET name = ?, folded = ?, parent_id = ?, level = ?,"
            " origin = 'person', hidden = 0 WHERE id = ?",
            (name, folded, parent_id, level, aspect_id),
        )
        if moved:
            self._leave_former(row, aspect_id)
        return aspect_id

    def _check_parent(self, row: dict[str, Any], parent_id: int) -> None:
        parent = self.row(parent_id)
        below = self._database.value(
            "SELECT 1 FROM kuaipedia_aspects WHERE parent_id = ? AND merged_into IS NULL",
            (row["id"],),
        )
        if parent["item_id"] != row["item_id"] or parent["level"] != 1 or parent_id == row["id"]:
            raise StoreError(f"{row['name']!r} cannot go below {parent['name']!r}: choose another")
        if below:
            raise StoreError(f"{row['name']!r} has aspects below it; move those first")

    def _leave_former(self, row: dict[str, Any], into: int) -> None:
        self._database.execute(
            "INSERT INTO kuaipedia_aspects(item_id, parent_id, name, folded, level, position,"
            " origin, hidden, merged_into) VALUES (?, ?, ?, ?, ?, ?, 'person', 1, ?)",
            (
                row["item_id"],
                row["parent_id"],
                row["name"],
                row["folded"],
                row["level"],
                row["position"],
                into,
            ),
        )

    def _merge(self, row: dict[str, Any], into: int) -> int:
        children = self._database.rows(
            "SELECT id, name FROM kuaipedia_aspects WHERE parent_id = ? AND merged_into IS NULL",
            (row["id"],),
        )
        if children and self.row(into)["level"] == 2:
            raise StoreError(f"{row['name']!r} has aspects below it; move those first")
        for child in children:
            self.place(child["id"], child["name"], into)
        for table in ("kuaipedia_evidence", "kuaipedia_verdicts"):
            self._database.execute(
                f"UPDATE OR IGNORE {table} SET aspect_id = ? WHERE aspect_id = ?",  # noqa: S608
                (into, row["id"]),
            )
        self._database.execute(
            "UPDATE kuaipedia_aspects SET hidden = 1, merged_into = ?, origin = 'person'"
            " WHERE id = ?",
            (into, row["id"]),
        )
        self._database.execute(
            "UPDATE kuaipedia_aspects SET hidden = 0, origin = 'person' WHERE id = ?", (into,)
        )
        return into

    def hide(self, aspect_id: int, *, hidden: bool) -> None:
        """Show an aspect no longer, or again.

        Raises:
            StoreError: there is no such aspect.
        """
        self.row(aspect_id)
        self._database.execute(
            "UPDATE kuaipedia_aspects SET hidden = ?, origin = 'person' WHERE id = ?",
            (int(hidden), aspect_id),
        )

    def prune(self) -> None:
        """Let go of aspects that came from the library and of which nothing there speaks now."""
        for level in (2, 1):
            self._database.execute(
                "DELETE FROM kuaipedia_aspects AS a WHERE origin = 'library' AND hidden = 0"
                " AND level = ? AND NOT EXISTS (SELECT 1 FROM kuaipedia_evidence"
                "  WHERE aspect_id = a.id) AND NOT EXISTS (SELECT 1 FROM kuaipedia_verdicts"
                "  WHERE aspect_id = a.id) AND NOT EXISTS (SELECT 1 FROM kuaipedia_aspects"
                "  WHERE parent_id = a.id OR merged_into = a.id)",
                (level,),
            )
