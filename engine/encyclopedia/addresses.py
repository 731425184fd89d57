"""Addresses of articles: what people, pages and searches write, and the one that is cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from engine.cleaning import clean_line
from engine.sources import is_address

# Only codes that there are (meta.wikimedia.org, List of Wikipedias): the code is a part of the host
# that is asked, where any other words would leave unseen.
_LANGUAGE = re.compile(
    r"(?:bat-smg|be-tarask|be-x-old|cbk-zam|fiu-vro|map-bms|nds-nl|roa-rup|roa-tara|simple"
    r"|zh-classical|zh-min-nan|zh-yue|[a-z]{2,3})"
)
_HOST = re.compile(rf"(?:({_LANGUAGE.pattern})\.)?(?:m\.)?wikipedia\.org")
_BARE_ADDRESS = re.compile(r"(?:[a-z-]+\.)?(?:m\.)?wikipedia\.org/", re.IGNORECASE)
_VARIANT = re.compile(r"zh-(?:hans|hant|cn|tw|hk|mo|sg|my)")
_ENTITY = re.compile(rf"({_LANGUAGE.pattern}):(?=\S)")
# Hosts that say nothing of a language.
_NO_LANGUAGE = frozenset({"www", "m", "commons", "species", "meta"})
# MediaWiki never allows these in a title (manual, $wgLegalTitleChars).
_ILLEGAL = re.compile(r"[#<>\[\]|{}\x00-\x1f\x7f]|\ufffd")
_LONGEST_TITLE = 255
# What MediaWiki leaves as it is in the addresses of articles (wfUrlencode).
_PLAIN = "/:;@$!*(),~"


@dataclass(frozen=True, slots=True)
class WikiAddress:
    """Which article is meant; `language` is None where that was not said.

    `variant` is the Chinese script that the address asks for ("zh-hans"), `fragment` the section.
    """

    title: str
    language: str | None = None
    variant: str | None = None
    fragment: str = ""


def read_address(written: str) -> WikiAddress | None:
    """The article that a Wikipedia address, an entity's id or a bare title names.

    None for the address of another site, and for what can be no title.
    """
    text = written.strip()
    if is_address(text) or _BARE_ADDRESS.match(text):
        return _read_url(text if is_address(text) else f"https://{text}")
    language = None
    if found := _ENTITY.match(text):
        language, text = found.group(1), text[found.end() :]
    title = tidy_title(text)
    return WikiAddress(title, language) if title else None


def _read_url(url: str) -> WikiAddress | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    named = _HOST.fullmatch(host.lower())
    if named is None:
        return None
    language = None if named.group(1) in _NO_LANGUAGE else named.group(1)
    first, _, rest = parts.path.removeprefix("/").partition("/")
    variant = first.lower() if _VARIANT.fullmatch(first.lower()) else None
    if first == "w" or not rest:
        rest = parse_qs(parts.query).get("title", [""])[0]
    else:
        rest = unquote(rest)
    title = tidy_title(rest)
    fragment = clean_line(unquote(parts.fragment).replace("_", " "))
    return WikiAddress(title, language, variant, fragment) if title else None


def tidy_title(text: str) -> str:
    """A title as articles are named: no underscores, the first letter large; empty if illegal."""
    title = clean_line(text.replace("_", " ")).strip(" :")
    if not title or _ILLEGAL.search(title) or len(title.encode()) > _LONGEST_TITLE:
        return ""
    return title[0].upper() + title[1:]


def site_of(language: str) -> str:
    """Where the Wikipedia of a language stands."""
    return f"https://{language}.wikipedia.org"


def article_url(site: str, title: str) -> str:
    """The address by which an article is cited, whether it was read online or offline."""
    return f"{site}/wiki/{quote(title.replace(' ', '_'), safe=_PLAIN)}"


def entity_id(language: str, title: str) -> str:
    """The name of an entity that has an article."""
    return f"{language}:{title}"


def is_language(code: str) -> bool:
    """Whether this can be the code of a Wikipedia's language."""
    return _LANGUAGE.fullmatch(code) is not None
