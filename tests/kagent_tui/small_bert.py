"""A BERT of one layer that was never trained: an embedding model as small as can be."""

from __future__ import annotations

from typing import Any

import numpy as np

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "ferry", "leaves", "渡", "轮"]


def random_bert(vocabulary: int) -> dict[str, Any]:
    """An untrained BERT of one layer."""
    rng = np.random.default_rng(1)
    width, start = 32, "encoder.layer.0."

    def matrix(*shape: int) -> Any:
        return rng.normal(0.0, 0.3, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": matrix(vocabulary, width),
        "embeddings.position_embeddings.weight": matrix(64, width),
        "embeddings.token_type_embeddings.weight": matrix(2, width),
    }
    for name, rows, columns in (
        ("attention.self.query", width, width),
        ("attention.self.key", width, width),
        ("attention.self.value", width, width),
        ("attention.output.dense", width, width),
        ("intermediate.dense", 4 * width, width),
        ("output.dense", width, 4 * width),
    ):
        weights[f"{start}{name}.weight"] = matrix(rows, columns)
        weights[f"{start}{name}.bias"] = matrix(rows)
    norms = ["embeddings.LayerNorm", *(f"{start}{n}.output.LayerNorm" for n in ("attention",))]
    for norm in (*norms, f"{start}output.LayerNorm"):
        weights[f"{norm}.weight"] = np.ones(width, np.float32)
        weights[f"{norm}.bias"] = np.zeros(width, np.float32)
    return weights
