"""Quote mode: which sentences answer, as a model weighs them, and when none does.

The answer is then nothing but the documents' own sentences, and a few words of one of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.evidence import Evidence, is_computed

NONE, ALL = "none", "all"
# Training showed the first sentence as the answer this much more seldom than it is one (see
# FIRST_KEPT of engine/mat/synthetic/readings.py), in the logarithm of the odds.
_FIRST_IS_LIKELIER = math.log(2)
# On documents of kinds that it never saw the trained model is much surer than it is right: by this
# share of its scores its probabilities are the likeliest there (benchmarks/household.py).
_TRUST = 0.3


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """`refuse_at` is the probability that nothing answers from which nothing is quoted.

    Of at most `most_sentences` the second is quoted where the first is less likely than
    `second_below` to be the one that answers, if any does. `always`: large models quote as well,
    instead of writing an answer of their own.
    """

    refuse_at: float = 0.7
    second_below: float = 0.65
    most_sentences: int = 2
    always: bool = False


DEFAULT_QUOTE = QuoteSettings()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a model thinks of the pieces that it was shown.

    `pieces` are the likeliest first, with a probability each; `nothing` is the probability that
    none answers, and `everything` that all are asked for.
    """

    pieces: tuple[tuple[Evidence, float], ...]
    nothing: float
    everything: float

    def chosen(self, settings: QuoteSettings) -> tuple[Evidence, ...]:
        """The pieces to be quoted, best first; none where it is likelier that nothing answers."""
        if self.nothing >= settings.refuse_at or not self.pieces:
            return ()
        best, probability = self.pieces[0]
        if len(self.pieces) == 1 or settings.most_sentences < 2 or is_computed(best.source):
            return (best,)
        of_all = probability / max(1e-9, sum(share for _, share in self.pieces))
        second = self.pieces[1][0]
        unsure = of_all < settings.second_below and not is_computed(second.source)
        return (best, second) if unsure else (best,)

    @property
    def wants_everything(self) -> bool:
        """Whether all pieces together are the likeliest answer."""
        best = max((share for _, share in self.pieces), default=0.0)
        return self.everything > max(best, self.nothing)


def options_for(
    pieces: Sequence[Evidence], *, everything: bool, certain: bool = False
) -> list[str]:
    """What a conclusion may point at: a piece, none if any is of a document, all where offered.

    What a tool computed, or a service for this very question (`certain`), always answers, so there
    "none" is no choice.
    """
    options = [f"[{piece.id}]" for piece in pieces]
    if not certain and not all(is_computed(piece.source) for piece in pieces):
        options.append(NONE)
    return [*options, ALL] if everything else options


def weigh(
    pieces: Sequence[Evidence],
    options: Sequence[str],
    log_probabilities: Sequence[float],
    *,
    trained: bool = True,
) -> Weighed:
    """The probabilities of what is pointed at, from the scores of `options_for` these pieces.

    `trained`: the model is the one that learnt this from our conversations.
    """
    scores = dict(zip(options, log_probabilities, strict=True))
    if trained:
        scores = {option: _TRUST * score for option, score in scores.items()}
    if trained and len(pieces) > 1 and NONE in scores:
        scores[f"[{pieces[0].id}]"] += _FIRST_IS_LIKELIER
    highest = max(scores.values())
    weights = {option: math.exp(score - highest) for option, score in scores.items()}
    total = sum(weights.values())
    shares = [(piece, weights[f"[{piece.id}]"] / total) for piece in pieces]
    return Weighed(
        tuple(sorted(shares, key=lambda share: -share[1])),
        weights.get(NONE, 0.0) / total,
        weights.get(ALL, 0.0) / total,
    )
