"""Leaving out what was said before, word for word or nearly.

Near copies are found by MinHash with banding (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3), and a candidate is compared exactly before anything is left out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from engine.mat.ngrams import ngrams, units

Copy = Literal["exact", "near"]
LEAST_SHARED = 0.85
_SHINGLE = 4
_BANDS, _ROWS = 16, 4
_PRIME = (1 << 61) - 1


@dataclass(slots=True)
class Seen:
    """The texts so far."""

    least_shared: float = LEAST_SHARED
    _exact: set[bytes] = field(default_factory=set)
    _buckets: dict[tuple[int, bytes], list[int]] = field(default_factory=lambda: defaultdict(list))
    _shingles: list[frozenset[int]] = field(default_factory=list)

    def copy_of(self, text: str) -> Copy | None:
        """Whether a text was there before; one that was not is remembered."""
        found = units(text)
        name = hashlib.sha256("\0".join(found).encode()).digest()
        if name in self._exact:
            return "exact"
        self._exact.add(name)
        if len(found) < _SHINGLE:
            return None
        shingles = frozenset(_number(run) for run in ngrams(found, _SHINGLE))
        keys = _bands(shingles)
        candidates = {index for key in keys for index in self._buckets.get(key, ())}
        if any(_shared(shingles, self._shingles[i]) >= self.least_shared for i in candidates):
            return "near"
        self._shingles.append(shingles)
        for key in keys:
            self._buckets[key].append(len(self._shingles) - 1)
        return None


def _number(run: tuple[str, ...]) -> int:
    """The same in every process, so that a run again keeps the same records."""
    digest = hashlib.blake2b("\0".join(run).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _bands(shingles: frozenset[int]) -> list[tuple[int, bytes]]:
    values = np.fromiter(shingles, np.uint64, len(shingles))
    generator = np.random.default_rng(1)
    factors = generator.integers(1, 1 << 29, _BANDS * _ROWS, dtype=np.uint64)
    offsets = generator.integers(0, 1 << 61, _BANDS * _ROWS, dtype=np.uint64)
    hashed = (values[None, :] * factors[:, None] + offsets[:, None]) % np.uint64(_PRIME)
    least = hashed.min(axis=1).reshape(_BANDS, _ROWS)
    return [(band, least[band].tobytes()) for band in range(_BANDS)]
