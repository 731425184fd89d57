"""Reading JSON that a model wrote nearly right.

What is understood beyond JSON: single and typographic quotes, Python's True, False and None, bare
words as keys and values, line breaks and unescaped quotes in strings, comments behind `//`, missing
and superfluous commas, full-width colons and commas, and brackets that are not closed before the
text ends or goes on with something else. It reads once from left to right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

# Deeper nesting is taken for noise.
DEEPEST: Final = 64
_LONGEST_KEY: Final = 200
_CLOSING: Final = {'"': '"', "'": "'", "“": '”“"', "‘": "’‘'"}
_PASSED: Final = re.compile(r"(?:\s++|//[^\n]*+)*+")
_COMMAS: Final = re.compile(r"(?:\s++|//[^\n]*+|[,，])*+")
_BARE_KEY: Final = re.compile(rf"[\w.$-]{{1,{_LONGEST_KEY}}}+")
_BARE_VALUE: Final = re.compile(r"[^,，{}\[\]\n]++")
_COLON: Final = re.compile(r"\s*+[:：]")
# What stands behind the quote that ends a value. A comma ends it only where a key, a value in
# quotes or the end of the object follows; anything else is text that goes on.
_KEY: Final = r"""(?:["'“‘][^"'“”‘’\n]{0,200}["'“”‘’]|[A-Za-z_]\w{0,60}+)\s*+[:：]"""
_BEHIND_VALUE: Final = re.compile(
    rf"[ \t]*+\n\s*+{_KEY}|\s*+(?:\Z|```|//|[}}\]]|[,，]\s*+(?:[}}\]]|\Z|//|{_KEY}))"
)
_BEHIND_ITEM: Final = re.compile(
    r"""\s*+(?:\Z|```|//|[}\]]|[,，]\s*+(?:["'“‘{\[\]\d]|-\d|\w+\s*+[,\]]))"""
)
_LITERALS: Final[dict[str, Any]] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "undefined": None,
}
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S]))")


@dataclass(frozen=True, slots=True)
class Read:
    """An object, where it ended, and whether it ended in brackets of its own."""

    value: dict[str, Any]
    end: int
    closed: bool


def read_leniently(text: str, start: int) -> Read:
    """The object whose bracket stands at `start`; {} where nothing could be made of it."""
    reader = _Reader(text, start)
    value = reader.object()
    return Read(value, reader.place, not reader.over)


class _Reader:
    """One pass over a text; `over` is set where the rest cannot belong to the object any more."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self.place = start
        self.over = False
        self._open: list[str] = []

    def object(self) -> dict[str, Any]:
        """The pairs up to the closing bracket; a key without a value is left out."""
        found: dict[str, Any] = {}
        if not self._entered("}"):
            return found
        while not self._closed("}"):
            key = self._key()
            if key is None or self.over:
                self.over = True
                break
            if not self._passes(_COLON):
                # A lone word before the bracket, or text that is no object at all.
                self.over = self._next() != "}"
                continue
            if self._next() in ("", "}", ",", "，"):
                continue
            found[key] = self._value(_BEHIND_VALUE)
        return found

    def _array(self) -> list[Any]:
        found: list[Any] = []
        if not self._entered("]"):
            return found
        while not self._closed("]"):
            found.append(self._value(_BEHIND_ITEM))
        return found

    def _entered(self, closing: str) -> bool:
        self.place += 1
        self._open.append(closing)
        self.over = self.over or len(self._open) > DEEPEST
        return not self.over

    def _closed(self, closing: str) -> bool:
        """Passes commas; True where the object or array ends here, and then leaves it."""
        while not self.over:
            self._passes(_COMMAS)
            next_ = self._next()
            if next_ == closing:
                self.place += 1
                break
            if next_ in self._open:
                # Its own bracket is missing: this one closes an outer one.
                break
            if next_ in ("}", "]"):
                self.place += 1
            elif next_:
                return False
            else:
                self.over = True
        self._open.pop()
        return True

    def _key(self) -> str | None:
        quote = self._next()
        if quote in _CLOSING:
            return self._string(_COLON, _LONGEST_KEY)
        match = _BARE_KEY.match(self._text, self.place)
        if match is None:
            return None
        self.place = match.end()
        return match.group()

    def _value(self, behind: re.Pattern[str]) -> Any:
        next_ = self._next()
        if next_ == "{":
            return self.object()
        if next_ == "[":
            return self._array()
        if next_ in _CLOSING:
            return self._string(behind, len(self._text))
        match = _BARE_VALUE.match(self._text, self.place)
        if match is None:
            self.over = True
            return None
        self.place = match.end()
        return _bare(match.group().strip())

    def _string(self, behind: re.Pattern[str], longest: int) -> str:
        """Up to the first closing quote with `behind` behind it, or to the end of the text."""
        closing = _CLOSING[self._text[self.place]]
        start = self.place + 1
        last = min(start + longest, len(self._text))
        for match in re.compile(rf"\\[\s\S]|[{closing}]").finditer(self._text, start, last):
            if match.group()[0] != "\\" and behind.match(self._text, match.end()):
                self.place = match.end()
                return _unescaped(self._text[start : match.start()])
        self.place = last
        self.over = True
        return _unescaped(_without_fence(self._text[start:last]))

    def _passes(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self.place)
        if match is None:
            return False
        self.place = match.end()
        return True

    def _next(self) -> str:
        self._passes(_PASSED)
        return self._text[self.place : self.place + 1]


def _without_fence(text: str) -> str:
    return text.rstrip().removesuffix("```").rstrip()


def _bare(word: str) -> Any:
    folded = word.lower()
    if folded in _LITERALS:
        return _LITERALS[folded]
    for number in (int, float):
        try:
            return number(word)
        except ValueError:
            continue
    return word


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    # Two halves of a character outside the basic plane are put together.
    joined = _ESCAPE.sub(_escape, text)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escape(match: re.Match[str]) -> str:
    code, character = match.groups()
    if code is not None:
        return chr(int(code, 16))
    if character in "\"'\\/”’":
        return str(character)
    # A backslash that escapes nothing, as in a path of Windows, stands for itself.
    return _ESCAPED.get(character, match.group())
