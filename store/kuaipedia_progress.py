"""How far the library has been looked through for the items of the personal Kuaipedia."""

from __future__ import annotations

import json
from collections.abc import Sequence

from store.database import Database
from store.kuaipedia_evidence import Evidence
from store.kuaipedia_records import NewEvidence, UnlinkedDocument

_FRESH = """
SELECT d.id, d.source, d.fingerprint, d.title, d.media_type
FROM documents d INDEXED BY documents_by_state
LEFT JOIN kuaipedia_linked l ON l.document_id = d.id
WHERE l.document_id IS NULL OR l.fingerprint <> d.fingerprint ORDER BY d.source
"""
_OLDEST = """
SELECT min(CAST(l.version AS INTEGER)) FROM kuaipedia_linked l
JOIN documents d ON d.id = l.document_id AND d.fingerprint = l.fingerprint
"""
# Those of which a linking finds nothing, where nothing was found before.
_NOTE = """
INSERT OR REPLACE INTO kuaipedia_linked(document_id, fingerprint, version)
SELECT id, fingerprint, ?3 FROM documents WHERE id = ?1 AND fingerprint = ?2
"""
_TOUCHED = """
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM kuaipedia_evidence e WHERE e.document_id = value)
OR EXISTS (SELECT 1 FROM kuaipedia_verdicts v WHERE v.document_id = value)
"""
_KEEP = """
UPDATE kuaipedia_linked SET version = ?1 WHERE version <> ?1 AND fingerprint =
    (SELECT fingerprint FROM documents WHERE id = kuaipedia_linked.document_id)
"""


class LookedThrough:
    """What has been looked through, in one database. Every method raises StoreError in trouble."""

    def __init__(self, database: Database, evidence: Evidence) -> None:
        self._database = database
        self._evidence = evidence

    def replace_all(
        self, found: Sequence[tuple[int, str, Sequence[NewEvidence]]], version: str
    ) -> None:
        """`replace_evidence` for several documents (id, fingerprint, evidence), in one transaction;
        those that are not there with their fingerprint any more are passed over."""
        with self._database.transaction():
            touched = self._with_evidence([document_id for document_id, _, _ in found])
            nothing = []
            for document_id, fingerprint, evidence in found:
                if evidence or document_id in touched:
                    self._evidence.replace(document_id, fingerprint, version, evidence)
                else:
                    nothing.append((document_id, fingerprint, version))
            self._database.execute_many(_NOTE, nothing)

    def _with_evidence(self, document_ids: Sequence[int]) -> set[int]:
        """Those of the documents that have evidence, or that a person has said something of."""
        rows = self._database.tuples(_TOUCHED, (json.dumps(list(document_ids)),))
        return {row[0] for row in rows}

    def fresh(self) -> list[UnlinkedDocument]:
        """The documents that were never looked through as they are now, by any version."""
        return [UnlinkedDocument(**row) for row in self._database.rows(_FRESH)]

    def oldest(self) -> str | None:
        """The lowest version by which a document, as it is now, was looked through last."""
        found = self._database.value(_OLDEST)
        return None if found is None else str(found)

    def keep(self, version: str) -> None:
        """Keep that all documents that have been looked through need not be again for `version`:
        what came since was looked for otherwise."""
        with self._database.transaction():
            self._database.execute(_KEEP, (version,))
