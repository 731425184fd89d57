"""How a crafted template is scored against open ones.

The paper's section 3.2, equation 1, and appendix B.2, equation 8. For the queries q_1 ... q_n and
the open templates t_1 ... t_k,

    score(t) = 1/n * sum over i of the maximum over j of sigma(r_c^(i), r_j^(i))
    sigma(r_c, r_j) = min(floor((11 + s_c - s_j) / 2), 5), one of 1, 2, 3, 4, 5

where r_c is what the crafted template came to, r_j what an open one did, and s_c and s_j are the
judge's scores of both, 1 to 10. Equal scores give floor(5.5) = 5, and so does a candidate that is
one point worse; two points worse gives 4. A template is approved when score(t) >= xi; with the
paper's xi = 5 it must hold its own against some open template on every query.

The paper places both responses at random. Here the judge sees both orders and s_c and s_j are the
means of the two, so that a liking for the first place cancels out; the floor takes halves too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.mat.errors import MalformedError

THRESHOLD = 5.0
BEST_SIGMA = 5
_LOWEST, _HIGHEST = 1.0, 10.0
_NUMBER = r"(\d{1,2}(?:\.\d+)?)"
# Two numbers at the beginning of a line, and no third one after them.
_SCORES = re.compile(rf"{_NUMBER}[\s,，;；、|]+{_NUMBER}(?=$|[\s,，.;；。]*[^\d\s.,])")
_ALONE = re.compile(rf"(?<![\d./-]){_NUMBER}(?![\d.])")


@dataclass(frozen=True, slots=True)
class Scores:
    """What a judge gave the candidate and the open template, 1 to 10."""

    candidate: float
    open: float


def sigma(candidate: float, other: float) -> int:
    """How close the candidate's result comes to the other's: 1 (far worse) to 5 (no worse).

    Raises:
        ValueError: a score is not between 1 and 10.
    """
    for score in (candidate, other):
        if not _LOWEST <= score <= _HIGHEST:
            raise ValueError(f"a judge's score is between 1 and 10, not {score}")
    return min(math.floor((11 + candidate - other) / 2), BEST_SIGMA)


def template_score(closeness: Sequence[Iterable[int]]) -> float | None:
    """Equation 1: for each query the sigmas against the open templates; None without any query.

    A query without a sigma is left out of n: no open template came to anything there.
    """
    best = [max(sigmas) for each in closeness if (sigmas := list(each))]
    return sum(best) / len(best) if best else None


def both_orders(first: Scores, second: Scores) -> Scores:
    """The means of the scores that the judge gave in the two orders."""
    return Scores((first.candidate + second.candidate) / 2, (first.open + second.open) / 2)


def read_scores(text: str) -> tuple[float, float]:
    """The two numbers on the first line of a judge's answer that holds any.

    Raises:
        MalformedError: there are no two numbers from 1 to 10.
    """
    for line in text.splitlines():
        plain = _named(line.strip().strip("*`#:： "))
        if not re.search(r"\d", plain):
            continue
        start = _SCORES.match(plain)
        numbers = start.groups() if start is not None else _ALONE.findall(plain)
        if len(numbers) != 2:
            break
        first, second = float(numbers[0]), float(numbers[1])
        if all(_LOWEST <= score <= _HIGHEST for score in (first, second)):
            return first, second
        raise MalformedError("a score is not between 1 and 10")
    raise MalformedError("the first line does not hold two scores")


def _named(line: str) -> str:
    """The line without the numbers of the assistants and the "/10" behind scores."""
    plain = re.sub(r"(?:assistant|response|助手|回复)\s*[12一二]", " ", line, flags=re.IGNORECASE)
    return re.sub(r"/\s*10\b", " ", plain).strip()
