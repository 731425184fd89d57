"""The Tantivy index: tokens in, segment ids out. It keeps no text and can always be made again.

Facts on Tantivy that this rests on were read and tried at version 0.27: every error is a
ValueError, a damaged file may also raise a Rust panic, and a commit replaces meta.json atomically.
"""

from __future__ import annotations

import contextlib
import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from store import tokens

SCHEMA_VERSION = 1
IDENTITY_NAME = "index.json"
_HEAP_BYTES = 32_000_000
_TEXT_FIELDS = ("text", "title", "heading")
# BM25 weights of the fields; benchmarks/retrieval.py measures them.
BOOSTS: Mapping[str, float] = {"text": 1.0, "title": 0.5, "heading": 0.4}
_IMAGINED_SEGMENTS = 20
# Files up to this many bytes together are checked against their checksums when opened (1 ms/MB).
_CHECK_LIMIT_BYTES = 32 * 1024 * 1024
_FOOTER_MAGIC = 1337


class IndexDamageError(Exception):
    """The index cannot be used and has to be made again."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index needs of a segment."""

    id: int
    kind: str
    text: str
    title: str
    heading: str


class KeywordIndex:
    """An open index. Every method raises IndexDamageError when the files cannot be trusted."""

    def __init__(self, directory: Path, index: tantivy.Index) -> None:
        self._directory = directory
        self._index = index

    @classmethod
    def create(cls, directory: Path, database_uuid: str) -> KeywordIndex:
        """Make an empty index in the empty `directory`, for the database of that uuid."""
        with _damage():
            index = tantivy.Index(_schema(), str(directory), reuse=False)
        (directory / IDENTITY_NAME).write_text(json.dumps(_identity(database_uuid)), "utf-8")
        return cls(directory, index)

    @classmethod
    def open(cls, directory: Path, database_uuid: str) -> KeywordIndex:
        """Open the index and check that it is of this program and this database."""
        try:
            identity = json.loads((directory / IDENTITY_NAME).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise IndexDamageError(f"no readable {IDENTITY_NAME}") from error
        if identity != _identity(database_uuid):
            raise IndexDamageError("it is of another version or another database")
        with _damage():
            _verify_checksums(directory)
            index = tantivy.Index.open(str(directory))
            index.config_reader(reload_policy="manual")
            index.reload()
        return cls(directory, index)

    def state(self) -> tuple[int, int]:
        """How many segments are in it, and the outbox number up to which it has read."""
        with _damage():
            self._index.reload()
            searcher = self._index.searcher()
            found = searcher.search(tantivy.Query.exists_query("marker"), 1)
            marks = searcher.fast_field_values("marker", [address for _, address in found.hits])
            if not marks:
                return searcher.num_docs, 0
            return searcher.num_docs - 1, int(marks[0] or 0)

    def apply(self, changed: Iterable[int], entries: Iterable[IndexEntry], mark: int) -> None:
        """Drop the segments `changed`, put in `entries`, note `mark`; all of it or nothing."""
        with _damage():
            writer = self._index.writer(_HEAP_BYTES, 1)
            # By query: delete_documents_by_term silently does nothing for unsigned fields (0.27).
            old = tantivy.Query.term_set_query(self._index.schema, "id", list(changed))
            writer.delete_documents_by_query(old)
            writer.delete_documents_by_query(tantivy.Query.exists_query("marker"))
            for entry in entries:
                writer.add_document(_document(entry))
            marker = tantivy.Document()
            marker.add_unsigned("marker", mark)
            writer.add_document(marker)
            writer.commit()
            # Without the wait, many small commits would leave ever more files unmerged.
            writer.wait_merging_threads()

    def search(
        self, wanted: Sequence[str], kinds: Sequence[str], limit: int
    ) -> list[tuple[int, float]]:
        """Segment ids with their BM25 scores, best first, at most `limit`."""
        if not wanted or not kinds:
            return []
        query, occur, schema = tantivy.Query, tantivy.Occur, self._index.schema
        words = [
            (
                occur.Should,
                query.boost_query(query.term_query(schema, field, token, "freq"), BOOSTS[field]),
            )
            for token in wanted
            for field in _TEXT_FIELDS
        ]
        of_kind = query.boolean_query(
            [(occur.Should, query.term_query(schema, "kind", kind, "basic")) for kind in kinds]
        )
        whole = query.boolean_query(
            [
                (occur.Must, query.boolean_query(words)),
                (occur.Must, query.const_score_query(of_kind, 0.0)),
            ]
        )
        with _damage():
            self._index.reload()
            searcher = self._index.searcher()
            hits = searcher.search(whole, limit, count=False).hits
            ids = searcher.fast_field_values("id", [address for _, address in hits])
        if any(segment_id is None for segment_id in ids):
            raise IndexDamageError("a segment has no id")
        found = [(int(ids[i] or 0), float(hits[i][0])) for i in range(len(hits))]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def rarity(self, wanted: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each token, as BM25 has it: ln(1 + (N-n+0.5)/(n+0.5)).

        Some imagined segments are counted in, each token in one of them, for among a handful of
        real ones being absent says little.
        """
        with _damage():
            searcher = self._index.searcher()
            total = searcher.num_docs + _IMAGINED_SEGMENTS
            rarities = {}
            for token in wanted:
                count = 1 + max(searcher.doc_freq(field, token) for field in _TEXT_FIELDS)
                rarities[token] = math.log(1 + max(0, total - count + 0.5) / (count + 0.5))
            return rarities


def _identity(database_uuid: str) -> dict[str, Any]:
    return {"schema": SCHEMA_VERSION, "tokens": tokens.VERSION, "database": database_uuid}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("marker", indexed=True, fast=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for field in _TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(entry: IndexEntry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", entry.id)
    document.add_text("kind", entry.kind)
    for field, text in (("text", entry.text), ("title", entry.title), ("heading", entry.heading)):
        document.add_text(field, " ".join(tokens.index_tokens(text)))
    return document


@contextmanager
def _damage() -> Iterator[None]:
    """Turn everything that Tantivy raises into IndexDamageError."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexDamageError(str(error)) from error
    except BaseException as error:
        # A Rust panic arrives as pyo3_runtime.PanicException, a class that cannot be imported.
        if type(error).__name__ == "PanicException":
            raise IndexDamageError(str(error)) from error
        raise


def _verify_checksums(directory: Path) -> None:
    """Check each file's body against the CRC-32 in its footer, which Tantivy itself never does.

    Only the files that meta.json names count: a killed writer leaves others half written.
    """
    try:
        meta = json.loads((directory / "meta.json").read_bytes())
        live = {entry["segment_id"].replace("-", "") for entry in meta["segments"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamageError("meta.json cannot be read") from error
    files = [path for path in directory.iterdir() if path.name.split(".")[0] in live]
    with contextlib.suppress(FileNotFoundError):  # another process may just have merged it away
        if sum(path.stat().st_size for path in files) > _CHECK_LIMIT_BYTES:
            return
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            if not _is_whole(path.read_bytes()):
                raise IndexDamageError(f"{path.name} does not match its checksum")


def _is_whole(data: bytes) -> bool:
    """Layout: body, JSON footer, its length and a magic number, each a 32-bit little endian."""
    if len(data) < 8 or int.from_bytes(data[-4:], "little") != _FOOTER_MAGIC:
        return False
    length = int.from_bytes(data[-8:-4], "little")
    body = len(data) - 8 - length
    try:
        expected = json.loads(data[body:-8])["crc"]
    except (ValueError, KeyError, TypeError):
        return False
    return body >= 0 and bool(zlib.crc32(memoryview(data)[:body]) == expected)
