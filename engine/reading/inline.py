"""Markdown's marks within a line, taken away: what is left is what a reader would see."""

from __future__ import annotations

import html
import re

from engine.cleaning import clean

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]+)\1(?!`)")
_IMAGE_OR_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])"
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
# Each pattern's inside holds no mark of its own kind, which keeps matching linear.
_EMPHASIS = (
    re.compile(r"\*\*\*?([^*\s](?:[^*]*[^*\s])?)\*\*\*?"),
    re.compile(r"\*([^*\s](?:[^*\n]*[^*\s])?)\*"),
    re.compile(r"(?<!\w)___?([^_\s](?:[^_]*[^_\s])?)___?(?!\w)"),
    re.compile(r"(?<!\w)_([^_\s](?:[^_\n]*[^_\s])?)_(?!\w)"),
    re.compile(r"~~([^~\s](?:[^~]*[^~\s])?)~~"),
)
_ANY_MARK = re.compile("[*_~<\\[\\\\&\ue000-\ue0ff]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped characters and code go through the other patterns as private-use characters.
_HIDDEN = 0xE000
_HIDDEN_PATTERN = re.compile("[\ue000-\ue0ff]")


def plain(markup: str) -> str:
    """The text of inline Markdown: links and emphasis by their words, code as it is."""
    pieces: list[str] = []
    position = 0
    for match in _CODE.finditer(markup):
        pieces.append(_without_marks(markup[position : match.start()]))
        pieces.append(match.group(2).strip())
        position = match.end()
    pieces.append(_without_marks(markup[position:]))
    return "".join(pieces)


def _without_marks(text: str) -> str:
    if not _ANY_MARK.search(text):
        return text
    text = _HIDDEN_PATTERN.sub("", text)
    text = _ESCAPE.sub(lambda match: chr(_HIDDEN + ord(match.group(1))), text)
    # Twice: a link may hold an image.
    text = _IMAGE_OR_LINK.sub(r"\1", _IMAGE_OR_LINK.sub(r"\1", text))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    text = _HIDDEN_PATTERN.sub(lambda match: chr(ord(match.group()) - _HIDDEN), text)
    # A character reference can bring in what decoding had removed.
    return clean(html.unescape(text)) if "&" in text else text
