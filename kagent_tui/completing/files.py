"""Names of files, relative to a folder, to the home (~/) or from the root, as one types them."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from engine.attachments import Attachment
from kagent_tui.completing.completion import Completion
from kagent_tui.completing.matching import best
from kagent_tui.i18n import tr

_MOST_SHOWN: Final = 30
_MOST_SCANNED: Final = 20_000
_DEEPEST: Final = 8
_SCAN_SECONDS: Final = 1.5
_FRESH_SECONDS: Final = 10.0
# Folders that hold what programs made, not what a person would ask about.
_UNASKED: Final = frozenset(
    {"node_modules", "__pycache__", "venv", "site-packages", "target", "dist", "build"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder by its name as one would type it."""

    name: str
    path: str
    is_folder: bool


class FileSource:
    """Completions of file names.

    A query without a slash looks through the folders below `root`, as far as a bounded scan
    comes; one with a slash looks into the folder that it names. Hidden names are offered only
    when the dot is typed.
    """

    def __init__(self, root: Path, home: Path | None = None) -> None:
        self._root = root
        self._home = home if home is not None else Path("~").expanduser()
        self._lock = threading.Lock()
        self._scanned: list[Found] = []
        self._scanned_at: float | None = None

    def __call__(self, query: str, cancel: threading.Event) -> Sequence[Completion]:
        """The files and folders that fit, folders to go on into them."""
        folder, name = _parted(query)
        if folder is None:
            return [_completion(found) for found in self._below_root(name, cancel)]
        listed = list(_listing(self._named(folder), folder, hidden=name.startswith(".")))
        return [_completion(found) for found in _fitting(name, listed)]

    def _below_root(self, name: str, cancel: threading.Event) -> list[Found]:
        here = list(_listing(self._root, "", hidden=name.startswith(".")))
        if not name or name.startswith("."):
            return _fitting(name, here)
        return _fitting(name, self._scan(cancel), by_path=True)

    def _scan(self, cancel: threading.Event) -> list[Found]:
        with self._lock:
            now = time.monotonic()
            if self._scanned_at is None or now - self._scanned_at > _FRESH_SECONDS:
                scanned = list(_walk(self._root, cancel, now + _SCAN_SECONDS))
                if cancel.is_set():
                    return scanned
                self._scanned, self._scanned_at = scanned, time.monotonic()
            return self._scanned

    def _named(self, folder: str) -> Path:
        if folder == "~/" or folder.startswith("~/"):
            return self._home / folder[2:]
        return self._root / folder


def _parted(query: str) -> tuple[str | None, str]:
    """The folder as it was typed, with its slash, and the name in it; None without a folder."""
    if query == "~":
        return "~/", ""
    typed = query.replace("\\", "/") if os.sep == "\\" else query
    folder, slash, name = typed.rpartition("/")
    return (f"{folder}{slash}", name) if slash else (None, typed)


def _listing(folder: Path, typed: str, *, hidden: bool) -> Iterator[Found]:
    """The entries of one folder by name; none where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            first = list(islice(entries, _MOST_SCANNED))
    except OSError:
        return
    for entry in sorted(first, key=lambda one: one.name):
        if entry.name.startswith(".") == hidden:
            yield Found(f"{typed}{entry.name}", entry.path, _is_folder(entry))


def _walk(root: Path, cancel: threading.Event, deadline: float) -> Iterator[Found]:
    """Files and folders below `root`, near ones first, until the bounds are reached."""
    waiting = deque([(root, "", 0)])
    seen = 0
    while waiting:
        folder, typed, depth = waiting.popleft()
        for found in _listing(folder, typed, hidden=False):
            seen += 1
            if seen > _MOST_SCANNED or cancel.is_set() or time.monotonic() > deadline:
                return
            yield found
            name = found.name[len(typed) :]
            # What a link leads to may be above it again.
            if found.is_folder and depth < _DEEPEST and name not in _UNASKED:
                path = Path(found.path)
                if not path.is_symlink():
                    waiting.append((path, f"{found.name}/", depth + 1))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _fitting(name: str, entries: list[Found], *, by_path: bool = False) -> list[Found]:
    """Those that fit by their own name, or else by the path that leads to them."""
    if not name:
        entries = sorted(entries, key=lambda found: (found.is_folder, found.name.casefold()))
        return entries[:_MOST_SHOWN]

    def names(found: Found) -> tuple[str, ...]:
        own = found.name.rpartition("/")[2]
        return (own, found.name) if by_path and own != found.name else (own,)

    return best(name, entries, names, _MOST_SHOWN)


def _completion(found: Found) -> Completion:
    if found.is_folder:
        label = f"{found.name}/"
        return Completion(label=label, text=label, note=tr("folder"), goes_on=True)
    attachment = Attachment.of_place(str(Path(found.path).absolute()))
    return Completion(label=found.name, text=found.name, note=tr("file"), attachment=attachment)
