"""The library: files, folders and web pages that the user added, kept up to date."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.encyclopedia.registering import is_archive, register
from engine.gathering import Gathered, Root, gather, named_root
from engine.ingesting import Ingestion, failure
from engine.library_events import AddReport, LibraryEvent, Noticed
from engine.reading.extracted import READING_VERSION
from engine.reading.formats import READABLE
from engine.reading.media import MediaOptions
from engine.reading.media_journal import forget_old
from engine.scanning import Scanner, Trouble
from engine.segmenting import MAX_TOKENS
from engine.sources import is_within, path_of
from engine.staying import Stay, told_of_missing
from engine.syncing import Gone, Plan, Vanished, make_plan
from engine.web_pages import Pages, WebPages
from engine.web_recordings import forget_downloads

if TYPE_CHECKING:
    from engine.reading_ahead import Reader
    from store.memory import MemoryBank
    from store.records import UnreadRecord

__all__ = ["AddReport", "Library", "SyncOptions"]


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """How thoroughly to sync.

    `verify` looks into files whose size and time are the same; `retry` tries files again that
    could not be read; `within` are sources (folders or files): nothing else is looked at, and one
    that has nothing to do with the library is a failure, unless `lenient`; `online` asks for web
    pages anew.
    """

    verify: bool = False
    retry: bool = False
    within: tuple[str, ...] = ()
    lenient: bool = False
    online: bool = False


class Library:
    """Reads files, and with a `network` web pages, into a memory bank."""

    def __init__(
        self,
        bank: MemoryBank,
        max_tokens: int = MAX_TOKENS,
        *,
        reader: Reader | None = None,
        network: Pages | None = None,
        media: MediaOptions | None = None,
        linked: bool = False,
    ) -> None:
        """`media` is how recordings and pictures are read; with `linked` the items that documents
        speak of are looked for after every run (engine.kuaipedia)."""
        self._bank = bank
        self._max_tokens = max_tokens
        self._reader = reader
        self._network = network
        self._media = media or MediaOptions()
        self._linked = linked

    def add(
        self, paths: Iterable[str | Path], collection: str | None = None
    ) -> Iterator[AddReport]:
        """`adding`, without the events in between."""
        for event in self.adding(paths, collection):
            if isinstance(event, AddReport):
                yield event

    def adding(
        self,
        paths: Iterable[str | Path],
        collection: str | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[LibraryEvent]:
        """Add files, the files of known kinds in folders, those that patterns select, web pages.
        An archive (a ZIM file) is registered where it lies, and not read in.

        What cannot be read is reported and the others go on. What is added is remembered as a
        root, which `syncing` looks at again, before anything is read: a run that is stopped can be
        gone on with. Documents whose file was moved keep their history.

        Raises:
            StoreError: the memory cannot be written, or the collection's name is of no use.
        """
        named = list(paths)
        archives = [path for path in named if is_archive(path)]
        roots = [named_root(path, collection) for path in named if path not in archives]
        with self._run(cancel) as (ingestion, pages):
            for path in archives:
                yield ingestion.report(register(self._bank, path))
                if collection is not None:
                    yield Noticed(f"{path}: it is in no collection, for archives never are")
            gathered = Gathered()
            yield from gather(roots, self._scanner(roots), gathered, pages, cancel=cancel)
            if not ingestion.is_stopped():
                yield from self._roots_kept(roots, collection, gathered, ingestion)
                plan, vanished = self._plan(gathered, SyncOptions())
                yield from ingestion.events(plan, vanished)
                for path in gathered.again:
                    yield ingestion.report(AddReport(path, "unchanged"))
                yield from self._links(ingestion)
            yield ingestion.finished()

    def syncing(
        self, options: SyncOptions | None = None, cancel: threading.Event | None = None
    ) -> Iterator[LibraryEvent]:
        """Look at everything again that was ever added: new, changed, moved and gone files.

        Only what has changed is read. Where a whole folder is missing (a drive that is not there),
        its documents stay, and that is said.

        Raises:
            StoreError: the memory cannot be written.
        """
        options = options or SyncOptions()
        with self._run(cancel) as (ingestion, pages):
            stored = [Root.of(record) for record in self._bank.roots.all()]
            stay = Stay(stored, self._bank.library.states(), options.within)
            if not stay.roots and not options.within:
                yield Noticed("there is nothing to sync yet; add something with: kagent add PATH")
            for source in () if options.lenient else stay.unknown:
                yield ingestion.report(_unknown(source))
            gathered = Gathered()
            roots = [root for root in stay.roots if root.kind != "url" or options.online]
            yield from gather(
                roots, self._scanner(), gathered, pages, within=options.within, cancel=cancel
            )
            if not ingestion.is_stopped():
                yield from self._synced(stay, gathered, options, ingestion)
                yield from self._links(ingestion)
            yield ingestion.finished()

    def _synced(
        self, stay: Stay, gathered: Gathered, options: SyncOptions, ingestion: Ingestion
    ) -> Iterator[LibraryEvent]:
        missing, others = told_of_missing(stay, gathered)
        yield from missing
        yield from _told(others, ingestion)
        if notes := stay.unread_gone(self._unread(), gathered):
            self._bank.unread.forget_all(notes)
        plan, vanished = self._plan(gathered, options, stay.gone(gathered))
        yield from ingestion.events(plan, vanished)
        if not ingestion.cut_short and not options.within:
            for root in stay.empty_places(gathered):
                self._bank.roots.remove(root.place)
            self._bank.roots.note_synced(
                root.place for root in stay.roots if gathered.found.get(root.place)
            )

    @contextlib.contextmanager
    def _run(self, cancel: threading.Event | None) -> Iterator[tuple[Ingestion, WebPages]]:
        """What one run needs, and lets go of in the end."""
        from engine.reading.media_worker import MediaWorker
        from engine.reading.worker import ReadingWorker

        forget_downloads(self._bank.home, forget_old(self._bank.home))
        with contextlib.ExitStack() as stack:
            media = MediaWorker(self._media, self._bank.home)
            reader = self._reader or stack.enter_context(ReadingWorker(media=media))
            pages = stack.enter_context(WebPages(self._network, cancel, self._bank.home))
            ingestion = Ingestion(self._bank, reader, self._max_tokens, cancel, self._media)
            yield ingestion, pages

    def _links(self, ingestion: Ingestion) -> Iterator[LibraryEvent]:
        """Find the items that new documents speak of, where the library is to know them."""
        if not self._linked or ingestion.is_stopped():
            return
        from engine.library_links import find_links

        done = yield from find_links(self._bank, ingestion.cancel)
        if not done:
            ingestion.is_stopped()

    def _scanner(self, wanted: Sequence[Root] = ()) -> Scanner:
        """A scanner; what the user names now is wanted again."""
        left_out = self._bank.roots.left_out()
        back = [
            source for source in left_out if any(is_within(source, root.base) for root in wanted)
        ]
        if back:
            self._bank.roots.take_back(back)
        return Scanner(left_out.difference(back), self._bank.home)

    def _roots_kept(
        self,
        roots: Sequence[Root],
        collection: str | None,
        gathered: Gathered,
        ingestion: Ingestion,
    ) -> Iterator[LibraryEvent]:
        """Remember the roots where there is something; say where there is nothing."""
        yield from _told(gathered.troubles, ingestion)
        kept = [(root.place, root.kind) for root in roots if gathered.found[root.place]]
        self._bank.roots.add_all(kept, collection)
        troubled = {trouble.path for trouble in gathered.troubles}
        for root in roots:
            if not gathered.found[root.place] and root.shown not in troubled:
                yield ingestion.report(
                    failure(root.shown, f"it holds no files of a known kind ({READABLE})")
                )

    def _unread(self) -> dict[str, UnreadRecord]:
        self._bank.unread.expire(str(READING_VERSION))
        return {record.source: record for record in self._bank.unread.all()}

    def _plan(
        self, gathered: Gathered, options: SyncOptions, gone: Sequence[Gone] = ()
    ) -> tuple[Plan, Vanished]:
        known = {state.source: state for state in self._bank.library.states()}
        unread = {} if options.retry else self._unread()
        plan = make_plan(gathered, known, unread, gone, verify=options.verify, options=self._media)
        return plan, Vanished(known.values(), gathered)


def _unknown(source: str) -> AddReport:
    path = path_of(source) or Path(source)
    error = clean_line(f"{path}: is not in the library; add it with: kagent add {path}")
    return AddReport(path, "failed", error=error)


def _told(troubles: Iterable[Trouble], ingestion: Ingestion) -> Iterator[LibraryEvent]:
    """What could not be looked at: a failure, but for ignore files, which are told only."""
    for trouble in troubles:
        shown = trouble.path if trouble.address is None else trouble.address
        if trouble.notice:
            yield Noticed(f"{shown}: {trouble.reason}")
        else:
            yield ingestion.report(failure(shown, trouble.reason))
