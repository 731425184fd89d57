"""Other ways to write a name: plurals, joined words, without book marks or brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = re.compile(r"[a-z]")
_VOWELS = "aeiou"
_SIBILANT = ("s", "x", "z", "ch", "sh")
# Of these names of two letters and fewer, most are chance.
_SHORTEST_PLURAL = 3
_ARTICLE = re.compile(r"^(?:the|an?) (?=\S)")
_BOOK_MARKS = str.maketrans("", "", "《》「」『』")
# What optical character recognition takes for one another.
_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "!": "l"})
_SPACES = re.compile(r"[\s\-·•]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORTEST_SQUEEZED, _SHORTEST_SQUEEZED_HAN = 5, 3


def spellings(folded: str) -> Iterator[str]:
    """The folded ways to write a folded name, the name itself first; each may come twice."""
    name = " ".join(folded.translate(_BOOK_MARKS).split())
    if not name:
        return
    yield name
    shorter = _ARTICLE.sub("", name)
    if shorter != name and len(shorter) >= _SHORTEST_PLURAL:
        yield shorter
    if "-" in name:
        yield name.replace("-", " ")
    yield from _plurals(name)


def _plurals(name: str) -> Iterator[str]:
    if len(name) < _SHORTEST_PLURAL or not _WORDS.fullmatch(name[-1]):
        return
    if name.endswith("y") and name[-2] not in _VOWELS:
        yield name[:-1] + "ies"
    elif name.endswith(_SIBILANT):
        yield name + "es"
    else:
        yield name + "s"


def squeezed(folded: str) -> str:
    """A folded text as it is compared where recognition was unsure of spaces and shapes.

    It is as long as the text without its white space, hyphens and dots between words.
    """
    return _SPACES.sub("", folded).translate(_LOOK_ALIKE)


def squeezed_name(folded: str) -> str:
    """A folded name as `squeezed` texts hold it, empty where it is too short to be sure of."""
    name = squeezed(folded)
    least = _SHORTEST_SQUEEZED_HAN if _HAN.search(name) else _SHORTEST_SQUEEZED
    return name if len(name) >= least and not re.search(r"\d", folded) else ""
