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
_WIDE_RANGES = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WIDE = re.compile(f"[{_WIDE_RANGES}]")
_WORD = re.compile(rf"[^\W\d_{_WIDE_RANGES}]+")
_ASCII_WORD = re.compile("[A-Za-z]+")
_TOKENS_PER_WORD = 1.3
_LETTERS_PER_TOKEN = 6
# Longer words count by their letters.
_WORD_LETTERS = math.floor(_TOKENS_PER_WORD * _LETTERS_PER_TOKEN)
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
    sheet: str | None = None
    row: int | None = None


def estimate_tokens(text: str) -> float:
    """About how many tokens a language model will make of `text`."""
    # Counted by whole lists, several times faster than match by match.
    if text.isascii():
        words, wide = _ASCII_WORD.findall(text), 0
    else:
        words, wide = _WORD.findall(text), len(_WIDE.findall(text))
    letters = len("".join(words))
    long = [word for word in words if len(word) > _WORD_LETTERS]
    others = len("".join(text.split())) - letters - wide
    short = _TOKENS_PER_WORD * (len(words) - len(long))
    return wide + others + short + len("".join(long)) / _LETTERS_PER_TOKEN


def segment(
    text: str, passages: Sequence[TextPassage], max_tokens: int = MAX_TOKENS
) -> Iterator[Segment]:
    """Segments of at most `max_tokens` estimated tokens that together hold all the passages.

    Neighbouring passages under the same heading, on the same page and sheet, share a segment while
    they fit; a passage that is too long is cut between sentences, then clauses, then anywhere.

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
            yield from _pieces_of(text, passage, max_tokens)
        else:
            group.append(passage)
            used += size
    if group:
        yield _make(text, group[0], group[0].start, group[-1].end, group[-1].time_end)


def _pieces_of(text: str, passage: TextPassage, max_tokens: int) -> Iterator[Segment]:
    """A passage that is too long, cut; its lines are counted once, not for each piece."""
    rest = passage
    for start, end in _cut(text, passage.start, passage.end, max_tokens):
        piece = _make(text, rest, start, end, passage.time_end)
        rest = replace(rest, start=start, line=piece.line)
        yield piece


def _trimmed(text: str, passages: Sequence[TextPassage]) -> Iterator[TextPassage]:
    """The passages without white space at their ends; those of white space only are left out."""
    for passage in passages:
        start, end = _trim(text, passage.start, passage.end)
        if start < end:
            tidy = (start, end) == (passage.start, passage.end)
            yield passage if tidy else replace(passage, start=start, end=end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _belong_together(before: TextPassage, passage: TextPassage) -> bool:
    return (
        before.heading == passage.heading
        and before.page == passage.page
        and before.sheet == passage.sheet
        # A window of a recording is already as long as a citation of it may be.
        and (before.time_start is None or passage.time_start is None)
        # Only rows without a gap between them can be counted from the segment's first one.
        and (before.row is None or passage.row is None or passage.row == before.row + 1)
    )


def _make(text: str, place: TextPassage, start: int, end: int, time_end: float | None) -> Segment:
    line = place.line
    if line is not None and start > place.start:
        line += text.count("\n", place.start, start)
    return Segment(
        text[start:end],
        start,
        end,
        place.heading,
        place.page,
        line,
        place.time_start,
        time_end,
        place.sheet,
        place.row,
    )


def _cut(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int]]:
    """Spans of a long passage, packed from sentences."""
    begin = last = start
    used = 0.0
    for piece_start, piece_end, size in _pieces(text, start, end, max_tokens):
        if used and used + size > max_tokens:
            yield begin, last
            used = 0.0
        if not used:
            begin = piece_start
        used += size
        last = piece_end
    if used:
        yield begin, last


def _pieces(text: str, start: int, end: int, max_tokens: int) -> Iterator[tuple[int, int, float]]:
    """Lines; where one is too long its sentences, clauses, words, at last slices of a word.

    Each with its estimated tokens.
    """
    begin = start
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        size = estimate_tokens(text[begin:stop])
        if size > max_tokens:
            for first, last in split_sentences(text[begin:stop]):
                yield from _smaller(text, begin + first, begin + last, max_tokens, 0)
        elif size:
            yield *_trim(text, begin, stop), size
        begin = stop + 1


def _smaller(
    text: str, start: int, end: int, max_tokens: int, level: int
) -> Iterator[tuple[int, int, float]]:
    start, end = _trim(text, start, end)
    size = estimate_tokens(text[start:end])
    if size <= max_tokens:
        if start < end:
            yield start, end, size
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
            last = min(end, first + width)
            yield first, last, estimate_tokens(text[first:last])
