"""Export and import of the personal Kuaipedia, in KAgent's own format and in the published ones.

What is imported may be anybody's: every text is cleaned, every length bounded, and a broken line is
named and left out. Lines are taken in by the batch, each in a transaction, and twice is as once: an
import that was stopped is simply begun again.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from engine.kuaipedia.json_lines import BrokenLine, Line, read_lines
from engine.kuaipedia.own_lines import HEADER, VERSION, LineError, from_json, is_own, to_json
from engine.kuaipedia.published import (
    PublishedVideo,
    entries_of,
    is_item,
    is_video,
    item_of,
    item_to_json,
    video_of,
)
from engine.segmenting import MAX_TOKENS
from store.kuaipedia_records import NewAspect, NewEvidence, NewItem

if TYPE_CHECKING:
    from store.kuaipedia_dump import Dumped
    from store.memory import MemoryBank

Format = Literal["kagent", "kuaipedia"]
_Target: TypeAlias = gzip.GzipFile | BufferedWriter

_BATCH = 500
_ITEMS_A_PAGE = 1000
_SECONDS_BETWEEN_EVENTS = 0.5


@dataclass(frozen=True, slots=True)
class Importing:
    """How far an import is: the lines so far, and the share of the file (0 to 1)."""

    lines: int
    share: float


@dataclass(slots=True)
class Imported:
    """The end of an import: how many lines were of which kind, and what came of them.

    `items`, `videos` and `evidence` count what is new here, `missing` the evidence of documents
    that are not in this library, `broken` the lines that could not be used; `published` says that
    there was data in one of Kuaipedia's formats, `cut_short` that it was stopped.
    """

    lines: int = 0
    items: int = 0
    videos: int = 0
    evidence: int = 0
    missing: int = 0
    broken: int = 0
    published: bool = False
    cut_short: bool = False


ImportEvent: TypeAlias = Importing | BrokenLine | Imported


def import_file(
    bank: MemoryBank,
    path: Path,
    *,
    collections: tuple[str, ...] = (),
    max_tokens: int = MAX_TOKENS,
    cancel: threading.Event | None = None,
) -> Iterator[ImportEvent]:
    """Take in a file whose lines are of any of the formats; the last event is Imported.

    Videos become documents, in `collections`.

    Raises:
        OSError: the file cannot be read.
        StoreError: the memory cannot be written.
    """
    work = _Import(bank, collections, max_tokens)
    told = time.monotonic()
    for line in read_lines(path):
        if cancel is not None and cancel.is_set():
            work.done.cut_short = True
            break
        work.done.lines += 1
        broken = line if isinstance(line, BrokenLine) else work.take(line)
        if broken is not None:
            work.done.broken += 1
            yield broken
        if isinstance(line, Line) and time.monotonic() - told >= _SECONDS_BETWEEN_EVENTS:
            told = time.monotonic()
            yield Importing(line.number, line.share)
    yield work.finish()


@dataclass(slots=True)
class _Batch:
    items: list[NewItem] = field(default_factory=list)
    videos: list[PublishedVideo] = field(default_factory=list)
    rows: list[Dumped] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items) + len(self.videos) + len(self.rows)


class _Import:
    """One import: lines go into a batch, batches into the memory."""

    def __init__(self, bank: MemoryBank, collections: tuple[str, ...], max_tokens: int) -> None:
        self._bank = bank
        self._collections = collections
        self._max_tokens = max_tokens
        self._batch = _Batch()
        self._load = bank.kuaipedia.load()
        self.done = Imported()

    def take(self, line: Line) -> BrokenLine | None:
        """Take in a line; says of a broken one what is wrong with it."""
        try:
            self._sort(line.value)
        except LineError as error:
            return BrokenLine(line.number, str(error))
        if len(self._batch) >= _BATCH:
            self.flush()
        return None

    def _sort(self, value: dict[str, Any]) -> None:
        if is_own(value):
            self._batch.rows.append(from_json(value))
        elif is_video(value):
            self._batch.videos.append(video_of(value))
        elif is_item(value):
            self._batch.items.append(item_of(value))
        elif HEADER not in value:
            raise LineError("it is neither an item nor a video nor of an export of KAgent")
        elif value[HEADER] != VERSION:
            raise LineError("it was exported by a newer KAgent; update this one")

    def flush(self) -> None:
        """Write what is waiting."""
        batch, self._batch = self._batch, _Batch()
        kuaipedia = self._bank.kuaipedia
        self.done.published = self.done.published or bool(batch.items or batch.videos)
        before = kuaipedia.count()
        if batch.items:
            kuaipedia.put_items(batch.items)
        if batch.videos:
            self._put_videos(batch.videos)
        self.done.items += max(0, kuaipedia.count() - before)
        if batch.rows:
            self._load.put(batch.rows)

    def _put_videos(self, videos: list[PublishedVideo]) -> None:
        kuaipedia = self._bank.kuaipedia
        item_ids = kuaipedia.put_items([video.item for video in videos])
        entries = entries_of(videos, self._bank.fingerprint, self._max_tokens, self._collections)
        results = self._bank.add_documents(entries)
        self.done.videos += sum(result.outcome == "added" for result in results)
        documents = {
            entry.document.source: result.document_id
            for entry, result in zip(entries, results, strict=True)
        }
        known = [
            (video, item_id)
            for video, item_id in zip(videos, item_ids, strict=True)
            if item_id is not None
        ]
        named = [
            (item_id, NewAspect(video.aspect, 1, None, "import"))
            for video, item_id in known
            if video.aspect
        ]
        aspects = dict(zip(named, kuaipedia.aspects_named(named), strict=True))
        self.done.evidence += kuaipedia.add_imported(
            [
                (
                    documents[video.document.source],
                    NewEvidence(
                        item_id,
                        aspects.get((item_id, NewAspect(video.aspect, 1, None, "import"))),
                        0,
                        0,
                        "title",
                        video.item.title,
                        video.score,
                    ),
                )
                for video, item_id in known
            ]
        )

    def finish(self) -> Imported:
        """Write what is waiting; the end."""
        self.flush()
        self.done.items += self._load.items
        self.done.evidence += self._load.evidence
        self.done.missing = self._load.missing
        return self.done


def export_file(
    bank: MemoryBank,
    path: Path,
    *,
    form: Format = "kagent",
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the whole Kuaipedia to a new file, packed where its name ends in .gz.

    Nobody else may read the file, and it is not there where it could not be written whole.

    Returns:
        How many items there are in it.

    Raises:
        FileExistsError: there is such a file already.
        OSError: it cannot be written.
        StoreError: the memory cannot be read.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    done = False
    try:
        with os.fdopen(descriptor, "wb") as file, contextlib.ExitStack() as stack:
            packed = path.suffix.lower() == ".gz"
            target: _Target = file
            if packed:
                target = stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0))
            written = _write(bank, target, form, progress or (lambda _: None))
        done = True
    finally:
        if not done:
            with contextlib.suppress(OSError):
                path.unlink()
    return written


def _write(bank: MemoryBank, target: _Target, form: Format, progress: Callable[[int], None]) -> int:
    number = items = 0
    objects = _own_objects(bank) if form == "kagent" else _published_objects(bank)
    for number, value in enumerate(objects):
        target.write(json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n")
        items += form == "kuaipedia" or value.get("kind") == "item"
        if number % _BATCH == 0:
            progress(number)
    progress(number)
    return items


def _own_objects(bank: MemoryBank) -> Iterator[dict[str, Any]]:
    yield {HEADER: VERSION}
    for row in bank.kuaipedia.dump().rows():
        yield to_json(row)


def _published_objects(bank: MemoryBank) -> Iterator[dict[str, Any]]:
    kuaipedia = bank.kuaipedia
    offset = 0
    while items := kuaipedia.items("", _ITEMS_A_PAGE, offset):
        for item in items:
            yield item_to_json(item, kuaipedia.aspects(item.id))
        offset += len(items)
