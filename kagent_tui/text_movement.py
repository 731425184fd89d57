"""Where the cursor goes: by characters as people see them, and by words in any script."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

# What a person sees as one character is never this long, a family of emoji included.
_WINDOW: Final = 64
_LONGEST_HAN_STEP: Final = 4

# Words of Latin and other alphabets, runs of Han and of kana, and punctuation; spaces part them.
_PIECE: Final = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?P<kana>[\u3040-\u30ff]+)"
    r"|(?P<word>[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]+)"
    r"|(?P<mark>[^\w\s]+)"
)
# Chinese has no spaces; these single words stand between most others.
_FUNCTION_WORDS: Final = frozenset(
    "的了着是在有和与或及把被从向对给让就也很不没吗呢吧啊我你他她它这那"
)


def previous_character(line: str, column: int) -> int:
    """The column before the character that ends at `column`, accents and joined emoji included."""
    base = max(0, column - _WINDOW)
    starts = [base + start for start, end in _clusters(line[base:column]) if end > start]
    return starts[-1] if starts else max(0, column - 1)


def next_character(line: str, column: int) -> int:
    """The column after the character that begins at `column`."""
    ends = [end for _, end in _clusters(line[column : column + _WINDOW])]
    return column + ends[0] if ends else column + 1


def previous_word(line: str, column: int) -> int:
    """The beginning of the word before `column`, spaces left out."""
    starts = [start for start, _ in _words(line) if start < column]
    return starts[-1] if starts else 0


def next_word(line: str, column: int) -> int:
    """The beginning of the word after `column`, or the line's end."""
    return next((start for start, _ in _words(line) if start > column), len(line))


def word_end(line: str, column: int) -> int:
    """The end of the word at or after `column`, or the line's end."""
    return next((end for _, end in _words(line) if end > column), len(line))


def _words(line: str) -> list[tuple[int, int]]:
    words: list[tuple[int, int]] = []
    for found in _PIECE.finditer(line):
        if found.lastgroup != "han":
            words.append(found.span())
            continue
        cuts = [*_han_cuts(found.group()), len(found.group())]
        words += [(found.start() + start, found.start() + end) for start, end in pairwise(cuts)]
    return words


def _han_cuts(run: str) -> list[int]:
    """Where words begin in a run of Han: at and after function words, and not too far apart."""
    cuts = [0]
    for place in range(1, len(run)):
        alone = run[place] in _FUNCTION_WORDS or run[place - 1] in _FUNCTION_WORDS
        if alone or place - cuts[-1] >= _LONGEST_HAN_STEP:
            cuts.append(place)
    return cuts


def _clusters(text: str) -> list[tuple[int, int]]:
    from rich.cells import split_graphemes  # loaded by Textual already

    spans = [(start, end) for start, end, _ in split_graphemes(text)[0]]
    joined: list[tuple[int, int]] = []
    flag_open = False
    for start, end in spans:
        # A flag is two regional indicators, which Rich keeps apart (UAX 29, rule GB12).
        indicator = end - start == 1 and "\U0001f1e6" <= text[start] <= "\U0001f1ff"
        if indicator and flag_open:
            joined[-1] = (joined[-1][0], end)
            flag_open = False
            continue
        flag_open = indicator
        joined.append((start, end))
    return joined
