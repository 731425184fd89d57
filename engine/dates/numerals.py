"""Numbers as people write them inside dates, in English and Chinese."""

from __future__ import annotations

import re

HAN_NUMBER = "[0-9〇零一二两三四五六七八九十百千廿卅]{1,7}"
HAN_YEAR = "(?:[〇零一二三四五六七八九]{4}|[一两]千[〇零一二三四五六七八九十百]{0,6})"
_HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_HAN_DIGITS |= {"零": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_TENS = {"廿": 20, "卅": 30}

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_CARDINALS: dict[str, int] = {word: value for value, word in enumerate(_UNITS)}
_CARDINALS |= {word: 10 * place for place, word in enumerate(_TENS, 2)}
_CARDINALS |= {
    f"{tens}{joint}{unit}": 10 * place + value
    for place, tens in enumerate(_TENS, 2)
    for value, unit in enumerate(_UNITS[1:10], 1)
    for joint in ("-", " ")
}
_CARDINALS |= {"a": 1, "an": 1, "a couple of": 2, "a dozen": 12, "a hundred": 100}
_CARDINALS |= {"couple of": 2, "one hundred": 100, "a thousand": 1000, "one thousand": 1000}
_ORDINAL_WORDS: dict[str, int] = {word: value for value, word in enumerate(_ORDINALS)}
_ORDINAL_WORDS |= {"twentieth": 20, "thirtieth": 30}
_ORDINAL_WORDS |= {
    f"{tens}{joint}{unit}": 10 * place + value
    for place, tens in ((2, "twenty"), (3, "thirty"))
    for value, unit in enumerate(_ORDINALS[1:10], 1)
    for joint in ("-", " ")
}
_ORDINAL_WORDS |= {word: number for word, number in _CARDINALS.items() if 12 < number < 32}
# "A few" is three, as Recognizers-Text and Duckling have it; what comes out is always stated.
_CARDINALS |= {"couple": 2, "a couple": 2, "a pair of": 2, "several": 3}
_CARDINALS |= {"a few": 3, "few": 3, "a few of": 3, "few of": 3}
_DIGIT_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")

# What may be an ordinal; english_ordinal decides.
EN_ORDINAL = "(?:[0-9]{1,2}(?:st|nd|rd|th)?|[a-z]{3,11}(?:[- ][a-z]{3,7})?)"
# The words of one number below a hundred, longest first.
EN_WORD_NUMBER = (
    f"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?"
    f"|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
)
# What english_number reads.
EN_COUNT = (
    rf"(?:[0-9]{{1,6}}|{EN_WORD_NUMBER}|(?:a|one) (?:hundred|thousand)|a dozen"
    r"|(?:a )?(?:couple|few)(?: of)?|a pair of|several|an?)"
)
# A year in words has two parts at least: "twenty" alone is none.
EN_YEAR_WORDS = (
    rf"(?:(?:sixteen|seventeen|eighteen|nineteen|twenty) (?:hundred(?: and)? ?)?{EN_WORD_NUMBER}"
    rf"|(?:one|two) thousand(?: {EN_WORD_NUMBER} hundred)?(?:(?: and)? {EN_WORD_NUMBER})?)"
)
_YEAR_WORDS = re.compile(
    r"(?:(?P<thousands>one|two) thousand(?: and)? ?)?"
    rf"(?:(?P<hundreds>{EN_WORD_NUMBER}) hundred(?: and)? ?)?"
    rf"(?P<first>{EN_WORD_NUMBER})?(?: (?P<last>{EN_WORD_NUMBER}))?"
)


def han_number(text: str) -> int | None:
    """Value of digits (二〇二四, 12), of a number with units (二十四, 一百零八) or of 廿四.

    None when `text` is not one number.
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    if text and all(character in _HAN_DIGITS for character in text):
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total, pending = 0, None
    for character in text:
        if character in _HAN_TENS:
            total, pending = total + _HAN_TENS[character], None
        elif character in _HAN_UNITS:
            total += (1 if pending is None else pending) * _HAN_UNITS[character]
            pending = None
        elif character in _HAN_DIGITS and not pending:
            pending = _HAN_DIGITS[character]
        else:
            return None
    return total + (pending or 0) if text else None


def english_number(text: str) -> int | None:
    """Value of digits or of a number word up to ninety-nine, "a couple of" and "a dozen"."""
    if text.isascii() and text.isdigit():
        return int(text)
    return _CARDINALS.get(text)


def english_ordinal(text: str) -> int | None:
    """Value of "1", "1st", "first", "twenty-first"."""
    found = _DIGIT_ORDINAL.fullmatch(text)
    return int(found[1]) if found else _ORDINAL_WORDS.get(text)


def english_year(text: str) -> int | None:
    """Value of "nineteen ninety-nine", "two thousand and fifteen", "twenty twenty-six"."""
    found = _YEAR_WORDS.fullmatch(text)
    if found is None:
        return None
    thousands, hundreds, first, last = (_CARDINALS.get(group or "", 0) for group in found.groups())
    if thousands or hundreds:
        return None if last else thousands * 1000 + hundreds * 100 + first
    return first * 100 + last if first >= 10 and last else None


def full_year(number: int) -> int:
    """The year that two digits stand for, by the pivot of POSIX strptime: 69 is 1969."""
    return number + (1900 if number >= 69 else 2000)
