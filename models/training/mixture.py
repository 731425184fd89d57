"""What each step of training reads: prose first, conversations later, from rows held in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.training.packing import WEIGHT_UNIT


@dataclass(frozen=True, slots=True)
class Mixture:
    """The share of prose: `first` up to `until` of the run, `last` from `after` on."""

    first: float = 0.8
    last: float = 0.08
    until: float = 0.3
    after: float = 0.5

    def prose(self, done: float) -> float:
        """The share of prose when `done` of the run (0 to 1) is behind."""
        if done <= self.until:
            return self.first
        if done >= self.after:
            return self.last
        return self.first + (self.last - self.first) * (done - self.until) / (
            self.after - self.until
        )


class Rows:
    """Rows on the training device, drawn without replacement and anew each epoch."""

    def __init__(
        self,
        ids: NDArray[np.uint16],
        weights: NDArray[np.uint8] | None,
        device: torch.device,
        seed: int,
    ) -> None:
        # torch can do little with unsigned 16-bit numbers; the vocabulary fits signed ones.
        self._ids = torch.from_numpy(ids.view(np.int16)).to(device)
        self._weights = None if weights is None else torch.from_numpy(weights).to(device)
        self._seed = seed
        self._drawn = 0
        self._order = self._shuffled(0)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._ids)

    @property
    def epochs(self) -> float:
        """How often all rows were drawn."""
        return self._drawn / max(1, len(self._ids))

    def take(self, count: int) -> tuple[Tensor, Tensor]:
        """Ids (count, length) int64 and the weight of each as a target, float32."""
        picked = []
        for _ in range(count):
            epoch, position = divmod(self._drawn, len(self._ids))
            if position == 0 and epoch:
                self._order = self._shuffled(epoch)
            picked.append(int(self._order[position]))
            self._drawn += 1
        rows = torch.tensor(picked, device=self._ids.device)
        ids = self._ids[rows].long()
        if self._weights is None:
            return ids, torch.ones(ids.shape, device=ids.device)
        return ids, self._weights[rows].float() / WEIGHT_UNIT

    def skip(self, count: int) -> None:
        """As if `count` rows had been drawn."""
        self._drawn = count
        self._order = self._shuffled(count // len(self._ids))

    @property
    def drawn(self) -> int:
        """Rows drawn so far."""
        return self._drawn

    def _shuffled(self, epoch: int) -> NDArray[np.int64]:
        return np.random.default_rng((self._seed, epoch)).permutation(len(self._ids))


def draw(prose: Rows | None, conversations: Rows, rows: int, share: float) -> tuple[Tensor, Tensor]:
    """One batch: about `share` of its rows from the prose."""
    wanted = 0 if prose is None else round(rows * share)
    parts = []
    if prose is not None and wanted:
        parts.append(prose.take(wanted))
    if rows > wanted:
        parts.append(conversations.take(rows - wanted))
    return torch.cat([ids for ids, _ in parts]), torch.cat([weights for _, weights in parts])
