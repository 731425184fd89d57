"""Cuts a text into segments of a fixed greatest length, at the most natural boundary that fits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.reading.extracted import TextPassage
from engine.sentences import split_sentences

MAX_TOKENS = 200
# An estimate that needs no tokenizer: a wide character is a token, a word about 1.3, and what is
# neither (numbers digit by digit, punctuation) one a character.
_PIECE = re.compile(
    r"(?P<wide>[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])"
    r"|(?P<word>[^\W\d_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
    r"\U00020000-\U0003ffff]+)|(?P<other>\S)"
)
_TOKENS_PER_WORD = 1.3
_LETTERS_PER_TOKEN = 6
# Where a sentence may be cut when it is too long, best first.
_INNER_BOUNDARIES = (re.compile(r"[,;:](?=\s)|[，；：、—]+"), re.compile(r"\s+"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: `text[start:end]`, without white space around it, and its place."""

    text: str
    start: int
    end: int
    heading: str | None = None
    page: int | None = None
    line: int | None = None
    time_start: float | None = None
    time_end: float | None = None


def estimate_tokens(text: str) -> float:
    """About how many tokens a language model will make of `text`."""
    total = 0.0
    for match in _PIECE.finditer(text):
        if match.lastgroup == "word":
            total += max(_TOKENS_PER_WORD, len(match.group()) / _LETTERS_PER_TOKEN)
        else:
            total += 1
    return total


def segment(
    text: str, passages: Sequence[TextPassage], max_tokens: int = MAX_TOKENS
) -> Iterator[Segment]:
    """Segments of at most `max_tokens` estimated tokens that together hold all the passages.

    Neighbouring passages under the same heading and on the same page share a segment while they
    fit; a passage that is too long is cut between sentences, then clauses, then anywhere.

    Raises:
        ValueError: `max_tokens` is less than 16, where a single word might not fit.
    """
    if max_tokens < 16:
        raise ValueError(f"max_tokens must be at least 16, not {max_tokens}")
    group: list[TextPassage] = []
    used = 0.0
    for passage in _trimmed(text, passages):
        size = estimate_tokens(text[passage.start : passage.end])
        if group and (used + size > max_tokens or not _belong_together(group[-1], passage)):
            yield _make(text, group[0], group[0].start, group[-1].end, group[-1].time_end)
            group, used = [], 0.0
        if size > max_tokens:
            for start, end in _cut(text, passage.start, passage.end, max_tokens):
                yield _make(text, passage, start, end, passage.time_end)
        else:
            group.append(passage)
            used += size
    if group:
        yield _make(text, group[0], group[0].start, group[-1].end, group[-1].time_end)


def _trimmed(text: str, passages: Sequence[TextPassage]) -> Iterator[TextPassage]:
    """The passages without white space at their ends; those of white space only are left out."""
    for passage in passages:
        start, end = _trim(text, passage.start, passage.end)
        if start < end:
            yield replace(passage, start=start, end=end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _belong_together(before: TextPassage, passage: TextPassage) -> bool:
    return (before.heading, before.page) == (passage.heading, passage.page)


def _make(text: str, place: TextPassage, start: int, end: int, time_end: float | None) -> Segment:
    line = place.line
    if line is not None and start > place.start:
        line += text.count("\n", place.start, start)
    return Segment(
        text[start:end], start, end, place.heading, place.page, line, place.time_start, time_end
    )


def _cut(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int]]:
    """Spans of a long passage, packed from sentences."""
    begin = last = start
    used = 0.0
    for piece_start, piece_end in _pieces(text, start, end, max_tokens):
        size = estimate_tokens(text[piece_start:piece_end])
        if used and used + size > max_tokens:
            yield begin, last
            used = 0.0
        if not used:
            begin = piece_start
        used += size
        last = piece_end
    if used:
        yield begin, last


def _pieces(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int]]:
    """Sentences; where one is too long its clauses, then its words, then slices of a word."""
    for first, last in split_sentences(text[start:end]):
        yield from _smaller(text, start + first, start + last, max_tokens, 0)


def _smaller(
    text: str, start: int, end: int, max_tokens: int, level: int
) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    if estimate_tokens(text[start:end]) <= max_tokens:
        if start < end:
            yield start, end
    elif level < len(_INNER_BOUNDARIES):
        begin = start
        for match in _INNER_BOUNDARIES[level].finditer(text, start, end):
            yield from _smaller(text, begin, match.end(), max_tokens, level + 1)
            begin = match.end()
        yield from _smaller(text, begin, end, max_tokens, level + 1)
    else:
        # By the estimate, n characters without a boundary are at most 1.3 n tokens.
        width = math.floor(max_tokens / _TOKENS_PER_WORD)
        for first in range(start, end, width):
            yield first, min(end, first + width)
