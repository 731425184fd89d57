"""The items of the personal Kuaipedia and their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from store.clock import utc_now
from store.database import Database
from store.errors import StoreError
from store.kuaipedia_names import LONGEST_SUMMARY, LONGEST_URL, folded_name, kept_name
from store.kuaipedia_records import GoneItem, ItemRecord, Name, NewItem, Origin

_VERSION = "kuaipedia_version"
_NAMES_AT_ONCE = 10_000
# Around names as people write them.
_MARKS = " 《》「」『』“”‘’\"'"
_LIVE = "merged_into IS NULL AND deleted_at IS NULL"
# Evidence that no verdict of a person's speaks against; `e` is the evidence.
NOT_DENIED = """
NOT EXISTS (SELECT 1 FROM kuaipedia_verdicts v WHERE v.item_id = e.item_id
    AND v.document_id = e.document_id AND v.linked = 0
    AND (v.aspect_id IS NULL OR v.aspect_id = e.aspect_id))
"""
_RECORD = f"""
SELECT id, title, subtitle, language, summary, url, origin,
    (SELECT json_group_array(alias) FROM (SELECT alias FROM kuaipedia_aliases
        WHERE item_id = i.id AND hidden = 0 AND folded <> i.folded ORDER BY folded)) AS aliases,
    (SELECT count(*) FROM kuaipedia_evidence e WHERE e.item_id = i.id AND {NOT_DENIED}) AS evidence,
    (SELECT count(DISTINCT document_id) FROM kuaipedia_evidence e
        WHERE e.item_id = i.id AND {NOT_DENIED}) AS documents
FROM kuaipedia_items i
"""  # noqa: S608 (no values)
_NAMES = f"""
SELECT a.folded, a.alias, a.item_id, a.folded = i.folded, a.added
FROM kuaipedia_aliases a JOIN kuaipedia_items i ON i.id = a.item_id
WHERE a.hidden = 0 AND {_LIVE} AND (a.item_id, a.folded) > (?, ?)
ORDER BY a.item_id, a.folded LIMIT ?
"""  # noqa: S608 (no values)
# The few new ones of many, without going through them all.
_NEW_NAMES = f"""
SELECT a.folded, a.alias, a.item_id, a.folded = i.folded, a.added
FROM kuaipedia_aliases a INDEXED BY kuaipedia_aliases_by_version
CROSS JOIN kuaipedia_items i ON i.id = a.item_id
WHERE a.hidden = 0 AND {_LIVE} AND (a.added, a.item_id, a.folded) > (?, ?, ?)
ORDER BY a.added, a.item_id, a.folded LIMIT ?
"""  # noqa: S608 (no values)
_BEHIND_ALL_ITEMS = 2**62
_FIND = f"""
SELECT i.id FROM kuaipedia_aliases a JOIN kuaipedia_items i ON i.id = a.item_id
WHERE a.folded = ? AND (a.hidden = 0 OR i.folded = a.folded) AND {_LIVE}
ORDER BY i.folded = a.folded DESC, i.evidence DESC, i.id LIMIT 200
"""  # noqa: S608 (no values)
_INSERT = """
INSERT INTO kuaipedia_items(title, subtitle, folded, folded_subtitle, language, summary, url,
                            origin, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# What one source does not know another may; nothing that is known is overwritten.
_COMPLETE = """
UPDATE kuaipedia_items SET language = coalesce(nullif(language, ''), ?),
    summary = coalesce(nullif(summary, ''), ?), url = coalesce(nullif(url, ''), ?)
WHERE id = ? AND ((language = '' AND ? <> '') OR (summary = '' AND ? <> '')
    OR (url = '' AND ? <> ''))
"""


class Items:
    """The items of one database; what writes does so in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> int:
        """A number that grows whenever items, their names or a person's decisions change."""
        found = self._database.value("SELECT value FROM properties WHERE key = ?", (_VERSION,))
        return int(found or 0)

    def step(self) -> int:
        """Let the version grow."""
        version = self.version() + 1
        self._database.execute(
            "INSERT OR REPLACE INTO properties(key, value) VALUES (?, ?)", (_VERSION, str(version))
        )
        return version

    def put(self, item: NewItem, version: int) -> tuple[int | None, bool]:
        """Keep an item, or complete the one of this title and subtitle.

        Returns:
            Its id, None where a person deleted it or it has no title; and whether it or one of its
            names is new.
        """
        title, subtitle = kept_name(item.title), kept_name(item.subtitle)
        key = folded_name(title), folded_name(subtitle)
        if not key[0]:
            return None, False
        known = self._database.tuples(
            "SELECT id, renamed FROM kuaipedia_items WHERE folded = ? AND folded_subtitle = ?", key
        )
        item_id = self.led_to(known[0][0]) if known else self.insert(item, title, subtitle)
        if item_id is None:
            return None, False
        came_with = None
        if known:
            self.complete(item_id, item)
            is_merged = known[0][0] != item_id and not known[0][1]
            came_with = known[0][0] if is_merged else None
        names = (title, *item.aliases)
        added = self.add_names(item_id, names, item.origin, version, came_with)
        return item_id, added or not known

    def insert(self, item: NewItem, title: str, subtitle: str) -> int:
        """Make an item; its names are still to be added."""
        now = utc_now()
        return self._database.execute(
            _INSERT,
            (
                title,
                subtitle,
                folded_name(title),
                folded_name(subtitle),
                kept_name(item.language),
                item.summary[:LONGEST_SUMMARY],
                item.url[:LONGEST_URL],
                item.origin,
                now,
                now,
            ),
        )

    def complete(self, item_id: int, item: NewItem) -> None:
        """Add what another source knows of an item; nothing that is known is overwritten."""
        facts = (
            kept_name(item.language),
            item.summary[:LONGEST_SUMMARY],
            item.url[:LONGEST_URL],
        )
        if any(facts):
            self._database.execute(_COMPLETE, (*facts, item_id, *facts))

    def add_names(
        self,
        item_id: int,
        names: Iterable[str],
        origin: Origin,
        version: int,
        came_with: int | None = None,
    ) -> bool:
        """Give an item names; one that it has, or that a person has hidden, stays as it is.

        Returns:
            Whether one of them is new.
        """
        wanted = {
            folded: name for text in names if (folded := folded_name(name := kept_name(text)))
        }
        known = {
            row[0]
            for row in self._database.tuples(
                "SELECT folded FROM kuaipedia_aliases WHERE item_id = ?", (item_id,)
            )
        }
        rows = [
            (item_id, folded, name, origin, version, came_with)
            for folded, name in wanted.items()
            if folded not in known
        ]
        if rows:
            self._database.execute_many(
                "INSERT INTO kuaipedia_aliases(item_id, folded, alias, origin, added, came_with)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
        return bool(rows)

    def led_to(self, item_id: int) -> int | None:
        """The item itself or the one that it was merged into; None for a deleted one."""
        for _ in range(100):
            row = self._database.tuples(
                "SELECT merged_into, deleted_at FROM kuaipedia_items WHERE id = ?", (item_id,)
            )
            if not row or row[0][1] is not None:
                return None
            if row[0][0] is None:
                return item_id
            item_id = row[0][0]
        return None

    def of_key(self, title: str, subtitle: str) -> dict[str, Any] | None:
        """The row that has this title and subtitle, be it of an item that is gone."""
        rows = self._database.rows(
            "SELECT * FROM kuaipedia_items WHERE folded = ? AND folded_subtitle = ?",
            (folded_name(title), folded_name(subtitle)),
        )
        return rows[0] if rows else None

    def live(self, item_id: int) -> dict[str, Any]:
        """The row of an item that is there.

        Raises:
            StoreError: there is none.
        """
        rows = self._database.rows(
            f"SELECT * FROM kuaipedia_items WHERE id = ? AND {_LIVE}",  # noqa: S608 (no values)
            (item_id,),
        )
        if not rows:
            raise StoreError(f"there is no item {item_id}; see: kagent kuaipedia list")
        return rows[0]

    def touch(self, item_id: int) -> None:
        """Keep that a person has changed an item."""
        self._database.execute(
            "UPDATE kuaipedia_items SET origin = 'person', updated_at = ? WHERE id = ?",
            (utc_now(), item_id),
        )

    def get(self, item_id: int) -> ItemRecord | None:
        """An item that is there."""
        found = self.records([item_id])
        return found[0] if found else None

    def records(self, item_ids: Sequence[int]) -> list[ItemRecord]:
        """Those of the items that are there, in the order given."""
        marks = ", ".join("?" * len(item_ids))
        rows = self._database.rows(f"{_RECORD} WHERE id IN ({marks}) AND {_LIVE}", tuple(item_ids))
        records = {row["id"]: _record(row) for row in rows}
        return [records[item_id] for item_id in item_ids if item_id in records]

    def find(self, name: str) -> list[ItemRecord]:
        """The items of this title or alias: by title first, then by how much evidence they have."""
        rows = self._database.tuples(_FIND, (folded_name(name),))
        if not rows and (bare := name.strip(_MARKS)) != name:
            rows = self._database.tuples(_FIND, (folded_name(bare),))
        return self.records([row[0] for row in rows])

    def page(self, text: str, limit: int, offset: int) -> list[ItemRecord]:
        """Items with `text` in one of their names, those with most evidence first."""
        rows = self._database.tuples(
            f"SELECT id FROM kuaipedia_items WHERE {_LIVE} AND {_holding(text)}"  # noqa: S608
            " ORDER BY evidence DESC, folded, id LIMIT ? OFFSET ?",
            (*_held(text), limit, offset),
        )
        return self.records([row[0] for row in rows])

    def count(self, text: str) -> int:
        """How many items there are with `text` in one of their names."""
        return int(
            self._database.value(
                f"SELECT count(*) FROM kuaipedia_items WHERE {_LIVE} AND {_holding(text)}",  # noqa: S608
                _held(text),
            )
        )

    def names(self, since: int) -> Iterator[Name]:
        """The names that came after a version, or all (0), a page of rows at a time."""
        sql = _NEW_NAMES if since else _NAMES
        after: tuple[int | str, ...] = (since, _BEHIND_ALL_ITEMS, "") if since else (0, "")
        while rows := self._database.tuples(sql, (*after, _NAMES_AT_ONCE)):
            for folded, alias, item_id, is_title, _ in rows:
                yield Name(folded, alias, item_id, bool(is_title))
            folded, _, item_id, _, added = rows[-1]
            after = (added, item_id, folded) if since else (item_id, folded)

    def gone(self) -> list[GoneItem]:
        """The items that were deleted or merged, by title."""
        rows = self._database.rows(
            "SELECT id, title, subtitle, merged_into AS 'into' FROM kuaipedia_items"
            " WHERE (merged_into IS NOT NULL OR deleted_at IS NOT NULL) AND renamed = 0"
            " ORDER BY folded, id"
        )
        return [GoneItem(**row) for row in rows]


def _holding(text: str) -> str:
    if not folded_name(text):
        return "1"
    return "id IN (SELECT item_id FROM kuaipedia_aliases WHERE hidden = 0 AND instr(folded, ?) > 0)"


def _held(text: str) -> tuple[str, ...]:
    folded = folded_name(text)
    return (folded,) if folded else ()


def _record(row: dict[str, Any]) -> ItemRecord:
    values = dict(row)
    values["aliases"] = tuple(json.loads(values["aliases"]))
    return ItemRecord(**values)
