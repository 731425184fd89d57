"""The Tantivy index: tokens in, segment ids out. It keeps no text and can always be made again.

Facts on Tantivy that this rests on were read and tried at version 0.27: every error is a
ValueError, a damaged file may also raise a Rust panic, and a commit replaces meta.json atomically.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from store import tokens
from store.records import SearchScope

SCHEMA_VERSION = 2
IDENTITY_NAME = "index.json"
_HEAP_BYTES = 32_000_000
# A field for each kind of memory holds title, heading and text together: a union of plain terms of
# one field is what Tantivy skips through fastest (block-max WAND), and a filter by kind is free.
_KINDS = ("knowledge", "conversation", "task")
_IMAGINED_SEGMENTS = 20
# Tokens looked up for a prefix, the most frequent ones.
_PREFIX_TOKENS = 200
# Of a page that was pasted in as a query, so many of the rarest tokens are looked up.
_MOST_TOKENS = 64
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
    document_id: int | None
    session_id: str | None


class KeywordIndex:
    """An open index. Every method raises IndexDamageError when the files cannot be trusted."""

    def __init__(self, directory: Path, index: tantivy.Index) -> None:
        self._directory = directory
        self._index = index
        self._seen: tuple[int, int, int] | None = None

    def _reload(self) -> None:
        """Look at what was committed since; by this or by another process.

        A commit puts a new meta.json in the place of the old one: while it is the same file, there
        is nothing new, and reading it all again is spared.
        """
        status = (self._directory / "meta.json").stat()
        state = (status.st_ino, status.st_mtime_ns, status.st_size)
        if state != self._seen:
            self._index.reload()
            self._seen = state

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
            self._reload()
            searcher = self._index.searcher()
            found = searcher.search(tantivy.Query.exists_query("marker"), 1)
            marks = searcher.fast_field_values("marker", [address for _, address in found.hits])
            if not marks:
                return searcher.num_docs, 0
            return searcher.num_docs - 1, int(marks[0] or 0)

    def apply(self, changed: Iterable[int], entries: Iterable[IndexEntry], mark: int) -> None:
        """Drop the segments `changed`, put in `entries`, note `mark`; all of it or nothing."""
        with _damage():
            _remove_unfinished_deletions(self._directory)
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
        self, wanted: tokens.QueryTokens, scope: SearchScope, limit: int
    ) -> list[tuple[int, float]]:
        """Segment ids with their BM25 scores, best first, at most `limit`.

        The prefixes of a query count only where it has no tokens: among other words a single
        Chinese character says too little for what its many tokens cost.
        """
        schema, should = self._index.schema, tantivy.Occur.Should
        with _damage():
            self._reload()
            searcher = self._index.searcher()
            terms = [
                (should, tantivy.Query.term_query(schema, field, token, "freq"))
                for field in _fields(scope)
                for token in self._looked_up(searcher, field, wanted)
            ]
            if not terms:
                return []
            query = self._within(tantivy.Query.boolean_query(terms), scope)
            found = self._ids(searcher, query, limit)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def matching(self, wanted: tokens.QueryTokens, scope: SearchScope, limit: int) -> list[int]:
        """The ids of segments that hold every token and prefix of the query, in order."""
        schema, query = self._index.schema, tantivy.Query
        alternatives = []
        with _damage():
            self._reload()
            searcher = self._index.searcher()
            for field in _fields(scope):
                parts = [query.term_query(schema, field, token, "basic") for token in wanted.tokens]
                parts.extend(
                    query.regex_query(schema, field, re.escape(prefix) + ".*")
                    for prefix in wanted.prefixes
                )
                if parts:
                    all_of = query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
                    alternatives.append((tantivy.Occur.Should, all_of))
            if not alternatives:
                return []
            whole = query.const_score_query(query.boolean_query(alternatives), 0.0)
            return sorted(key for key, _ in self._ids(searcher, self._within(whole, scope), limit))

    def ids(self, first: int, last: int) -> list[int]:
        """The ids of all segments from `first` to `last`, in order; one that is twice is twice."""
        query = tantivy.Query.range_query(
            self._index.schema, "id", tantivy.FieldType.Unsigned, first, last
        )
        with _damage():
            searcher = self._index.searcher()
            return sorted(key for key, _ in self._ids(searcher, query, 2 * (last - first + 1)))

    def rarity(self, wanted: Iterable[str], scope: SearchScope) -> dict[str, float]:
        """Inverse document frequency of each token, as BM25 has it: ln(1 + (N-n+0.5)/(n+0.5)).

        A single Chinese character counts as the beginning of tokens. Some imagined segments are
        counted in, each token in one of them, for among a handful of real ones being absent says
        little.
        """
        with _damage():
            searcher = self._index.searcher()
            total = searcher.num_docs + _IMAGINED_SEGMENTS
            rarities = {}
            for token in wanted:
                count = 1 + sum(self._frequency(searcher, field, token) for field in _fields(scope))
                rarities[token] = math.log(1 + max(0, total - count + 0.5) / (count + 0.5))
            return rarities

    def _ids(
        self, searcher: tantivy.Searcher, query: tantivy.Query, limit: int
    ) -> list[tuple[int, float]]:
        hits = searcher.search(query, limit, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        if any(segment_id is None for segment_id in ids):
            raise IndexDamageError("a segment has no id")
        return [(int(ids[i] or 0), float(hits[i][0])) for i in range(len(hits))]

    def _within(self, query: tantivy.Query, scope: SearchScope) -> tantivy.Query:
        """The query, held to the documents and the session of `scope`."""
        schema, must = self._index.schema, tantivy.Occur.Must
        filters = []
        if scope.document_ids is not None:
            ids = sorted(scope.document_ids)
            filters.append(tantivy.Query.term_set_query(schema, "document_id", ids))
        if scope.session_id is not None:
            filters.append(
                tantivy.Query.term_query(schema, "session_id", scope.session_id, "basic")
            )
        if not filters:
            return query
        unscored = [(must, tantivy.Query.const_score_query(part, 0.0)) for part in filters]
        return tantivy.Query.boolean_query([(must, query), *unscored])

    @staticmethod
    def _looked_up(
        searcher: tantivy.Searcher, field: str, wanted: tokens.QueryTokens
    ) -> Iterator[str]:
        chosen: Sequence[str] = wanted.tokens
        if len(chosen) > _MOST_TOKENS:
            rarest = sorted(chosen, key=lambda token: searcher.doc_freq(field, token) or math.inf)
            chosen = rarest[:_MOST_TOKENS]
        for token in chosen:
            # Somebody may have written RTX 4090 for rtx4090.
            halves = tokens.model_parts(token)
            if halves and not searcher.doc_freq(field, token):
                yield from halves
            else:
                yield token
        for prefix in () if wanted.tokens else wanted.prefixes:
            for token, _ in searcher.terms_with_prefix(field, prefix, limit=_PREFIX_TOKENS):
                yield token

    @staticmethod
    def _frequency(searcher: tantivy.Searcher, field: str, token: str) -> int:
        if len(token) == 1 and token >= tokens.FIRST_CJK:
            return sum(count for _, count in searcher.terms_with_prefix(field, token))
        return searcher.doc_freq(field, token)


def _fields(scope: SearchScope) -> list[str]:
    return [kind for kind in _KINDS if kind in scope.kinds]


def _identity(database_uuid: str) -> dict[str, Any]:
    return {"schema": SCHEMA_VERSION, "tokens": tokens.VERSION, "database": database_uuid}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("marker", indexed=True, fast=True)
    builder.add_unsigned_field("document_id", indexed=True)
    builder.add_text_field("session_id", tokenizer_name="raw", index_option="basic")
    for kind in _KINDS:
        builder.add_text_field(kind, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(entry: IndexEntry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", entry.id)
    if entry.document_id is not None:
        document.add_unsigned("document_id", entry.document_id)
    if entry.session_id is not None:
        document.add_text("session_id", entry.session_id)
    text = "\n".join((entry.title, entry.heading, entry.text))
    document.add_text(entry.kind, " ".join(tokens.index_tokens(text)))
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


def _remove_unfinished_deletions(directory: Path) -> None:
    """Remove lists of deleted documents that a killed writer left.

    meta.json does not name them, yet the next commit would give its own list the same name and
    fail on finding it there (Tantivy 0.27).
    """
    try:
        live = {
            f"{one['segment_id'].replace('-', '')}.{one['deletes']['opstamp']}.del"
            for one in json.loads((directory / "meta.json").read_bytes())["segments"]
            if one.get("deletes")
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise IndexDamageError("meta.json cannot be read") from error
    for path in directory.glob("*.del"):
        if path.name not in live:
            # On Windows a reader may still hold one that was live a moment ago.
            with contextlib.suppress(PermissionError, FileNotFoundError):
                path.unlink()


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
