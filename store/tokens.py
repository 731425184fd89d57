"""Text to index tokens: stemmed English words, numbers and codes as written, Chinese bigrams.

Chinese is indexed as every pair of neighbouring characters and every single character, which needs
no dictionary and misses no word; queries use the pairs, and a single character where it stands
alone. Raise VERSION with any change: older indexes are then rebuilt.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import tantivy

from store.stop_words import CHINESE_SINGLE, ENGLISH, blank_questions

VERSION = 1

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# A run of CJK characters, or a word that may hold joining marks: 3.14, RTX-4090, kagent.db, it's.
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+(?:[.,:'’\-/+_][^\W_{_CJK}]+)*)")
_PART = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_ELISION = re.compile(r"['’](?:s|t|d|m|ll|re|ve)?\b")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Unit:
    """One content word of a query, found in a text when any of `evidence` is among its tokens.

    `weighed_by` is the token whose document frequency says how much the unit matters.
    """

    weighed_by: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """What to look up in the index, and the units by which coverage is counted."""

    tokens: tuple[str, ...]
    units: tuple[Unit, ...]


def index_tokens(text: str) -> list[str]:
    """Every token of `text` in order, for the index; repeats kept, for they count in BM25."""
    tokens: list[str] = []
    words: list[str] = []
    for match in _TOKEN.finditer(_fold(text)):
        run = match.group("cjk")
        if run:
            tokens.extend(run)
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
        else:
            whole, parts = _split_word(match.group("word"))
            words.extend(parts)
            tokens.extend(whole)
    return [*tokens, *_stem(words)]


def query_tokens(text: str) -> QueryTokens:
    """Tokens and units of a query, each once, without stop words.

    A query of stop words alone keeps them: it is then all there is to go by.
    """
    folded = _fold(text)
    found = _collect(blank_questions(folded), ENGLISH | CHINESE_SINGLE)
    return found if found.tokens else _collect(folded, frozenset())


def _collect(text: str, ignored: frozenset[str]) -> QueryTokens:
    tokens: list[str] = []
    units: list[Unit] = []
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        run = match.group("cjk")
        if run in ignored:
            continue
        if run:
            pairs = [run[i : i + 2] for i in range(len(run) - 1)]
            tokens.extend(pairs or [run])
            for i, character in enumerate(run):
                evidence = tuple(pairs[max(0, i - 1) : i + 1]) or (character,)
                units.append(Unit(character, evidence))
        else:
            whole, parts = _split_word(match.group("word"))
            tokens.extend(whole)
            words.extend(part for part in parts if part not in ignored)
    for stem in _stem(words):
        tokens.append(stem)
        units.append(Unit(stem, (stem,)))
    return QueryTokens(tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(units)))


def _fold(text: str) -> str:
    """Compatibility forms, case and Latin accents folded away."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def _split_word(word: str) -> tuple[list[str], list[str]]:
    """A word's token as a whole where that says more than its parts, and the parts."""
    if _THOUSANDS.match(word):
        return [], [word.replace(",", "")]
    word = _ELISION.sub("", word)
    parts = [part[:_LONGEST_TOKEN] for part in _PART.findall(word)]
    is_code = len(parts) > 1 and any(character.isdigit() for character in word)
    return ([word[:_LONGEST_TOKEN]] if is_code else []), parts


def _stem(words: list[str]) -> list[str]:
    if not words:
        return []
    return list(_stemmer().analyze(" ".join(words)))


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    """The Snowball English stemmer that Tantivy brings along."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
