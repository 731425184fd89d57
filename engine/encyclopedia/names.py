"""The names that a title holds: whole, without its brackets, and in parts, as a surname is."""

from __future__ import annotations

import re

from store.folding import fold

_BETWEEN_WORDS = re.compile(r"[\s·•‧・-]+")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]$")
_SHORTEST = 2


def bare(title: str) -> str:
    """A title without the brackets that tell it from others of its name."""
    return _BRACKETS.sub("", title)


def words_of(name: str) -> list[str]:
    """The words of a name; of a Chinese one of foreign origin, what stands between its dots."""
    return [word for word in _BETWEEN_WORDS.split(bare(name)) if word]


def is_part(words: str, title: str) -> bool:
    """Whether some words are a whole part of a title's name, which itself looks like a name.

    "California" is none of "Fresno, California", nor "University" of "University of Chicago".
    """
    if "," in title or any(word[0].islower() for word in words_of(title)):
        return False
    parts, wanted = words_of(fold(title)), words_of(fold(words))
    size = len(wanted)
    return any(parts[i : i + size] == wanted for i in range(len(parts) - size + 1))


def names_in(question: str, title: str) -> list[str]:
    """The parts of a title's name by which a question calls it, as the question writes them."""
    folded = fold(question)
    same_length = len(folded) == len(question)
    words = words_of(title)
    found: dict[str, None] = {}
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            name = _joined(title, words[first : first + size])
            match = re.search(_whole(fold(name)), folded)
            if match and len(name) >= _SHORTEST:
                found[question[match.start() : match.end()] if same_length else name] = None
        if found:
            break
    return list(found)


def _joined(title: str, words: list[str]) -> str:
    """Neighbouring words as they stand in the title."""
    start = title.index(words[0])
    end = title.index(words[-1], start) + len(words[-1])
    return title[start:end]


def _whole(name: str) -> str:
    """A pattern for a name that is no part of a longer Latin word."""
    return rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])"
