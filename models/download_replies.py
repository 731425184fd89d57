"""What the head of a server's answer means for a download."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import time
from typing import Final

from models.download_events import DownloadError
from models.fetching import FetchError, FileReply
from models.part_file import Origin

_CONTENT_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LATER: Final = frozenset({429, 503})
_LOST: Final = frozenset({408, 425, 500, 502, 504})
# What is advised of a model; other files have other ways.
BY_HAND: Final = "download it in a browser and run: kagent models import FILE"
NOT_THERE: Final = "the file was moved or the mirror (HF_ENDPOINT) lacks it"


class ChangedError(Exception):
    """The answer does not go on where the bytes that are there end."""


class BusyReplyError(Exception):
    """The server asks for patience, for `seconds` where it says so."""

    def __init__(self, message: str, seconds: float | None) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Opening:
    """The body begins at byte `start` of a file of `total` bytes, as far as that is known.

    `etag` is a strong one, or empty. `linked_sha256` is what Hugging Face says that the file has.
    """

    start: int
    total: int | None
    etag: str
    linked_sha256: str


def opening_of(reply: FileReply, url: str, have: int, origin: Origin | None) -> Opening:
    """What an answer to a request for what follows `have` bytes means.

    Raises:
        ChangedError: it is of another file than the bytes that are there.
        BusyReplyError: the server asks for patience.
        FetchError: it may work later.
        DownloadError: it will not.
    """
    headers, status = reply.headers, reply.status
    if status not in (200, 206):
        _refuse(reply, url, have)
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise DownloadError(f"{url}: the server packs the file, which was not asked for; {BY_HAND}")
    etag = headers.get("etag", "").strip()
    etag = "" if etag.startswith("W/") else etag
    linked = headers.get("x-linked-etag", "").strip().strip('"').lower()
    linked = linked if _HASH.fullmatch(linked) else ""
    if status == 200:
        return Opening(0, _length(headers.get("content-length", "")), etag, linked)
    found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
    if found is None or int(found[1]) != have:
        raise ChangedError("the server does not go on where it was asked to")
    total = None if found[2] == "*" else int(found[2])
    if origin is not None and (
        (origin.etag and etag and etag != origin.etag)
        or (origin.total and total and total != origin.total)
    ):
        raise ChangedError("the file at the source has changed")
    return Opening(have, total, etag, linked)


def _refuse(reply: FileReply, url: str, have: int) -> None:
    status = reply.status
    if status == 416 and have:
        raise ChangedError("the source has no such bytes any more")
    if status in _LATER:
        seconds = _retry_after(reply.headers.get("retry-after", ""))
        raise BusyReplyError(f"the server asks to try later ({status})", seconds)
    if status in _LOST:
        raise FetchError("broken", f"the server answers {_status_text(status)}")
    if status in (401, 403):
        raise DownloadError(
            f"{url}: the server answers {_status_text(status)}: it wants a login or an agreement "
            f"to the licence; {BY_HAND}"
        )
    if status in (404, 410):
        raise DownloadError(f"{url}: the server answers {_status_text(status)}: {NOT_THERE}")
    raise DownloadError(f"{url}: the server answers {_status_text(status)}; {BY_HAND}")


def _status_text(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _length(written: str) -> int | None:
    return int(written) if re.fullmatch("[0-9]{1,18}", written.strip()) else None


def _retry_after(written: str) -> float | None:
    """Seconds from now, of a number or a date (RFC 9110, section 10.2.3)."""
    if written.strip().isascii() and written.strip().isdigit():
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time())
    except (ValueError, OverflowError, OSError):
        return None
