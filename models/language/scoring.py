"""How likely a local model finds each of several answers, from one evaluation of the prompt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from models.language.sampling import Logits


class OptionTree:
    """The tokens of the options, shared beginnings once; only where they part is anything asked.

    What follows once an option is told from all others is taken as certain, so that "[1]" to "[8]"
    cost one token's evaluation beyond the prompt.

    Args:
        options: The tokens of each option; none may be empty.
        end: The token that ends an answer: an option that another one begins with is told from it
            by that.
    """

    def __init__(self, options: Sequence[Sequence[int]], end: int) -> None:
        self._options = [(*option, end) for option in options]

    def log_probabilities(self, logits_after: Callable[[Sequence[int]], Logits]) -> list[float]:
        """The log-probability of each option.

        Args:
            logits_after: The model's logits after the prompt and these tokens; what it returns
                may be overwritten by the next call.
        """
        found = [0.0] * len(self._options)
        for path, members in self._forks():
            of_token = _log_softmax(logits_after(path))
            for member in members:
                found[member] += float(of_token[self._options[member][len(path)]])
        return found

    def _forks(self) -> Iterator[tuple[tuple[int, ...], list[int]]]:
        """Every beginning after which options part, and which options those are; the root first,
        since an answer that is no option may be likelier than all of them."""
        waiting: list[tuple[tuple[int, ...], list[int]]] = [((), list(range(len(self._options))))]
        while waiting:
            path, members = waiting.pop()
            branches: dict[int, list[int]] = {}
            for member in members:
                branches.setdefault(self._options[member][len(path)], []).append(member)
            if len(branches) > 1 or not path:
                yield path, members
            waiting += [
                ((*path, token), below)
                for token, below in reversed(branches.items())
                if len({self._options[member] for member in below}) > 1
            ]


def _log_softmax(logits: Logits) -> npt.NDArray[np.float64]:
    shifted = logits.astype(np.float64) - float(logits.max())
    result: npt.NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum())
    return result
