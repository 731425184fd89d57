"""Text to index tokens: stemmed English words, numbers and codes as written, Chinese pairs.

Chinese is indexed as every pair of neighbouring characters, which needs no dictionary and misses
no word, and the last character of each run; so that each character begins a token, and one that
stands alone in a query is looked up as a prefix. Raise VERSION with any change: older indexes are
then rebuilt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import tantivy

from store.folding import fold
from store.stop_words import CHINESE_SINGLE, ENGLISH, blank_questions

VERSION = 2

# The characters of Chinese, Japanese and Korean, as ranges of a regular expression's set.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
FIRST_CJK = "\u3040"
# A run of CJK characters, or a word that may hold joining marks: 3.14, RTX-4090, kagent.db, it's,
# ines@example.org, C++.
_ANY = rf"[{CJK}]+|[^\W_{CJK}]+(?:[.,:'\-/+_@&][^\W_{CJK}]+)*(?:\+\+|#)?(?![^\W_{CJK}])"
# The same for plain ASCII, which is most text, at half the time.
_ASCII = r"[a-z0-9]+(?:[.,:'\-/+_@&][a-z0-9]+)*(?:\+\+|#)?(?![a-z0-9])"
_PART = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_ELISION = re.compile(r"'(?:s|t|d|m|ll|re|ve)?\b")
_MODEL = re.compile(r"([^\W\d_]{2,})(\d{2,})\Z")
# Digits in groups, as telephone and account numbers are written.
_GROUPED = re.compile(
    r"(?<![\w.,])(?P<country>\+\d{1,3}[ -]?)?(?P<rest>\(?\d{2,5}\)?(?:[ -]\d{2,5}){1,5})"
    r"(?![\w.,]\d)"
)
_MAYBE_GROUPED = re.compile(r"\d\)?[ -]\d")
_YEAR = re.compile(r"(?:19|20)\d\d[ -]")
_DIGITS = re.compile(r"\d+")
_GROUPED_LENGTHS = range(7, 20)
_DROPPED_MARKS = str.maketrans("", "", "-/_'")
_TELLING_MARK = re.compile(r"[\d.@+#&]")
_LONGEST_TOKEN = 64
_STEMS_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Unit:
    """One content word or character of a query, found in a text that holds any of `evidence`.

    The evidence's rarities, on average, say how much it matters.
    """

    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """What to look up in the index: `tokens` as they are, `prefixes` as beginnings of tokens.

    `units` are what coverage is counted by.
    """

    tokens: tuple[str, ...]
    prefixes: tuple[str, ...]
    units: tuple[Unit, ...]


def runs(folded: str, separator: str = "") -> list[str]:
    """The runs of CJK characters and the words of a folded text, in order; and the separators."""
    return _pattern(folded.isascii(), separator).findall(folded)


@cache
def _pattern(ascii_only: bool, separator: str) -> re.Pattern[str]:
    pattern = _ASCII if ascii_only else _ANY
    return re.compile(f"{pattern}|{re.escape(separator)}" if separator else pattern)


def forms(folded: str) -> list[str]:
    """The words of a folded text without their joining marks, and its Chinese pairs, in order."""
    found: list[str] = []
    for run in runs(folded):
        found.extend(forms_of(run))
    return found


def forms_of(run: str) -> list[str]:
    """The forms that one of `runs` is made of."""
    if run >= FIRST_CJK:
        return [run[i : i + 2] for i in range(len(run))]
    return [run] if run.isalpha() else _parts(run)


def index_tokens(text: str) -> list[str]:
    """Every token of `text` in order, for the index; repeats kept, for they count in BM25."""
    folded = fold(text)
    tokens: list[str] = []
    for run in runs(folded):
        if run >= FIRST_CJK:
            tokens.extend([run[i : i + 2] for i in range(len(run))])
        elif run.isalpha():
            tokens.append(stem(run))
        else:
            tokens.extend(_whole(run))
            for part in _parts(run):
                tokens.append(stem(part))
                tokens.extend(model_parts(part))
    tokens.extend(_grouped(folded))
    return tokens


def query_tokens(text: str) -> QueryTokens:
    """Tokens and units of a query, each once, without stop words.

    A query of stop words alone keeps them: it is then all there is to go by.
    """
    folded = fold(text)
    found = _collect(blank_questions(folded), ENGLISH | CHINESE_SINGLE)
    return found if found.tokens or found.prefixes else _collect(folded, frozenset())


def _collect(folded: str, ignored: frozenset[str]) -> QueryTokens:
    tokens: list[str] = list(_grouped(folded))
    prefixes: list[str] = []
    units: list[Unit] = []
    for run in runs(folded):
        if run in ignored:
            continue
        if run >= FIRST_CJK:
            pairs = [run[i : i + 2] for i in range(len(run) - 1)]
            tokens.extend(pairs)
            prefixes.extend([] if pairs else [run])
            units.extend(_character_units(run, pairs))
            continue
        tokens.extend(_whole(run))
        for part in _parts(run):
            if part not in ignored:
                tokens.append(stem(part))
                units.append(Unit((stem(part),)))
    return QueryTokens(
        tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(prefixes)), tuple(dict.fromkeys(units))
    )


def _character_units(run: str, pairs: list[str]) -> list[Unit]:
    """A character of a longer run counts as found only with a neighbour of its own."""
    return [Unit(tuple(pairs[max(0, i - 1) : i + 1]) or (run,)) for i in range(len(run))]


def _whole(word: str) -> list[str]:
    """The token of a word as a whole, where that says more than its parts.

    The marks that people leave out or exchange (RTX-4090, RTX4090; 2024-05-12, 2024/05/12) do not
    count; the others (3.14, ines@example.org) do.
    """
    if word.isalnum() or _THOUSANDS.match(word):
        return []
    whole = _ELISION.sub("", word).translate(_DROPPED_MARKS)
    return [whole[:_LONGEST_TOKEN]] if _TELLING_MARK.search(whole) else []


def _parts(word: str) -> list[str]:
    if _THOUSANDS.match(word):
        return [word.replace(",", "")]
    return [part[:_LONGEST_TOKEN] for part in _PART.findall(_ELISION.sub("", word))]


def model_parts(word: str) -> tuple[str, ...]:
    """The two halves of a model number written as one word: rtx and 4090 of rtx4090."""
    match = _MODEL.match(word)
    return match.groups() if match else ()


def _grouped(folded: str) -> list[str]:
    """Numbers written in groups, as one token: 138 0013 8000, (020) 7946-0958, +86 ..."""
    if not _MAYBE_GROUPED.search(folded):
        return []
    numbers: list[str] = []
    for match in _GROUPED.finditer(folded):
        if _YEAR.match(match["rest"]):
            continue
        rest = "".join(_DIGITS.findall(match["rest"]))
        country = "".join(_DIGITS.findall(match["country"] or ""))
        wanted = [rest, country + rest] if country else [rest]
        numbers.extend(number for number in wanted if len(number) in _GROUPED_LENGTHS)
    return numbers


@lru_cache(_STEMS_KEPT)
def stem(word: str) -> str:
    """The stem of one folded word; what is no English word comes back nearly as it is."""
    return _stemmer().analyze(word)[0]


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    """The Snowball English stemmer that Tantivy brings along."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
