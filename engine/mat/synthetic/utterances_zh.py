"""What people really said in Chinese: questions that a search answers, and talk that needs none.

From KdConv (Zhou et al. 2020, its development dialogues) and CrossWOZ (Zhu et al. 2020, its
validation dialogues).
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.follow_ups import goes_on
from engine.mat.synthetic.sources import Utterance
from engine.subjects import WEATHER

_ASKS = re.compile(
    r"[？?]|吗|哪|什么|多少|几点|推荐|帮我(?:找|查|看)|想(?:去|找|吃|订|住|了解)|介绍|地址|电话"
)
# Points at what was said before, and is understood only with it.
_POINTS = re.compile(r"[它他她这那该此其]|刚才|另外|还有|也|周边|附近|上面|前面")
_THANKS = re.compile(r"谢")
_BYE = re.compile(r"再见|拜拜|回头见")
_YES = re.compile(r"^(?:好的|好|嗯+|行|可以|明白|知道|没问题|是的|对|哦|了解)")
_LONGEST = 48
_LONGEST_TALK = 14


def web_utterances_zh(data: Path) -> Iterator[str]:
    """Questions that stand by themselves and that a search answers."""
    for text in _opening_questions(data):
        thanked = len(text) <= _LONGEST_TALK and _THANKS.search(text)
        if len(text) <= _LONGEST and _ASKS.search(text) and not (thanked or WEATHER.search(text)):
            yield text


def talk_utterances_zh(data: Path) -> Iterator[Utterance]:
    """Thanks, goodbyes and what is said when something is understood."""
    seen: set[str] = set()
    for text in _user_turns(data):
        kind = _kind_of_talk(text)
        if kind is not None and text not in seen:
            seen.add(text)
            yield Utterance(text, kind)


def _kind_of_talk(text: str) -> str | None:
    if len(text) > _LONGEST_TALK or _ASKS.search(text):
        return None
    if _BYE.search(text):
        return "goodbye"
    if _THANKS.search(text):
        return "thanks"
    return "acknowledge" if _YES.search(text) and len(text) <= _LONGEST_TALK // 2 else None


def _opening_questions(data: Path) -> Iterator[str]:
    for dialogue in _kdconv(data):
        yield dialogue[0]
        for text in dialogue[1:]:
            if "《" in text and text.endswith("？") and not _points_back(text):
                yield text
    for dialogue in _crosswoz(data):
        yield dialogue[0]
        for text in dialogue[1:]:
            if len(text) > 9 and not _points_back(text):
                yield text


def _points_back(text: str) -> bool:
    return bool(_POINTS.search(text)) or goes_on(text)


def _user_turns(data: Path) -> Iterator[str]:
    for dialogue in _crosswoz(data):
        yield from dialogue
    for dialogue in _kdconv(data):
        yield from dialogue


def _kdconv(data: Path) -> Iterator[list[str]]:
    with tarfile.open(data / "agents/kdconv.tar.xz") as archive:
        for member in archive:
            if member.name.endswith("/dev.json"):
                for dialogue in _json(archive, member):
                    yield [_tidy(turn["message"]) for turn in dialogue["messages"]]


def _crosswoz(data: Path) -> Iterator[list[str]]:
    """The turns of the user, who asks for sights, restaurants and hotels of Beijing."""
    with tarfile.open(data / "agents/crosswoz.tar.xz") as archive:
        for member in archive:
            if member.name.endswith("/val.json.zip"):
                for dialogue in _json(archive, member).values():
                    turns = dialogue["messages"]
                    yield [_tidy(turn["content"]) for turn in turns if turn["role"] == "usr"]


def _json(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    stream = archive.extractfile(member)
    content = stream.read() if stream is not None else b""
    if member.name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as inner:
            content = inner.read(inner.namelist()[0])
    return json.loads(content.decode("utf-8"))


def _tidy(text: str) -> str:
    return " ".join(text.split())
