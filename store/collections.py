"""Collections: named groups of documents; a document may be in several."""

from __future__ import annotations

from collections.abc import Iterable

from store.database import Database
from store.errors import StoreError
from store.records import CollectionRecord

LONGEST_NAME = 80


class Collections:
    """The collections of one database. Every method raises StoreError when it is in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[CollectionRecord]:
        """Every collection with how many documents it holds, by name."""
        rows = self._database.rows(
            "SELECT name, (SELECT count(*) FROM collection_documents"
            " WHERE collection_id = collections.id) AS documents FROM collections ORDER BY name"
        )
        return [CollectionRecord(**row) for row in rows]

    def documents_in(self, name: str) -> frozenset[int]:
        """The ids of a collection's documents.

        Raises:
            StoreError: there is no such collection; names those that there are.
        """
        rows = self._database.rows(
            "SELECT document_id FROM collection_documents WHERE collection_id = ?",
            (self._id(name),),
        )
        return frozenset(int(row["document_id"]) for row in rows)

    def put(self, document_id: int, name: str) -> None:
        """Let a document be in a collection, made where it is new; in the caller's transaction.

        Raises:
            StoreError: the name is empty or too long.
        """
        wanted = checked_name(name)
        self._database.execute("INSERT OR IGNORE INTO collections(name) VALUES (?)", (wanted,))
        self._database.execute(
            "INSERT OR IGNORE INTO collection_documents(collection_id, document_id)"
            " SELECT id, ? FROM collections WHERE name = ?",
            (document_id, wanted),
        )

    def add(self, source: str, name: str) -> bool:
        """Let the document of `source` be in a collection; False when there is no such document."""
        with self._database.transaction():
            document_id = self._document(source)
            if document_id is not None:
                self.put(document_id, name)
        return document_id is not None

    def put_all(self, document_ids: Iterable[int], name: str) -> None:
        """`put` for several documents, in a transaction of its own."""
        with self._database.transaction():
            for document_id in document_ids:
                self.put(document_id, name)

    def take_out(self, source: str, name: str) -> bool:
        """Take a document out of a collection; False when it was not in it."""
        with self._database.transaction():
            collection_id = self._id(name)
            before = self._size(collection_id)
            self._database.execute(
                "DELETE FROM collection_documents WHERE collection_id = ? AND document_id ="
                " (SELECT id FROM documents WHERE source = ?)",
                (collection_id, source),
            )
            return self._size(collection_id) < before

    def rename(self, name: str, new_name: str) -> None:
        """Rename a collection.

        Raises:
            StoreError: no such collection, or the new name is taken, empty or too long.
        """
        wanted = checked_name(new_name)
        with self._database.transaction():
            collection_id = self._id(name)
            taken = self._database.value("SELECT 1 FROM collections WHERE name = ?", (wanted,))
            if taken and wanted != name:
                raise StoreError(f"there is a collection {wanted!r} already; choose another name")
            self._database.execute(
                "UPDATE collections SET name = ? WHERE id = ?", (wanted, collection_id)
            )

    def remove(self, name: str) -> None:
        """Remove a collection; its documents stay in the library.

        Raises:
            StoreError: there is no such collection.
        """
        with self._database.transaction():
            self._database.execute("DELETE FROM collections WHERE id = ?", (self._id(name),))

    def _size(self, collection_id: int) -> int:
        return int(
            self._database.value(
                "SELECT count(*) FROM collection_documents WHERE collection_id = ?",
                (collection_id,),
            )
        )

    def _document(self, source: str) -> int | None:
        found = self._database.value("SELECT id FROM documents WHERE source = ?", (source,))
        return None if found is None else int(found)

    def _id(self, name: str) -> int:
        found = self._database.value("SELECT id FROM collections WHERE name = ?", (name.strip(),))
        if found is None:
            names = ", ".join(record.name for record in self.all())
            others = f"there are: {names}" if names else "there are none yet"
            raise StoreError(f"there is no collection {name!r}; {others}")
        return int(found)


def checked_name(name: str) -> str:
    """The name as it is kept.

    Raises:
        StoreError: it is empty or too long.
    """
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        raise StoreError(
            f"{name[:LONGEST_NAME]!r} cannot name a collection; use 1 to {LONGEST_NAME} characters"
        )
    return wanted
