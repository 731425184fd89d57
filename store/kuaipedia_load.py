"""Takes in what store/kuaipedia_dump.py gives, beside what is there; twice is as once.

What a person has decided here stays: an item that was deleted here is not brought back, a name
that was hidden here stays hidden. Otherwise the decisions in the dump are taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from store.clock import utc_now
from store.kuaipedia_dump import (
    Dumped,
    DumpedAspect,
    DumpedEvidence,
    DumpedFormerAspect,
    DumpedGone,
    DumpedItem,
    DumpedName,
    DumpedVerdict,
)
from store.kuaipedia_names import folded_name, kept_name
from store.kuaipedia_records import NewItem

if TYPE_CHECKING:
    from store.database import Database
    from store.kuaipedia_aspects import Aspects
    from store.kuaipedia_decisions import Decisions
    from store.kuaipedia_items import Items

_NAME = """
INSERT INTO kuaipedia_aliases(item_id, folded, alias, origin, hidden, added, came_with)
VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(item_id, folded) DO UPDATE SET hidden = 1,
origin = 'person' WHERE excluded.hidden = 1 AND kuaipedia_aliases.origin <> 'person'
"""
_ASPECT = """
INSERT INTO kuaipedia_aspects(item_id, parent_id, name, folded, level, position, origin, hidden)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_EVIDENCE = """
INSERT INTO kuaipedia_evidence(item_id, aspect_id, document_id, span_start, span_end, page,
    time_start, time_end, field, mention, score, verifier, came_with)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13 WHERE NOT EXISTS (
    SELECT 1 FROM kuaipedia_evidence WHERE document_id = ?3 AND item_id = ?1 AND aspect_id IS ?2
    AND span_start = ?4 AND span_end = ?5 AND field = ?9 AND verifier = ?12 AND mention = ?10)
"""
# A document that was looked through here already has the machine's evidence of here.
_DOCUMENT = """
SELECT d.id, d.fingerprint, l.document_id IS NOT NULL FROM documents d
LEFT JOIN kuaipedia_linked l ON l.document_id = d.id AND l.fingerprint = d.fingerprint
WHERE d.source = ?
"""
_VERDICT = """
INSERT OR IGNORE INTO kuaipedia_verdicts(item_id, source, document_id, aspect_id, linked,
                                         decided_at, came_with)
SELECT ?1, ?2, (SELECT id FROM documents WHERE source = ?2), ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
    SELECT 1 FROM kuaipedia_verdicts WHERE item_id = ?1 AND source = ?2 AND linked <> ?4
    AND came_with IS NULL)
"""


class Load:
    """The taking in of one dump; `items` and `evidence` count what was new, `missing` the rows
    whose document is not here."""

    def __init__(
        self, database: Database, items: Items, aspects: Aspects, decisions: Decisions
    ) -> None:
        self._database = database
        self._store = items
        self._tree = aspects
        self._decisions = decisions
        # What has become of the dump's numbers here; None for an item that was deleted here.
        self._items: dict[int, int | None] = {}
        self._aspects: dict[int, int] = {}
        self._fresh: set[int] = set()
        self._fresh_aspects: set[int] = set()
        self._taken: set[int] = set()
        self._version = 0
        self.items = self.evidence = self.missing = 0

    def put(self, rows: Sequence[Dumped]) -> None:
        """Take in the next rows, in one transaction; a row that refers to none is left out.

        Raises:
            StoreError: the memory cannot be written.
        """
        with self._database.transaction():
            self._version = self._store.step()
            for row in rows:
                match row:
                    case DumpedItem():
                        self._put_item(row)
                    case DumpedName():
                        self._put_name(row)
                    case DumpedAspect():
                        self._put_aspect(row)
                    case DumpedFormerAspect():
                        self._put_former(row)
                    case DumpedGone():
                        self._put_gone(row)
                    case DumpedEvidence():
                        self._put_evidence(row)
                    case DumpedVerdict():
                        self._put_verdict(row)

    def _put_item(self, row: DumpedItem) -> None:
        title, subtitle = kept_name(row.title), kept_name(row.subtitle)
        if not folded_name(title) or row.item in self._items:
            return
        known = self._known(title, subtitle)
        new = NewItem(
            title, row.language, subtitle, " ".join(row.summary.split()), row.url, row.origin
        )
        if known is not None:
            self._taken.add(known["id"])
            item_id = self._items[row.item] = self._store.led_to(known["id"])
            if item_id is not None:
                self._store.complete(item_id, new)
                if row.origin == "person":
                    self._store.touch(item_id)
            return
        item_id = self._insert(new, title, subtitle)
        self._items[row.item] = item_id
        self._fresh.add(item_id)
        self._taken.add(item_id)
        self.items += 1

    def _known(self, title: str, subtitle: str) -> dict[str, Any] | None:
        """The row of this title that no other item of the dump has become."""
        rows = self._database.rows(
            "SELECT * FROM kuaipedia_items WHERE folded = ?1 AND (folded_subtitle = ?2"
            " OR folded_subtitle LIKE ?2 || char(10) || '%') ORDER BY folded_subtitle, id",
            (folded_name(title), folded_name(subtitle)),
        )
        return next((row for row in rows if row["id"] not in self._taken), None)

    def _insert(self, new: NewItem, title: str, subtitle: str) -> int:
        if self._store.of_key(title, subtitle) is None:
            return self._store.insert(new, title, subtitle)
        # The title went to another item after this one had been merged.
        self._decisions.free_key(title, subtitle)
        return self._store.insert(new, title, subtitle)

    def _put_name(self, row: DumpedName) -> None:
        item_id, folded = self._items.get(row.item), folded_name(row.name)
        if item_id is None or not folded:
            return
        came_with = self._items.get(row.came_with or 0)
        self._database.execute(
            _NAME,
            (
                item_id,
                folded,
                kept_name(row.name),
                row.origin,
                int(row.hidden),
                self._version,
                came_with,
            ),
        )

    def _put_aspect(self, row: DumpedAspect) -> None:
        item_id, folded = self._items.get(row.item), folded_name(row.name)
        parent_id = None if row.parent is None else self._aspects.get(row.parent)
        is_lost = row.parent is not None and parent_id is None
        if item_id is None or is_lost or not folded or row.aspect in self._aspects:
            return
        known = self._tree.at(item_id, parent_id, folded)
        if known is None:
            known = self._database.execute(
                _ASPECT,
                (
                    item_id,
                    parent_id,
                    kept_name(row.name),
                    folded,
                    row.level,
                    row.position,
                    row.origin,
                    int(row.hidden),
                ),
            )
            self._fresh_aspects.add(known)
        else:
            known = self._tree.led_to(known)
            if row.hidden:
                self._database.execute(
                    "UPDATE kuaipedia_aspects SET hidden = 1, origin = 'person'"
                    " WHERE id = ? AND origin <> 'person'",
                    (known,),
                )
        self._aspects[row.aspect] = known

    def _put_former(self, row: DumpedFormerAspect) -> None:
        aspect_id, into = self._aspects.get(row.aspect), self._aspects.get(row.into)
        if aspect_id is None or into is None or self._leads("kuaipedia_aspects", into, aspect_id):
            return
        if aspect_id in self._fresh_aspects:
            self._database.execute(
                "UPDATE kuaipedia_aspects SET merged_into = ?, hidden = 1 WHERE id = ?",
                (into, aspect_id),
            )

    def _put_gone(self, row: DumpedGone) -> None:
        item_id = self._items.get(row.item)
        into = None if row.into is None else self._items.get(row.into)
        if item_id is None:
            return
        if row.into is None:
            self._delete(item_id)
        elif into is None or self._leads("kuaipedia_items", into, item_id):
            return
        elif item_id in self._fresh:
            self._database.execute(
                "UPDATE kuaipedia_items SET merged_into = ?, renamed = ? WHERE id = ?",
                (into, int(row.renamed), item_id),
            )
        elif self._store.get(item_id) and self._store.get(into):
            self._decisions.merge(item_id, into, self._version)
            self._items[row.item] = into

    def _leads(self, table: str, start: int | None, to: int) -> bool:
        """Whether `start` is `to` or has become it: a circle would lead nowhere."""
        seen: set[int] = set()
        while start is not None and start != to and start not in seen:
            seen.add(start)
            start = self._database.value(
                f"SELECT merged_into FROM {table} WHERE id = ?",  # noqa: S608 (a constant)
                (start,),
            )
        return start is not None

    def _delete(self, item_id: int) -> None:
        self._database.execute(
            "UPDATE kuaipedia_items SET deleted_at = ? WHERE id = ? AND merged_into IS NULL"
            " AND deleted_at IS NULL",
            (utc_now(), item_id),
        )

    def _put_evidence(self, row: DumpedEvidence) -> None:
        item_id = self._items.get(row.item)
        document = self._database.tuples(_DOCUMENT, (row.source,))
        if not document:
            self.missing += 1
            return
        document_id, fingerprint, is_linked = document[0]
        if item_id is None or (row.verifier == "machine" and is_linked):
            return
        start, end = (row.start, row.end) if fingerprint == row.fingerprint else (0, 0)
        before = self._count(item_id)
        self._database.execute(
            _EVIDENCE,
            (
                item_id,
                self._aspects.get(row.aspect or 0),
                document_id,
                start,
                end,
                row.page,
                row.time_start,
                row.time_end,
                row.field,
                kept_name(row.mention),
                min(max(row.score, 0.0), 1.0),
                row.verifier,
                self._items.get(row.came_with or 0),
            ),
        )
        self.evidence += self._count(item_id) - before

    def _count(self, item_id: int) -> int:
        return int(
            self._database.value("SELECT evidence FROM kuaipedia_items WHERE id = ?", (item_id,))
        )

    def _put_verdict(self, row: DumpedVerdict) -> None:
        item_id, aspect_id = self._items.get(row.item), self._aspects.get(row.aspect or 0)
        if item_id is None or (row.aspect is not None and aspect_id is None):
            return
        self._database.execute(
            _VERDICT,
            (
                item_id,
                row.source,
                aspect_id,
                int(row.linked),
                row.decided_at,
                self._items.get(row.came_with or 0),
            ),
        )
