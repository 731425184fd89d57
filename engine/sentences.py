"""Sentence boundaries in English and Chinese text, as character spans."""

from __future__ import annotations

import re

# After a Latin full stop only white space followed by something that starts a sentence ends one,
# so that "3.5", "e.g. this" and "kagent.db" stay whole.
_BOUNDARY = re.compile(
    r"""
    (?:[。！？；!?]+[”’」』）)"']*)            # Chinese enders and ! ? need no white space
    | (?:\.+["'”’)\]]*(?=\s+["'“‘(\[]?[A-Z0-9\u4e00-\u9fff]))
    | (?:\n+)
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Fig|vs|etc|approx|Inc|Ltd|Jr|Sr|Gen|Col|Capt|Rev|Mt|"
    r"Vol|pp?|cf|e\.g|i\.e|al|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$"
)


# The number of a list's item begins a sentence and is none.
_NUMBER = re.compile(r"\s*\d{1,3}\.")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of `text`, without surrounding white space.

    Line breaks end a sentence too: headings, list items and table rows stand alone.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.group().startswith(".") and (
            _ABBREVIATION.search(text, start, match.end())
            or _NUMBER.fullmatch(text, start, match.end())
        ):
            continue
        _append(text, start, match.end(), spans)
        start = match.end()
    _append(text, start, len(text), spans)
    return spans


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
