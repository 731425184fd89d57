"""The web addresses that a user typed among other words, in every way they may be meant.

What is found here may be fetched without asking, whatever else is in the context; so it holds
nothing that is not written in the question. Where an address ends in the middle of a sentence is
often open (a Chinese sentence goes on without a space): then every reading is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from engine.targets import same_address

_WITH_SCHEME = re.compile(r"https?://[^\s<>\"'`{}|\\^「」『』《》〈〉【】“”‘’]+", re.IGNORECASE)
# A host with a dot and letters at its end, or a numeric one; what follows an @ is a mail's.
_BARE = re.compile(
    r"(?<![a-z0-9_@./:%-])(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}|\d{1,3}(?:\.\d{1,3}){3}"
    r"|localhost)(?::\d{1,5})?(?:[/?#][^\s<>\"'`{}|\\^「」『』《》〈〉【】“”‘’]*)?",
    re.IGNORECASE,
)
_MARKS = ".,;:!?…'\"*_~。，；：！？、）】)]"
# Where an address that is followed by Chinese text without a space may end.
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_PAIRS = {")": "(", "]": "[", "）": "（"}


def typed_addresses(text: str) -> frozenset[str]:
    """The addresses in a text that the user typed, as `same_address` spells them."""
    found: set[str] = set()
    # An input method may write colons, dots and letters in full width.
    for written in {text, unicodedata.normalize("NFKC", text)}:
        for match in _WITH_SCHEME.finditer(written):
            found.update(filter(None, map(same_address, _readings(match[0]))))
        for match in _BARE.finditer(written):
            for reading in _readings(match[0]):
                found.add(same_address(f"http://{reading}"))
                found.add(same_address(f"https://{reading}"))
    # A browser asks for the secure page first, and so may we; it tells nobody more.
    found |= {_secured(address) for address in found if address.startswith("http:")}
    return frozenset(found - {""})


def _readings(written: str) -> Iterator[str]:
    """Where the address may end: at the last mark, and before Chinese characters."""
    ends = {len(written)} | {match.start() for match in _CHINESE.finditer(written)}
    for end in ends:
        reading = written[:end]
        yield reading
        while reading and (reading[-1] in _MARKS):
            if reading[-1] in _PAIRS and reading.count(_PAIRS[reading[-1]]) >= reading.count(
                reading[-1]
            ):
                break
            reading = reading[:-1]
            yield reading


def _secured(address: str) -> str:
    host, _, path = address.removeprefix("http://").partition("/")
    name, _, port = host.rpartition(":")
    return f"https://{name}:{443 if port == '80' else port}/{path}"
