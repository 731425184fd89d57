"""The sizes of the decoder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """Sizes of the decoder; `context` is the longest sequence it was trained for, in tokens."""

    vocabulary: int = 8000
    width: int = 384
    layers: int = 8
    heads: int = 6
    feed_forward: int = 1024
    context: int = 2048
    rope_base: float = 10000.0
    norm_epsilon: float = 1e-5

    def to_json(self) -> dict[str, Any]:
        """As a plain dictionary, for checkpoints and the model card."""
        return asdict(self)


# The sizes that were compared, and the first version's; the model card has the table.
SIZES: dict[str, DecoderConfig] = {
    "small": DecoderConfig(width=256, layers=6, heads=8, feed_forward=704),
    "base": DecoderConfig(),
    "large": DecoderConfig(width=512, layers=8, heads=8, feed_forward=1344),
}
