"""Recordings on the web, fetched and read for one question as those that come with it are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.recordings import WEB, Shelf

if TYPE_CHECKING:
    from engine.attaching import ReadAttachments
    from engine.reading.media import MediaOptions
    from engine.web_access import WebAccess
    from store.memory import MemoryBank


class FetchedRecordings:
    """What was fetched, until `close`; `open_bank` gives the library, `media` is how recordings are
    read."""

    def __init__(
        self, open_bank: Callable[[], MemoryBank], media: MediaOptions | None = None
    ) -> None:
        self._open_bank = open_bank
        self._media = media
        self._read: list[ReadAttachments] = []

    def read(self, address: str, access: WebAccess, cancel: threading.Event | None) -> Shelf:
        """Fetch the file at an address, as far as the question may, and read it.

        Raises:
            AttachmentError: it cannot be had, is too large, or cannot be read.
            StoreError: the memory for it cannot be made.
        """
        # A tool that fetches nothing must not cost opening the memory.
        from engine.attaching import AllowedPages, ReadAttachments
        from engine.attachments import Attachment

        place = Attachment.of_place(address)
        pages = AllowedPages(access)
        read = ReadAttachments((place,), self._open_bank(), pages, cancel, self._media)
        self._read.append(read)
        bank = read.parts[0].bank
        return Shelf(lambda: bank, f"{WEB}{len(self._read)}")

    def close(self) -> None:
        """Forget all of it."""
        while self._read:
            self._read.pop().close()
