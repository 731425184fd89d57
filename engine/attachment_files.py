"""Text that came with a question, kept as a file under HOME/attachments so that it can be opened.

Its name carries a part of its content's hash: the same text is kept once, and a citation of it
stays true.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

from engine.attachments import AttachmentError
from engine.cleaning import clean, clean_line
from engine.reading.formats import FORMATS
from engine.reading.lines import ends_sentence
from engine.source_state import ATTACHMENTS
from store.locking import FileLock

FOLDER = ATTACHMENTS
_LOCK_NAME = ".lock"
_PATIENCE_SECONDS = 5.0
_MARKS = {
    ".diff": re.compile(r"^(?:diff --git |--- \S.*\n\+\+\+ \S)", re.MULTILINE),
    ".html": re.compile(r"\A\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE),
    ".vtt": re.compile(r"\AWEBVTT"),
    ".md": re.compile(r"^(?:#{1,6} \S|```)", re.MULTILINE),
}
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_LONGEST_NAME = 40
_HASH_SHOWN = 10
# What a title may be called after; of other formats the text would not be the file.
_KINDS_OF_TEXT = frozenset(("text", "markdown", "subtitles", "rst", "code", "table", "json"))
_LOOKED_AT = 200_000
# With this share of its lines ending sentences, a text is prose and no log or list.
_PROSE = 0.3


def keep_text(home: Path, text: str, title: str) -> Path:
    """Keep a text as a file that its owner alone can read; the file's path.

    Raises:
        AttachmentError: the file cannot be written.
    """
    text = clean(text)
    data = text.encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()[:_HASH_SHOWN]
    folder = home / FOLDER
    path = folder / f"{_name(title)}-{digest}{suffix_for(text, title)}"
    try:
        _make(folder)
        if not path.is_file() or path.read_bytes() != data:
            _write(path, data)
    except OSError as error:
        raise AttachmentError(
            f"{clean_line(title)}: cannot be kept as {path}: {error.strerror or error}"
        ) from error
    return path


def folder_lock(folder: Path) -> FileLock:
    """Held by every question that keeps a text there, and alone by whoever clears up."""
    return FileLock(folder / _LOCK_NAME)


def held_folder(home: Path) -> FileLock:
    """The folder's lock, held along with other questions; to be released once the answer is kept.

    Raises:
        AttachmentError: the folder cannot be made.
    """
    folder = home / FOLDER
    lock = folder_lock(folder)
    try:
        _make(folder)
        lock.acquire(shared=True, wait_seconds=_PATIENCE_SECONDS)
    except OSError as error:
        raise AttachmentError(
            f"{folder}: cannot be used: {error.strerror or error}; attachments are kept there"
        ) from error
    return lock


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def suffix_for(text: str, title: str) -> str:
    """The suffix by which the readers know what kind of text it is."""
    named = Path(clean_line(title)).suffix.lower()
    known = FORMATS.get(named)
    if known is not None and known.kind in _KINDS_OF_TEXT:
        return named
    begin = text[:_LOOKED_AT]
    for suffix, mark in _MARKS.items():
        if mark.search(begin):
            return suffix
    if begin.lstrip()[:1] in {"{", "["} and _is_json(text):
        return ".json"
    lines = [line.strip() for line in begin.splitlines() if line.strip()]
    ended = sum(ends_sentence(line) for line in lines)
    return ".txt" if ended >= _PROSE * len(lines) else ".log"


def _write(path: Path, data: bytes) -> None:
    """Write it whole or not at all; mkstemp makes a file for its owner alone."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _name(title: str) -> str:
    stem = Path(clean_line(title)).stem
    return _NOT_IN_NAMES.sub("-", stem).strip("-_")[:_LONGEST_NAME].strip("-_").lower() or "text"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
