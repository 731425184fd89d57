"""Finds the names of all items in a text at once: an Aho-Corasick automaton over folded names.

Of Latin letters only whole words count. Of names one inside another the longest is taken, as
longest match does for Chinese without a dictionary of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import ahocorasick

from engine.kuaipedia.aliases import spellings, squeezed, squeezed_name
from store.folding import fold
from store.kuaipedia_records import Name

# Runs of characters that fold to one character each, so that spans stay true: ASCII, precomposed
# Latin but the sharp s, Greek and Cyrillic letters, Han, the common marks of Chinese print, full
# width forms. What is none of them is folded alone.
_SAFE = (
    "\u0000-\u007f\u00b7\u00c0-\u00de\u00e0-\u00ff\u0391-\u03a9\u03b1-\u03c1\u03c3-\u03c9"
    "\u0410-\u0418\u041a-\u0438\u043a-\u044f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2190-\u21ff"
    "\u2500-\u25ff\u3000-\u301b\u4e00-\u9fff\uff01-\uff5e"
)
_UNSAFE = re.compile(f"[^{_SAFE}]")
_RUN_OR_ONE = re.compile(f"[{_SAFE}]+|.", re.DOTALL)
_SPACES = ("\n", "\t", "\r", "\u2026", "\u00a0")
_HAN = re.compile(r"[\u3400-\u9fff]")
_JOINING = "_@\\"
_GAPS = re.compile(r"[\s\-·•]")


# A folded text, and the place in the text of each of its characters; None: the same ones.
Folded: TypeAlias = "tuple[str, Sequence[int] | None]"


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text, `text[start:end]`, and the items that are called so."""

    start: int
    end: int
    names: tuple[Name, ...]


class NameMatcher:
    """The names of items, compiled; any thread may use it."""

    def __init__(self, names: Iterable[Name]) -> None:
        plain: dict[str, dict[int, Name]] = {}
        for name in names:
            for spelling in spellings(name.folded):
                if len(spelling) > 1:
                    plain.setdefault(spelling, {}).setdefault(name.item_id, name)
        self._plain = _automaton(plain)
        self._names = plain
        self._squeezed: ahocorasick.Automaton | None = None

    def __len__(self) -> int:
        return len(self._names)

    def named(self, folded: str) -> tuple[Name, ...]:
        """The items of exactly this folded name."""
        return tuple(self._names.get(folded, {}).values())

    def find(self, text: str, *, noisy: bool = False, folded: Folded | None = None) -> list[Match]:
        """The names in a text, in order, none inside or across another.

        `noisy`: the text was recognised; spaces may be lacking or too many, shapes confused.
        `folded`: what `folded_in_place` makes of the text, where that is at hand.
        """
        if not self._names:
            return []
        plain, places = folded if folded is not None else folded_in_place(text)
        found = list(_whole(self._plain, plain))
        if noisy:
            found += self._find_squeezed(plain)
        return [
            Match(start, end, names)
            for start, end, names in (
                (places[start], places[end - 1] + 1, names)
                if places is not None
                else (start, end, names)
                for start, end, names in _apart(found)
            )
        ]

    def _find_squeezed(self, folded: str) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
        if self._squeezed is None:
            forms: dict[str, dict[int, Name]] = {}
            for spelling, names in self._names.items():
                form = squeezed_name(spelling)
                if form:
                    forms.setdefault(form, {}).update(names)
            self._squeezed = _automaton(forms)
        if not len(self._squeezed):
            return
        kept = [place for place, letter in enumerate(folded) if not _GAPS.match(letter)]
        for end, (length, names) in self._squeezed.iter(squeezed(folded)):
            start, last = kept[end - length + 1], kept[end] + 1
            if _is_whole(folded, start, last):
                yield start, last, names


def folded_in_place(text: str) -> Folded:
    """The folded text, and the place in `text` of each of its characters; None: the same ones."""
    plain = text
    for letter in _SPACES:
        plain = plain.replace(letter, " ")
    if text.isascii() or not _UNSAFE.search(plain):
        return fold(plain), None
    parts: list[str] = []
    places: list[int] = []
    for match in _RUN_OR_ONE.finditer(plain):
        folded = fold(match.group())
        parts.append(folded)
        if len(folded) == match.end() - match.start():
            places.extend(range(*match.span()))
        else:
            places.extend([match.start()] * len(folded))
    return "".join(parts), places


def _automaton(names: dict[str, dict[int, Name]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for spelling, by_item in names.items():
        automaton.add_word(spelling, (len(spelling), tuple(by_item.values())))
    automaton.make_automaton()
    return automaton


def _whole(
    automaton: ahocorasick.Automaton, folded: str
) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
    for end, (length, names) in automaton.iter(folded):
        start = end - length + 1
        if _is_whole(folded, start, end + 1):
            yield start, end + 1, names


def _is_letter(letter: str) -> bool:
    return letter.isalnum() and not _HAN.match(letter)


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether a name is no part of a longer word, address, path or number."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if _is_letter(folded[start]):
        if _is_letter(before) or before in _JOINING:
            return False
        if before == "." and start > 1 and folded[start - 2].isalnum():
            return False
    if not _is_letter(folded[end - 1]):
        return True
    if _is_letter(after) or after in _JOINING or after in "+#":
        return False
    # "java.util", "go.mod": the stop of a sentence has no letter right after it.
    return not (after == "." and end + 1 < len(folded) and _is_letter(folded[end + 1]))


def _apart(
    found: Sequence[tuple[int, int, tuple[Name, ...]]],
) -> list[tuple[int, int, tuple[Name, ...]]]:
    """The longest ones that do not overlap, by place."""
    if len(found) < 2:
        return list(found)
    chosen: list[tuple[int, int, tuple[Name, ...]]] = []
    for one in sorted(found, key=lambda match: (match[0] - match[1], match[0])):
        if all(one[1] <= other[0] or other[1] <= one[0] for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda match: match[0])
