"""Items of the library and of the encyclopedias at hand, by their titles."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from kagent_tui.completing.completion import Completion
from kagent_tui.completing.matching import match
from kagent_tui.i18n import tr

if TYPE_CHECKING:
    from kagent_tui.controllers.items import AtHand
    from store.memory import MemoryBank

_MOST_SHOWN: Final = 8
_SHORTEST: Final = 2


class ItemSource:
    """Completions of items; only their names are written, for the tools look them up by those.

    `bank` gives None while the memory is not open. The archives are opened at the first query, and
    those that were added later are known after the next start.
    """

    def __init__(self, bank: Callable[[], MemoryBank | None]) -> None:
        self._bank = bank
        self._lock = threading.Lock()
        self._hand: AtHand | None = None

    def __call__(self, query: str, cancel: threading.Event) -> Sequence[Completion]:
        """Items whose titles hold what was typed.

        Raises:
            StoreError: the memory cannot be read.
            FaceError: an archive is damaged.
        """
        # Nobody completes anything before the first paint.
        from kagent_tui.controllers.items import at_hand, find_items
        from kagent_tui.controllers.personal_items import find_personal

        bank = self._bank()
        if bank is None or len(query) < _SHORTEST:
            return []
        titles = [item.title for item in find_personal(bank, query, _MOST_SHOWN)]
        with self._lock:
            if self._hand is None:
                self._hand = at_hand(bank)
            if cancel.is_set():
                return []
            if self._hand.archives:
                titles += [item.title for item in find_items(self._hand, query, _MOST_SHOWN)]
        fitting = dict.fromkeys(title for title in titles if match(query, title) is not None)
        return [Completion(title, title, tr("item")) for title in list(fitting)[:_MOST_SHOWN]]
