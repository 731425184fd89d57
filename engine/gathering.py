"""From what the user added, the roots, to the files that belong to the library."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.file_patterns import Selection, looks_like_a_pattern
from engine.library_events import Counted, Downloading
from engine.scanning import FoundFile, Scanner, Trouble, is_folder
from engine.sources import (
    checked_address,
    is_address,
    is_within,
    path_of,
    real_source,
    written_path,
)
from engine.web_pages import WebPages

if TYPE_CHECKING:
    from store.records import RootKind, RootRecord

_SECONDS_BETWEEN_COUNTS = 0.1


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that belongs to the library.

    `collections` are those it joins when it is new; `named` when the user named it just now.
    """

    file: FoundFile
    collections: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Root:
    """Something to look at.

    `place` is a source (of a file, a folder or a web page) or, for a "glob", an absolute pattern;
    `written` the path as the user wrote it, where that is to be shown.
    """

    place: str
    kind: RootKind
    collections: tuple[str, ...] = ()
    named: bool = False
    written: str | None = None

    @staticmethod
    def of(record: RootRecord) -> Root:
        """The root of a stored record."""
        collections = () if record.collection is None else (record.collection,)
        return Root(record.path, record.kind, collections)

    @property
    def shown(self) -> Path:
        """The path to look at and to report."""
        if self.written is not None:
            return Path(self.written)
        return path_of(self.place) or Path(self.place)

    @property
    def base(self) -> str:
        """The source below which everything of the root lies."""
        return real_source(Selection(self.place).base) if self.kind == "glob" else self.place


def named_root(text: str | Path, collection: str | None = None) -> Root:
    """The root that the user means by a path, a pattern or the address of a web page."""
    written = os.fspath(text)
    collections = () if collection is None else (collection,)
    if is_address(written):
        return Root(checked_address(written) or written, "url", collections, True, written)
    path = written_path(written)
    if looks_like_a_pattern(os.fspath(path)):
        return Root(os.fspath(path.absolute()), "glob", collections, True, written)
    kind: RootKind = "folder" if is_folder(path) else "file"
    return Root(real_source(path), kind, collections, True, os.fspath(path))


@dataclass(slots=True)
class Gathered:
    """The files found, by source, and what could not be looked at.

    `again` are paths that lead to a file found before; `hidden` are sources that may have files
    below them which were missed; `found` counts the files of each root.
    """

    files: dict[str, Wanted] = field(default_factory=dict)
    again: list[Path] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)
    bytes: int = 0

    def hides(self, source: str) -> bool:
        """Whether a file may well be there, though it was not found."""
        return any(is_within(source, place) for place in self.hidden)


def gather(
    roots: Iterable[Root],
    scanner: Scanner,
    gathered: Gathered,
    pages: WebPages,
    *,
    within: tuple[str, ...] = (),
    cancel: threading.Event | None = None,
) -> Iterator[Counted | Downloading]:
    """Find the files of all roots for `gathered`; counts now and then, and in the end.

    With `within`, only what lies in one of these folders, or is one of these files. When `cancel`
    is set it stops, with less than all.
    """
    told = time.monotonic()
    for root in roots:
        gathered.found.setdefault(root.place, 0)
        for found in _look(root, scanner, pages, within):
            if cancel is not None and cancel.is_set():
                return
            if isinstance(found, Downloading):
                yield found
                continue
            if isinstance(found, Trouble):
                gathered.troubles.append(found)
                if found.hides:
                    gathered.hidden.append(real_source(found.path))
                continue
            _take(gathered, root, found)
            if time.monotonic() - told >= _SECONDS_BETWEEN_COUNTS:
                told = time.monotonic()
                yield Counted(len(gathered.files), gathered.bytes)
    yield Counted(len(gathered.files), gathered.bytes)


def _look(
    root: Root, scanner: Scanner, pages: WebPages, within: tuple[str, ...]
) -> Iterator[Downloading | FoundFile | Trouble]:
    if root.kind == "folder":
        yield from scanner.folder(root.shown, None, within)
    elif root.kind == "glob":
        selection = Selection(root.place)
        yield from scanner.folder(selection.base, selection, within)
    elif root.kind == "url":
        yield from pages.found(root.place)
    else:
        yield scanner.file(root.shown)


def _take(gathered: Gathered, root: Root, found: FoundFile) -> None:
    gathered.found[root.place] += 1
    before = gathered.files.get(found.source)
    if before is None:
        gathered.bytes += found.size
        gathered.files[found.source] = Wanted(found, root.collections, root.named)
        return
    if root.kind == "file" and root.named:
        gathered.again.append(found.path)
    others = tuple(name for name in root.collections if name not in before.collections)
    gathered.files[found.source] = replace(
        before, collections=before.collections + others, named=before.named or root.named
    )


class Coverage:
    """Which sources a set of roots answers for: a document of theirs that is not found is gone."""

    def __init__(self, roots: Iterable[Root]) -> None:
        self._files: set[str] = set()
        self._folders: list[str] = []
        self._globs: list[tuple[str, Selection]] = []
        for root in roots:
            if root.kind == "file":
                self._files.add(root.place)
            elif root.kind == "folder":
                self._folders.append(root.place)
            elif root.kind == "glob":
                selection = Selection(root.place)
                self._globs.append((root.base, selection))

    def covers(self, source: str) -> bool:
        """Whether the source is one of these roots or lies below one."""
        return (
            source in self._files
            or any(is_within(source, folder) for folder in self._folders)
            or any(_selected(source, base, selection) for base, selection in self._globs)
        )


def _selected(source: str, base: str, selection: Selection) -> bool:
    path, top = path_of(source), path_of(base)
    if path is None or top is None or not is_within(source, base):
        return False
    return selection.selects(path.relative_to(top).parts)
