"""A cited passage as text in which the quote stands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content, Span

from engine.cleaning import clean
from engine.quoted_lines import find_letters
from engine.sentences import split_sentences
from engine.source_passage import ShownPassage

MARK = "bold $text-accent on $accent-muted"
_AROUND = "$text-muted"
# More than anybody reads beside an answer; longer text is opened in its source.
_LONGEST = 10_000
_MOST_SENTENCES = 40
_TAB = 4


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """The text, and the character at which its first mark begins."""

    content: Content
    start: int


def mark_quote(passage: ShownPassage, quote: str, *, in_words: bool = False) -> MarkedPassage:
    """Mark in a passage what the citation quotes.

    The document may have been laid out anew since, so that only letters and digits count; where it
    says something else by now, the sentences that it still has are marked. `in_words` puts arrows
    around the marks, for whoever sees no styles.
    """
    before, held, after = (_shown(part) for part in (passage.before, passage.quote, passage.after))
    before, after = before.lstrip(), after.rstrip()
    marks = [(len(before) + start, len(before) + end) for start, end in _marks(held, clean(quote))]
    text = f"{before}{held}{after}"
    start = marks[0][0]
    spans = _spans(len(text), marks)
    if not in_words:
        return MarkedPassage(Content(text, spans=list(spans)), start)
    pieces: list[str] = []
    for span in spans:
        piece = text[span.start : span.end]
        pieces.append(f">>> {piece.strip()} <<<" if span.style == MARK else piece)
    return MarkedPassage(Content("".join(pieces)), start)


def _shown(text: str) -> str:
    text = clean(text).expandtabs(_TAB)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def _marks(text: str, quote: str) -> list[tuple[int, int]]:
    """Where the quote stands in the text, in order; all of the text where it cannot be told."""
    quote = quote[:_LONGEST]
    whole = _place(text, quote)
    if whole is not None:
        return [whole]
    sentences = split_sentences(quote)[:_MOST_SENTENCES]
    places = (_place(text, quote[start:end]) for start, end in sentences)
    return _joined(place for place in places if place is not None) or [(0, len(text))]


def _place(text: str, wanted: str) -> tuple[int, int] | None:
    """Where all the letters and digits of `wanted` stand, with the full stop after them."""
    span = find_letters(text, wanted)
    if span is None or _letters(text[span[0] : span[1]]) != _letters(wanted):
        return None
    start, end = span
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return start, end


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans(length: int, marks: list[tuple[int, int]]) -> list[Span]:
    """The whole text in pieces, marked and not."""
    spans: list[Span] = []
    position = 0
    for start, end in marks:
        if start > position:
            spans.append(Span(position, start, _AROUND))
        if end > start:
            spans.append(Span(start, end, MARK))
        position = end
    if position < length:
        spans.append(Span(position, length, _AROUND))
    return spans
