"""Lengths of time as people write them: 2 years 1 month, 1.5 hours, half an hour, 一个半小时."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from engine.dates.numerals import EN_COUNT, HAN_NUMBER, english_number, han_number

# How many of a unit.
Amount = tuple[int, str]

_UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month",
    "季度": "quarter", "季": "quarter", "年": "year", "周年": "year", "小时": "hour", "时": "hour",
    "钟头": "hour", "钟": "hour", "分钟": "minute", "分": "minute", "秒": "second",
    "秒钟": "second",
    "h": "hour", "hr": "hour", "m": "minute", "min": "minute", "s": "second", "sec": "second",
    "d": "day", "w": "week", "wk": "week", "mo": "month", "mth": "month", "yr": "year", "y": "year",
    "qtr": "quarter", "night": "day",
}  # fmt: skip
DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
SECONDS = {"hour": 3600, "minute": 60, "second": 1}
# The next smaller units, for halves and decimals. Half a month is 15 days, as people count.
_SMALLER = {
    "decade": (10, "year"), "year": (12, "month"), "quarter": (3, "month"), "month": (30, "day"),
    "fortnight": (14, "day"), "week": (7, "day"), "day": (24, "hour"), "hour": (60, "minute"),
    "minute": (60, "second"),
}  # fmt: skip
_EN_FRACTION = (
    r"(?:1/2|half)(?: of)?(?: an?)?|(?:1/4|(?:one |a )?quarter(?: of)?(?: an?)?)"
    r"|(?:3/4|three[- ]quarters?)(?: of)?(?: an?)?"
)
_EN_AMOUNT = re.compile(
    rf"(?:(?P<fraction>(?:a )?(?:{_EN_FRACTION})) ?"
    r"|(?P<count>[0-9]{1,6}(?:\.[0-9]{1,3})?(?=[ -]?[a-z])|another"
    rf"|(?:all|(?:the |a )?(?:whole|full|entire))|{EN_COUNT}(?=[ -]))[ -]?"
    r"(?:(?:more|additional|extra|less|fewer) )??"
    r"(?P<more>and (?:an? |one |two |three )?(?:half|quarters?)(?: of)?(?: an?)? )??)"
    r"(?P<unit>day|night|week|wk|fortnight|month|mo|mth|quarter|qtr|year|yr|decade|hour|hr|minute"
    r"|min|second|sec|[hmsdwy](?![a-z]))s?"
    r"(?P<tail>,? and (?:an? )?half(?![a-z]))?(?:,? and |,? |$|(?=[0-9]))"
)
_HAN_DECIMAL = f"(?:[0-9]{{1,6}}\\.[0-9]{{1,3}}|{HAN_NUMBER})"
_ZH_AMOUNT = re.compile(
    rf"(?P<count>{_HAN_DECIMAL}|半|(?=个半))(?:个(?P<half>半)?)?"
    r"(?P<unit>(?:(?<=个)|(?<=个半))月|(?<!个)(?:天|日|周年|年|分钟|分)"
    r"|周|星期|礼拜|季度|季|小时|钟头|(?<=个)钟|(?<=个半)钟|(?<!个)时|秒钟?)"
    r"(?P<tail>半钟?)?[零又]?"
)
_MOST_PARTS = 6


def read_amounts(text: str) -> list[Amount] | None:
    """The parts of a length, such as [(2, "year"), (1, "month")]; None for other words."""
    pattern = _ZH_AMOUNT if text and not text.isascii() else _EN_AMOUNT
    amounts: list[Amount] = []
    position = 0
    while position < len(text):
        found = pattern.match(text, position)
        part = _read_amount(found) if found else None
        if found is None or part is None or len(amounts) > _MOST_PARTS:
            return None
        amounts += part
        position = found.end()
    return amounts or None


def _read_amount(found: re.Match[str]) -> list[Amount] | None:
    unit = _UNITS.get(found["unit"], found["unit"])
    groups = found.groupdict()
    said = (found["count"] or "").strip()
    number = _fraction(groups["fraction"]) if groups.get("fraction") else _number(said)
    if number is None:
        return None
    if groups.get("half") or groups.get("tail"):
        number += Fraction(1, 2)
    elif groups.get("more"):
        number += _fraction(groups["more"])
    return _whole(number, unit)


def _number(said: str) -> Fraction | None:
    if said in ("", "半"):
        # 个半小时 is an hour and a half, whose half is added by the caller.
        return Fraction(1, 2) if said else Fraction(1)
    if said.endswith(("another", "all", "whole", "full", "entire")):
        return Fraction(1)
    if "." in said:
        return Fraction(Decimal(said))
    number = english_number(said) if said.isascii() else han_number(said)
    return None if number is None else Fraction(number)


def _fraction(words: str) -> Fraction:
    if "half" in words or "1/2" in words:
        return Fraction(1, 2)
    times = 3 if "three" in words or "3/4" in words else 2 if "two" in words else 1
    return times * Fraction(1, 4)


def _whole(number: Fraction, unit: str) -> list[Amount] | None:
    """Whole numbers of units; None for what no whole number of seconds is."""
    amounts: list[Amount] = []
    while True:
        whole = int(number)
        if whole or (not amounts and number == whole):
            amounts.append((whole, unit))
        number -= whole
        if not number:
            return amounts
        if unit not in _SMALLER:
            return None
        times, unit = _SMALLER[unit]
        number *= times
