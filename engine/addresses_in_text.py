"""Addresses of web pages that a person typed among other words."""

from __future__ import annotations

import re

# Han characters and full-width marks end an address that people type into a Chinese sentence.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"'`{}|\\^\u2018\u2019\u201c\u201d\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "["}


def addresses_in(text: str) -> list[str]:
    """The http and https addresses in `text`, in order, without the punctuation around them."""
    found = []
    for match in _ADDRESS.finditer(text):
        url = match[0]
        while url and (url[-1] in ".,;:!?" or _closes_nothing(url)):
            url = url[:-1]
        if len(url) > len("https://"):
            found.append(url)
    return list(dict.fromkeys(found))


def _closes_nothing(url: str) -> bool:
    opening = _CLOSING.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)
