"""Which aspect of an item a passage is about: by the heading above it, or by likeness.

Likeness is weighed as for items (engine/kuaipedia/disambiguation.py), against what is known to be
about each aspect already; where that is not sure the passage is about no aspect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.kuaipedia.disambiguation import Context, probability, shared_share
from engine.kuaipedia.profiles import AspectProfile, Profiles, content_forms
from engine.kuaipedia.weights import ASPECT_THRESHOLD, ASPECT_WEIGHTS
from store.kuaipedia_names import folded_name

# What a heading of the aspect's own name says of the passage below it.
_UNDER_HEADING = 0.95


class AspectFeatures(NamedTuple):
    """What speaks for an aspect; each is about 0 to 1."""

    bias: float
    similarity: float
    shared: float
    named: float
    margin: float


class AspectChooser:
    """Chooses aspects by what is known of those of one Kuaipedia's items."""

    def __init__(
        self,
        profiles: Profiles,
        *,
        threshold: float = ASPECT_THRESHOLD,
        weights: Sequence[float] = ASPECT_WEIGHTS,
    ) -> None:
        self._profiles = profiles
        self._threshold = threshold
        self._weights = weights

    def choose(
        self, item_id: int, context: Context, headings: Sequence[str] = ()
    ) -> tuple[int, float] | None:
        """The aspect of an item that a context is about, with its probability; None: not sure.

        `headings` stand above it, outermost first.
        """
        aspects = self._profiles.aspects(item_id)
        if not aspects:
            return None
        under = self._under(aspects, headings)
        if under is not None:
            return under, _UNDER_HEADING
        scored = [
            (aspect_id, probability(self._weights, features))
            for aspect_id, features in self.features(item_id, context)
        ]
        best = max(scored, key=lambda one: one[1])
        return best if best[1] >= self._threshold else None

    @staticmethod
    def _under(aspects: Sequence[AspectProfile], headings: Sequence[str]) -> int | None:
        """The aspect that a heading names, the innermost heading first."""
        names = [folded_name(heading) for heading in headings]
        for depth in range(len(names) - 1, -1, -1):
            above = {one.record.id: folded_name(one.record.name) for one in aspects}
            for one in aspects:
                record = one.record
                if above[record.id] != names[depth]:
                    continue
                if record.parent_id is None or above.get(record.parent_id) in names[:depth]:
                    return record.id
        return None

    def features(self, item_id: int, context: Context) -> list[tuple[int, AspectFeatures]]:
        """Each aspect of an item with what speaks for it."""
        aspects = self._profiles.aspects(item_id)
        profile = self._profiles.of(item_id)
        if profile is None or not aspects:
            return []
        title = content_forms(profile.record.title)
        around = context.forms - title
        rows = []
        for one in aspects:
            # What all parts of an item have in common tells none of them from the others.
            likeness = float(context.vector @ one.vector)
            common = len(around & (one.forms - title))
            names = one.name_forms - title
            named = len(around & names) / len(names) if names else 0.0
            rows.append((likeness, shared_share(common), named))
        weights = [like + 0.5 * shared + 0.5 * named for like, shared, named in rows]
        found = []
        for row, one in enumerate(aspects):
            others = [weight for other, weight in enumerate(weights) if other != row]
            margin = weights[row] - max(others) if others else 0.0
            found.append((one.record.id, AspectFeatures(1.0, *rows[row], margin)))
        return found
