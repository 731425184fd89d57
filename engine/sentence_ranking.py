"""In what order sentences of found passages are likely to answer a question.

By the question's terms that a sentence holds, the rarer among the candidates the more; less so by
those of the sentence before it (which a pronoun may stand for), of its heading and title, and of
the passage as a whole; all less, the further a passage is behind the best.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.terms import terms
from engine.tools.observation import Passage

# Fitted on every fourth question of SQuAD, CMRC and DRCD; benchmarks/passages.py reports recall.
_PREVIOUS = 0.3
_CONTEXT = 0.4
_WHOLE_PASSAGE = 0.2
# A passage this much behind the best one by the search's score is trusted e times less, down to
# the least trust.
_PASSAGE_SCALE = 2.0
_LEAST_TRUST = 0.3


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence, its title and heading, and the passage that it stands in."""

    text: str
    context: str
    passage: Passage


def ranking(wanted: set[str], sentences: Sequence[Ranked]) -> list[int]:
    """The numbers of the sentences, the likeliest to answer first.

    Args:
        wanted: The question's terms.
        sentences: Those of a passage one after another, in their order.
    """
    scores = _scores(wanted, sentences)
    return sorted(range(len(sentences)), key=lambda number: (-scores[number], number))


def _scores(wanted: set[str], sentences: Sequence[Ranked]) -> list[float]:
    held = [set(terms(sentence.text)) & wanted for sentence in sentences]
    frequency = Counter(term for bag in held for term in bag)
    total = len(sentences)
    weight = {term: math.log(1.0 + total / (0.5 + frequency[term])) for term in wanted}
    best = max((sentence.passage.score for sentence in sentences), default=0.0)
    of_passage: dict[int, set[str]] = {}
    for sentence, bag in zip(sentences, held, strict=True):
        of_passage.setdefault(id(sentence.passage), set()).update(bag)

    def worth(found: set[str]) -> float:
        return sum(weight[term] for term in found)

    scores = []
    for number, (sentence, bag) in enumerate(zip(sentences, held, strict=True)):
        score = worth(bag)
        if number and sentences[number - 1].passage is sentence.passage:
            score += _PREVIOUS * worth(held[number - 1] - bag)
        score += _CONTEXT * worth((set(terms(sentence.context)) & wanted) - bag)
        score += _WHOLE_PASSAGE * worth(of_passage[id(sentence.passage)])
        behind = best - sentence.passage.score
        trust = _LEAST_TRUST + (1 - _LEAST_TRUST) * math.exp(-behind / _PASSAGE_SCALE)
        scores.append(score * trust)
    return scores
