"""Rows of equal length that hold several conversations each, so that no token is padding.

A conversation starts with the system token, which stands nowhere else: where one begins can be seen
from the ids alone, and attention is kept inside it (`document_numbers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.tokenizer import PAD, SYSTEM

# Loss weights are stored as bytes: this many are 1.0.
WEIGHT_UNIT = 20


@dataclass(frozen=True, slots=True)
class Sequences:
    """Token ids one after the other, the loss weight of each in `WEIGHT_UNIT`, and the borders.

    Shapes (tokens,) uint16, (tokens,) uint8 and (sequences + 1,) int64.
    """

    ids: NDArray[np.uint16]
    weights: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def save(self, path: Path) -> None:
        """Write as .npz, uncompressed: what moves it compresses it as a whole."""
        np.savez(path, ids=self.ids, weights=self.weights, lengths=np.diff(self.offsets))


def load_sequences(path: Path) -> Sequences:
    """Read what `Sequences.save` wrote."""
    with np.load(path) as archive:
        lengths = archive["lengths"].astype(np.int64)
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        return Sequences(archive["ids"], archive["weights"], offsets)


def pack_rows(
    sequences: Sequences, length: int, seed: int
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Rows of `length` ids and weights, shapes (rows, length); sequences in a random order.

    A sequence that no longer fits into the row at hand opens the next one, a longer one than
    `length` is left out, and what stays free is padding without weight. Best fit among a few open
    rows keeps that under a few percent.
    """
    sizes = np.diff(sequences.offsets)
    order = np.random.default_rng(seed).permutation(len(sizes))
    rows: list[list[int]] = []
    free: list[tuple[int, int]] = []
    for index in order:
        size = int(sizes[index])
        if size > length:
            continue
        fitting = [(left - size, row) for left, row in free if left >= size]
        if fitting:
            left, row = min(fitting)
            free = [(other, at) for other, at in free if at != row]
        else:
            rows.append([])
            left, row = length - size, len(rows) - 1
        rows[row].append(int(index))
        free = sorted([*free, (left, row)], reverse=True)[:_OPEN_ROWS]
    ids = np.full((len(rows), length), PAD, np.uint16)
    weights = np.zeros((len(rows), length), np.uint8)
    for row, members in enumerate(rows):
        at = 0
        for index in members:
            start, end = int(sequences.offsets[index]), int(sequences.offsets[index + 1])
            ids[row, at : at + end - start] = sequences.ids[start:end]
            weights[row, at : at + end - start] = sequences.weights[start:end]
            at += end - start
    return ids, weights


_OPEN_ROWS = 12


def prose_rows(stream: NDArray[np.uint16], length: int) -> NDArray[np.uint16]:
    """The stream cut into rows of `length`; what is left at its end is dropped."""
    count = len(stream) // length
    return stream[: count * length].reshape(count, length)


def document_numbers(ids: Any) -> Any:
    """The number of each position's conversation within its row: (rows, length) -> the same.

    Takes an integer tensor; padding belongs to the conversation before it.
    """
    return (ids == SYSTEM).cumsum(dim=1)


def as_weights(weights: list[float]) -> NDArray[np.uint8]:
    """Loss weights as bytes; what is over 255 / `WEIGHT_UNIT` is cut off."""
    return np.clip(np.round(np.array(weights) * WEIGHT_UNIT), 0, 255).astype(np.uint8)
