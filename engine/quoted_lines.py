"""The line of a file on which a quoted sentence stands.

A reader joins wrapped lines and takes markup away, so that counting in the extracted text gives
only about the line. The file's own letters and digits are compared instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from engine.events import Citation, Location
from engine.reading.decoding import decode
from engine.reading.extracted import ReadingError
from engine.source_state import content_hash, hash_of, regular_file

_LARGEST_BYTES = 16 * 1024 * 1024
# Lines that are looked through from where the passage is thought to stand, and before it.
_WINDOW_LINES = 4000
# A cue of subtitles has its times at most so many lines above its last line.
_CUE_LINES = 8
_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIME_CODE = re.compile(rf"(?P<begin>{_TIME})[ \t]*-->[ \t]*(?P<end>{_TIME})")
# A quote is looked for with all its letters, then with the first of them only: a link's address
# or a table's rule may stand within it.
_PREFIXES = (48, 24, 12)


def line_of_quote(text: str, quote: str, near: int) -> int | None:
    """The line (from 1) of `text` on which `quote` begins, the first at or after `near`.

    Without one there, the last before it; None when the quote is nowhere.
    """
    lines = text.split("\n")
    first = min(max(0, near - 1), len(lines))
    found = _line_in("\n".join(lines[first : first + _WINDOW_LINES]), quote)
    if found is not None:
        return first + found
    before = lines[max(0, first - _WINDOW_LINES) : first]
    found = _line_in("\n".join(before), quote, last=True)
    return None if found is None else first - len(before) + found


def with_exact_lines(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations with the lines of their quotes, where a file is text and unchanged."""
    texts: dict[str, str | None] = {}
    exact = []
    for citation in citations:
        place = citation.location
        if place.line is not None and place.page is None:
            if citation.source not in texts:
                texts[citation.source] = _file_text(citation)
            text = texts[citation.source]
            line = None if text is None else line_of_quote(text, citation.quote, place.line)
            if text is not None and line is not None:
                place = _at_line(place, text, line)
        exact.append(replace(citation, location=place))
    return tuple(exact)


def _at_line(place: Location, text: str, line: int) -> Location:
    """The place on that line; in subtitles at the times that stand above it."""
    place = replace(place, line=line)
    if place.start is None:
        return place
    above = "\n".join(text.split("\n")[max(0, line - 1 - _CUE_LINES) : line])
    codes = list(_TIME_CODE.finditer(above))
    if not codes:
        return place
    begin, end = _seconds(codes[-1]["begin"]), _seconds(codes[-1]["end"])
    return replace(place, start=begin, end=end)


def _seconds(code: str) -> float:
    total = 0.0
    for part in code.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def find_letters(text: str, quote: str, *, last: bool = False) -> tuple[int, int] | None:
    """The first span (or the last one) of `quote` in `text` when only letters and digits count.

    None when it is nowhere. A quote that does not stand there whole is found by its beginning.
    """
    letters, places = _letters(text)
    wanted, _ = _letters(quote)
    for length in (len(wanted), *_PREFIXES):
        find = letters.rfind if last else letters.find
        position = find(wanted[:length]) if wanted else -1
        if position >= 0:
            end = position + min(length, len(wanted)) - 1
            return places[position], places[end] + 1
    return None


def _line_in(text: str, quote: str, *, last: bool = False) -> int | None:
    span = find_letters(text, quote, last=last)
    return None if span is None else text.count("\n", 0, span[0]) + 1


def _file_text(citation: Citation) -> str | None:
    """The text of the cited file; None where it is not the file that was read."""
    path = regular_file(citation.source)
    try:
        if path is None or path.stat().st_size > _LARGEST_BYTES:
            return None
        data = path.read_bytes()
        if citation.fingerprint and hash_of(data) != content_hash(citation.fingerprint):
            return None
        return decode(data)
    except (OSError, ValueError, ReadingError):
        return None


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, case folded, and where each stands."""
    places = [index for index, character in enumerate(text) if character.isalnum()]
    # Lower case may be longer than the letter itself; one character stands for each place.
    return "".join(text[index].lower()[0] for index in places), places
