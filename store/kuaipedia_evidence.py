"""The evidence of the personal Kuaipedia: where documents speak of items, and verdicts on that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.clock import utc_now
from store.database import Database
from store.errors import StoreError
from store.kuaipedia_items import NOT_DENIED
from store.kuaipedia_names import kept_name
from store.kuaipedia_records import (
    EvidenceRecord,
    NewEvidence,
    UnlinkedDocument,
    Verdict,
    Verifier,
)

# How much of a document stands for it where it is evidence as a whole.
_OPENING = 300
# Items and aspects may have gone while a slow linker was at work.
_INSERT = """
INSERT INTO kuaipedia_evidence(item_id, aspect_id, document_id, span_start, span_end, page,
                               time_start, time_end, field, mention, score, verifier)
SELECT id, (SELECT id FROM kuaipedia_aspects WHERE id = ?2 AND item_id = ?1), ?3, ?4, ?5, ?6, ?7,
       ?8, ?9, ?10, ?11, ?12
FROM kuaipedia_items WHERE id = ?1 AND merged_into IS NULL
"""
_KEPT = """
SELECT item_id, coalesce(aspect_id, 0), span_start, span_end, field FROM kuaipedia_evidence
WHERE document_id = ? AND verifier <> 'machine'
"""
# A hidden aspect is none.
_SHOWN_ASPECT = """
CASE WHEN EXISTS (SELECT 1 FROM kuaipedia_aspects a LEFT JOIN kuaipedia_aspects p
    ON p.id = a.parent_id WHERE a.id = e.aspect_id AND a.hidden = 0 AND coalesce(p.hidden, 0) = 0)
THEN e.aspect_id END
"""
# A person has said that the document is about this.
_CONFIRMED = """
EXISTS (SELECT 1 FROM kuaipedia_verdicts y WHERE y.item_id = e.item_id
    AND y.document_id = e.document_id AND y.linked = 1
    AND (y.aspect_id IS NULL OR y.aspect_id = e.aspect_id))
"""
_BEST_FIRST = f"{_CONFIRMED} DESC, e.score DESC, e.id"
# ?1 is the item, ?2 the limit, ?3 the aspect.
_SELECT = f"""
SELECT e.id, e.item_id, {_SHOWN_ASPECT} AS aspect_id, e.document_id, d.source, d.title,
    d.media_type, e.span_start AS start, e.span_end AS end, '' AS text, e.page, e.time_start,
    e.time_end, e.field, e.mention, e.score,
    CASE WHEN {_CONFIRMED} THEN 'person' ELSE e.verifier END AS verifier
FROM kuaipedia_evidence e CROSS JOIN documents d ON d.id = e.document_id
WHERE e.id IN (
    SELECT e.id FROM kuaipedia_evidence e [videos] WHERE e.item_id = ?1 [aspect] AND {NOT_DENIED}
    ORDER BY {_BEST_FIRST} LIMIT ?2
) ORDER BY {_BEST_FIRST}
"""  # noqa: S608 (no values)
_OF_VIDEOS = "JOIN documents v ON v.id = e.document_id AND v.media_type LIKE 'video/%'"
_OF_ASPECT = "AND e.aspect_id IN (SELECT id FROM kuaipedia_aspects WHERE id = ?3 OR parent_id = ?3)"
_CONTRADICTED_BY_YES = """
DELETE FROM kuaipedia_verdicts WHERE item_id = ?1 AND source = ?2
AND (coalesce(aspect_id, 0) = coalesce(?3, 0) OR (linked = 0 AND aspect_id IS NULL))
"""
_CONTRADICTED_BY_NO = """
DELETE FROM kuaipedia_verdicts WHERE item_id = ?1 AND source = ?2
AND (?3 IS NULL OR aspect_id = ?3)
"""
_ITEMS = f"""
SELECT e.item_id, max(e.score) AS best FROM kuaipedia_evidence e
JOIN kuaipedia_items i ON i.id = e.item_id
WHERE e.document_id = ? AND i.merged_into IS NULL AND i.deleted_at IS NULL AND {NOT_DENIED}
GROUP BY e.item_id ORDER BY best DESC, e.item_id
"""  # noqa: S608 (no values)
_UNLINKED = """
SELECT d.id, d.source, d.fingerprint, d.title, d.media_type
FROM documents d INDEXED BY documents_by_state
LEFT JOIN kuaipedia_linked l ON l.document_id = d.id
WHERE l.document_id IS NULL OR l.fingerprint <> d.fingerprint OR l.version <> ? ORDER BY d.source
"""


class Evidence:
    """The evidence of one database; what writes does so in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(
        self, document_id: int, fingerprint: str, version: str, evidence: Sequence[NewEvidence]
    ) -> bool:
        """Replace what the machine found in a document; False when the document has changed."""
        known = self._database.value(
            "SELECT 1 FROM documents WHERE id = ? AND fingerprint = ?", (document_id, fingerprint)
        )
        if not known:
            return False
        self._database.execute(
            "DELETE FROM kuaipedia_evidence WHERE document_id = ? AND verifier <> 'import'",
            (document_id,),
        )
        self.add(document_id, evidence, "machine")
        for item_id, aspect_id in self._database.tuples(
            "SELECT item_id, aspect_id FROM kuaipedia_verdicts"
            " WHERE document_id = ? AND linked = 1",
            (document_id,),
        ):
            self._stand_in(item_id, document_id, aspect_id)
        self._database.execute(
            "INSERT OR REPLACE INTO kuaipedia_linked(document_id, fingerprint, version)"
            " VALUES (?, ?, ?)",
            (document_id, fingerprint, version),
        )
        return True

    def add(self, document_id: int, evidence: Sequence[NewEvidence], verifier: Verifier) -> int:
        """Keep evidence; what a person or an import has put at the same place already stays.

        Returns:
            How much of it is new.
        """
        known = set(self._database.tuples(_KEPT, (document_id,)))
        rows = []
        for one in evidence:
            place = (one.item_id, one.aspect_id or 0, one.start, one.end, one.field)
            if place not in known:
                known.add(place)
                rows.append(_values(document_id, one, verifier))
        if rows:
            self._database.execute_many(_INSERT, rows)
        return len(rows)

    def of(
        self, item_id: int, aspect_id: int | None, *, videos_only: bool, limit: int
    ) -> list[EvidenceRecord]:
        """An item's evidence, or that of an aspect and those below it, best first."""
        sql = _SELECT.replace("[videos]", _OF_VIDEOS if videos_only else "")
        sql = sql.replace("[aspect]", "" if aspect_id is None else _OF_ASPECT)
        asked = (item_id, limit) if aspect_id is None else (item_id, limit, aspect_id)
        found = self._database.rows(sql, asked)
        return self._with_texts(found)

    def _with_texts(self, rows: Sequence[dict[str, Any]]) -> list[EvidenceRecord]:
        """Each document's text is read once, however much of it is evidence."""
        by_document: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            by_document.setdefault(row["document_id"], []).append(row)
        for document_id, of_document in by_document.items():
            text = str(
                self._database.value("SELECT text FROM documents WHERE id = ?", (document_id,))
            )
            for row in of_document:
                if row["end"] <= row["start"]:
                    row["end"] = row["start"] + len(text[:_OPENING].rstrip())
                row["text"] = text[row["start"] : row["end"]]
        return [EvidenceRecord(**row) for row in rows]

    def items_of(self, document_id: int) -> list[tuple[int, float]]:
        """The items that a document speaks of, with its best score for each, best first."""
        return [(row[0], row[1]) for row in self._database.tuples(_ITEMS, (document_id,))]

    def unlinked(self, version: str) -> list[UnlinkedDocument]:
        """The documents that were not looked through, as they are now, by this version."""
        return [UnlinkedDocument(**row) for row in self._database.rows(_UNLINKED, (version,))]

    def decide(
        self, item_id: int, document_id: int, aspect_id: int | None, *, linked: bool
    ) -> None:
        """Keep a person's verdict on a document; an earlier one that it contradicts goes.

        Raises:
            StoreError: there is no such document, or the aspect is not the item's.
        """
        source = self._database.value("SELECT source FROM documents WHERE id = ?", (document_id,))
        if source is None:
            raise StoreError(f"there is no document {document_id}; see: kagent library list")
        if aspect_id is not None and not self._database.value(
            "SELECT 1 FROM kuaipedia_aspects WHERE id = ? AND item_id = ?", (aspect_id, item_id)
        ):
            raise StoreError(f"there is no aspect {aspect_id}; see: kagent kuaipedia show ITEM")
        self._take_back(item_id, source, aspect_id, linked=linked)
        self._database.execute(
            "INSERT INTO kuaipedia_verdicts(item_id, source, document_id, aspect_id, linked,"
            " decided_at) VALUES (?, ?, ?, ?, ?, ?)",
            (item_id, source, document_id, aspect_id, int(linked), utc_now()),
        )
        if linked:
            self._stand_in(item_id, document_id, aspect_id)
        else:
            self._database.execute(
                "DELETE FROM kuaipedia_evidence WHERE item_id = ?1 AND document_id = ?2"
                " AND verifier = 'person' AND (?3 IS NULL OR aspect_id = ?3)",
                (item_id, document_id, aspect_id),
            )

    def _take_back(self, item_id: int, source: str, aspect_id: int | None, *, linked: bool) -> None:
        """A document that is about an item's aspect is about the item; one that is not about the
        item is about none of its aspects."""
        self._database.execute(
            _CONTRADICTED_BY_YES if linked else _CONTRADICTED_BY_NO, (item_id, source, aspect_id)
        )

    def _stand_in(self, item_id: int, document_id: int, aspect_id: int | None) -> None:
        """Have the document as a whole be evidence where a person says that it is about an item,
        and nothing in it was found to be."""
        known = self._database.value(
            "SELECT 1 FROM kuaipedia_evidence WHERE document_id = ?1 AND item_id = ?2"
            " AND (?3 IS NULL OR aspect_id = ?3)",
            (document_id, item_id, aspect_id),
        )
        title = self._database.value("SELECT title FROM kuaipedia_items WHERE id = ?", (item_id,))
        if not known and title is not None:
            whole = NewEvidence(item_id, aspect_id, 0, 0, "title", str(title), 1.0)
            self.add(document_id, [whole], "person")

    def undecide(self, item_id: int, document_id: int) -> bool:
        """Take back what a person decided of a document and an item; False when nothing was."""
        known = self._database.value(
            "SELECT 1 FROM kuaipedia_verdicts WHERE item_id = ? AND document_id = ?",
            (item_id, document_id),
        )
        for statement in (
            "DELETE FROM kuaipedia_verdicts WHERE item_id = ? AND document_id = ?",
            "DELETE FROM kuaipedia_evidence WHERE item_id = ? AND document_id = ?"
            " AND verifier = 'person'",
        ):
            self._database.execute(statement, (item_id, document_id))
        return known is not None

    def verdicts(self, item_id: int) -> list[Verdict]:
        """What a person decided of documents for an item, by source."""
        rows = self._database.rows(
            "SELECT item_id, source, aspect_id, linked FROM kuaipedia_verdicts WHERE item_id = ?"
            " ORDER BY source, coalesce(aspect_id, 0)",
            (item_id,),
        )
        return [Verdict(**{**row, "linked": bool(row["linked"])}) for row in rows]

    def forget_sources(self, sources: Sequence[str]) -> None:
        """Forget what a person decided of documents that are not in the library any more."""
        self._database.execute_many(
            "DELETE FROM kuaipedia_verdicts WHERE source = ? AND document_id IS NULL",
            [(source,) for source in sources],
        )


def _values(document_id: int, one: NewEvidence, verifier: Verifier) -> tuple[Any, ...]:
    return (
        one.item_id,
        one.aspect_id,
        document_id,
        one.start,
        one.end,
        one.page,
        one.time_start,
        one.time_end,
        one.field,
        kept_name(one.mention),
        one.score,
        verifier,
    )
