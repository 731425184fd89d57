"""Paths and addresses as people type, paste and drop them.

A terminal turns a file that is dropped on it into text, and no two do it alike: in quotes, with
backslashes before blanks, as a file:// address, or as it is; several with blanks or line ends
between them.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes, urlsplit

from engine.sources import is_address

_FILE_SCHEME = "file://"
# What the shell would read as something else (POSIX, 2.2); all of it may be escaped.
_ESCAPED = re.compile(r"""([\s'"\\$`&|;<>()*?\[\]{}!#])""")
_IN_DOUBLE_QUOTES = '"\\$`'
_WORD = re.compile(r"\S+")
# Blanks in unescaped names are looked for in so many words; more words are no drop of files.
_MOST_WORDS = 40
_ABSOLUTE = re.compile(r"(?:/|~(?:/|$)|[A-Za-z]:[\\/]|\\\\|file://|https?://)", re.IGNORECASE)

IS_WINDOWS = os.name == "nt"


def targets_in(
    text: str, is_there: Callable[[str], bool] | None = None, *, windows: bool = IS_WINDOWS
) -> list[str]:
    """The paths, patterns and addresses that a text names, in order, each once.

    Args:
        text: what was typed, pasted or dropped.
        is_there: whether there is a file of that name; with it names are found that hold blanks
            and were neither quoted nor escaped.
        windows: whether a backslash parts folders instead of escaping what follows it.
    """
    whole = text.strip()
    tokens = _split(text, windows=windows)
    if is_there is None or not whole:
        return _unique(tokens)
    if is_there(whole):
        return [whole]
    if len(tokens) > 1 and not all(is_address(token) or is_there(token) for token in tokens):
        return _unique(_joined(whole, is_there) or tokens)
    return _unique(tokens)


def looks_like_targets(text: str, *, windows: bool = IS_WINDOWS) -> bool:
    """Whether a pasted text is one of files or addresses, as far as its form tells.

    The disk is not asked: this is for the moment in which the text arrives.
    """
    tokens = targets_in(text, windows=windows)
    return bool(tokens) and all(map(_ABSOLUTE.match, tokens))


def written(targets: Iterable[str], *, windows: bool = IS_WINDOWS) -> str:
    """Targets as `targets_in` reads them back, with blanks between them."""
    return " ".join(escaped(target, windows=windows) for target in targets)


def escaped(target: str, *, windows: bool = IS_WINDOWS) -> str:
    """One target as `targets_in` reads it back."""
    if not windows:
        # A line end cannot be escaped on one line; quotes keep it.
        return _ESCAPED.sub(r"\\\1", target)
    return f'"{target}"' if re.search(r"[\s']", target) else target


def last_target(text: str, *, windows: bool = IS_WINDOWS) -> tuple[int, str]:
    """Where the last target of a text begins, and what it says so far; empty after a blank."""
    start, last = len(text), ""
    for begin, end, word in _words(text, windows=windows):
        start, last = (begin, word) if end == len(text) else (len(text), "")
    return start, last


def _split(text: str, *, windows: bool) -> list[str]:
    words = _words(text, windows=windows)
    return [_path_of(word, windows=windows) for _, _, word in words if word]


def _words(text: str, *, windows: bool) -> list[tuple[int, int, str]]:
    """The words of a text, with their places, quotes and escapes resolved."""
    words = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        end, word = _word(text, place, windows=windows)
        words.append((place, end, word))
        place = end
    return words


def _word(text: str, place: int, *, windows: bool) -> tuple[int, str]:
    """The end of the word that begins at a place, and what it says."""
    said = []
    while place < len(text) and not text[place].isspace():
        character = text[place]
        if character == "\\" and not windows and place + 1 < len(text):
            said.append(text[place + 1])
            place += 2
        elif character in "'\"" and (quoted := _quoted(text, place, windows=windows)):
            said.append(quoted[1])
            place = quoted[0]
        else:
            said.append(character)
            place += 1
    return place, "".join(said)


def _quoted(text: str, place: int, *, windows: bool) -> tuple[int, str] | None:
    """The end of what is quoted from a place on and what it says; None for a quote left open."""
    mark = text[place]
    if mark == "'" and windows:
        return None  # a part of names there, and no quote
    said: list[str] = []
    place += 1
    while place < len(text):
        character = text[place]
        if character == mark:
            return place + 1, "".join(said)
        escapes = character == "\\" and mark == '"' and not windows
        if escapes and text[place + 1 : place + 2] and text[place + 1] in _IN_DOUBLE_QUOTES:
            place += 1
        said.append(text[place])
        place += 1
    return None


def _joined(text: str, is_there: Callable[[str], bool]) -> list[str]:
    """Names of files that hold blanks, longest first; none where there is no such file."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    if len(words) > _MOST_WORDS:
        return []
    found = []
    first = 0
    while first < len(words):
        last = len(words) - 1
        while last >= first and not is_there(text[words[first][0] : words[last][1]]):
            last -= 1
        if last < first:
            return []
        found.append(text[words[first][0] : words[last][1]])
        first = last + 1
    return found


def _path_of(word: str, *, windows: bool) -> str:
    """The path of a file:// address of this computer; anything else as it is."""
    if not word.lower().startswith(_FILE_SCHEME):
        return word
    try:
        parts = urlsplit(word)
    except ValueError:
        return word
    if parts.netloc.lower() not in ("", "localhost", platform.node().lower()):
        return word
    # Not parts.path: "?" and "#" may stand in it unescaped, as some programs write them.
    path = word[len(_FILE_SCHEME) + len(parts.netloc) :]
    named = file_path(path, windows=windows)
    return word if "\0" in named else named


def file_path(path: str, *, windows: bool) -> str:
    """The path of a file that the path of a file:// address names (RFC 8089)."""
    decoded = os.fsdecode(unquote_to_bytes(path))
    # As Path.as_uri writes the drives of Windows: file:///C:/folder.
    return decoded[1:] if windows and re.match(r"/[A-Za-z]:", decoded) else decoded


def _unique(targets: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(target for target in targets if target))
