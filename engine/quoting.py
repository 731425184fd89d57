"""Quote mode: which sentences answer, as a model weighs them, and when none does.

The answer is then nothing but the documents' own sentences, and a few words of one of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.evidence import Evidence, is_computed
from engine.terms import terms

NONE, ALL = "none", "all"
# Training showed the first sentence as the answer this much more seldom than it is one (see
# FIRST_KEPT of engine/mat/synthetic/readings.py), in the logarithm of the odds.
_FIRST_IS_LIKELIER = math.log(2)
# On documents of kinds that it never saw the trained model is much surer than it is right: by this
# share of its scores its probabilities are the likeliest there (benchmarks/household.py).
_TRUST = 0.3
# The trained model's "none" is weighed against the share of the question's words that the pieces,
# with titles and headings, hold: in the logarithm of the odds, this much for all of them, counted
# from a usual share, and this much to begin with. Fitted on held-out SQuAD and CMRC questions and
# on 88 questions of the public set in tests/acceptance: of what nothing answers there it refuses
# 31 % instead of 14 %, at as few refusals of what is answered.
_PER_SHARE_HELD, _USUAL_SHARE, _AGAINST_NONE = 30.0, 0.6, 8.0


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """`refuse_at` is the probability that nothing answers from which nothing is quoted.

    Of at most `most_sentences` the second is quoted where the first is less likely than
    `second_below` to be the one that answers, if any does. `always`: large models quote as well,
    instead of writing an answer of their own. `never`: small models write as they can instead of
    quoting, which only a measurement wants.
    """

    refuse_at: float = 0.5
    second_below: float = 0.7
    most_sentences: int = 2
    always: bool = False
    never: bool = False


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
    question: str = "",
    trained: bool = True,
) -> Weighed:
    """The probabilities of what is pointed at, from the scores of `options_for` these pieces.

    `trained`: the model is the one that learnt this from our conversations.
    """
    scores = dict(zip(options, log_probabilities, strict=True))
    names = [f"[{piece.id}]" for piece in pieces]
    nothing = None
    if trained and NONE in scores:
        nothing = _nothing(pieces, scores, question)
    if trained:
        scores = {option: _TRUST * score for option, score in scores.items()}
    if nothing is not None and len(pieces) > 1:
        scores[names[0]] += _FIRST_IS_LIKELIER
    if nothing is not None:
        # "None" has been weighed apart; what is left is shared among the others.
        del scores[NONE]
    highest = max(scores.values())
    weights = {option: math.exp(score - highest) for option, score in scores.items()}
    total = sum(weights.values()) / (1.0 - (nothing or 0.0))
    shares = [(piece, weights[name] / total) for piece, name in zip(pieces, names, strict=True)]
    return Weighed(
        tuple(sorted(shares, key=lambda share: -share[1])),
        weights.get(NONE, 0.0) / total if nothing is None else nothing,
        weights.get(ALL, 0.0) / total,
    )


def _nothing(pieces: Sequence[Evidence], scores: Mapping[str, float], question: str) -> float:
    """The probability that none of the pieces answers; below 1."""
    of_pieces = [scores[f"[{piece.id}]"] for piece in pieces]
    if len(of_pieces) > 1:
        of_pieces[0] += _FIRST_IS_LIKELIER
    highest = max(of_pieces)
    some = highest + math.log(sum(math.exp(score - highest) for score in of_pieces))
    wanted = set(terms(question))
    held = {
        word for p in pieces for word in terms(f"{p.text} {p.title} {p.location.heading or ''}")
    }
    share = len(wanted & held) / len(wanted) if wanted else 1.0
    odds = scores[NONE] - some - _PER_SHARE_HELD * (share - _USUAL_SHARE) - _AGAINST_NONE
    return 1.0 / (1.0 + math.exp(min(20.0, max(-20.0, -_TRUST * odds))))
