"""What a question asks of one recording: something particular, all of it, or what is at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.recording_names import without_names
from engine.recordings import Recording
from engine.summarising import is_summarising
from engine.terms import terms

# What is asked for at one time code is looked for from just before it up to so much later.
_BEFORE, _AFTER = 2.0, 20.0
_CODE = re.compile(r"(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")
_MINUTES = re.compile(
    r"\b(?:at|around|after|from|to|until|and|between) (?:about )?(?:(\d{1,3}) ?min(?:ute)?s?)"
    r"(?:(?:,? and)? ?(\d{1,2}) ?sec(?:ond)?s?)?\b"
    r"|\bminutes? (\d{1,3})\b"
    r"|第 ?(\d{1,3}) ?分钟?(?: ?(\d{1,2}) ?秒)?|(\d{1,3}) ?分 ?(\d{1,2}) ?秒",
    re.IGNORECASE,
)
_SECONDS = re.compile(
    r"\b(?:at|around|after|from|to|until|and|between) (?:about )?(?:second )?(\d{1,4})"
    r" ?sec(?:ond)?s?\b|\bsecond (\d{1,4})\b|第 ?(\d{1,4}) ?秒",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:on (?:the )?(?:screen|slides?)|shown|displayed|slides?)\b|画面|屏幕|幻灯片|显示|投影"
    r"|畫面|螢幕|投影片|顯示",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|spoken|heard)\b|说了?什么|讲了?什么|說了?什麼|講了?什麼", re.IGNORECASE
)
# Words that a question about all of a recording has beside those about all of a text.
_IDLE = re.compile(
    r"\b(?:said|spoken|mentioned|shown|displayed|seen|heard|happen(?:s|ed|ing)?|go(?:es|ing)? on"
    r"|discuss(?:es|ed)?|explain(?:s|ed)?|cover(?:s|ed)?|teach(?:es)?"
    r"|on (?:the )?(?:screen|slides?)|speakers?|he|she|people|person|someone|they|watch"
    r"|listen|at|around|after|from|until|between"
    r"|min(?:ute)?s?|sec(?:ond)?s?)\b"
    r"|说到?了?|讲到?了?|谈到?了?|提到?了?|出现了?|发生了?|播放|显示|画面|屏幕|幻灯片|话|事|左右"
    r"|說到?了?|講到?了?|談到?了?|出現了?|發生了?|顯示|畫面|螢幕",
    re.IGNORECASE,
)
_SLIDE = re.compile(r"\b(?:slides?|screens?|written|visible|what['’]s)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VideoQuestion:
    """`words` are what is asked without the recording's names; `whole`: nothing particular is.

    `shown`: only of what stands on the screen, `said`: only of what is heard; `times`, in seconds,
    only of what is there then; `at` is the one time that is named.
    """

    words: str
    whole: bool = False
    shown: bool = False
    said: bool = False
    times: tuple[float, float] | None = None
    at: float | None = None


def read_video_question(question: str, recording: Recording) -> VideoQuestion:
    """What a question asks of the recording."""
    words = without_names(question, recording)
    codes = sorted(_codes(words, recording.seconds))
    rest = words
    for pattern in (_CODE, _MINUTES, _SECONDS) if codes else ():
        rest = pattern.sub(" ", rest)
    times = None
    if codes:
        times = (codes[0] - _BEFORE, codes[-1] + (_AFTER if len(codes) == 1 else 0.0))
    shown = _SHOWN.search(words) is not None
    idle = _without_title(rest, recording) if codes else rest
    whole = is_summarising(_IDLE.sub(" ", idle))
    # What is said about something may stand on the screen as well.
    said = whole and not shown and _SAID.search(words) is not None
    return VideoQuestion(rest, whole, shown, said, times, codes[0] if len(codes) == 1 else None)


def _without_title(words: str, recording: Recording) -> str:
    """Words without those of the recording's title, which tell beside a time which one is meant,
    and without those for a slide, which is then all that is asked for."""
    title = set(terms(recording.title))
    kept = " ".join(word for word in words.split() if not title & set(terms(word)))
    return _SLIDE.sub(" ", kept)


def _codes(text: str, seconds: float | None) -> Iterator[float]:
    """The times within the recording that a text names."""
    found = [
        int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
        for hours, minutes, rest in _CODE.findall(text)
    ]
    for match in _MINUTES.finditer(text):
        said = [int(group) for group in match.groups() if group]
        found.append(said[0] * 60 + sum(said[1:]))
    found += [int(next(filter(None, match.groups()))) for match in _SECONDS.finditer(text)]
    yield from (float(one) for one in found if seconds is None or one <= seconds)
