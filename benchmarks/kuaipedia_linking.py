"""How well mentions are linked to items and aspects of a small library, English and Chinese.

    python -m benchmarks.kuaipedia_linking [--fit] [--show]

The library in tests/data/kuaipedia_library is added to a new memory and its Kuaipedia built as
`kagent add` does; then the names in the passages of tests/data/kuaipedia_mentions.jsonl are linked.
A name that is found where none is labelled, or that is linked to another item than the labelled
one, is wrong. The passages are divided by a hash of their text: weights and thresholds were fitted
on the development half, --fit fits them again and prints them; the test half tells how good they
are. Library and passages were written for this, and labelled before anything was fitted to them;
the later ones, without aspects, share few words with the library on purpose. Two baselines on the
same names: the item whose name matches, the one with most evidence where there are several; and a
logistic regression that sees the name and not its context.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.kuaipedia_mentions import (
    HALVES,
    Guess,
    Link,
    Passage,
    Score,
    read_passages,
    score,
)
from benchmarks.scale import REPOSITORY, open_bank, say
from engine.kuaipedia.aspects import AspectChooser
from engine.kuaipedia.building import build
from engine.kuaipedia.disambiguation import Context, Disambiguator, Features
from engine.kuaipedia.matching import Match, NameMatcher
from engine.kuaipedia.profiles import Profiles, builtin_model
from engine.kuaipedia.weights import (
    ASPECT_THRESHOLD,
    ASPECT_WEIGHTS,
    ITEM_THRESHOLD,
    ITEM_WEIGHTS,
)
from engine.library import Library
from store.kuaipedia import Kuaipedia

LIBRARY = REPOSITORY / "tests" / "data" / "kuaipedia_library"
_RECOGNISED = ("shown", "said")
# Least precision wanted of the development half when thresholds are chosen.
_WANTED_ITEMS, _WANTED_ASPECTS = 0.96, 0.85
_FIRST_OF_FEATURES = ("title", "alone", "specific", "case_kept", "case_lost", "in_longer_name")


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights and thresholds, as in engine/kuaipedia/weights.py."""

    item_weights: tuple[float, ...] = ITEM_WEIGHTS
    item_threshold: float = ITEM_THRESHOLD
    aspect_weights: tuple[float, ...] = ASPECT_WEIGHTS
    aspect_threshold: float = ASPECT_THRESHOLD


FITTED = Fit()


class Linking:
    """The names of one Kuaipedia and everything that chooses among them."""

    def __init__(self, kuaipedia: Kuaipedia, fit: Fit = FITTED) -> None:
        self.kuaipedia = kuaipedia
        self.matcher = NameMatcher(kuaipedia.names())
        self.profiles = Profiles(kuaipedia, builtin_model().embed_documents)
        self.items = Disambiguator(
            self.profiles, threshold=fit.item_threshold, weights=fit.item_weights
        )
        self.aspects = AspectChooser(
            self.profiles, threshold=fit.aspect_threshold, weights=fit.aspect_weights
        )

    def found(self, passage: Passage) -> tuple[list[Match], Context]:
        """The names in a passage."""
        context = Context(passage.text, passage.field, self.profiles)
        return self.matcher.find(passage.text, noisy=passage.field in _RECOGNISED), context

    def link(self, passage: Passage) -> list[Guess]:
        """As the product links."""
        matches, context = self.found(passage)
        guesses = []
        for one in self.items.linked(matches, context):
            aspect = self.aspects.choose(one.item_id, context)
            guesses.append(
                Guess(one.start, one.end, one.item_id, None if aspect is None else aspect[0])
            )
        return guesses

    def longest_name(self, passage: Passage) -> list[Guess]:
        """The first baseline: every name means something, and the most frequent of its items."""
        guesses = []
        for match in self.found(passage)[0]:
            records = [self.kuaipedia.item(name.item_id) for name in match.names]
            best = max((one for one in records if one), key=lambda one: (one.evidence, -one.id))
            guesses.append(Guess(match.start, match.end, best.id))
        return guesses

    def by_name_only(self, weights: NDArray[np.float64], threshold: float) -> Link:
        """The second baseline: a regression over what the name alone tells."""

        def link(passage: Passage) -> list[Guess]:
            matches, context = self.found(passage)
            guesses = []
            for match in matches:
                scored = [
                    (float(_sigmoid(np.dot(weights, _of_name(features)))), item)
                    for item, features in self.items.features(match, context)
                ]
                best = max(scored, default=(0.0, 0))
                if best[0] >= threshold:
                    guesses.append(Guess(match.start, match.end, best[1]))
            return guesses

        return link

    def rows(self, passages: Iterable[Passage]) -> tuple[list[Features], list[bool]]:
        """The features of all candidates of all names, and whether they are the labelled items."""
        rows: list[Features] = []
        labels: list[bool] = []
        for passage in passages:
            matches, context = self.found(passage)
            for match in matches:
                gold = passage.gold(match.start, match.end)
                for item, features in self.items.features(match, context):
                    rows.append(features)
                    labels.append(gold is not None and gold.item == item)
        return rows, labels

    def aspect_rows(
        self, passages: Iterable[Passage]
    ) -> tuple[list[tuple[float, ...]], list[bool]]:
        """The features of all aspects of the labelled items, and whether they are the labelled."""
        rows: list[tuple[float, ...]] = []
        labels: list[bool] = []
        for passage in passages:
            _, context = self.found(passage)
            for gold in passage.golds:
                if gold.item is None or gold.item < 0:
                    continue
                for aspect, features in self.aspects.features(gold.item, context):
                    rows.append(features)
                    labels.append(aspect == gold.aspect)
        return rows, labels


def fitted(
    rows: Sequence[Sequence[float]], labels: Sequence[bool], ridge: float = 1.0
) -> NDArray[np.float64]:
    """Weights of a logistic regression, by Newton's method; shape (features,)."""
    values, wanted = np.array(rows, np.float64), np.array(labels, np.float64)
    weights = np.zeros(values.shape[1])
    penalty = ridge * np.eye(values.shape[1])
    penalty[0, 0] = 1e-3
    for _ in range(40):
        guessed = _sigmoid(values @ weights)
        gradient = values.T @ (guessed - wanted) + penalty @ weights
        curvature = (values.T * (guessed * (1 - guessed))) @ values + penalty
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _sigmoid(value: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-value)))


def _of_name(features: Features) -> NDArray[np.float64]:
    return np.array([1.0, *(getattr(features, name) for name in _FIRST_OF_FEATURES)])


def lowest_threshold(scored: Callable[[float], Score], wanted: float, *, aspects: bool) -> float:
    """The threshold of most right links among those that are as precise as wanted."""
    found = []
    for step in range(20, 96, 2):
        counts = scored(step / 100)
        precision = counts.aspect_precision if aspects else counts.precision
        right = counts.aspects_right if aspects else counts.right
        found.append((min(precision, wanted), right, -abs(step - 50), step / 100))
    return max(found)[3]


def fit(kuaipedia: Kuaipedia, passages: Sequence[Passage]) -> Fit:
    """Weights and thresholds fitted on the passages."""
    linking = Linking(kuaipedia)
    made = Fit(
        item_weights=_rounded(fitted(*linking.rows(passages))),
        aspect_weights=_rounded(fitted(*linking.aspect_rows(passages))),
    )

    def of_items(threshold: float) -> Score:
        return score(passages, Linking(kuaipedia, replace(made, item_threshold=threshold)).link)

    made = replace(made, item_threshold=lowest_threshold(of_items, _WANTED_ITEMS, aspects=False))

    def of_aspects(threshold: float) -> Score:
        return score(passages, Linking(kuaipedia, replace(made, aspect_threshold=threshold)).link)

    threshold = lowest_threshold(of_aspects, _WANTED_ASPECTS, aspects=True)
    return replace(made, aspect_threshold=threshold)


def _rounded(weights: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(weight), 3) for weight in weights)


def report(
    kuaipedia: Kuaipedia,
    passages: Sequence[Passage],
    *,
    show: bool = False,
) -> None:
    """Print the figures of both halves."""
    linking = Linking(kuaipedia)
    development = [one for one in passages if one.half == HALVES[0]]
    rows, labels = linking.rows(development)
    by_name = linking.by_name_only(fitted([_of_name(row).tolist() for row in rows], labels), 0.5)
    links: tuple[tuple[str, Link], ...] = (
        ("KAgent", linking.link),
        ("longest name, no NIL", linking.longest_name),
        ("regression, name only", by_name),
    )
    for half in HALVES:
        part = [one for one in passages if one.half == half]
        names = [one for passage in part for one in passage.golds]
        nil = sum(one.item is None for one in names)
        say(f"{half}: {len(part)} passages, {len(names)} names, {nil} of them mean no item")
        for name, link in links:
            began = time.perf_counter()
            counts = score(part, link, say if show and link is links[0][1] else None)
            each = 1000 * (time.perf_counter() - began) / max(1, len(part))
            say(f"  {name:22} {counts.line()}   {each:.2f} ms a passage")


def main() -> None:
    """Build the library's Kuaipedia, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--fit", action="store_true", help="fit on the development half again")
    parser.add_argument("--show", action="store_true", help="show what is wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_bank(Path(folder)) as bank:
        for event in Library(bank).add([LIBRARY]):
            if event.error:
                sys.exit(event.error)
        for _ in build(bank):
            pass
        passages = read_passages(bank.kuaipedia)
        if arguments.fit:
            say(str(fit(bank.kuaipedia, [one for one in passages if one.half == HALVES[0]])))
        report(bank.kuaipedia, passages, show=arguments.show)


if __name__ == "__main__":
    main()
