"""Text to feature numbers: words, pieces of unknown words, Han characters and pairs of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from typing import Final

HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of Han characters, or a word of any other script with its digits.
_RUNS: Final = re.compile(rf"([{HAN}]+)|[^\W_{HAN}]+")
# Marks a piece that continues a word, as WordPiece vocabularies write it.
CONTINUES: Final = "##"
_LONGEST_WORD: Final = 40
_CACHED_WORDS: Final = 20_000
_DECOMPOSED: Final = re.compile("[\u0300-\u036f]")


class Folding(dict[int, str]):
    """A table for `str.translate`: lower case, no accents or widths, simplified characters.

    Filled as characters are met. `simplified` maps traditional characters to simplified ones.
    """

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        plain = _DECOMPOSED.sub("", unicodedata.normalize("NFKD", chr(code)))
        # Hangul is taken apart by NFKD and put together again here.
        plain = unicodedata.normalize("NFC", plain).lower()
        folded = "".join(self._simplified.get(character, character) for character in plain)
        self[code] = folded
        return folded


class FeatureExtractor:
    """Finds the features of a vocabulary in texts. Any thread may use it.

    Args:
        names: The features: words, `##` pieces, Han characters and pairs of Han characters, all
            of them folded. A feature's number is its place.
        simplified: Traditional characters with the simplified ones that replace them.
    """

    def __init__(self, names: Iterable[str], simplified: dict[str, str]) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}
        self._folding = Folding(simplified)
        self._pieces: dict[str, list[int]] = {}

    def fold(self, text: str) -> str:
        """The text as its features see it."""
        return text.lower() if text.isascii() else text.translate(self._folding)

    def runs(self, text: str) -> Iterator[tuple[str, bool]]:
        """The folded words of `text` and its runs of Han characters, and which of them it is."""
        for match in _RUNS.finditer(self.fold(text)):
            yield match[0], match[1] is not None

    def numbers(self, text: str) -> list[int]:
        """The features of `text`, as often as they occur, in no promised order."""
        known = self._numbers
        found: list[int] = []
        for run, han in self.runs(text):
            if not han:
                number = known.get(run)
                if number is None:
                    found += self._split(run)
                else:
                    found.append(number)
            else:
                keys = chain(run, map(add, run, run[1:]))
                found += [number for number in map(known.get, keys) if number is not None]
        return found

    def whole(self, words: Iterable[str]) -> list[int]:
        """The number of each folded word or pair of Han characters; -1 where it is no feature."""
        known = self._numbers
        return [known.get(word, -1) for word in words]

    def _split(self, word: str) -> list[int]:
        """The longest known pieces of an unknown word from its start on, as WordPiece does."""
        cached = self._pieces.get(word)
        if cached is not None:
            return cached
        pieces: list[int] = []
        start, end = 0, min(len(word), _LONGEST_WORD)
        limit = end
        while start < limit:
            piece = word[start:end] if start == 0 else CONTINUES + word[start:end]
            number = self._numbers.get(piece)
            if number is not None:
                pieces.append(number)
                start, end = end, limit
            elif end - 1 > start:
                end -= 1
            else:
                # No piece begins with this character.
                start, end = start + 1, limit
        if len(self._pieces) >= _CACHED_WORDS:
            self._pieces.clear()
        self._pieces[word] = pieces
        return pieces
