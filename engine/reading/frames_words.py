"""Whether two readings of a place on the screen are the same line."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from engine.cleaning import clean_line

# How alike readings of one line are where the picture stands still, and where it moves behind it.
_ALIKE = 0.92
_ALIKE_WHEN_MOVING = 0.8
# Anywhere else on the screen: a line that scrolled.
_ALIKE_ELSEWHERE = 0.95
_DIGITS = re.compile(r"\d+")
_IGNORED = re.compile(r"[\W_]+")
# A text of which at least this share is digits counts something, or tells the time.
_MOSTLY_DIGITS = 0.5
# Two looks at a ticker share at least this many characters, and this share of the shorter one.
_SHARED, _SHARED_PART = 6, 0.4
# A line of fewer characters is another with any of them changed.
_SHORTEST_UNSURE = 3
# Fewer letters than this cannot be told to grow.
_SHORTEST_START = 2


def folded(text: str) -> str:
    """A text as readings are compared: letters and digits only, in lower case."""
    return _IGNORED.sub("", text).casefold()


def same_line(one: str, other: str, *, moving: bool, here: bool, unsure: bool = False) -> bool:
    """Whether two texts are readings of the same words, but for errors of the recogniser.

    `moving`: something moves behind them; `here`: they stand at the same place; `unsure`: the
    recogniser is so of one of them.
    """
    first, second = folded(one), folded(other)
    if first == second:
        return bool(first)
    # Chapter 1 is not Chapter 2.
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    least = (_ALIKE_WHEN_MOVING if moving else _ALIKE) if here else _ALIKE_ELSEWHERE
    if here and unsure and len(first) == len(second) >= _SHORTEST_UNSURE:
        # One character of a short line is a larger part of it.
        return sum(a != b for a, b in zip(first, second, strict=True)) <= max(
            1, (1 - least) * len(first)
        )
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.ratio() >= least


def grown(before: str, after: str) -> bool:
    """Whether a text goes on where the other ended, as when it is being typed."""
    first, second = folded(before), folded(after)
    return len(first) >= _SHORTEST_START and len(second) > len(first) and second.startswith(first)


def counts_on(before: str, after: str, seconds: float) -> bool:
    """Whether a clock, a counter or a progress bar goes on; `seconds` since it last changed."""
    if not _DIGITS.search(before) or _DIGITS.sub("0", before) != _DIGITS.sub("0", after):
        return False
    digits = sum(character.isdecimal() for character in before)
    return seconds <= 3.0 or digits >= _MOSTLY_DIGITS * len(folded(before))


def scrolled(before: str, after: str) -> str | None:
    """The text of a ticker with what has come into sight, None when it is not one.

    `before` may be all of the ticker that has been seen.
    """
    if not before or not after:
        return None
    tail = before[-2 * len(after) :]
    match = SequenceMatcher(None, tail, after, autojunk=False).find_longest_match()
    least = max(_SHARED, _SHARED_PART * min(len(tail), len(after)))
    if match.size < least:
        return None
    begins, ends = match.b <= 2, match.a + match.size >= len(tail) - 2
    if begins and ends and match.a > 0:
        return clean_line(tail_off(before, tail, match.a) + after[match.b :])
    return None


def tail_off(before: str, tail: str, at: int) -> str:
    """`before` up to the place `at` of its `tail`."""
    return before[: len(before) - len(tail) + at]
