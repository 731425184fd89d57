"""After documents have been stored: which items of the personal Kuaipedia they speak of."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.library_events import Linking, Noticed
from store.errors import StoreError

if TYPE_CHECKING:
    from store.memory import MemoryBank


def find_links(
    bank: MemoryBank, cancel: threading.Event
) -> Generator[Linking | Noticed, None, bool]:
    """Look through what is new; False where `cancel` ended it, and the next run goes on.

    A failure is told, and takes nothing from the documents, which are stored.
    """
    from engine.encyclopedia.registering import opened_archives
    from engine.kuaipedia.building import LinkingFinished, LinkingProgressed, build
    from models.language.base import ModelError

    try:
        for event in build(bank, archives=opened_archives(bank), cancel=cancel):
            if isinstance(event, LinkingProgressed):
                yield Linking(event.done, event.whole)
            elif isinstance(event, LinkingFinished) and event.cut_short:
                return False
    except (StoreError, ModelError, OSError, ValueError) as error:
        yield Noticed(
            f"what the documents speak of was not looked for ({clean_line(str(error))}); try it "
            "again with: kagent kuaipedia link"
        )
    return True
