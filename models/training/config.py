"""The sizes of the decoder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """Sizes of the decoder; `context` is the longest sequence it was trained for, in tokens."""

    vocabulary: int = 8000
    width: int = 256
    layers: int = 6
    heads: int = 8
    feed_forward: int = 704
    context: int = 1024
    rope_base: float = 10000.0
    norm_epsilon: float = 1e-5

    def to_json(self) -> dict[str, Any]:
        """As a plain dictionary, for checkpoints and the model card."""
        return asdict(self)
