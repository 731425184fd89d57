"""What is asked of the web and what comes back, as the door's callers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Bytes of one answer, as sent and as unpacked.
MOST_SENT = 32 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
TOTAL_SECONDS = 30.0
RETRY_SECONDS = 0.5
# What a page may be; services name their own.
PAGE_TYPES = (
    "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: `data` unpacked but not decoded.

    `media_type` is lower-case without parameters, empty where the server named none; `charset` is
    Python's name of the encoding that the server named, None where it named none that is known;
    `title_hint` is the file name that the server proposed, or empty. `downgraded`: a redirect led
    from https to http, so that anyone on the way may have written the page.
    """

    url: str
    final_url: str
    media_type: str
    charset: str | None
    data: bytes
    title_hint: str = ""
    downgraded: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: bytes as sent and unpacked, and seconds altogether.

    After `retry_seconds` what was lost on the way is asked for once more.
    """

    sent: int = MOST_SENT
    unpacked: int = MOST_UNPACKED
    seconds: float = TOTAL_SECONDS
    retry_seconds: float = RETRY_SECONDS


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What is asked for: a `body` is posted; `headers` are sent to the first server only.

    An answer that is not older than `keep_seconds` is taken from the cache, and a good one is kept
    there, unless it was posted for or has headers of its own other than Accept-Language.
    """

    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accept: str = PAGE_TYPES
    keep_seconds: float = 0.0

    @property
    def cache_key(self) -> str | None:
        """What the answer depends on; None where it is not kept."""
        names = {name.lower() for name in self.headers}
        if self.keep_seconds <= 0 or self.body is not None or names - {"accept-language"}:
            return None
        return "\n".join((self.url, self.accept, *self.headers.values()))
