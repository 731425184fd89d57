"""Words that are read as a date and say something else where they stand: I am, the sun, it may."""

from __future__ import annotations

import re


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


# am and pm without a number; "Dec 25 a" and "Dec 25 a holiday".
_NEVER = _pattern(r"[ap]\.?m\.?|the sun|.+ an?(?: (?:public |bank )?holidays?)?")
# What stands before a word that then is no date.
_AFTER = (
    (_pattern(r"\bi $"), _pattern(r"am\b.*")),
    (_pattern(r"\bgood $"), _pattern("morning|afternoon|evening|night")),
    (_pattern(r"\bthe $"), _pattern("sun")),
    (_pattern(r"(?:[0-9$€£]|\b(?:to|in|into|usd|eur|gbp)) $"), _pattern("cny")),
    (
        _pattern(r"\b(?:i|you|we|they|it|he|she|that|this|there|which|who|what) $"),
        _pattern("may|sat|march"),
    ),
)
# And what stands after one.
_BEFORE = (
    (_pattern(r" (?:i|you|we|they|it|he|she|be|have|not)\b"), _pattern("may")),
    (_pattern("[!,] ?[a-z]"), _pattern("morning|afternoon|evening")),
    (_pattern("好"), _pattern("早上|上午|中午|下午|晚上")),
)


def is_other_word(written: str, before: str, after: str) -> bool:
    """Whether `written`, between the texts `before` and `after`, is meant for no date."""
    return (
        _NEVER.fullmatch(written) is not None
        or any(there.search(before) and word.fullmatch(written) for there, word in _AFTER)
        or any(there.match(after) and word.fullmatch(written) for there, word in _BEFORE)
    )
