"""A summary of a text in its own sentences: those it begins with, and the most central ones."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from engine.sentences import split_sentences
from engine.terms import terms
from engine.tools.observation import Passage

MOST_SENTENCES = 10
_LEAD_SENTENCES = 2
# Shorter ones are captions and menu items; the longest ones lists.
_SHORTEST, _SHORTEST_HAN, _LONGEST = 40, 12, 600
_ENDED = re.compile(r"[.!?。！？…；;][\"'”’」』）)\]]*$")
_HAN = re.compile("[\u3400-\u9fff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
# Words that ask for a summary, for the text itself, or for nothing in particular.
_IDLE = """
summarize summarise summary sum up tldr tl dr overview gist outline main point points idea ideas
key say says tell contain contains read content contents brief briefly short shortly page pages web
website webpage site article articles text document documents link url post blog give show get open
browse know want need like here just some english chinese us word words sentence sentences
paragraph paragraphs few one two three following whole all entire
"""
_IDLE_HAN = re.compile(
    "总结|概括|概述|摘要|归纳|大意|要点|大概|简介|主要|内容|简要|简单|简短|介绍|讲述|说明|网页|页面|网站"
    "|文章|链接|网址|文本|全文|这篇|这个|这份|本文|该文|一下|关于|帮我|帮忙|中文|英文|什么|告诉我?|哪些"
    "|總結|歸納|內容|簡要|簡單|介紹|網頁|頁面|網站|連結|網址|這篇|這個|關於|幫我|什麼|告訴我?"
    "|[请給给我用讲说写读看的了是些个里講說寫讀個裡吧呢吗嗎]"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    section: str
    terms: frozenset[str]


def without_addresses(question: str) -> str:
    """A question without the web addresses in it."""
    return _ADDRESS.sub(" ", question).strip()


def is_summarising(question: str) -> bool:
    """Whether a question asks for a summary of all of a text, or for nothing in particular."""
    bare = _IDLE_HAN.sub(" ", without_addresses(question))
    return not any(term not in _idle_terms() for term in terms(bare))


@cache
def _idle_terms() -> frozenset[str]:
    return frozenset(terms(_IDLE))


def part(passage: Passage, start: int, end: int) -> Passage:
    """The piece `text[start:end]` of a passage, with its own place."""
    place = passage.location
    if place.span is not None:
        first = place.span[0]
        place = replace(place, span=(first + start, first + end))
    if place.line is not None:
        place = replace(place, line=place.line + passage.text.count("\n", 0, start))
    return replace(passage, text=passage.text[start:end], location=place)


def summarise(passages: Sequence[Passage], room: int) -> list[Passage]:
    """The sentences that a text begins with and the most central of its sections, in order.

    A sentence is central that holds the words which most others hold; what one sentence has said
    counts less for the next (SumBasic, Nenkova and Vanderwende 2005). At most MOST_SENTENCES, in
    at most `room` characters, but for a first one that has to be cut to fit.
    """
    sentences = [found for found in _sentences(passages) if _is_told(found.passage.text)]
    sentences = sentences or list(_sentences(passages))
    if not sentences:
        return []
    taken: set[int] = set()
    for index in _in_order_of_choice(sentences):
        size = len(sentences[index].passage.text)
        if size <= room:
            taken.add(index)
            room -= size
        elif not taken:
            return [part(sentences[index].passage, 0, max(room, 1))]
        if len(taken) == MOST_SENTENCES:
            break
    return [sentences[index].passage for index in sorted(taken)]


def _sentences(passages: Iterable[Passage]) -> Iterator[_Sentence]:
    for passage in passages:
        place = passage.location
        section = f"{passage.source}\n{place.heading or place.page or ''}"
        for start, end in split_sentences(passage.text):
            found = part(passage, start, end)
            yield _Sentence(found, section, frozenset(terms(found.text)))


def _is_told(text: str) -> bool:
    shortest = _SHORTEST_HAN if _HAN.search(text) else _SHORTEST
    return shortest <= len(text) <= _LONGEST and _ENDED.search(text) is not None


def _in_order_of_choice(sentences: Sequence[_Sentence]) -> Iterator[int]:
    """The lead, then the best of each section, the longest section first, again and again."""
    weights = Counter(term for sentence in sentences for term in sentence.terms)
    # How often a term is said counts, but not its every repetition.
    shares = {term: math.log(1.0 + count) for term, count in weights.items()}
    waiting: dict[str, list[int]] = {}
    for index, sentence in enumerate(sentences):
        waiting.setdefault(sentence.section, []).append(index)
    lead = range(min(_LEAD_SENTENCES, len(sentences)))
    for index in lead:
        yield index
        _say(sentences[index], shares)
        waiting[sentences[index].section].remove(index)
    by_length = sorted(waiting.values(), key=len, reverse=True)
    for _ in range(MOST_SENTENCES):
        for section in by_length:
            if section:
                best = max(section, key=lambda i: (_central(sentences[i], shares), -i))
                yield best
                _say(sentences[best], shares)
                section.remove(best)


def _central(sentence: _Sentence, shares: dict[str, float]) -> float:
    if not sentence.terms:
        return 0.0
    total = sum(shares[term] for term in sorted(sentence.terms))
    return total / (len(sentence.terms) + 4)


def _say(sentence: _Sentence, shares: dict[str, float]) -> None:
    for term in sentence.terms:
        shares[term] /= 2.0
