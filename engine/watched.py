"""The system's word of changed files, in threads of its own (watchfiles)."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from engine.gathering import Coverage, Root
from engine.ignoring import GIT_IGNORE, OWN_IGNORE, is_junk
from engine.scanning import is_folder
from engine.sources import is_address, is_within, path_of, real_source, source_of

if TYPE_CHECKING:
    from watchfiles import Change

    from store.memory import MemoryBank

# Changes are gathered until none came for this long, but not for longer than the second (ms).
_STEP_MS = 250
_DEBOUNCE_MS = 2000
_WAKE_MS = 200
# A file that is gone may come back at once, under its own name (an editor saves by renaming) or
# under another (it was moved): as long as this the other half is waited for.
_SETTLING_SECONDS = 0.5
# More changed files than this in one folder stand for the folder.
_MOST_IN_ONE_FOLDER = 20


class Places:
    """What is to be watched for the roots of a library.

    `folders` are watched with all below them; of `files` the folder they are in, for a watch on a
    file itself would end when an editor puts another in its place.
    """

    def __init__(self, bank: MemoryBank) -> None:
        roots = [Root.of(record) for record in bank.roots.all()]
        self._identity = _identity(roots)
        coverage = Coverage(roots)
        alone = {
            state.source
            for state in bank.library.states()
            if not is_address(state.source) and not coverage.covers(state.source)
        }
        self.files = alone | {root.place for root in roots if root.kind == "file"}
        tops = sorted({root.base for root in roots if root.kind in ("folder", "glob")})
        self.folders = [
            top for top in tops if not any(is_within(top, other) for other in tops if other != top)
        ]

    def are_current(self, bank: MemoryBank) -> bool:
        """Whether the roots are still these, and their folders still the same on the disk."""
        return self._identity == _identity([Root.of(record) for record in bank.roots.all()])


def _identity(roots: Iterable[Root]) -> frozenset[tuple[str, str, int]]:
    found = set()
    for root in roots:
        path = path_of(root.base)
        try:
            inode = 0 if path is None or root.kind == "file" else path.stat().st_ino
        except OSError:
            inode = 0
        found.add((root.place, root.kind, inode))
    return frozenset(found)


class Watch:
    """Watches places while it is entered; `take` gives what changed, as sources."""

    def __init__(self, places: Places, home: Path) -> None:
        self._places = places
        self._home = real_source(home)
        self._changes: queue.SimpleQueue[set[tuple[Change, str]]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        folders = [path for top in self._places.folders if (path := _folder(top))]
        beside = {path.parent for file in self._places.files if (path := path_of(file)) is not None}
        armed = []
        for paths, recursive in ((folders, True), (sorted(filter(is_folder, beside)), False)):
            if paths:
                ready = threading.Event()
                armed.append(ready)
                thread = threading.Thread(
                    target=self._run, args=(paths, recursive, ready), daemon=True
                )
                self._threads.append(thread)
                thread.start()
        for ready in armed:
            ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def take(self, seconds: float, cancel: threading.Event) -> set[str]:
        """Sources that changed, within `seconds`; after a deletion what follows on it as well."""
        from watchfiles import Change

        try:
            changes = set(self._changes.get(timeout=seconds))
        except queue.Empty:
            return set()
        if any(change is Change.deleted for change, _ in changes):
            cancel.wait(_SETTLING_SECONDS)
        while not self._changes.empty():
            changes |= self._changes.get()
        return _condensed({_place(path) for _, path in changes})

    def _run(self, paths: list[Path], recursive: bool, ready: threading.Event) -> None:
        from watchfiles import watch

        wanted = self._is_wanted_below if recursive else self._is_wanted_file
        try:
            for changes in watch(
                *paths,
                watch_filter=wanted,
                debounce=_DEBOUNCE_MS,
                step=_STEP_MS,
                stop_event=self._stop,
                rust_timeout=_WAKE_MS,
                yield_on_timeout=True,
                recursive=recursive,
                ignore_permission_denied=True,
            ):
                ready.set()
                if changes:
                    self._changes.put(changes)
        except (OSError, RuntimeError) as error:  # the second is watchfiles' own
            self.failures.append(str(error))
        finally:
            ready.set()

    def _is_wanted_below(self, change: Change, path: str) -> bool:
        source = source_of(path)
        if is_within(source, self._home):
            return False
        if Path(path).name in (GIT_IGNORE, OWN_IGNORE):
            return True
        top = next((top for top in self._places.folders if is_within(source, top)), None)
        base = path_of(top) if top else None
        if base is None:
            return False
        parts = Path(path).relative_to(base).parts
        # Only an ignore file can bring junk back, which is rare: the next whole sync finds that.
        return not any(is_junk(part, is_folder=True) for part in parts)

    def _is_wanted_file(self, change: Change, path: str) -> bool:
        return source_of(path) in self._places.files


def _place(path: str) -> str:
    """The source that a change is about; of an ignore file, everything that it rules."""
    changed = Path(path)
    return source_of(changed.parent if changed.name in (GIT_IGNORE, OWN_IGNORE) else changed)


def _condensed(sources: set[str]) -> set[str]:
    """Fewer sources that hold all of these."""
    parents = Counter(map(_parent, sources))
    many = {parent for parent, files in parents.items() if files > _MOST_IN_ONE_FOLDER}
    return many | {source for source in sources if _parent(source) not in many}


def _parent(source: str) -> str:
    path = path_of(source)
    return source if path is None else source_of(path.parent)


def _folder(source: str) -> Path | None:
    path = path_of(source)
    return path if path is not None and is_folder(path) else None
