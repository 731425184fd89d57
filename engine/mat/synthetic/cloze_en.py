"""English questions from a sentence: a question word takes the place of one of its parts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    rf"(?:(?:{_MONTH}) \d{{1,2}}, \d{{4}}|\d{{1,2}} (?:{_MONTH}) \d{{4}}|(?:{_MONTH}) \d{{4}}|"
    r"1[0-9]{3}|20[0-2]\d)"
)
_NAME = (
    r"[A-Z][\w'’.-]+(?: (?:of|the|de|von|van|and|for|[A-Z][\w'’.-]+))* [A-Z][\w'’-]+|"
    r"[A-Z][a-z][\w'’-]{2,}"
)
_NUMBER = (
    r"(?:\d[\d,]*(?:\.\d+)?(?: (?:million|billion|thousand|hundred))?|"
    r"two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty)"
)
_PRONOUNS = frozenset(
    ("He", "She", "It", "They", "This", "These", "His", "Her", "Its", "Their", "We", "I", "You")
)
_BE = r"(?:was|were|is|are)"
_SUBJECT = r"(?P<s>(?:The |A |An )?[A-Z][^,;:()]{1,60}?|He|She|It|They)"
_BASE = {
    "opened": "open", "began": "begin", "died": "die", "won": "win", "moved": "move",
    "became": "become",
    "started": "start", "joined": "join", "left": "leave", "returned": "return",
    "published": "publish",
    "released": "release", "built": "build", "wrote": "write", "founded": "found", "made": "make",
    "received": "receive", "married": "marry", "graduated": "graduate", "closed": "close",
    "took": "take", "lost": "lose", "passed": "pass", "arrived": "arrive", "came": "come",
    "introduced": "introduce", "created": "create", "ended": "end", "served": "serve",
    "appeared": "appear", "launched": "launch", "acquired": "acquire", "signed": "sign",
    "established": "establish", "discovered": "discover", "invented": "invent", "occurred": "occur",
    "entered": "enter", "changed": "change", "announced": "announce", "played": "play",
}  # fmt: skip
# The whole pattern, its answer in group `a`, and the question; `{s}` is the subject.
_FRONTED: tuple[tuple[str, str], ...] = (
    (
        rf"^{_SUBJECT} (?P<b>{_BE}) (?P<r>(?:first |originally |officially )?\w+(?:ed|en|n|t|"
        rf"lt|nd|de)(?: [^,;()]{{0,60}}?)?) (?:in|on|by|since|from) (?P<a>{_DATE})\b",
         "when {b} {s} {r}|when {b} {s} {r}|what year {b} {s} {r}|in which year {b} {s} {r}|"
         "{s} {r} when"),
    (
        rf"^{_SUBJECT} (?P<v>{'|'.join(_BASE)})(?P<r> [^,;()]{{0,60}}?)? (?:in|on|by|since|"
        rf"from) (?P<a>{_DATE})\b",
         "when did {s} {v}{r}|when did {s} {v}{r}|what year did {s} {v}{r}|in what year did "
         "{s} {v}{r}"),
    (
        rf"^(?:In|On) (?P<a>{_DATE}),? (?P<s>(?:the |a )?[A-Za-z][^,;:()]{{1,60}}?) "
        rf"(?P<b>{_BE}) (?P<r>\w+(?:ed|en|n|t|lt|nd)(?: [^,;()]{{1,70}})?)",
     "when {b} {s} {r}|what year {b} {s} {r}|what was the date when {s} {b} {r}"),
    (
        rf"^(?:In|On) (?P<a>{_DATE}),? (?P<s>(?:the |a )?[A-Za-z][^,;:()]{{1,60}}?) "
        rf"(?P<v>{'|'.join(_BASE)})(?P<r> [^,;()]{{1,70}})?",
     "when did {s} {v}{r}|what year did {s} {v}{r}"),
    (
        rf"^{_SUBJECT} (?P<b>{_BE}) (?P<r>(?:born|located|situated|held|based|found|buried|"
        rf"raised|built|headquartered|produced|published)(?: [^,;()]{{0,30}}?)?) (?:in|at|near|"
        rf"on) (?P<a>(?:the )?(?:{_NAME})(?:, (?:{_NAME}))?)",
     "where {b} {s} {r}|where {b} {s} {r}|in which place {b} {s} {r}|what city {b} {s} {r} in"),
    (
        rf"^{_SUBJECT} (?P<b>{_BE}) (?P<r>\w+(?:ed|en|n|t|lt|nd)(?: [^,;()]{{0,40}}?)?) by "
        rf"(?P<a>(?:the )?(?:{_NAME}))",
     "who {b} {s} {r} by|by whom {b} {s} {r}|who was it that {s} {b} {r} by|what {b} {s} {r} by"),
    (
        rf"^{_SUBJECT} (?:has|have|had|contains|includes|employs|covers) (?:about |"
        rf"approximately |some |over |more than |nearly )?(?P<a>{_NUMBER}) (?P<n>[a-z]+(?: "
        rf"[a-z]+)?)\b",
     "how many {n} does {s} have|how many {n} are there in {s}|number of {n} of {s}"),
    (rf"^{_SUBJECT} (?P<b>is|was|are|were) (?P<a>(?:a|an|the|one of the) [^,;:.()]{{4,90}})",
     "what {b} {s}|what {b} {s}|who {b} {s}|define {s}|what kind of thing {b} {s}"),
    (rf"^(?P<a>{_NAME}) (?P<r>(?:{'|'.join(_BASE)}|\w{{3,}}ed) [^,;()]{{8,90}})",
     "who {r}|who {r}|what {r}|which one {r}"),
    (rf"^(?P<a>{_NAME}) (?P<r>(?:is|was) (?:the|a|an) [^,;()]{{8,90}})",
     "who {r}|which {r}|what {r}|name the one who {r}"),
    (
        r"^(?P<s>[A-Z][^,;:()]{1,60}?) (?:is|are|was|were) (?:called|known as|named|termed) "
        r"(?P<a>[^,;:.()]{3,50})",
     "what is {s} called|what is another name for {s}|name of {s}"),
    (r"^(?P<s>[A-Z][^,;:()]{5,90}?),? because (?P<a>[^;.()]{10,110})",
        "why is it that {s}|why {s}|reason why {s}"),
    (
        r"^To (?P<r>[a-z][^,;()]{5,60}), (?P<a>(?:use|run|click|press|call|set|type|add|enter|"
        r"go|select|open|see) [^;.()]{3,80})",
     "how do i {r}|how to {r}|how can you {r}|what should i do to {r}"),
    (
        r"^(?P<s>You|Users|Applicants|Members|Employees) (?:must|should|have to|need to) "
        r"(?P<a>[^,;.()]{5,80}?) (?P<r>(?:if|when|before|after|to) [^;.()]{5,60})",
     "what must {s} do {r}|what do {s} need to do {r}"),
)  # fmt: skip
_COMPILED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), tuple(forms.split("|"))) for pattern, forms in _FRONTED
)
# Within a clause, what is replaced in its place.
_IN_PLACE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(rf"\b(?:in|on|since|until) (?P<a>{_DATE})\b"), ("when", "in what year",
        "on which date")),
    (re.compile(r"(?P<a>[$£€]\d[\d,.]*(?: (?:million|billion|trillion))?|\d[\d.]*(?: percent|%))"),
     ("how much", "what amount", "what percentage")),
    (re.compile(rf"(?<![$£€,.\d/–-])\b(?P<a>{_NUMBER})(?= [a-z]{{3,}})"), ("how many",)),
    (re.compile(rf"\b(?:in|at|near|from) (?P<a>{_NAME})"), ("where", "in which place",
        "in what place")),
    (re.compile(rf"\bby (?P<a>{_NAME})"), ("by whom", "by who")),
    (re.compile(rf"(?<=[a-z,] )(?P<a>{_NAME})"), ("what", "which one", "who")),
)  # fmt: skip


def question_of(sentence: str, title: str, rng: random.Random) -> tuple[str, str, int] | None:
    """A question, its answer, and the answer's place in the sentence; None where nothing fits."""
    makers: list[Callable[[str, str, random.Random], tuple[str, re.Match[str]] | None]]
    makers = [_fronted, _in_place] if rng.random() < 0.8 else [_in_place]
    for make in makers:
        made = make(sentence, title, rng)
        if made is not None:
            question, match = made
            return question, match.group("a").strip(), match.start("a")
    return None


def _fronted(sentence: str, title: str, rng: random.Random) -> tuple[str, re.Match[str]] | None:
    for number in rng.sample(range(len(_COMPILED)), len(_COMPILED)):
        pattern, forms = _COMPILED[number]
        match = pattern.match(sentence)
        if match is None or re.match(r",\d|\w", sentence[match.end() :]):
            continue
        found = match.groupdict(default="")
        subject = _subject(found.get("s", ""), title)
        if subject is None:
            continue
        if "v" in found:
            found["v"] = _BASE[found["v"]]
        text = rng.choice(forms).format(**{**found, "s": subject})
        return text[0].upper() + text[1:].rstrip(" .,") + "?", match
    return None


def _subject(subject: str, title: str) -> str | None:
    """A pronoun becomes the document's title; an article loses its capital."""
    first = subject.split(" ", maxsplit=1)[0] if subject else ""
    if first.capitalize() in _PRONOUNS:
        return title if subject == first and title and len(title) < 50 else None
    if first in ("The", "A", "An"):
        return first.lower() + subject[len(first) :]
    return subject


def _in_place(sentence: str, title: str, rng: random.Random) -> tuple[str, re.Match[str]] | None:
    matches = [
        (match, words)
        for pattern, words in _IN_PLACE
        for match in pattern.finditer(sentence)
        if match.group("a") not in _PRONOUNS
    ]
    if not matches:
        return None
    match, words = rng.choice(matches)
    before = re.split(r"[,;:] | (?:and|but|which|that) ", sentence[: match.start()])[-1].split()[
        -9:
    ]
    after = re.split(r"[,;:.]( |$)| (?:and|but|which|that) ", sentence[match.end() :])[0].split()[
        :9
    ]
    if len(before) + len(after) < 4:
        return None
    word = rng.choice(words)
    named = title if title and (not before or rng.random() < 0.35) else ""
    if before and before[0] in _PRONOUNS and title:
        before[0] = title
    if rng.random() < 0.5:
        text = f"{word} {' '.join(after)} {' '.join(before)}"
    else:
        text = f"{' '.join(before)} {word} {' '.join(after)}"
    if named and named.lower() not in text.lower():
        text = f"{text} {named}" if rng.random() < 0.5 else f"{named} {text}"
    return " ".join(text.split()) + "?", match
