"""What an observation offers as evidence: numbered pieces that a conclusion can point at.

A small model reads a few sentences, best first; a large one reads whole passages. Either way each
piece has an id, and only those ids can be cited.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.events import Location, Recollection
from engine.named_days import mentioned_days
from engine.sentences import split_sentences
from engine.tools.observation import Observation, Passage
from store.folding import fold

SENTENCES_SHOWN = 4
# A sentence of a document is offered only if it, its title and its heading hold this share of the
# question's content terms. On SQuAD with QED, and CMRC with DRCD, this keeps 98.9 and 97.3 % of
# the best sentences that are right, and keeps out 96.4 and 100 % of those of a wrong passage.
MIN_SHARED_TERMS = 0.25
# A passage this much behind the best one by the ranking's score is trusted e times less.
_PASSAGE_SCALE = 4.0
_LATIN = re.compile(r"[a-z0-9]+(?:[.:/-][0-9]+)*")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_MARKER = re.compile(r"^\s*(?:[-*+•>]|\d{1,2}[.)、]|#{1,6})\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s")
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "did",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "please",
        "tell",
        "about",
        "into",
        "if",
    ]
)
_STOP_HAN = frozenset(
    "的了是在和有吗呢我你他她它们这那什么怎么多少几哪谁请问一个为被把与及对于从到"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A numbered piece of an observation, and where it stands in its source.

    `quote` are the source's own words where `text` is a line that was written for the answer.
    """

    id: int
    text: str
    source: str
    title: str
    location: Location
    fingerprint: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    context: str
    passage: Passage
    location: Location
    order: int


def sentence_evidence(
    question: str,
    observation: Observation,
    first_id: int,
    limit: int = SENTENCES_SHOWN,
    *,
    news: str = "",
) -> list[Evidence]:
    """The `limit` sentences of the observation that share most with the question, best first.

    Sentences of documents that share too little are left out; lines of computed tools never are.
    `news` is what a question adds to the one it goes on from: where sentences speak of that, the
    others, which answered the earlier one, are left out too.
    """
    wanted = set(terms(question))
    found = _candidates(lines_of_named_days(question, observation))
    new = set(terms(news))
    candidates = [c for c in found if _is_about(wanted, c) or (new and _is_about(new, c))]
    candidates = [c for c in candidates if new & set(terms(c.text))] or candidates
    candidates = [c for c in candidates if _says_more(c)] or candidates
    scores = _scores(wanted, candidates)
    ranked = sorted(range(len(candidates)), key=lambda i: (-scores[i], candidates[i].order))
    return [
        _evidence(first_id + offset, candidates[index])
        for offset, index in enumerate(ranked[:limit])
    ]


def passage_evidence(
    observation: Observation,
    first_id: int,
    count_tokens: Callable[[str], int],
    budget: int,
) -> list[Evidence]:
    """Whole passages, in their order, as long as they fit `budget` tokens; at least one."""
    chosen: list[Evidence] = []
    for passage in observation.passages:
        cost = count_tokens(passage.text) + 8
        if chosen and cost > budget:
            break
        budget -= cost
        chosen.append(whole_evidence(first_id + len(chosen), passage))
    return chosen


def result_evidence(observation: Observation, first_id: int) -> list[Evidence]:
    """The first few results of a search, one piece each, with its title."""
    return [
        replace(
            whole_evidence(first_id + offset, passage), text=_titled(passage), quote=passage.text
        )
        for offset, passage in enumerate(observation.passages[:SENTENCES_SHOWN])
    ]


def _titled(passage: Passage) -> str:
    if passage.text.startswith(passage.title):
        return passage.text
    return f"{passage.title}: {passage.text}"


def recalled_evidence(memory: Sequence[Recollection]) -> list[Evidence]:
    """What was recalled, numbered from 1 as the memory block numbers it."""
    return [
        Evidence(number, entry.text, entry.source, entry.title, entry.location, entry.fingerprint)
        for number, entry in enumerate(memory, start=1)
    ]


def lines_of_named_days(question: str, observation: Observation) -> Sequence[Passage]:
    """Only the lines of the day that the question names, of those that were computed; all lines
    unless it names just one."""
    if observation.trust != "computed":
        return observation.passages
    days = mentioned_days(question, observation.named_dates)
    if len(days) != 1:
        return observation.passages
    written = days.pop().isoformat()
    return [p for p in observation.passages if written in p.text] or observation.passages


def every_line(
    question: str, observation: Observation, first_id: int, limit: int = 40
) -> list[Evidence]:
    """The lines of an observation that was computed or is an answer as a whole, in order; empty
    for passages of documents."""
    computed = all(is_computed(passage.source) for passage in observation.passages)
    if observation.whole:
        limit = len(observation.passages)
    elif not computed:
        return []
    return [
        whole_evidence(first_id + offset, passage)
        for offset, passage in enumerate(lines_of_named_days(question, observation)[:limit])
    ]


def quote_for(claim: str, evidence: Evidence, longest: int = 240) -> Evidence:
    """The evidence narrowed to the one sentence that shares most with `claim`."""
    if evidence.quote is not None:
        return evidence
    passage = Passage(
        evidence.text,
        evidence.source,
        evidence.title,
        evidence.location,
        fingerprint=evidence.fingerprint,
    )
    best = sentence_evidence(claim, Observation("", passages=(passage,)), evidence.id, limit=1)
    narrowed = best[0] if best else evidence
    return replace(narrowed, text=narrowed.text[:longest])


def whole_evidence(identifier: int, passage: Passage) -> Evidence:
    """All of a passage as one piece."""
    return Evidence(
        identifier,
        passage.text,
        passage.source,
        passage.title,
        passage.location,
        passage.fingerprint,
        passage.quote,
    )


def _evidence(identifier: int, candidate: _Candidate) -> Evidence:
    whole = whole_evidence(identifier, candidate.passage)
    return replace(whole, text=candidate.text, location=candidate.location)


def _candidates(passages: Sequence[Passage]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for passage in passages:
        base = passage.location.span[0] if passage.location.span else 0
        heading = passage.location.heading or ""
        computed = is_computed(passage.source)
        whole = [(0, len(passage.text))]
        for start, end in whole if computed else split_sentences(passage.text):
            raw = passage.text[start:end]
            if _HEADING.match(raw):
                continue
            marker = _MARKER.match(raw)
            begin = start + (marker.end() if marker else 0)
            text = passage.text[begin:end].strip()
            if len(text) < 2:
                continue
            location = _place_within(passage, base, begin, end)
            context = f"{passage.title} {heading}"
            found.append(_Candidate(text, context, passage, location, len(found)))
    return found


def _place_within(passage: Passage, base: int, begin: int, end: int) -> Location:
    """The place of `passage.text[begin:end]`.

    Lines and rows are counted by the line ends before it, which is exact where the text keeps the
    lines of its file; engine.quoted_lines looks in the file itself.
    """
    place = passage.location
    before = passage.text.count("\n", 0, begin)
    return replace(
        place,
        span=(base + begin, base + end) if place.span else None,
        line=None if place.line is None else place.line + before,
        row=None if place.row is None else place.row + before,
    )


def _is_about(wanted: set[str], candidate: _Candidate) -> bool:
    # A line that was written for the question is about it, whatever its words.
    if is_computed(candidate.passage.source) or candidate.passage.quote or not wanted:
        return True
    held = wanted & {*terms(candidate.text), *terms(candidate.context)}
    return len(held) >= MIN_SHARED_TERMS * len(wanted)


def _says_more(candidate: _Candidate) -> bool:
    """Whether a sentence has anything that its document's title and its heading have not."""
    return not set(terms(candidate.text)) <= set(terms(candidate.context))


def is_computed(source: str) -> bool:
    """Whether a source is a tool's calculation and not a document."""
    return source.startswith("tool:")


def _scores(wanted: set[str], candidates: Sequence[_Candidate]) -> list[float]:
    bags = [set(terms(candidate.text)) for candidate in candidates]
    contexts = [set(terms(candidate.context)) for candidate in candidates]
    frequency = Counter(term for bag in bags for term in bag & wanted)
    total = len(candidates)
    weight = {term: math.log(1.0 + total / (0.5 + frequency[term])) for term in wanted}
    best_passage = max((c.passage.score for c in candidates), default=0.0)
    scores = []
    for candidate, bag, context in zip(candidates, bags, contexts, strict=True):
        score = sum(weight[term] for term in bag & wanted)
        score += 0.4 * sum(weight[term] for term in (context - bag) & wanted)
        behind = best_passage - candidate.passage.score
        score *= 0.6 + 0.4 * math.exp(-behind / _PASSAGE_SCALE)
        scores.append(score)
    return scores


def terms(text: str) -> list[str]:
    """Content terms: stemmed Latin words, numbers, and bigrams of (simplified) Han characters."""
    folded = fold(text)
    found = [_stem(word) for word in _LATIN.findall(folded) if word not in _STOP_WORDS]
    for run in _HAN_RUN.findall(folded):
        kept = [pair for pair in pairwise(run) if not _STOP_HAN.issuperset(pair)]
        found += ["".join(pair) for pair in kept] or ([run] if len(run) == 1 else [])
    return found


def _stem(word: str) -> str:
    for ending in ("ing", "edly", "ed", "ies", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
