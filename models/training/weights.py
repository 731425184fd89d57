"""Weights to go on from, of a checkpoint or of an exported file."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor


def read_weights(path: Path, device: torch.device) -> dict[str, Tensor]:
    """The weights of a checkpoint of models.training.packed, or of an exported GGUF file."""
    if path.suffix != ".gguf":
        saved: dict[str, Tensor] = torch.load(path, map_location=device, weights_only=True)["model"]
        return saved
    from models.training.export import read_gguf

    _, weights = read_gguf(path)
    return {name: torch.from_numpy(values).to(device) for name, values in weights.items()}
