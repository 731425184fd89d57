"""Writes a trained static model as the file that ships: four bits a number, one scale a feature."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embedding.table import Table, write_table
from models.training.embedding_model import StaticEncoder

_STEPS = 7
# Cutting off the outermost numbers a little lets the others be finer.
_CUTS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)


def quantise(
    vectors: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers from -7 to 7 and a scale for each row, by least squared error.

    Shapes (rows, columns) and (rows,).
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    best = np.full(len(vectors), np.inf, np.float32)
    numbers = np.zeros(vectors.shape, np.int8)
    scales = np.zeros(len(vectors), np.float32)
    for cut in _CUTS:
        step = np.maximum(largest * cut / _STEPS, 1e-12)
        rounded = np.clip(np.rint(vectors / step), -_STEPS, _STEPS)
        # The scale that fits the rounded numbers best.
        squares = np.maximum((rounded * rounded).sum(axis=1), 1e-12)
        scale = (vectors * rounded).sum(axis=1) / squares
        error = ((vectors - rounded * scale[:, None]) ** 2).sum(axis=1)
        better = error < best
        best[better], scales[better] = error[better], scale[better]
        numbers[better] = rounded[better].astype(np.int8)
    return numbers, scales


def export(
    encoder: StaticEncoder, name: str, names: list[str], simplified: dict[str, str], path: Path
) -> None:
    """Write `encoder` to `path`."""
    vectors, weights, factors = (
        parameter.detach().numpy()
        for parameter in (
            encoder.vectors, encoder.passage_weights.exp(), encoder.query_factors.exp(),
        )
    )  # fmt: skip
    numbers, scales = quantise(vectors * weights[:, None])
    # The lengths of a text's vector do not matter: bring the scales to where float16 is exact.
    scales = scales / np.median(scales[scales > 0.0])
    write_table(Table(name, names, simplified, scales, factors, numbers), path)
