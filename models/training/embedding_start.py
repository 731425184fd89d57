"""Vectors to start from: English words as the teacher sees them, Chinese through translations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.embedding.features import CONTINUES
from models.training.embedding_batches import Packed
from models.training.embedding_teacher import Teacher

Matrix = NDArray[np.float32]
# Frequent features weigh a / (a + frequency): Arora et al. 2017, "A simple but tough-to-beat
# baseline for sentence embeddings".
_ENGLISH_RARITY = 1e-4
_CHINESE_RARITY = 1e-3
_PIECE_WEIGHT = 0.3
_CHARACTER_WEIGHT = 0.5
_RIDGE = 1e-2
_STEPS = 25


def start_vectors(
    names: Sequence[str],
    frequencies: NDArray[np.float64],
    translations: tuple[Packed, Packed],
    teacher: Teacher,
    dimensions: int,
) -> tuple[Matrix, Matrix]:
    """Vectors of length 1, shape (features, dimensions), and weights, shape (features,).

    Args:
        names: The features; those of Latin script come before all others.
        frequencies: Share of all words, or of all Han characters, that each feature makes up.
        translations: English and Chinese sentences in step.
        teacher: Embeds the English features.
        dimensions: Principal components to keep.
    """
    english = sum(name.isascii() for name in names)
    texts = [name.removeprefix(CONTINUES) for name in names[:english]]
    vectors = _principal(teacher.embed(texts), dimensions)
    weights = _ENGLISH_RARITY / (_ENGLISH_RARITY + frequencies[:english])
    weights[[name.startswith(CONTINUES) for name in names[:english]]] = _PIECE_WEIGHT
    rarity = _CHINESE_RARITY / (_CHINESE_RARITY + frequencies[english:])
    rarity *= np.where([len(name) == 1 for name in names[english:]], _CHARACTER_WEIGHT, 1.0)
    chinese = _translated(vectors * _column(weights), rarity, translations)
    return (
        np.concatenate([vectors, chinese]),
        np.concatenate([weights, rarity]).astype(np.float32),
    )


def _principal(vectors: Matrix, dimensions: int) -> Matrix:
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return _normal(centred @ directions[:dimensions].T)


def _translated(
    english: Matrix, rarity: NDArray[np.float64], translations: tuple[Packed, Packed]
) -> Matrix:
    """Chinese vectors whose weighted means come near the English sentences' vectors.

    Ridge regression by conjugate gradients; features that no translation has come out random.
    """
    count = len(english)
    wanted = np.stack(
        [
            english[ids[ids < count]].sum(axis=0)
            for ids in map(translations[0].__getitem__, range(len(translations[0])))
        ]
    )
    rows, columns = _entries(translations[1], count)
    sizes = np.maximum(np.bincount(rows, rarity[columns], len(wanted)), 0.1)
    values = torch.tensor(rarity[columns] / sizes[rows], dtype=torch.float32)
    shape = (len(wanted), len(rarity))
    places = torch.from_numpy(np.stack([rows, columns]))
    forth = torch.sparse_coo_tensor(places, values, shape, check_invariants=False).coalesce()
    back = forth.t().coalesce()
    solution = _conjugate_gradients(forth, back, torch.from_numpy(_normal(wanted))).numpy()
    rng = np.random.default_rng(0)
    noise = _normal(rng.normal(size=solution.shape).astype(np.float32))
    lengths = np.linalg.norm(solution, axis=1, keepdims=True)
    # What few translations tell of a feature is not taken at its word.
    return _normal(0.8 * solution / np.maximum(lengths, 0.3) + 0.6 * noise)


def _entries(texts: Packed, first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of every feature from `first` on."""
    rows = np.repeat(np.arange(len(texts)), np.diff(texts.offsets))
    chosen = texts.flat >= first
    return rows[chosen], texts.flat[chosen].astype(np.int64) - first


def _conjugate_gradients(forth: Any, back: Any, wanted: Any) -> Any:
    """The X that makes |forth X - wanted|² + ridge |X|² small."""
    residual = torch.sparse.mm(back, wanted)
    solution, direction = torch.zeros_like(residual), residual.clone()
    square = (residual * residual).sum(0)
    for _ in range(_STEPS):
        image = torch.sparse.mm(back, torch.sparse.mm(forth, direction)) + _RIDGE * direction
        step = square / (direction * image).sum(0).clamp_min(1e-9)
        solution += step * direction
        residual -= step * image
        following = (residual * residual).sum(0)
        direction = residual + following / square.clamp_min(1e-9) * direction
        square = following
    return solution


def frequencies_of(texts: Sequence[Packed], features: int, english: int) -> NDArray[np.float64]:
    """Share that each feature makes up: English ones among words, the others among characters."""
    counts = np.zeros(features)
    for packed in texts:
        counts += np.bincount(packed.flat, minlength=features)
    counts[:english] /= max(1.0, counts[:english].sum())
    # Half of a Chinese text's features are pairs.
    counts[english:] /= max(1.0, counts[english:].sum() / 2)
    return counts


def _column(values: NDArray[Any]) -> Matrix:
    return values[:, None].astype(np.float32)


def _normal(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, math.ulp(1.0))).astype(np.float32)
