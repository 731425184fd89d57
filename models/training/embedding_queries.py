"""Makes something like a question out of a sentence: one thing in it becomes a question word."""

from __future__ import annotations

import random
import re

_BRACKETS = re.compile(r"\([^)]*\)|（[^）]*）|\[[^\]]*\]")
_YEAR = re.compile(
    r"\b(?:(?:in|since|by|from|until|on|during) )?(?:[A-Z][a-z]+ )?(?:1[0-9]|20)\d\d\b"
)
_AMOUNT = re.compile(r"\b\d[\d,.]*(?: (?:million|billion|percent|per cent))?\b%?")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w'-]+)(?: (?:of |the |de )?[A-Z][\w'-]+)*")
_PLACE = re.compile(r"\b(?:in|at|from|near) (?:the )?(?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+)*")
_OTHER = re.compile(r"\b(?:an?|the) [a-z-]+(?: [a-z-]+)?\b")
_ENGLISH = (
    (_YEAR, ("when", "in what year", "what year", "when")),
    (_AMOUNT, ("how many", "how much", "what number of", "how many")),
    (_PLACE, ("where", "in what place", "where", "in which country", "in what city")),
    (_NAME, ("who", "what", "who", "which", "what is the name of", "what person")),
    (_OTHER, ("what", "which", "what kind of", "what type of", "what")),
)
_CHINESE = (
    (re.compile(r"(?:公元)?前?\d+年(?:\d+月)?(?:\d+日)?"), ("哪一年", "什么时候", "何时", "哪年")),
    (re.compile(r"\d[\d,.]*(?:万|亿)?"), ("多少", "几", "多少")),
    (re.compile(r"《[^》]+》"), ("哪部作品", "什么", "哪本书", "什么作品")),
    (re.compile(r"「[^」]+」|“[^”]+”|\"[^\"]+\""), ("什么", "哪个", "什么名字")),
    (re.compile(r"(?<=位于)[^，。；、]{2,12}"), ("哪里", "什么地方", "何处")),
    (re.compile(r"(?<=由)[^，。；、]{2,6}"), ("谁", "哪些人", "哪个公司")),
    (re.compile(r"(?<=是|为)[^，。；、]{2,12}"), ("什么", "谁", "哪一个", "什么")),
    (re.compile(r"(?<=因为|由于)[^，。；、]{2,16}"), ("为什么", "什么原因")),
)
_CLAUSES = re.compile(r"[,;:，；：、]")
_ENGLISH_WORDS = 16
_CHINESE_CHARACTERS = 30


def question_from(sentence: str, title: str, chinese: bool, rng: random.Random) -> str | None:
    """A question that the sentence's passage answers; None where nothing can be asked for."""
    sentence = _BRACKETS.sub("", sentence).strip(" .。")
    kinds = list(_CHINESE if chinese else _ENGLISH)
    rng.shuffle(kinds)
    for pattern, asking in kinds:
        found = list(pattern.finditer(sentence))
        if found:
            match = rng.choice(found)
            word = rng.choice(asking)
            if chinese:
                return _ask_chinese(sentence, match, word, title, rng)
            return _ask_english(sentence, match, word, title, rng)
    return None


def _ask_english(
    sentence: str, match: re.Match[str], word: str, title: str, rng: random.Random
) -> str:
    before, after = sentence[: match.start()], sentence[match.end() :]
    # The clause around what is asked for says most; a second one sometimes helps.
    parts = _CLAUSES.split(before)[-rng.choice((1, 1, 2)) :], _CLAUSES.split(after)[:1]
    words = " ".join(" ".join(part) for part in parts).split()
    if len(words) > _ENGLISH_WORDS:
        start = rng.randrange(len(words) - _ENGLISH_WORDS)
        words = words[start : start + _ENGLISH_WORDS]
    subject = [title] if title and rng.random() < 0.35 else []
    return " ".join([word, *words, *subject]) + "?"


def _ask_chinese(
    sentence: str, match: re.Match[str], word: str, title: str, rng: random.Random
) -> str:
    before, after = sentence[: match.start()], sentence[match.end() :]
    text = "".join(_CLAUSES.split(before)[-rng.choice((1, 1, 2)) :])[-_CHINESE_CHARACTERS:]
    text += word + _CLAUSES.split(after)[0][:_CHINESE_CHARACTERS]
    return (title if title and rng.random() < 0.4 else "") + text + "？"
