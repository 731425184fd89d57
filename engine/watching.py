"""Keeps the library in step with the disk while it changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.library import Library, SyncOptions
from engine.library_events import LibraryEvent, Noticed, Watching
from engine.watched import Places, Watch
from store.errors import StoreError

if TYPE_CHECKING:
    from store.memory import MemoryBank

_LOOK_SECONDS = 0.5
# How often the roots are compared with what is watched, and everything with the disk: the system
# drops changes when they come too fast, and tells none of network drives.
_ROOTS_SECONDS = 5.0
_EVERYTHING_SECONDS = 900.0
_UNWATCHED_SECONDS = 60.0
# More changed places than this stand for everything.
_MOST_PLACES = 50
_MOST_FAILURES = 5
_WAIT_SECONDS = 2.0


class _Pending:
    """The places that a sync is due for; everything, when `everything` is set."""

    def __init__(self) -> None:
        self.everything = True
        self.places: set[str] = set()

    def __bool__(self) -> bool:
        return self.everything or bool(self.places)

    def options(self) -> SyncOptions:
        """What to sync."""
        whole = self.everything or len(self.places) > _MOST_PLACES
        within = () if whole else tuple(sorted(self.places))
        return SyncOptions(within=within, lenient=True)

    def clear(self) -> None:
        """It was done."""
        self.everything, self.places = False, set()


class Watcher:
    """Watches every root of a library; `events` runs until `cancel` is set."""

    def __init__(self, bank: MemoryBank, library: Library) -> None:
        self._bank = bank
        self._library = library
        self._failures = 0
        self._pending = _Pending()

    def events(self, cancel: threading.Event) -> Iterator[LibraryEvent]:
        """A sync of everything, then one after every change; each ends with Finished.

        Raises:
            StoreError: the memory could not be written, several times in a row.
        """
        while not cancel.is_set():
            places = Places(self._bank)
            with Watch(places, self._bank.home) as watch:
                for failure in watch.failures:
                    yield Noticed(
                        f"changes cannot be watched ({failure}); everything is looked at every "
                        f"{_UNWATCHED_SECONDS:.0f} seconds instead"
                    )
                # What changed while the watch was being set up is found by the first sync.
                yield from self._sync(cancel)
                yield Watching(len(places.folders), len(places.files))
                yield from self._follow(places, watch, cancel)
            self._pending.everything = True

    def _follow(
        self, places: Places, watch: Watch, cancel: threading.Event
    ) -> Iterator[LibraryEvent]:
        """Sync what changes, until the roots are others than those that are watched."""
        looked = whole = time.monotonic()
        while not cancel.is_set():
            self._pending.places |= watch.take(_LOOK_SECONDS, cancel)
            now = time.monotonic()
            if now - whole >= (_UNWATCHED_SECONDS if watch.failures else _EVERYTHING_SECONDS):
                whole, self._pending.everything = now, True
            if self._pending:
                yield from self._sync(cancel)
            if now - looked >= _ROOTS_SECONDS:
                looked = now
                if not places.are_current(self._bank):
                    return

    def _sync(self, cancel: threading.Event) -> Iterator[LibraryEvent]:
        """Sync what is pending; where the memory is in use, it stays pending for a while."""
        if cancel.is_set():
            return
        try:
            yield from self._library.syncing(self._pending.options(), cancel)
        except StoreError as error:
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                raise
            yield Noticed(f"{error}; the changes wait")
            cancel.wait(_WAIT_SECONDS)
        else:
            self._failures = 0
            self._pending.clear()
