"""Which item a name means in its context, and whether it means any of them.

A logistic regression over a few features of the name, the item and the context gives each
candidate a probability; below a threshold the name means nothing that is known. Its weights were
fitted on the development half of tests/data/kuaipedia_mentions.jsonl (benchmarks/
kuaipedia_linking.py --fit); the other half tells how good they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.kuaipedia.matching import Match
from engine.kuaipedia.profiles import Profile, Profiles, content_forms, forms_of_folded
from engine.kuaipedia.weights import ITEM_THRESHOLD, ITEM_WEIGHTS
from store.kuaipedia_records import Field, Name
from store.stop_words import ENGLISH

if TYPE_CHECKING:
    from engine.kuaipedia.profiles import Vectors

_HAN = re.compile(r"[\u3400-\u9fff]")
_UPPER = re.compile(r"[A-Z]")
_NEXT_CAPITAL = re.compile(r"[ ]([A-Z][\w’'-]*)")
_BEFORE_CAPITAL = re.compile(r"(?:^|[^\w])([A-Z][\w’'-]*)[ ]$")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:;。！？：\n])[\s\"'“‘(*\-]*$")
# In headings and on slides every word may begin with a capital.
_RUNNING: frozenset[Field] = frozenset(("text",))
_ENOUGH_FORMS = 12
_ACRONYM = 5
# Log odds for what the document, or the heading above, is about; and at most for frequency.
_HOME = 2.0
_MOST_PRIOR = 1.5
_NAMES_KEPT = 4096
# So many words in common say half of what any number of them does.
_HALF_SAID = 2.0


class Context:
    """Words around names: a passage, its field and, made when needed, its vector and forms.

    `home` are the items that the document or the heading above is about.
    """

    def __init__(
        self,
        text: str,
        field: Field,
        profiles: Profiles,
        *,
        vector: Vectors | None = None,
        folded: str | None = None,
        home: frozenset[int] = frozenset(),
    ) -> None:
        self._folded = folded
        self.text = text
        self.field: Field = field
        self.home = home
        self._profiles = profiles
        self._given = vector

    @cached_property
    def vector(self) -> Vectors:
        """The context's vector, of shape (dimensions,)."""
        return self._given if self._given is not None else self._profiles.embed([self.text])[0]

    @cached_property
    def forms(self) -> frozenset[str]:
        """The context's content words."""
        if self._folded is not None:
            return forms_of_folded(self._folded)
        return content_forms(self.text)

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capitals are written at all; recognised speech may have none."""
        return bool(_UPPER.search(self.text))


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name in a text, `text[start:end]`, and the item that it means, with the probability."""

    item_id: int
    start: int
    end: int
    mention: str
    score: float
    field: Field


class Features(NamedTuple):
    """What speaks for a candidate; each is about 0 to 1."""

    bias: float
    similarity: float
    shared: float
    margin: float
    title: float
    alone: float
    specific: float
    case_kept: float
    case_lost: float
    in_longer_name: float
    stop_word: float
    thin: float


class Disambiguator:
    """Chooses items for names by what is known of the items of one Kuaipedia."""

    def __init__(
        self,
        profiles: Profiles,
        *,
        threshold: float = ITEM_THRESHOLD,
        weights: Sequence[float] = ITEM_WEIGHTS,
        lean: float = 0.0,
        by_prior: bool = False,
    ) -> None:
        """`lean` is added to the log odds of every candidate; with `by_prior` the one that the
        library speaks of most is favoured among those of a name."""
        self._profiles = profiles
        self._threshold = threshold
        self._weights = weights
        self._lean = lean
        self._by_prior = by_prior

    def linked(self, matches: Sequence[Match], context: Context) -> list[LinkedName]:
        """The names that mean an item, in order; those that mean none are left out."""
        found = []
        for match in matches:
            best = max(self.scored(match, context), key=lambda one: one[1], default=None)
            if best is not None and best[1] >= self._threshold:
                mention = context.text[match.start : match.end]
                found.append(
                    LinkedName(best[0], match.start, match.end, mention, best[1], context.field)
                )
        return found

    def scored(self, match: Match, context: Context) -> list[tuple[int, float]]:
        """Each candidate of a name with its probability."""
        candidates = self.features(match, context)
        priors = self._priors([item_id for item_id, _ in candidates])
        return [
            (item_id, self._probability(features, prior, is_home=item_id in context.home))
            for (item_id, features), prior in zip(candidates, priors, strict=True)
        ]

    def _probability(self, features: Features, prior: float, *, is_home: bool) -> float:
        return probability(self._weights, features, prior + (_HOME if is_home else 0.0))

    def _priors(self, item_ids: Sequence[int]) -> list[float]:
        """Log odds before the context: how much oftener, or less often, than the average of them
        the library speaks of each."""
        if not self._by_prior or len(item_ids) < 2:
            return [self._lean] * len(item_ids)
        profiles = [self._profiles.of(item_id) for item_id in item_ids]
        logs = [math.log1p(one.record.evidence) if one is not None else 0.0 for one in profiles]
        mean = sum(logs) / len(logs)
        return [self._lean + max(-_MOST_PRIOR, min(_MOST_PRIOR, log - mean)) for log in logs]

    def features(self, match: Match, context: Context) -> list[tuple[int, Features]]:
        """Each candidate of a name with what speaks for it."""
        candidates = [
            (name, profile)
            for name in match.names
            if _may_be(name, match, context)
            and (profile := self._profiles.of(name.item_id)) is not None
        ]
        if not candidates:
            return []
        own = self._profiles.name(match.names[0].folded)
        around = _without(context.vector, own)
        likeness = [float(around @ _without(one.vector, own)) for _, one in candidates]
        named = _named_forms(context.text[match.start : match.end])
        shared = [_shared(context.forms, one.forms, named) for _, one in candidates]
        weights = [like + 0.5 * common for like, common in zip(likeness, shared, strict=True)]
        found = []
        for row, (name, profile) in enumerate(candidates):
            others = [weight for other, weight in enumerate(weights) if other != row]
            features = self._made(
                match, context, name, profile,
                similarity=likeness[row],
                shared=shared[row],
                margin=weights[row] - max(others) if others else 0.0,
            )  # fmt: skip
            found.append((name.item_id, features))
        return found

    def _made(
        self,
        match: Match,
        context: Context,
        name: Name,
        profile: Profile,
        *,
        similarity: float,
        shared: float,
        margin: float,
    ) -> Features:
        mention = context.text[match.start : match.end]
        kept, lost = _case(mention, profile, context)
        return Features(
            bias=1.0,
            similarity=similarity,
            shared=shared,
            margin=margin,
            title=float(name.is_title),
            alone=float(len(match.names) == 1),
            specific=_specific(name.folded),
            case_kept=kept,
            case_lost=lost,
            in_longer_name=_in_longer_name(match, context),
            stop_word=float(name.folded in ENGLISH),
            thin=max(0.0, 1.0 - len(context.forms) / _ENOUGH_FORMS),
        )


def probability(
    weights: Sequence[float], features: Sequence[float], log_odds: float = 0.0
) -> float:
    """What a logistic regression with these weights makes of features, from 0 to 1; `log_odds` are
    added to what they weigh."""
    weighed = sum(map(float.__mul__, weights, map(float, features)))
    return 1.0 / (1.0 + math.exp(-(weighed + log_odds)))


def shared_share(common: int) -> float:
    """How much `common` content words say, from 0 to nearly 1: half of it with the second."""
    return common / (common + _HALF_SAID)


def _may_be(name: Name, match: Match, context: Context) -> bool:
    """Whether a name can be meant as it is written: not "go" by Go, nor "rag" by RAG."""
    mention = context.text[match.start : match.end]
    if name.folded in ENGLISH:
        opens = context.field in _RUNNING and _SENTENCE_BEFORE.search(context.text[: match.start])
        return not mention[0].islower() and not opens
    is_acronym = name.alias.isascii() and name.alias.isupper() and len(name.alias) <= _ACRONYM
    return not (is_acronym and mention.islower() and context.has_capitals)


def _without(vector: Vectors, direction: Vectors) -> Vectors:
    """A vector of length 1 without its part along another: sharing a name is no likeness."""
    rest: Vectors = vector - (vector @ direction) * direction
    length = float((rest @ rest) ** 0.5)
    if length > 1e-6:
        rest /= length
    return rest


@lru_cache(_NAMES_KEPT)
def _named_forms(mention: str) -> frozenset[str]:
    """The content words of a name as it is written, the same over and over."""
    return content_forms(mention)


def _shared(context: frozenset[str], profile: frozenset[str], named: frozenset[str]) -> float:
    """How many content words the context and the item share, but for the name's: 0 to 1."""
    return shared_share(len((context & profile) - named))


def _specific(folded: str) -> float:
    """How unlikely a name is to mean anything else, by its form alone."""
    if _HAN.search(folded):
        return min(1.0, max(0.0, (len(folded) - 2) / 2))
    words = folded.split()
    if len(words) > 1:
        return 1.0
    return 0.5 if len(folded) >= 8 else 0.0


def _case(mention: str, profile: Profile, context: Context) -> tuple[float, float]:
    """Whether capitals agree with how the item is written, and whether they do not."""
    if not mention[0].isascii() or not context.has_capitals:
        return 0.0, 0.0
    if mention[0].islower():
        return float(profile.proper < 0), float(profile.proper > 0)
    if mention.isupper() and len(mention) > 1:
        return 1.0, 0.0
    return float(profile.proper > 0), 0.0


def _in_longer_name(match: Match, context: Context) -> float:
    """Whether a capital word right beside makes another name of it: Apple Records."""
    text = context.text
    if context.field not in _RUNNING or not text[match.start].isupper():
        return 0.0
    after = _NEXT_CAPITAL.match(text, match.end)
    before = _BEFORE_CAPITAL.search(text[: match.start])
    if after is not None and after[1].lower() not in ENGLISH:
        return 1.0
    if before is None or before[1].lower() in ENGLISH:
        return 0.0
    return float(not _SENTENCE_BEFORE.search(text[: before.start(1)]))
