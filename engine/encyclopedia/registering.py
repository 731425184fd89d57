"""ZIM files that the user added: registered where they lie, and never read into the library.

Only a file that is named itself is registered. One that lies in a folder is left alone: what an
archive says goes before the internet, which is for the user to decide.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.encyclopedia.source import EncyclopediaError
from engine.file_patterns import looks_like_a_pattern
from engine.ingesting import failure
from engine.library_events import AddReport
from engine.sources import is_address, path_of, real_source, written_path

if TYPE_CHECKING:
    from engine.encyclopedia.source import Encyclopedia
    from store.archives import ArchiveRecord, NewArchive
    from store.memory import MemoryBank

SUFFIX = ".zim"
ArchiveState = Literal["unchanged", "changed", "missing"]


def is_archive(written: str | Path) -> bool:
    """Whether a path that the user names is that of an archive."""
    text = str(written)
    if is_address(text) or looks_like_a_pattern(text):
        return False
    return text.lower().endswith(SUFFIX)


def register(bank: MemoryBank, written: str | Path) -> AddReport:
    """Register an archive, or look again at what it says of itself.

    One that was moved takes the place of its former self.

    Raises:
        StoreError: the memory cannot be written.
    """
    from engine.encyclopedia.zim import open_archive
    from store.archives import NewArchive

    path = written_path(str(written))
    source = real_source(path)
    file = path_of(source) or path
    try:
        size = file.stat().st_size if file.is_file() else 0
        facts = open_archive(file).facts
    except EncyclopediaError as error:
        return failure(path, str(error).removeprefix(f"{file}: "))
    new = NewArchive(source, facts.title, facts.language, facts.articles, facts.date, size)
    former = _former(bank, new)
    known = bank.archives.get(source) is not None
    changed = bank.archives.add(new)
    if former is not None:
        bank.archives.remove(former)
        return AddReport(path, "moved", articles=facts.articles, previous=former)
    outcome: Literal["added", "updated", "unchanged"] = "updated" if known else "added"
    return AddReport(path, outcome if changed else "unchanged", articles=facts.articles)


def registered_archives(bank: MemoryBank) -> tuple[Path, ...]:
    """The files of all registered archives, whether they are still there or not.

    Raises:
        StoreError: the memory cannot be read.
    """
    return tuple(path for one in bank.archives.all() if (path := path_of(one.source)) is not None)


def opened_archives(bank: MemoryBank) -> list[Encyclopedia]:
    """Those of the registered archives that can be opened now.

    Raises:
        StoreError: the memory cannot be read.
    """
    paths = registered_archives(bank)
    if not paths:
        return []
    from engine.encyclopedia.zim import open_archive

    opened: list[Encyclopedia] = []
    for path in paths:
        with contextlib.suppress(EncyclopediaError):
            opened.append(open_archive(path))
    return opened


def find_archive(bank: MemoryBank, target: str) -> ArchiveRecord | None:
    """The archive that the user means by a path or a source.

    Raises:
        StoreError: the memory cannot be read.
    """
    return bank.archives.get(target) or bank.archives.get(real_source(written_path(target)))


def archive_state(record: ArchiveRecord) -> ArchiveState:
    """Whether the file is still there, and as long as when it was registered."""
    path = path_of(record.source)
    try:
        size = None if path is None else path.stat().st_size
    except (OSError, ValueError):
        return "missing"
    return "unchanged" if size == record.size else "changed"


def _former(bank: MemoryBank, new: NewArchive) -> str | None:
    """Where the same file was registered before, if it is no longer there."""
    if bank.archives.get(new.source) is not None:
        return None
    facts = (new.title, new.language, new.articles, new.date, new.size)
    for record in bank.archives.all():
        same = (record.title, record.language, record.articles, record.date, record.size) == facts
        if same and archive_state(record) == "missing":
            return record.source
    return None
