"""Probabilities of characters, column by column, to a line of text with its spaces.

The columns are those of connectionist temporal classification (Graves et al., 2006): a character
counts where it is likeliest, once for columns in a row, and blanks part equal characters.
"""

from __future__ import annotations

import itertools
import statistics
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

# The networks have seen mostly Chinese and leave out spaces between Latin words. Where there is
# one, they still find it likelier than this somewhere between the two letters.
_SPACE = 0.1
# Letters this many times further apart than usual in their line have a space between them.
_WIDE_GAP = 3.5
_CLOSING = frozenset(".,;:!?)]}%'’”")
_OPENING = frozenset("([{‘“'$£€#")
_FULL_WIDTH = str.maketrans("，；：！？（）【】、～", ",;:!?()[],~")


def decoded(likely: NDArray[float32], characters: Sequence[str]) -> tuple[str, float]:
    """The text of an array shaped (columns, characters), and the mean probability of its letters.

    The first of the characters is the blank, the last the space.
    """
    best = likely.argmax(axis=1).tolist()
    runs = [
        (number, list(group))
        for number, group in itertools.groupby(range(len(best)), key=best.__getitem__)
        if number
    ]
    if not runs:
        return "", 0.0
    starts = [columns[0] for _, columns in runs]
    steps = [after - before for before, after in itertools.pairwise(starts)]
    pitch = statistics.median(steps) if steps else 0.0
    text = characters[runs[0][0]]
    for (_, before), (number, columns), step in zip(runs, runs[1:], steps, strict=False):
        # A space shows up beside the letters, not in them.
        seen = float(likely[before[-1] : columns[0], -1].max())
        parted = seen > _SPACE or step > _WIDE_GAP * pitch
        character = characters[number]
        text += " " + character if parted and _may_part(text[-1], character) else character
    confidence = sum(float(likely[columns[0], number]) for number, columns in runs) / len(runs)
    return tidied(text), confidence


def _may_part(before: str, after: str) -> bool:
    """Whether a space that was only half seen between two characters is believed."""
    if before == " " or after == " " or after in _CLOSING or before in _OPENING:
        return False
    return not is_wide(before) and not is_wide(after)


def is_wide(character: str) -> bool:
    """Whether it is written without spaces around it, as Chinese characters are."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def tidied(text: str) -> str:
    """A line without spaces between Chinese characters and with the punctuation of its script."""
    words = text.split()
    if not words:
        return ""
    line = words[0]
    for word in words[1:]:
        line += word if is_wide(line[-1]) and is_wide(word[0]) else " " + word
    has_chinese = any(unicodedata.category(letter) == "Lo" for letter in line)
    return line if has_chinese else line.translate(_FULL_WIDTH)
