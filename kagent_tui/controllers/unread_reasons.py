"""Why files could not be read, in the interface's language, with what to do about it."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark, tr

# The reasons that the readers of engine.reading give word for word; others are shown as they are.
REASONS: Final = (
    mark("it holds no text"),
    mark("it is a binary file, not text"),
    mark("it is damaged or no PDF"),
    mark("it is damaged or not what its name says"),
    mark("it is encrypted; save a copy without a password"),
    mark("it needs a password; save a copy without one"),
    mark("it is copy-protected"),
    mark("it is not a regular file"),
    mark("it is a broken feed"),
    mark("it is nested too deeply"),
    mark("its pages are damaged"),
    mark("its character encoding is not known; save it as UTF-8"),
    mark("it holds more text than fits; split it"),
    mark("it is no e-mail message: it has no sender, date or subject"),
    mark("it is no mailbox: no message begins in it"),
)
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
    said = tr(error)
    if ";" in error:  # the readers put the remedy after a semicolon
        return said
    wanted = error.lower()
    remedy = next((help_ for words, help_ in _REMEDIES if words in wanted), _OTHERWISE)
    return tr("{reason}. {remedy}", reason=said, remedy=tr(remedy))
