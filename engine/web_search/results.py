"""What a search of the web finds, cleaned, and addresses that lead to the same page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from engine.cleaning import clean_line
from engine.events import Language
from engine.tools.observation import ErrorKind

_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_ADDRESS = 300, 1000, 2000
# What may stand in a path or a query as it is (RFC 3986, sections 3.3 and 3.4), and escapes.
_PLAIN = "/:@!$&'()*+,;=~%?[]"
_TRACKING = re.compile(r"utm_\w+|[fgy]clid|msclkid|mc_[ce]id|igshid|ref_src|spm")
_MOBILE = re.compile(r"^(?:www|m|mobile|wap)\.|(?<=\.)m\.(?=wikipedia\.org$)")
_CHINESE_WIKI_PATH = re.compile(r"^/zh-(?:hans|hant|cn|tw|hk|mo|sg|my)/")


@dataclass(frozen=True, slots=True)
class WebResult:
    """A page that was found: its title, address and summary, and by which engine."""

    title: str
    url: str
    summary: str
    engine: str


@dataclass(frozen=True, slots=True)
class WebVideo:
    """A video on the web; `duration` as the engine writes it, empty where it does not."""

    title: str
    url: str
    summary: str
    engine: str
    duration: str = ""
    publisher: str = ""


class SearchFailedError(Exception):
    """A search brought nothing, and why: `messages` say it in both languages, in one line."""

    def __init__(self, kind: ErrorKind, messages: Mapping[Language, str]) -> None:
        super().__init__(clean_line(messages["en"]))
        self.kind: ErrorKind = kind
        self.messages = {language: clean_line(text) for language, text in messages.items()}


def web_result(title: object, url: object, summary: object, engine: str) -> WebResult | None:
    """A result of what an engine says, cleaned; None where it leads nowhere."""
    address = usable_address(url)
    if address is None:
        return None
    return WebResult(
        _line(title, _LONGEST_TITLE) or address, address, _line(summary, _LONGEST_SUMMARY), engine
    )


def web_video(
    title: object,
    url: object,
    summary: object,
    engine: str,
    *,
    duration: object = "",
    publisher: object = "",
) -> WebVideo | None:
    """A video of what an engine says, cleaned; None where it leads nowhere."""
    address = usable_address(url)
    if address is None:
        return None
    return WebVideo(
        _line(title, _LONGEST_TITLE) or address,
        address,
        _line(summary, _LONGEST_SUMMARY),
        engine,
        _line(duration, 20),
        _line(publisher, 60),
    )


def _line(value: object, longest: int) -> str:
    text = clean_line(value) if isinstance(value, str) else ""
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def usable_address(written: object) -> str | None:
    """A result's address as it can be fetched: http or https, with a host, escaped.

    An engine's own redirect is taken off; None where there is no such address.
    """
    text = clean_line(written) if isinstance(written, str) else ""
    if text.startswith("//"):
        text = f"https:{text}"
    try:
        parts = urlsplit(text)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username:
            return None
    except ValueError:
        return None
    if parts.hostname.endswith("duckduckgo.com"):
        if parts.path == "/y.js":  # an advertisement
            return None
        if parts.path == "/l/":
            return usable_address(parse_qs(parts.query).get("uddg", [""])[0])
    address = urlunsplit(
        (
            parts.scheme.lower(),
            parts.netloc,
            quote(parts.path, safe=_PLAIN) or "/",
            quote(parts.query, safe=_PLAIN),
            "",
        )
    )
    return address if len(address) <= _LONGEST_ADDRESS else None


def page_key(url: str) -> str:
    """What addresses that show the same page have in common.

    Scheme, "www." or a mobile host, the end of a path and tracking parameters do not count.
    """
    parts = urlsplit(url)
    host = _MOBILE.sub("", (parts.hostname or "").lower())
    path = unquote(parts.path).replace(" ", "_").rstrip("/")
    if host.endswith("wikipedia.org"):
        path = _CHINESE_WIKI_PATH.sub("/wiki/", path)
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0].lower())]
    return f"{host}{path}?{urlencode(sorted(query))}"


def without_repeats(results: Iterable[WebResult], known: Iterable[str] = ()) -> list[WebResult]:
    """The results that lead to different pages, none of them to one of the `known` addresses."""
    seen = set(map(page_key, known))
    kept = []
    for result in results:
        key = page_key(result.url)
        if key not in seen:
            seen.add(key)
            kept.append(result)
    return kept
