"""Untrusted text is cleaned once, where it enters: files, tools, models, the web, speech."""

from __future__ import annotations

import re

# C0 except tab and newline, DEL, C1, bidirectional controls, line/paragraph separators, the byte
# order mark and tag characters. Zero-width joiners stay: emoji and Indic scripts need them.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


# Terminal sequences go whole: without their ESC the rest would stay as litter in the text.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI, seven and eight bits, ECMA-48 section 5.4
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # OSC, ended by BEL or ST
    r"|\x1b[@-Z^_]"
)


def clean(text: str) -> str:
    """Remove every control character that a terminal, a parser or a reader could act upon.

    Escape sequences go whole. Newlines are normalised to `\\n`; tabs and zero-width joiners stay;
    lone surrogates become U+FFFD so that the text can always be encoded.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SEQUENCES.sub("", text)))


def clean_line(text: str) -> str:
    """`clean`, with all white space runs folded into single spaces: for titles, names and logs."""
    return " ".join(clean(text).split())
