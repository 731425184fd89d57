"""Keeps what is pasted from acting as keys.

Terminals mark a paste by two sequences around it (bracketed paste, xterm's control sequences). Not
all of them take escape characters out of what is pasted, and Textual's parser gives what follows
one as key presses: copied text could press "always allow". Within the marks there is no escape
character, therefore.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

_ESCAPE: Final = "\x1b"
_DRIVERS: Final = ("linux_driver", "linux_inline_driver", "web_driver", "win32")


class PasteFilter:
    """Takes the input as it comes, in pieces of any size, and gives it back without them."""

    def __init__(self) -> None:
        self._pasting = False
        # Outside, what came last, for a mark may be cut; inside, what may begin the second mark.
        self._tail = ""
        self._held = ""

    def filter(self, data: str) -> str:
        """The next piece; the beginning of a mark may be held back until the next one."""
        found: list[str] = []
        while data:
            data = self._inside(data, found) if self._pasting else self._outside(data, found)
        return "".join(found)

    def _outside(self, data: str, found: list[str]) -> str:
        known = len(self._tail)
        text = self._tail + data
        place = text.find(BRACKETED_PASTE_START)
        if place < 0:
            found.append(data)
            self._tail = text[1 - len(BRACKETED_PASTE_START) :]
            return ""
        end = place + len(BRACKETED_PASTE_START)
        found.append(text[known:end])
        self._pasting, self._tail = True, ""
        return text[end:]

    def _inside(self, data: str, found: list[str]) -> str:
        text, self._held = self._held + data, ""
        place = text.find(BRACKETED_PASTE_END)
        if place < 0:
            whole = len(text) - _begun(text)
            found.append(text[:whole].replace(_ESCAPE, ""))
            self._held = text[whole:]
            return ""
        found.append(text[:place].replace(_ESCAPE, "") + BRACKETED_PASTE_END)
        self._pasting = False
        return text[place + len(BRACKETED_PASTE_END) :]


def _begun(text: str) -> int:
    """How many characters at the end of the text may begin the second mark."""
    longest = min(len(text), len(BRACKETED_PASTE_END) - 1)
    return next(
        (size for size in range(longest, 0, -1) if BRACKETED_PASTE_END.startswith(text[-size:])), 0
    )


class PasteSafeParser(XTermParser):
    """Textual's parser behind the filter."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        """As Textual's; nothing at all is the end of the input."""
        return super().feed(self._pastes.filter(data)) if data else super().feed(data)


def guard_pastes() -> None:
    """Let the drivers that are loaded, before they run, read with that parser."""
    for name in _DRIVERS:
        module = sys.modules.get(f"textual.drivers.{name}")
        if module is not None:
            module.XTermParser = PasteSafeParser  # type: ignore[attr-defined]
