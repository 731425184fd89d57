"""The single messages of a mailbox, which is one document of the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.survey.entries import Item
from engine.survey.written_dates import WrittenDate, written_dates

if TYPE_CHECKING:
    from store.catalog import CatalogEntry, Piece

MAILBOX = "application/mbox"
# How engine.reading.mail writes a message's headers: at least the sender and one more.
_HEADERS = re.compile(
    r"^From: (?P<sender>.+)\n(?=(?:To|Cc|Date|Subject): )(?:To: .*\n?)?(?:Cc: .*\n?)?"
    r"(?:Date: (?P<date>.*)\n?)?(?:Subject: (?P<subject>.*))?",
    re.MULTILINE,
)


@dataclass(slots=True)
class MailMessage:
    """A message: its headers as an item that can be cited, who sent it, and all its text."""

    item: Item
    sender: str
    text: str


def messages_in(entry: CatalogEntry, pieces: Iterable[Piece]) -> Iterator[MailMessage]:
    """The messages of a mailbox, from its pieces in order."""
    current: MailMessage | None = None
    for piece in pieces:
        start = 0
        for found in _HEADERS.finditer(piece.text):
            if current is not None:
                current.text += piece.text[start : found.start()]
                yield current
            current = MailMessage(_item(entry, piece, found), found["sender"], "")
            start = found.start()
        if current is not None:
            current.text += piece.text[start:] + "\n"
    if current is not None:
        yield current


def _item(entry: CatalogEntry, piece: Piece, found: re.Match[str]) -> Item:
    header = found.group().partition("\n")[0]
    label = found["subject"] or found["sender"]
    return Item(
        entry,
        f"{label} — {found['sender']}",
        piece,
        _date(found["date"] or ""),
        header,
        (found.start(), found.start() + len(header)),
    )


def _date(written: str) -> WrittenDate | None:
    for one in written_dates(written, None):
        return one
    return None
