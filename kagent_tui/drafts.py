"""The question that is being written, kept on the disk until it is sent.

Every running program has a file of its own, held by a lock that the system releases when the
program dies; the next start takes over what a dead one left.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, get_args

from engine.attachments import Attachment, AttachmentKind
from store.locking import FileLock

_MOST_DRAFTS: Final = 32
_KINDS: Final = get_args(AttachmentKind)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written and attached and not yet sent; and questions sent but not yet answered."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    unanswered: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.attachments or self.unanswered)

    def before(self, later: Draft) -> Draft:
        """This one with a later one after it."""
        texts = [text for text in (self.text, later.text) if text.strip()]
        return Draft(
            "\n".join(texts),
            tuple(dict.fromkeys((*self.attachments, *later.attachments))),
            (*self.unanswered, *later.unanswered),
        )


class DraftFile:
    """One program's draft in a folder. All methods may wait for the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None
        self._path: Path | None = None
        self._order = threading.Lock()
        self._newest = 0
        self._found = Draft()
        self._is_released = False

    def claim(self) -> Draft:
        """Take a file that no running program has, one with a draft first; returns its draft.

        Whoever calls this again, or while it runs in another thread, is given the same draft.

        Raises:
            OSError: the folder cannot be made or written.
        """
        with self._order:
            if self._path is None and not self._is_released:
                self._found = self._claim()
            return self._found

    def _claim(self) -> Draft:
        # The home too may be new, and `mode` holds for the last folder alone.
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = [str(number) for number in range(1, _MOST_DRAFTS + 1)]
        names.sort(key=lambda name: not (self._folder / f"{name}.json").exists())
        for name in names:
            lock = FileLock(self._folder / f"{name}.lock")
            if lock.acquire():
                self._lock, self._path = lock, self._folder / f"{name}.json"
                return _read(self._path)
        return Draft()

    def save(self, draft: Draft, number: int) -> None:
        """Write a draft whole or not at all; an empty one removes the file.

        Of saves in several threads the one with the largest `number` stays.

        Raises:
            OSError: the file cannot be written.
        """
        with self._order:
            if self._path is None or number < self._newest:
                return
            self._newest = number
            if draft:
                _write(self._path, draft)
            else:
                self._path.unlink(missing_ok=True)

    def release(self) -> None:
        """Let another program have the file; what is in it stays."""
        with self._order:
            if self._lock is not None:
                self._lock.release()
            self._lock = self._path = None
            self._is_released = True


def _write(path: Path, draft: Draft) -> None:
    # mkstemp makes a file that only its owner reads, and the replacement keeps that.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}-", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(draft), file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _read(path: Path) -> Draft:
    """The draft of a file; an empty one where it is damaged, and the damaged file is kept aside."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return Draft(
            text=str(given["text"]),
            attachments=tuple(_attachment(entry) for entry in given["attachments"]),
            unanswered=tuple(str(entry) for entry in given.get("unanswered", ())),
        )
    except FileNotFoundError:
        return Draft()
    except (ValueError, KeyError, TypeError):
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".damaged"))
        return Draft()


def _attachment(entry: dict[str, Any]) -> Attachment:
    if entry["kind"] not in _KINDS:
        raise ValueError(entry["kind"])
    return Attachment(entry["kind"], str(entry["value"]), str(entry["title"]))
