"""What whisper writes that nobody said, taken out.

Over silence, music and noise whisper names sounds in brackets, thanks for watching, credits
subtitles to somebody, or says one thing over and over: its training was on subtitles of videos.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from models.speech import SpokenSegment

# Below this no words could be made out. Speech in a language that an English-only model does not
# know comes out at about 0.4, clear speech at 0.65 and above.
_LEAST_CONFIDENCE: Final = 0.3
# What is often invented has to be heard well.
_CONFIDENT: Final = 0.75
# Characters a second that nobody speaks; of Chinese, Japanese and Korean, a third as many.
_MOST_DENSE: Final = 45.0
# How much zlib shortens text: prose of a sentence not at all, of a page about twofold.
_MOST_COMPRESSION: Final = 2.4
_LONGEST_WORD: Final = 60
_SOUNDS: Final = re.compile(r"[\[(（【*♪♫][^\])）】*♪♫]{0,80}[\])）】*♪♫]|[♪♫]")
# Four times and more the same, or of one letter eight times; not of digits, which may be a number.
_LOOP: Final = re.compile(
    r"(?P<said>(?!\d)[^\d]{2,80}?)(?P=said){3,}|(?P<letter>[^\W\d])(?P=letter){7,}"
)
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CHINESE: Final = "[\u3040-\u30ff\u3400-\u9fff，。！？；：、]"
_SPACE_BETWEEN: Final = re.compile(f"(?<={_CHINESE}) +(?={_CHINESE})")
# Never part of what is said.
_CREDITS: Final = re.compile(
    r"amara\.org|字幕(?:由|志愿者|組|组|by)|明镜(?:与|需要您的支持)|明鏡(?:與|需要您的支持)|"
    r"(?:subtitles|captions|subtitulado|untertitel|sous-titr\w+) (?:by|der|von|par|por)\b|"
    r"以下是普通话的句子|請不吝點贊|请不吝点赞",
    re.IGNORECASE,
)
# Said now and then, and invented often.
_DOUBTFUL: Final = {
    "you", "thank you", "thanks", "thanks for watching", "thank you for watching", "bye", "bye bye",
    "thank you very much", "please subscribe", "so", "okay", "the end", "oh", "uh", "um", "hmm",
    "谢谢", "谢谢观看", "谢谢大家", "謝謝", "謝謝觀看", "謝謝大家", "嗯", "啊", "好", "字幕",
}  # fmt: skip


def believable(segments: Iterable[SpokenSegment]) -> Iterator[SpokenSegment]:
    """The segments that somebody can have said, with what they repeat said once.

    The same words in three segments running are a loop: only the first of them comes through.
    """
    waiting: list[SpokenSegment] = []
    for segment in segments:
        text = spoken_text(segment.text)
        if not text or not _is_heard(segment, text):
            continue
        said = replace(segment, text=text)
        if waiting and _bare(waiting[0].text) != _bare(text):
            yield from waiting if len(waiting) < 3 else waiting[:1]
            waiting = []
        waiting.append(said)
    yield from waiting if len(waiting) < 3 else waiting[:1]


def spoken_text(text: str) -> str:
    """The text without names of sounds, loops and words that are too long to be words."""
    text = _SOUNDS.sub(" ", text)
    if _CREDITS.search(text):
        return ""
    words = text.split()
    text = " ".join(word for word in words if len(word) <= _LONGEST_WORD or _WIDE.search(word))
    text = _LOOP.sub(lambda found: found["said"] or found["letter"], text)
    text = _SPACE_BETWEEN.sub("", text)
    packed = text.encode()
    if len(packed) > 100 and len(packed) / len(zlib.compress(packed)) > _MOST_COMPRESSION:
        return ""
    return text if _bare(text) else ""


def _is_heard(segment: SpokenSegment, text: str) -> bool:
    """Whether it was understood well enough to be no invention."""
    bare = _bare(text)
    if segment.confidence < (_CONFIDENT if bare in _DOUBTFUL else _LEAST_CONFIDENCE):
        return False
    length = len(bare) + 2 * len(_WIDE.findall(bare))
    return length <= _MOST_DENSE * max(1.0, segment.end - segment.start)


def _bare(text: str) -> str:
    """Its letters and digits in lower case, words apart."""
    kept = (
        character if unicodedata.category(character)[0] in "LNM" else " "
        for character in unicodedata.normalize("NFKC", text).lower()
    )
    return " ".join("".join(kept).split())
