"""What an observation offers as evidence: numbered pieces that a conclusion can point at.

A small model reads a few sentences, best first; a large one reads whole passages. Either way each
piece has an id, and only those ids can be cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.events import Location, Recollection
from engine.excerpts import excerpt
from engine.named_days import mentioned_days, mentioned_month
from engine.sentence_ranking import Ranked, ranking
from engine.sentences import split_sentences
from engine.terms import terms
from engine.tools.observation import Observation, Passage

SENTENCES_SHOWN = 8
# Of lists and labelled lines, whose sentences are short, so many more are shown as long as all
# of them have at most this many Latin characters (a Chinese one counts for three).
_MORE_SHOWN, _SHORT = 4, 900
RESULTS_SHOWN = 4
# Documents are quoted only if some sentence of theirs, with its title and its heading, holds this
# share of the question's content terms. Whether one answers is for the model to say.
MIN_SHARED_TERMS = 0.1
# What a small model is shown of a sentence, in Latin characters (a Chinese one counts for more):
# of the best ones more than of the others.
_BEST_SHOWN, _OTHERS_SHOWN, _BEST = 300, 180, 3
_MARKER = re.compile(r"^\s*(?:[-*+•>]|\d{1,2}[.)、]|#{1,6})\s+")
_SUBJECT_LINE = re.compile(r"(?:subject|re|fwd?|主题|标题)\s*[:：]", re.IGNORECASE)
_OF_SUBJECTS = re.compile(r"\bsubject\b|主题|标题", re.IGNORECASE)
_HEADING = re.compile(r"^\s*#{1,6}\s")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A numbered piece of an observation, and where it stands in its source.

    `quote` are the source's own words where `text` is a line that was written for the answer.
    `shown` is the part of a long sentence that a small model reads, empty for all of it.
    """

    id: int
    text: str
    source: str
    title: str
    location: Location
    fingerprint: str | None = None
    quote: str | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    context: str
    passage: Passage
    location: Location


def sentence_evidence(
    question: str,
    observation: Observation,
    first_id: int,
    limit: int = SENTENCES_SHOWN,
    *,
    news: str = "",
    least_shared: float = MIN_SHARED_TERMS,
) -> list[Evidence]:
    """The `limit` sentences of the observation that are likeliest to answer, best first.

    None of documents that share too little with the question; lines of computed tools always.
    `news` is what a question adds to the one it goes on from: where sentences speak of that, the
    others, which answered the earlier one, are left out too. `least_shared` is the share of the
    question's terms that some sentence must hold, with its title and heading.
    """
    wanted = set(terms(question))
    lines = lines_of_named_days(question, observation)
    candidates = _candidates(lines, as_they_are=observation.certain)
    new = set(terms(news))
    if not observation.certain and not any(
        _is_about(wanted, c, least_shared) or (new and _is_about(new, c, least_shared))
        for c in candidates
    ):
        return []
    candidates = [c for c in candidates if new & set(terms(c.text))] or candidates
    candidates = [c for c in candidates if _says_more(c)] or candidates
    if not _OF_SUBJECTS.search(question):
        # What a message is about is no answer; what it says of it is.
        candidates = [c for c in candidates if not _SUBJECT_LINE.match(c.text)] or candidates
    order = ranking(wanted, [Ranked(c.text, c.context, c.passage) for c in candidates])
    of_documents = not any(is_computed(candidate.passage.source) for candidate in candidates)
    if limit == SENTENCES_SHOWN and of_documents and not observation.certain:
        limit += _more_of([candidates[index].text for index in order[: limit + _MORE_SHOWN]])
    return [
        _evidence(first_id + place, candidates[index], wanted, place)
        for place, index in enumerate(order[:limit])
    ]


def _more_of(sentences: Sequence[str]) -> int:
    """How many more than the usual number of sentences are shown, for they are short."""
    sizes = [sum(3 if letter > "\u2e80" else 1 for letter in text) for text in sentences]
    return sum(sum(sizes[:end]) <= _SHORT for end in range(SENTENCES_SHOWN + 1, len(sizes) + 1))


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
        for offset, passage in enumerate(observation.passages[:RESULTS_SHOWN])
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
    """Only the lines of the days that the question names, of those that were computed.

    Without a name, those of the month that it names, where the tool says days by their names; all
    lines where it names neither.
    """
    if observation.trust != "computed":
        return observation.passages
    named = observation.named_dates
    days = mentioned_days(question, named)
    if not days and named and (month := mentioned_month(question)):
        days = {day for day in named.values() if day.month == month}
    written = [day.isoformat() for day in days]
    fitting = [p for p in observation.passages if any(day in p.text for day in written)]
    return fitting or observation.passages


def every_line(
    question: str, observation: Observation, first_id: int, limit: int = 40
) -> list[Evidence]:
    """The lines of an observation that was computed or is an answer as a whole, in order; empty
    for passages of documents."""
    computed = all(is_computed(passage.source) for passage in observation.passages)
    if observation.whole:
        limit = len(observation.passages)
    elif not computed and not observation.certain:
        return []
    return [
        whole_evidence(first_id + offset, passage)
        for offset, passage in enumerate(lines_of_named_days(question, observation)[:limit])
    ]


def quote_for(claim: str, evidence: Evidence, longest: int = 240) -> Evidence:
    """The evidence narrowed to the one sentence that shares most with `claim`."""
    if evidence.quote is not None:
        return evidence
    observation = Observation("", passages=(passage_of(evidence),))
    best = sentence_evidence(claim, observation, evidence.id, limit=1)
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


def piece_within(identifier: int, passage: Passage, begin: int, end: int) -> Evidence:
    """`passage.text[begin:end]` as a piece with its own place."""
    base = passage.location.span[0] if passage.location.span else 0
    location = _place_within(passage, base, begin, end)
    whole = whole_evidence(identifier, passage)
    return replace(whole, text=passage.text[begin:end], location=location)


def passage_of(evidence: Evidence) -> Passage:
    """A piece as a passage that it may be narrowed within."""
    return Passage(
        evidence.text,
        evidence.source,
        evidence.title,
        evidence.location,
        fingerprint=evidence.fingerprint,
        quote=evidence.quote,
    )


def _evidence(identifier: int, candidate: _Candidate, wanted: set[str], place: int) -> Evidence:
    whole = whole_evidence(identifier, candidate.passage)
    computed = is_computed(whole.source)
    room = _BEST_SHOWN if place < _BEST else _OTHERS_SHOWN
    shown = "" if computed else excerpt(candidate.text, wanted, room)
    return replace(whole, text=candidate.text, location=candidate.location, shown=shown)


def _candidates(passages: Sequence[Passage], *, as_they_are: bool = False) -> list[_Candidate]:
    """The sentences of passages; lines that were made for the question stay as they are."""
    found: list[_Candidate] = []
    for passage in passages:
        base = passage.location.span[0] if passage.location.span else 0
        heading = passage.location.heading or ""
        computed = as_they_are or is_computed(passage.source)
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
            found.append(_Candidate(text, context, passage, location))
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


def _is_about(wanted: set[str], candidate: _Candidate, least_shared: float) -> bool:
    # A line that was written for the question is about it, whatever its words.
    if is_computed(candidate.passage.source) or candidate.passage.quote or not wanted:
        return True
    held = wanted & {*terms(candidate.text), *terms(candidate.context)}
    return len(held) >= least_shared * len(wanted)


def _says_more(candidate: _Candidate) -> bool:
    """Whether a sentence has anything that its document's title and its heading have not."""
    return not set(terms(candidate.text)) <= set(terms(candidate.context))


def is_computed(source: str) -> bool:
    """Whether a source is a tool's calculation and not a document."""
    return source.startswith("tool:")
