"""What a server's answer means: a page, an error, a redirect, or a wish to be left alone."""

from __future__ import annotations

import codecs
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from engine.cleaning import clean_line
from engine.network_errors import NetworkError
from engine.targets import Target
from engine.web_requests import Fetched, WebRequest

# How long a server may ask to be left alone before the user is told instead.
LONGEST_RETRY_AFTER = 5.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# RFC 9110, sections 15.4.8 and 15.4.9: the method and the body stay.
_SAME_METHOD = frozenset({307, 308})
_BUSY = frozenset({502, 503, 504})
_RETRY_LATER = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; the names of headers are lower-case, the last of a kind counts."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def location(self) -> str | None:
        """Where it redirects to."""
        return self.headers.get("location") if self.status in _REDIRECTS else None

    @property
    def may_be_kept(self) -> bool:
        """Whether the server lets the answer be kept on disk."""
        return (
            self.status == 200 and "no-store" not in self.headers.get("cache-control", "").lower()
        )

    def patience(self, request: WebRequest, retry_seconds: float) -> float | None:
        """The seconds after which asking once more may help; None where it is no use."""
        if self.status in _RETRY_LATER and "retry-after" in self.headers:
            wait = _retry_after(self.headers["retry-after"])
            return wait if wait is not None and wait <= LONGEST_RETRY_AFTER else None
        return retry_seconds if self.status in _BUSY and request.body is None else None


def page_of(url: str, target: Target, reply: Reply, *, downgraded: bool = False) -> Fetched:
    """The page that `url` led to.

    Raises:
        NetworkError: the server answers with an error.
    """
    status, data = reply.status, reply.data
    if status == 429 or (status in _RETRY_LATER and "retry-after" in reply.headers):
        wait = _retry_after(reply.headers.get("retry-after", ""))
        later = "later" if wait is None else f"in {wait:.0f} seconds"
        what = f"{target.url}: the server asks to try {later}"
        raise NetworkError("rate_limited", what, status, data=data)
    if not 200 <= status < 300:
        raise NetworkError("status", f"{target.url}: {_status_text(status)}", status, data=data)
    media_type, charset, name = _content(reply.headers)
    return Fetched(url, target.url, media_type, charset, data, name, downgraded)


def redirected(request: WebRequest, status: int, target: Target, following: Target) -> WebRequest:
    """What is asked for at the place that a redirect leads to.

    Another server gets neither headers nor a body that were meant for the first one.

    Raises:
        NetworkError: what was posted would have to go to another server.
    """
    elsewhere = target.origin != following.origin
    if request.body is not None and status in _SAME_METHOD:
        if elsewhere:
            raise NetworkError(
                "refused", f"{target.url}: it sends what was posted on to {following.host}"
            )
        return request
    headers: Mapping[str, str] = {} if elsewhere else request.headers
    return replace(request, body=None, headers=headers)


def _retry_after(written: str) -> float | None:
    """Seconds from now, of a number or a date (RFC 9110, section 10.2.3)."""
    if written.strip().isascii() and written.strip().isdigit():
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, OverflowError, OSError):
        return None


def _status_text(status: int) -> str:
    from http import HTTPStatus

    try:
        return f"the server answers {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answers {status}"


def _content(headers: Mapping[str, str]) -> tuple[str, str | None, str]:
    """Media type, encoding and proposed file name."""
    message = Message()
    media_type = ""
    if "content-type" in headers:
        message["Content-Type"] = headers["content-type"]
        # An unreadable one is given as text/plain, which would be a guess.
        written = headers["content-type"].partition(";")[0].strip().lower()
        media_type = written if written == message.get_content_type() else ""
    if "content-disposition" in headers:
        message["Content-Disposition"] = headers["content-disposition"]
    charset = message.get_param("charset")
    name = clean_line(unquote(message.get_filename() or ""))
    return (
        clean_line(media_type),
        _known_charset(charset),
        name.replace("\\", "/").rpartition("/")[2],
    )


def _known_charset(name: object) -> str | None:
    if not isinstance(name, str):
        return None
    try:
        found = codecs.lookup(name.strip().strip("'\""))
    except (LookupError, ValueError):
        return None
    # codecs such as "hex" and "zip" turn bytes into bytes.
    return found.name if getattr(found, "_is_text_encoding", True) else None
