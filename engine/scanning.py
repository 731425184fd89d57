"""Finds the files of folders, patterns and single paths, without opening any of them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.file_patterns import Selection
from engine.icons import is_icon
from engine.ignoring import IgnoreRules, is_hidden_by_system, is_made_by_a_program
from engine.reading.formats import READABLE, SUFFIXES, kind_of
from engine.reading.sidecars import sidecars_among, sidecars_of, stamp
from engine.sources import is_within, path_of, real_source, source_of

# A file may change once more within the grain of its time stamp: a fresh stamp is not relied on.
# File systems that count whole seconds do so by two (FAT).
_FINE_GRAIN_NS = 50_000_000
_COARSE_GRAIN_NS = 2_100_000_000
_SECOND_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be read: `path` as it was reached, `source` as the library names it.

    `size` in bytes; `modified_ns` None where the file is so fresh that the same stamp may come to
    stand for another content. Of a recording both are of the file and the subtitles beside it: the
    sizes summed, the latest time.
    """

    path: Path
    source: str
    size: int
    modified_ns: int | None
    address: str | None = None
    """Of a web page, which was written to a file of its own to be read."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A path that cannot be looked at, and why; `hides` where files below it may have been missed.

    `missing` where there is nothing at all, `single` where it is about one file, a `notice` about
    an ignore file, with which nothing is missed. `address` stands for the path of a web page.
    """

    path: Path
    reason: str
    hides: bool = False
    missing: bool = False
    single: bool = False
    notice: bool = False
    address: str | None = None


class Scanner:
    """Looks through folders. `left_out` are sources (files or folders) that the user removed.

    `home` is KAgent's own folder, which is never looked into.
    """

    def __init__(self, left_out: frozenset[str] = frozenset(), home: Path | None = None) -> None:
        self._left_out = left_out if home is None else left_out | {real_source(home)}

    def file(self, path: Path) -> FoundFile | Trouble:
        """One file that the user named; links are resolved, no rule leaves it out."""
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            # With its folder, a whole drive may be missing; without, the file was deleted.
            hides = not is_folder(path.parent) if missing else isinstance(error, OSError)
            return Trouble(path, why_not(error), hides, missing, single=True)
        if not stat.S_ISREG(status.st_mode):
            return Trouble(path, "it is not a regular file", single=True)
        if path.suffix.lower() not in SUFFIXES:
            reason = f"files of this kind cannot be read; these can: {READABLE}"
            return Trouble(path, reason, single=True)
        return _found(path, real_source(path), status, _sidecars(path))

    def folder(
        self, path: Path, selection: Selection | None = None, within: tuple[str, ...] = ()
    ) -> Iterator[FoundFile | Trouble]:
        """The files of known kinds below a folder, each folder's own before those below it.

        Hidden files, junk and what ignore files name are left out; links to folders are not
        followed. A link to a file counts as a file, unless its target is found as well. Subtitles
        beside a recording belong to it and are no file of their own; icons are left out. With
        `within`, only what lies in one of these folders, or is one of these files.
        """
        walk = _Walk(self._left_out, selection, within)
        seen: set[str] = set()
        for found in walk.files(path, os.path.realpath(path)):
            if isinstance(found, FoundFile):
                seen.add(found.source)
            yield found
        for found in walk.links:
            target = real_source(found.path)
            if target not in seen:
                seen.add(target)
                yield found


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder still to be looked into: as it was reached, its real path, names below the top."""

    path: Path
    real: str
    parts: tuple[str, ...]
    rules: IgnoreRules


class _Walk:
    """One walk through a folder."""

    def __init__(
        self, left_out: frozenset[str], selection: Selection | None, within: tuple[str, ...]
    ) -> None:
        self._left_out = left_out
        self._selection = selection
        self._within = within
        self._visited: set[tuple[int, int]] = set()
        self._troubles: list[Trouble] = []
        self.links: list[FoundFile] = []

    def files(self, path: Path, real: str) -> Iterator[FoundFile | Trouble]:
        waiting = [_Folder(path, real, (), IgnoreRules())]
        while waiting:
            folder = waiting.pop()
            entries = self._entries(folder)
            names = frozenset(entry.name for entry in entries)
            if folder.parts and is_made_by_a_program(names):
                continue
            folder.rules.read(folder.path, names, self._complain)
            folders = [entry.name for entry in entries if _is_folder(entry)]
            wanted = [entry for entry in entries if self._is_wanted(folder, entry.name)]
            sidecars = sidecars_among(names, [entry.name for entry in wanted])
            for entry in wanted:
                if entry.name in sidecars or not self._is_within(folder, entry.name):
                    continue
                found = _look_at(folder, entry, has_sidecars=bool(sidecars))
                if isinstance(found, FoundFile) and entry.is_symlink():
                    self.links.append(found)
                elif found is not None:
                    yield found
            yield from self._troubles
            self._troubles.clear()
            waiting.extend(
                below for name in reversed(folders) if (below := self._below(folder, name))
            )

    def _entries(self, folder: _Folder) -> list[os.DirEntry[str]]:
        try:
            status = folder.path.stat()
            # Bind mounts and junctions can make loops without any link.
            if (status.st_dev, status.st_ino) in self._visited:
                return []
            if status.st_ino:
                self._visited.add((status.st_dev, status.st_ino))
            with os.scandir(folder.path) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError | NotADirectoryError)
            if not missing or not folder.parts:
                self._troubles.append(Trouble(folder.path, why_not(error), True, missing))
        return []

    def _complain(self, path: Path, reason: str) -> None:
        self._troubles.append(Trouble(path, reason, notice=True))

    def _below(self, folder: _Folder, name: str) -> _Folder | None:
        real, parts = _joined(folder.real, name), (*folder.parts, name)
        source = source_of(real)
        if source in self._left_out or folder.rules.leaves_out(name, is_folder=True):
            return None
        if self._selection is not None and not self._selection.reaches(parts):
            return None
        if self._within and not any(
            is_within(source, top) or is_within(top, source) for top in self._within
        ):
            return None
        return _Folder(folder.path / name, real, parts, folder.rules.inside(name))

    def _is_wanted(self, folder: _Folder, name: str) -> bool:
        if Path(name).suffix.lower() not in SUFFIXES:
            return False
        if folder.rules.leaves_out(name, is_folder=False):
            return False
        if self._selection is not None and not self._selection.selects((*folder.parts, name)):
            return False
        return source_of(_joined(folder.real, name)) not in self._left_out

    def _is_within(self, folder: _Folder, name: str) -> bool:
        """Whether a file is one of those that are to be looked at; with subtitles, there or gone,
        the recording that they belong to."""
        if not self._within:
            return True
        source = source_of(_joined(folder.real, name))
        if any(is_within(source, top) for top in self._within):
            return True
        if kind_of(name) != "recording":
            return False
        here = source_of(folder.real)
        beside = [Path(top).name for top in self._within if _parent(top) == here]
        return bool(sidecars_among(beside, [name]))


def _look_at(
    folder: _Folder, entry: os.DirEntry[str], *, has_sidecars: bool
) -> FoundFile | Trouble | None:
    """The file of an entry, None where it is none, an icon, or has just gone."""
    path = folder.path / entry.name
    try:
        status = entry.stat()
    except OSError as error:
        if entry.is_symlink() or isinstance(error, FileNotFoundError):
            return None  # a link to nothing, or a file that has just gone
        return Trouble(path, why_not(error), hides=True)
    if not stat.S_ISREG(status.st_mode) or is_hidden_by_system(status):
        return None
    if kind_of(entry.name) == "picture" and is_icon(path, status.st_size):
        return None
    sidecars = _sidecars(path) if has_sidecars else ()
    return _found(path, source_of(_joined(folder.real, entry.name)), status, sidecars)


def _sidecars(path: Path) -> tuple[Path, ...]:
    """The subtitles beside a recording; none where that cannot be told."""
    if kind_of(path.name) != "recording":
        return ()
    try:
        return sidecars_of(path)
    except OSError:
        return ()


def _parent(source: str) -> str:
    path = path_of(source)
    return "" if path is None else source_of(path.parent)


def _joined(folder: str, name: str) -> str:
    return folder + name if folder.endswith(os.sep) else folder + os.sep + name


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _found(
    path: Path, source: str, status: os.stat_result, sidecars: tuple[Path, ...]
) -> FoundFile:
    size, modified = stamp(status, sidecars)
    grain = _FINE_GRAIN_NS if modified % _SECOND_NS else _COARSE_GRAIN_NS
    settled = time.time_ns() - modified >= grain
    return FoundFile(path, source, size, modified if settled else None)


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; False where that cannot be told."""
    try:
        return path.is_dir()
    except OSError:
        return False


def why_not(error: OSError | ValueError) -> str:
    """The operating system's refusal in a few words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "reading it is not permitted"
    return (getattr(error, "strerror", None) or str(error)).lower()


def is_there(source: str) -> bool:
    """Whether the file that a source names stands on the disk; False for web pages."""
    path = path_of(source)
    try:
        return path is not None and os.path.lexists(path)
    except ValueError:
        return False
