"""Dates typed in a hurry: tommorow, wensday, nxt wk, this arvo, 明儿个, 俩礼拜后.

Only what can be no other word is put right. A word that is one letter off is taken for a weekday
or month with seven letters or more: "sundae", "sundry" and "Sundar" are one letter from "sunday".
"""

from __future__ import annotations

import re
from functools import lru_cache

_TYPED = {
    "today": "2day todya tday",
    "tonight": "tonite 2nite 2night 2nites 2nights tonght tonigt tonihgt",
    "tomorrow": "tmrw tmr tmrrw tmoro tmoz tomoz tomo 2moro 2mrw 2mrow 2morrow 2moz tomorro "
    "tomm tomorows toomorrow",
    "yesterday": "yday ystrday yestarday yestday",
    "night": "nite",
    "morning": "morn mornin",
    "midnight": "midnite",
    "afternoon": "arvo",
    "weekend": "wknd wkend wkends",
    "next": "nxt",
    "monday": "mondy monady mnday",
    "tuesday": "tusday tuseday tuesdy",
    "wednesday": "wensday wendsday wenesday wedsday wensdy wednsdy wedensday",
    "thursday": "thurdsay thursdy thrsday thusday thurday",
    "friday": "firday fridy frday",
    "saturday": "satday satuday satarday",
    "sunday": "sundy sunady snday",
    "january": "januray",
    "february": "febuary febuari febr feburay",
    "august": "augest auguts augst",
    "september": "septemer",
    "christmas": "chistmas chrismas cristmas christams christmass xmass crimbo",
    "new year's eve": "nye",
    "halloween": "haloween hallowen",
    "thanksgiving": "thanksgving thanksgivin",
    "valentine's day": "vday",
    "days": "dys",
    "weeks": "wks",
    "months": "mths",
}
_KNOWN = {word: meant for meant, typed in _TYPED.items() for word in typed.split()}
_LONG = (
    "tuesday", "wednesday", "thursday", "saturday", "january", "february", "september", "october",
    "november", "december", "tomorrow", "yesterday", "tonight", "afternoon", "halloween",
    "thanksgiving",
)  # fmt: skip
_SHORTEST = 6
_TOMORROW = re.compile("tom{1,2}[aeo]?r{1,3}[aeo]?w{1,2}")
_WORD = re.compile(r"(?<![a-z0-9'])[a-z0-9]+(?![a-z0-9])", re.IGNORECASE)
# Written so it is somebody's name.
_NAMES = frozenset({"Nye", "Tomo", "Tomm"})

_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_COLLOQUIAL = (
    (re.compile(r"\b(?:later|earlier)(?: on)? (?=today|tonight)"), ""),
    (re.compile(r"\b(?:the )?(?:next|coming) fortnight\b"), "next 2 weeks"),
    (
        re.compile(
            r"\b((?:an?|one|two|three|[23]) (?:weeks?|fortnight))"
            rf" (?:(?=today$|tomorrow$)|on (?={_WEEKDAY}$))"
        ),
        r"\1 from ",
    ),
    (re.compile(rf"^(today|tomorrow|{_WEEKDAY}) (week|fortnight)$"), r"a \2 from \1"),
    (re.compile(r"\bgood fri\b"), "good friday"),
    (re.compile(r"\bcny(?= (?:eve|day|[0-9]{4})\b)|^cny$"), "chinese new year"),
    (re.compile(r"([今明昨后前])儿个?"), r"\1天"),
    (re.compile(r"俩(?=月|礼拜|星期|小时|钟头)"), "两个"),
    (re.compile(r"仨(?=月|礼拜|星期|小时|钟头)"), "三个"),
    (re.compile(r"俩(?=个|天|年|周)"), "两"),
    (re.compile(r"仨(?=个|天|年|周)"), "三"),
    (re.compile(r"^年初(?=[一二三四五六七八九十]$)"), "正月初"),
    (re.compile(r"(?<=天)一大?早"), "早上"),
    (re.compile(r"元月(?=份|[0-9一二三四五六七八九十])"), "1月"),
    (re.compile(r"^(?:今明[两俩]?|这[两俩])天$"), "今天到明天"),
    (re.compile(r"^明后[两俩]?天$"), "明天到后天"),
)  # fmt: skip


def respelled(text: str) -> str:
    """The text with each word that is a known or a near misspelling as it is meant."""
    return _WORD.sub(lambda found: _meant(found[0]), text)


def written_out(text: str) -> str:
    """The colloquial phrases of a lower-case text in the words that the readers know."""
    for pattern, words in _COLLOQUIAL:
        text = pattern.sub(words, text)
    return text


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    lowered = word.lower()
    if word in _NAMES:
        return word
    if meant := _KNOWN.get(lowered):
        return meant
    if _TOMORROW.fullmatch(lowered):
        return word if lowered == "tomorrow" else "tomorrow"
    # The plural of a weekday names no day.
    if len(lowered) < _SHORTEST or not lowered.isalpha() or lowered.endswith("s"):
        return word
    near = [one for one in _LONG if one[0] == lowered[0] and _one_slip(lowered, one)]
    return near[0] if len(near) == 1 else word


def _one_slip(typed: str, meant: str) -> bool:
    """Whether a letter is missing, added, another, or changed places with the one beside it."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    left, right = typed[same:], meant[same:]
    return (
        left[1:] == right
        or left == right[1:]
        or left[1:] == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
