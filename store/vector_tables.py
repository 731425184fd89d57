"""Vectors as they lie in SQLite: written, read and removed, one model's at a time.

A vector is multiplied with its model's rotation, which changes no cosine and makes its parts alike
in size, and stored as int8, scaled so that its largest part is 127. The bits of the vec0 table can
be made from it again. What is written here is in the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.codes import Chunk, Ids, large_parts, read_chunk
from store.database import Database
from store.errors import StoreError
from store.records import Embedder
from store.schema_vectors import create_tables, drop_tables, numbered, recreate_codes

Floats = NDArray[np.float32]

_MOST_DIMENSIONS = 4096
_LARGEST = 127.0
_SEED = 20_261_120
_CHUNKS_AT_ONCE = 64
_REMADE_AT_ONCE = 4096
_COLUMNS = "id, state, identity, dimensions, width, changes, removed, done_to"
_WRITE = "INSERT INTO vectors_#(segment_id, vector) VALUES (?, ?)"
_WRITE_CODE = (
    "INSERT INTO vector_codes_#(segment_id, kind, signs, large)"
    " VALUES (?, ?, vec_quantize_binary(vec_int8(?)), vec_bit(?))"
)
_STORED = (
    "SELECT segment_id, kind, vector FROM vectors_# JOIN segments ON segments.id = segment_id"
    " WHERE segment_id > ? ORDER BY segment_id LIMIT ?"
)
_FETCH = (
    "SELECT segment_id, vector FROM vectors_# WHERE segment_id IN (SELECT value FROM json_each(?))"
)
_CHUNKS = (
    "SELECT chunk_id, validity, rowids, signs.vectors, large.vectors FROM vector_codes_#_chunks"
    " JOIN vector_codes_#_vector_chunks00 AS signs ON signs.rowid = chunk_id"
    " JOIN vector_codes_#_vector_chunks01 AS large ON large.rowid = chunk_id"
    " WHERE partition00 = ? AND chunk_id >= ? ORDER BY chunk_id LIMIT ?"
)
_TAKE_AWAY = (
    "DELETE FROM vector_codes_# WHERE segment_id IN"
    " (SELECT segment_id FROM vector_removals WHERE model = #)"
)
_LACKING = (
    "SELECT id FROM segments WHERE id > ?"
    " AND NOT EXISTS (SELECT 1 FROM vectors_# WHERE segment_id = id) ORDER BY id LIMIT ?"
)
# Rows of a few bytes each, which take a twentieth of the time of the vectors.
_COUNT = "SELECT count(*) FROM vector_codes_#_rowids"
_COUNTS = (
    "SELECT (SELECT count(*) FROM vectors_#), (SELECT count(*) FROM vector_codes_#_rowids),"
    " (SELECT count(*) FROM vector_removals WHERE model = #)"
)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A row of vector_models; see store/schema_vectors.py."""

    id: int
    state: str
    identity: str
    dimensions: int
    width: int
    changes: int
    removed: int
    done_to: int


class VectorTables:
    """The tables of vectors of one database. Every method raises StoreError when in trouble."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rotations: dict[int, Floats] = {}

    def models(self) -> dict[str, StoredModel]:
        """The active and the next model, by state, as far as they are there."""
        rows = self._database.tuples(f"SELECT {_COLUMNS} FROM vector_models")  # noqa: S608 (ours)
        return {row[1]: StoredModel(*row) for row in rows}

    def create(self, state: str, identity: str, dimensions: int) -> StoredModel:
        """Make the tables of a new model, in the caller's transaction."""
        if not 0 < dimensions <= _MOST_DIMENSIONS:
            raise StoreError(
                f"the embedding model {identity} makes vectors of {dimensions} parts, and KAgent "
                f"keeps up to {_MOST_DIMENSIONS}; choose another one"
            )
        width = -(-dimensions // 64) * 64
        rotation = _rotation(dimensions, width)
        model = self._database.execute(
            "INSERT INTO vector_models(state, identity, dimensions, width, rotation)"
            " VALUES (?, ?, ?, ?, ?)",
            (state, identity, dimensions, width, rotation.astype("<f4").tobytes()),
        )
        self._database.load_vector_functions()
        for statement in create_tables(model, width):
            self._database.execute(statement)
        return StoredModel(model, state, identity, dimensions, width, 0, 0, 0)

    def drop(self, model: StoredModel) -> None:
        """Remove a model with all its vectors, in the caller's transaction."""
        self._database.load_vector_functions()
        for statement in drop_tables(model.id):
            self._database.execute(statement)

    def activate(self, model: StoredModel) -> None:
        """Let the next model be the active one, in the caller's transaction."""
        self._database.execute(
            "UPDATE vector_models SET state = 'active' WHERE id = ?", (model.id,)
        )

    def count(self, model: StoredModel) -> int:
        """How many segments have a vector."""
        return int(self._database.value(numbered(_COUNT, model.id)))

    def rotate(self, model: StoredModel, vectors: Floats) -> Floats:
        """Rotated vectors of shape (n, width), from those of shape (n, dimensions)."""
        return vectors @ self._rotation_of(model)

    def rotate_back(self, model: StoredModel, rotated: Floats) -> Floats:
        """The inverse of `rotate`."""
        return rotated @ self._rotation_of(model).T

    def _rotation_of(self, model: StoredModel) -> Floats:
        known = self._rotations.get(model.id)
        if known is None:
            data = self._database.value(
                "SELECT rotation FROM vector_models WHERE id = ?", (model.id,)
            )
            known = np.frombuffer(data, "<f4").reshape(model.dimensions, model.width)
            self._rotations[model.id] = known
        return known

    def write(
        self, model: StoredModel, rows: Sequence[tuple[int, str]], vectors: Sequence[Floats]
    ) -> None:
        """Write the vectors, each of shape (dimensions,), of segments given by id and kind.

        The bits of removed segments are taken away on the occasion, and `done_to` moves on when
        no older segment is without a vector.
        """
        self._database.load_vector_functions()
        self.take_away(model)
        rotated = self.rotate(model, np.stack(vectors))
        largest = np.abs(rotated).max(axis=1, keepdims=True)
        largest[largest == 0] = 1.0
        stored = np.round(rotated * (_LARGEST / largest)).astype(np.int8)
        blobs = [row.tobytes() for row in stored]
        ids = [row[0] for row in rows]
        self._database.execute_many(numbered(_WRITE, model.id), list(zip(ids, blobs, strict=True)))
        self._write_codes(model, rows, blobs, rotated)
        self._database.execute(
            "UPDATE vector_models SET changes = changes + 1 WHERE id = ?", (model.id,)
        )
        self._move_on(model, max(ids), len(ids))

    def _write_codes(
        self,
        model: StoredModel,
        rows: Sequence[tuple[int, str]],
        blobs: Sequence[bytes],
        rotated: Floats,
    ) -> None:
        codes = [
            (*row, blob, large)
            for row, blob, large in zip(rows, blobs, large_parts(rotated), strict=True)
        ]
        self._database.execute_many(numbered(_WRITE_CODE, model.id), codes)

    def _move_on(self, model: StoredModel, last: int, written: int) -> None:
        # The model may have been read before other rows of this transaction were written.
        between = self._database.value(
            "SELECT count(*) FROM (SELECT 1 FROM segments WHERE id <= ?"
            " AND id > (SELECT done_to FROM vector_models WHERE id = ?) LIMIT ?)",
            (last, model.id, written + 1),
        )
        if between == written:
            self.note_done(model, last)

    def note_done(self, model: StoredModel, last: int) -> None:
        """Say that all segments up to the id `last` have a vector."""
        self._database.execute(
            "UPDATE vector_models SET done_to = max(done_to, ?) WHERE id = ?", (last, model.id)
        )

    def take_away(self, model: StoredModel) -> int:
        """Remove the bits of segments whose vectors were removed; how many there were."""
        count = int(
            self._database.value(
                "SELECT count(*) FROM vector_removals WHERE model = ?", (model.id,)
            )
        )
        if count:
            self._database.load_vector_functions()
            self._database.execute(numbered(_TAKE_AWAY, model.id))
            self._database.execute("DELETE FROM vector_removals WHERE model = ?", (model.id,))
            self._database.execute(
                "UPDATE vector_models SET removed = removed + ?, changes = changes + 1"
                " WHERE id = ?",
                (count, model.id),
            )
        return count

    def remake_codes(self, model: StoredModel) -> None:
        """Make the vec0 table again from the vectors, in the caller's transaction."""
        self._database.load_vector_functions()
        for statement in recreate_codes(model.id, model.width):
            self._database.execute(statement)
        last = 0
        while rows := self._database.tuples(numbered(_STORED, model.id), (last, _REMADE_AT_ONCE)):
            blobs = [row[2] for row in rows]
            self._write_codes(
                model, [row[:2] for row in rows], blobs, _unpacked(blobs, model.width)
            )
            last = rows[-1][0]
        self._database.execute("DELETE FROM vector_removals WHERE model = ?", (model.id,))
        # Chunks are numbered anew: whoever holds bits must read all of them again.
        self._database.execute(
            "UPDATE vector_models SET removed = removed + 1000000, changes = changes + 1"
            " WHERE id = ?",
            (model.id,),
        )

    def chunks(self, model: StoredModel, kind: str, first: int) -> Iterator[Chunk]:
        """The stored bits of a kind, from the chunk of number `first` on.

        Raises:
            StoreError: the database is in trouble, or the chunks are laid out in another way.
        """
        while True:
            rows = self._database.tuples(
                numbered(_CHUNKS, model.id), (kind, first, _CHUNKS_AT_ONCE)
            )
            for row in rows:
                try:
                    yield read_chunk(*row, width=model.width)
                except ValueError as error:
                    raise StoreError(
                        f"the bits of vectors in {self._database.path} cannot be read ({error}); "
                        "`kagent doctor` makes them again"
                    ) from error
            if len(rows) < _CHUNKS_AT_ONCE:
                return
            first = rows[-1][0] + 1

    def fetch(self, model: StoredModel, ids: Sequence[int]) -> tuple[Ids, Floats]:
        """The ids that still have a vector, ascending, and their rotated unit vectors."""
        rows = self._database.tuples(numbered(_FETCH, model.id), (json.dumps(list(ids)),))
        if not rows:
            return np.empty(0, np.int64), np.empty((0, model.width), np.float32)
        vectors = _unpacked([row[1] for row in rows], model.width)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        lengths[lengths == 0] = 1.0
        vectors /= lengths[:, None]
        return np.array([row[0] for row in rows], np.int64), vectors

    def lacking(self, model: StoredModel, limit: int) -> list[int]:
        """Ids of up to `limit` segments without a vector of this model, ascending."""
        rows = self._database.tuples(numbered(_LACKING, model.id), (model.done_to, limit))
        return [row[0] for row in rows]

    def differences(self, model: StoredModel) -> int:
        """By how many rows the vec0 table and the vectors differ; 0 when all is well."""
        vectors, codes, waiting = self._database.tuples(numbered(_COUNTS, model.id))[0]
        return abs(int(vectors) + int(waiting) - int(codes))


def _unpacked(blobs: Sequence[bytes], width: int) -> Floats:
    stored = np.frombuffer(b"".join(blobs), np.int8).reshape(len(blobs), width)
    return stored.astype(np.float32)


def _rotation(dimensions: int, width: int) -> Floats:
    """A random matrix with orthogonal rows of length 1, shape (dimensions, width)."""
    generator = np.random.default_rng(_SEED)
    orthogonal, _ = np.linalg.qr(generator.standard_normal((width, width)))
    return orthogonal[:dimensions].astype(np.float32)


def embed_checked(embedder: Embedder, texts: Sequence[str]) -> Floats:
    """Vectors of texts, shape (len(texts), dimensions).

    Raises:
        StoreError: the model gave something else than finite numbers of that shape.
    """
    vectors = np.asarray(embedder.embed_documents(texts), np.float32)
    if vectors.shape != (len(texts), embedder.dimensions) or not np.isfinite(vectors).all():
        raise StoreError(
            f"the embedding model {embedder.identity} does not give usable vectors; choose another"
        )
    return vectors
