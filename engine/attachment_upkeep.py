"""Takes away the files of attachments that no stored answer names any more."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from engine.attachment_files import FOLDER, folder_lock
from engine.sources import path_of

if TYPE_CHECKING:
    from store.memory import MemoryBank


def forget_unused(bank: MemoryBank) -> int | None:
    """Delete what is kept under attachments/ for no answer, those in the trash counted.

    How many files went; None where a question is being asked with an attachment, and nothing was
    done. Raises StoreError.
    """
    folder = bank.home / FOLDER
    if not folder.is_dir():
        return 0
    lock = folder_lock(folder)
    try:
        if not lock.acquire():
            return None
    except OSError:
        return None
    try:
        used = _used(bank)
        unused = [path for path in folder.iterdir() if _is_kept_text(path) and path not in used]
        for path in unused:
            with contextlib.suppress(OSError):
                path.unlink()
        return sum(not path.exists() for path in unused)
    finally:
        lock.release()


def _is_kept_text(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _used(bank: MemoryBank) -> set[Path]:
    """The files that stored answers came with, by their real paths."""
    folder = bank.home / FOLDER
    names: set[str] = set()
    for record in (*bank.sessions(), *bank.sessions_store.trashed()):
        for turn in bank.turns(record.id):
            for attached in json.loads(turn.answer_json).get("attachments", ()):
                path = path_of(str(attached.get("source", "")))
                if path is not None and path.parent.name == FOLDER:
                    names.add(path.name)
    return {folder / name for name in names}
