"""Why files could not be read, in the interface's language, with what to do about it."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark, tr
from kagent_tui.troubles import in_words
from kagent_tui.troubles.recordings import SENTENCES

# What helps against a reason that names no remedy itself, by words that it holds.
_REMEDIES: Final = (
    ("holds no text", mark("If its pages are pictures, save a copy with a text layer.")),
    ("damaged", mark("Open it in its program and save it anew.")),
    ("broken", mark("Get it once more from where it came.")),
    ("binary", mark("Save it in a format with text in it.")),
    ("copy-protected", mark("Only a copy without protection can be read.")),
    ("permission", mark("Give yourself the right to read it.")),
    ("more than", mark("Split it, or leave it out.")),
)
_OTHERWISE: Final = mark("After a change it is read again: press R.")


def reason_in_words(error: str) -> str:
    """The reason and what to do, as one or two sentences."""
    said = in_words(error)
    if ";" in error:  # the readers put the remedy after a semicolon
        return said
    wanted = error.lower()
    remedy = next((help_ for words, help_ in _REMEDIES if words in wanted), _OTHERWISE)
    return tr("{reason}. {remedy}", reason=said, remedy=tr(remedy))


def missed_in_words(missed: str) -> str:
    """What of a document could not be read: one reason, or several with semicolons between.

    A reason may have a semicolon itself, before what to do about it.
    """
    pieces, told = missed.split("; "), []
    while pieces:
        ends = range(len(pieces), 1, -1)
        end = next((end for end in ends if "; ".join(pieces[:end]) in SENTENCES), 1)
        told.append(in_words("; ".join(pieces[:end])))
        pieces = pieces[end:]
    return tr("; ").join(told)
