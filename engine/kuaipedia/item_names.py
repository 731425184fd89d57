"""Whether a title or heading names something, and how that is called without what surrounds it.

File names, roles ("Introduction", "第三章"), questions and sentences name nothing; "Notes on X" and
"X 入门" name X; "X (Y)" is X, told apart from others by Y, or also called Y where Y is its acronym.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.cleaning import clean_line
from engine.kuaipedia.name_words import (
    LEADING_WORDS,
    NOISE_WORDS,
    QUESTION_WORDS,
    ROLES,
    TRAILING_CHINESE,
)
from store.folding import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_EXTENSION = re.compile(
    r"\.(?:md|txt|pdf|docx?|pptx?|xlsx?|html?|epub|mp4|mkv|webm|mov|mp3|m4a|wav|flac|ogg|png|jpe?g|"
    r"gif|tiff?|webp|srt|vtt|rst|csv|json|py)$",
    re.IGNORECASE,
)
# What cameras, scanners, telephones and programs call a file.
_DEVICE = re.compile(
    r"^(?:img|dscn?|dscf|vid|mvi|pxl|p\d{7}|gopr|gx\d|scan(?:ned)?|screenshots?|screen ?shot|"
    r"screen ?recording|screencast|recording|voice|audio|video|movie|image|photo|picture|whatsapp|"
    r"mmexport|wx_camera|signal|clip|untitled|new document|document|doc|file|copy of|"
    r"微信图片|微信截图|截图|屏幕截图|屏幕录制|录屏|录音|扫描|扫描件|未命名|新建|图片|照片|视频|文档|副本)"
    r"(?![^\W\d_])[\s\d_()（）.\-:at年月日]*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_./年]?(?:0?[1-9]|1[0-2])(?:[-_./月]?(?:[0-2]?\d|3[01])日?)?|"
    r"(?:[0-2]?\d|3[01])[-_./](?:0?[1-9]|1[0-2])[-_./](?:19|20)?\d\d|(?:19|20)\d\d年?)(?!\d)"
)
_VERSION = re.compile(r"(?<![^\W_])(?:v|ver|rev|version|第)?\.?\s?\d+(?:\.\d+)+(?![^\W_])|"
                      r"(?<![^\W_])(?:v|ver|rev|r)\.?\d+(?![^\W_])", re.IGNORECASE)  # fmt: skip
_NUMBERING = re.compile(
    r"^(?:第\s*[0-9一二三四五六七八九十百零〇]+\s*[章节讲课篇部回集卷期条][:：、.\s]*"
    r"|[0-9]+(?:\.[0-9]+)*[.)、:：]?\s+|[一二三四五六七八九十]+[、.．]\s*|[（(][0-9一二三四五六七八九十]+[)）]\s*"
    r"|(?:chapter|part|section|lecture|lesson|episode|unit|module|appendix|figure|table|step|day|week)"
    r"\s+(?:[0-9]+|[ivxlc]+|[a-z])\b\s*[:.\-–—]*\s*)",
    re.IGNORECASE,
)
_BOOK = re.compile(r"^[《「『“\"]([^《》「」『』“”\"]+)[》」』”\"]$")
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(（](?P<inner>[^()（）]{1,60})[)）]$")
_HEAD = re.compile(r"^(?P<head>[^:：|｜]{2,60}?)\s*(?:[:：|｜]|\s[-–—]\s)\s*\S")
_SENTENCE_END = re.compile(r"[.!?。！？；;…]$")
_INSIDE_SENTENCE = re.compile(r"[,，、;；!！?？。=<>{}\[\]$\\]|\.\s|^\W*$")
_GERUND = re.compile(r"^[A-Za-z]{3,}ing\s", re.IGNORECASE)
_CHINESE_SENTENCE = re.compile(
    r"如何|怎么|怎样|为什么|什么|哪[些个里]|[吗呢吧了着]$|^[我你他她它这那本]|[的地得]$|我们|你们|是否|^(?:关于|对于|在|把|被|让|和|与)"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&\-]{1,9}s?")
_ROMAN = re.compile(r"[ivxlcdm]+")
_MOST_WORDS, _MOST_HAN = 6, 14
_LONGEST = 80
_NAMES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class ItemName:
    """What a title names: `subtitle` tells it from others of its name, `aliases` are other names
    that the title gives."""

    title: str
    subtitle: str = ""
    aliases: tuple[str, ...] = ()


@lru_cache(_NAMES_KEPT)
def item_name(written: str) -> ItemName | None:
    """What a title or heading names; None where it names nothing, or that is not sure."""
    text = _EXTENSION.sub("", clean_line(written[:400]))
    if _DEVICE.match(text.replace("_", " ")):
        return None
    text = _without_noise(_as_words(text))
    text = _NUMBERING.sub("", text).strip()
    match = _BRACKETS.match(text)
    if match is not None:
        return _bracketed(match["name"], match["inner"].strip())
    head = _HEAD.match(text)
    name = _named(head["head"] if head is not None else text)
    return None if name is None else ItemName(name)


def _bracketed(outer: str, inner: str) -> ItemName | None:
    name = _named(outer)
    if name is None:
        return None
    if _is_other_name(name, inner):
        return ItemName(name, aliases=(inner,))
    useful = bool(_LETTER.search(inner)) and fold(inner) not in NOISE_WORDS
    return ItemName(name, subtitle=inner if useful else "")


def _is_other_name(name: str, inner: str) -> bool:
    """Whether brackets hold an acronym of the name, or its name in the other script."""
    if _ACRONYM.fullmatch(inner) and inner != name:
        initials = "".join(word[0] for word in re.split(r"[\s\-]+", name) if word).casefold()
        short = inner.rstrip("s").casefold()
        return bool(_HAN.search(name)) or short in (initials, _capitals(name))
    if _HAN.search(name):
        return not _HAN.search(inner) and bool(re.fullmatch(r"[A-Za-z][\w .&+'\-]+", inner))
    return bool(_HAN.search(inner)) and _named(inner) is not None


def _capitals(name: str) -> str:
    return "".join(letter for letter in name if letter.isupper()).casefold()


def _as_words(text: str) -> str:
    """A file's name with its words apart."""
    is_joined = " " not in text and not _HAN.search(text)
    if is_joined and (text.count("-") > 1 or "_" in text):
        return re.sub(r"[_\-]+", " ", text)
    return text.replace("_", " ")


def _without_noise(text: str) -> str:
    """A title without dates, version numbers and the like."""
    text = _VERSION.sub(" ", _DATE.sub(" ", text))
    words = text.split()
    while words and fold(words[-1]).strip("()（）.-–") in NOISE_WORDS:
        words.pop()
    return " ".join(words).strip(" -–—_.,:：")


def _named(text: str) -> str | None:
    """The name in a title without its brackets; None where it is a role, a question, a sentence."""
    text = text.strip(" -–—_.:：#*·•")
    text = LEADING_WORDS.sub("", text).strip()
    text = TRAILING_CHINESE.sub("", text).strip() or text
    book = _BOOK.match(text)
    if book is not None:
        text = book[1].strip()
    if not 2 <= len(text) <= _LONGEST or not _LETTER.search(text):
        return None
    folded = fold(text)
    if folded in ROLES or folded in NOISE_WORDS or _SENTENCE_END.search(text):
        return None
    if _INSIDE_SENTENCE.search(text):
        return None
    return text if _is_name(text, folded) else None


def _is_name(text: str, folded: str) -> bool:
    han = len(_HAN.findall(text))
    if han:
        long = han > _MOST_HAN or len(text) > 2 * _MOST_HAN
        return not long and not _CHINESE_SENTENCE.search(text) and len(text) > 1
    words = folded.split()
    if len(words) > _MOST_WORDS or words[0] in QUESTION_WORDS or _GERUND.match(text):
        return False
    if len(words) == 1 and _ROMAN.fullmatch(folded):
        return False
    # "2 things" and "Q3" name nothing that texts speak of.
    return folded.rstrip("s") not in ROLES and not (
        len(words) == 1 and bool(re.search(r"\d", folded)) and len(folded) < 4
    )
