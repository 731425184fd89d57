"""Which other tools stand beside the right one: hard ones of the same kind, and any others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.mat.synthetic.unseen_tools_forms import ToolForm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.tools.selection import Embed

    Vectors = NDArray[np.float32]

# Cosines of descriptions, and of a question with a description, above which a tool of another
# source may be for the same.
_ALIKE = 0.35
_MAY_FIT = 0.3
# Of the nearest, how many are drawn from.
_NEAREST = 10


class Distractors:
    """Draws tools that are not the right one."""

    def __init__(self, forms: Sequence[ToolForm], embed: Embed, rng: random.Random) -> None:
        self._forms = list(forms)
        self._rng = rng
        self._embed = embed
        texts = [
            f"{form.names[0].replace('_', ' ')}: {form.descriptions[0]}" for form in self._forms
        ]
        self._vectors = embed(texts)
        self._rivals: dict[int, tuple[NDArray[np.bool_], NDArray[np.bool_]]] = {}
        self._numbers = {id(form): number for number, form in enumerate(self._forms)}

    def beside(self, gold: ToolForm, question: str, count: int) -> list[ToolForm]:
        """Tools that do something else than the right one."""
        import numpy as np

        number = self._numbers[id(gold)]
        if number not in self._rivals:
            self._rivals[number] = self._rivals_of(number)
        rivals, alike = self._rivals[number]
        nearness = self._vectors @ self._embed([question])[0]
        allowed = rivals | (~alike & (nearness < _MAY_FIT))
        same_kind = rivals if self._rng.random() < 0.7 else allowed
        return self._drawn(np.where(same_kind, nearness, -1), allowed, count)

    def _rivals_of(self, number: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The tools of the same source that do something else, and all that may do the same."""
        import numpy as np

        gold = self._forms[number]
        same = np.array([form.source == gold.source for form in self._forms])
        rivals = same & np.array([_differs(gold, form) for form in self._forms])
        return rivals, same | (self._vectors @ self._vectors[number] >= _ALIKE)

    def without_fit(self, question: str, count: int) -> list[ToolForm]:
        """Tools of which none is for the question."""
        import numpy as np

        nearness = self._vectors @ self._embed([question])[0]
        allowed = nearness < _MAY_FIT
        return self._drawn(np.where(allowed, nearness, -1), allowed, count)

    def _drawn(self, hardness: Vectors, allowed: NDArray[np.bool_], count: int) -> list[ToolForm]:
        import numpy as np

        nearest = np.argpartition(-hardness, _NEAREST)[:_NEAREST]
        near = [int(n) for n in nearest if hardness[n] > 0]
        share = self._rng.choice((0.3, 0.7, 1.0))
        chosen = self._rng.sample(near, min(len(near), round(share * count)))
        others = np.flatnonzero(allowed)
        while len(chosen) < count:
            number = int(self._rng.choice(others))
            if number not in chosen:
                chosen.append(number)
        return [self._forms[number] for number in chosen]


def _differs(one: ToolForm, other: ToolForm) -> bool:
    """Whether two tools of one source do different things, as far as their names tell."""
    return one.names[0] != other.names[0] and one.descriptions[0] != other.descriptions[0]
