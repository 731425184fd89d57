"""The tables of vectors: one migration step of kagent.db, and what is made for each model.

For every embedding model there is a plain table of its vectors, which is the truth, and a vec0
table (sqlite-vec) of two bits for each of their parts, which can be made from it. At most one model
is active, and at most one is the next: its vectors are being made. `rotation` is the matrix
(dimensions x width, float32, little-endian) that a model's vectors are multiplied with before they
are stored; `width` is `dimensions` rounded up to a multiple of 64. `changes` and `removed` count
what happened to the vec0 table, so that every process notices; all segments up to `done_to` have a
vector.

A virtual table cannot be written by a trigger (trusted_schema is off). Therefore the removal of a
vector, be it by the removal of its document, leaves a row in vector_removals, and the next writer
takes the bits away.
"""

from __future__ import annotations

VECTOR_TABLES = """
CREATE TABLE vector_models (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL UNIQUE CHECK (state IN ('active', 'next')),
    identity TEXT NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL,
    width INTEGER NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    done_to INTEGER NOT NULL DEFAULT 0,
    rotation BLOB NOT NULL
) STRICT;
CREATE TABLE vector_removals (
    model INTEGER NOT NULL,
    segment_id INTEGER NOT NULL,
    PRIMARY KEY (model, segment_id)
) STRICT, WITHOUT ROWID;
"""

# Bits of this many segments of one kind are stored together.
CHUNK_SIZE = 1024

# `#` stands for a model's number, `@` for its width. Without the index on a table of vec0's own
# every insertion would look for the last chunk of its kind among all chunks.
_CODES = (
    "CREATE VIRTUAL TABLE vector_codes_# USING vec0(segment_id INTEGER PRIMARY KEY,"
    f" kind TEXT PARTITION KEY, signs BIT[@], large BIT[@], chunk_size={CHUNK_SIZE})",
    "CREATE INDEX vector_codes_#_by_kind ON vector_codes_#_chunks(partition00)",
)
_DROP_CODES = "DROP TABLE vector_codes_#"
_CREATE = (
    "CREATE TABLE vectors_# (segment_id INTEGER PRIMARY KEY REFERENCES segments(id)"
    " ON DELETE CASCADE, vector BLOB NOT NULL) STRICT",
    "CREATE TRIGGER vectors_#_removed AFTER DELETE ON vectors_# BEGIN"
    " INSERT OR IGNORE INTO vector_removals VALUES (#, old.segment_id); END",
    *_CODES,
)
_DROP = (
    _DROP_CODES,
    "DROP TABLE vectors_#",
    "DELETE FROM vector_removals WHERE model = #",
    "DELETE FROM vector_models WHERE id = #",
)


def numbered(sql: str, model: int) -> str:
    """A statement about the tables of a model, in which `#` stands for its number.

    They are vectors_# (segment_id, vector: int8, `width` bytes) and vector_codes_# (segment_id,
    kind, and two times `width` bits: signs and large).
    """
    return sql.replace("#", str(int(model)))


def create_tables(model: int, width: int) -> list[str]:
    """The statements that make the tables of a model whose rotated vectors have `width` parts."""
    return [numbered(sql.replace("@", str(int(width))), model) for sql in _CREATE]


def recreate_codes(model: int, width: int) -> list[str]:
    """The statements that replace a model's vec0 table by an empty one."""
    wanted = (_DROP_CODES, *_CODES)
    return [numbered(sql.replace("@", str(int(width))), model) for sql in wanted]


def drop_tables(model: int) -> list[str]:
    """The statements that remove a model with its tables."""
    return [numbered(sql, model) for sql in _DROP]
