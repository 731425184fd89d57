"""A cited passage with what stands around it, from the text that the library keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import Citation
from engine.quoted_lines import find_letters
from engine.reading.extracted import ReadingError
from engine.sentences import split_sentences
from engine.source_state import SourceState

if TYPE_CHECKING:
    from store.memory import MemoryBank

# Characters on either side; sentences that are not whole are left out.
_AROUND = 600


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A quote and the text on either side; only the quote where it is nowhere in the text."""

    before: str
    quote: str
    after: str


def passage_around(bank: MemoryBank, citation: Citation, state: SourceState) -> ShownPassage:
    """The citation's quote in its neighbourhood; raises StoreError."""
    text = bank.document_text(state.source)
    if text is None and citation.attached and state.path is not None:
        text = _text_of(state.path)
    span = None if text is None else _span_of(text, citation)
    if text is None or span is None:
        return ShownPassage("", citation.quote, "")
    start, end = span
    return ShownPassage(_before(text, start), text[start:end], _after(text, end))


def _text_of(path: Path) -> str | None:
    """The text of a file that was attached to a question; None where it cannot be read now."""
    from engine.reading.reader import load, read

    try:
        return read(load(path)).text
    except ReadingError:
        return None


def beginning_of(bank: MemoryBank, source: str) -> str:
    """The first sentences of a document; raises StoreError."""
    return _after(bank.document_text(source) or "", 0)


def _span_of(text: str, citation: Citation) -> tuple[int, int] | None:
    """Where the quote stands: at its span, or wherever it went when the document changed."""
    span = citation.location.span
    if span and span[0] < span[1] <= len(text):
        held = text[span[0] : span[1]]
        if held.strip().startswith(citation.quote.strip()[:80]):
            return span
    return find_letters(text, citation.quote)


def _before(text: str, start: int) -> str:
    first = max(0, start - _AROUND)
    window = text[first:start]
    spans = split_sentences(window)
    if first > 0:
        spans = spans[1:]
    return window[spans[0][0] :] if spans else ""


def _after(text: str, end: int) -> str:
    window = text[end : end + _AROUND]
    spans = split_sentences(window)
    if end + _AROUND < len(text):
        spans = spans[:-1]
    return window[: spans[-1][1]] if spans else ""
