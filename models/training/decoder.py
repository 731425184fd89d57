"""The decoder that is trained: Llama's architecture, so that llama.cpp runs the export as it is.

Touvron et al. 2023 (arXiv 2302.13971): RMSNorm before each block, rotary positions in the
interleaved form that GGUF's "llama" architecture expects, SwiGLU, no biases, tied embeddings.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.training.attending import Seen, attend
from models.training.config import DecoderConfig


class Attention(nn.Module):
    """Causal self-attention with rotary positions."""

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.head_width = config.width // config.heads
        self.query = nn.Linear(config.width, config.width, bias=False)
        self.key = nn.Linear(config.width, config.width, bias=False)
        self.value = nn.Linear(config.width, config.width, bias=False)
        self.output = nn.Linear(config.width, config.width, bias=False)

    def forward(self, hidden: Tensor, cosine: Tensor, sine: Tensor, seen: Seen = None) -> Tensor:
        """(batch, length, width) -> the same shape."""
        batch, length, width = hidden.shape
        shape = (batch, length, self.heads, self.head_width)
        query = rotate(self.query(hidden).view(shape), cosine, sine).transpose(1, 2)
        key = rotate(self.key(hidden).view(shape), cosine, sine).transpose(1, 2)
        value = self.value(hidden).view(shape).transpose(1, 2)
        mixed = attend(query, key, value, seen)
        result: Tensor = self.output(mixed.transpose(1, 2).reshape(batch, length, width))
        return result


class FeedForward(nn.Module):
    """SwiGLU: down(silu(gate(x)) * up(x))."""

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.gate = nn.Linear(config.width, config.feed_forward, bias=False)
        self.up = nn.Linear(config.width, config.feed_forward, bias=False)
        self.down = nn.Linear(config.feed_forward, config.width, bias=False)

    def forward(self, hidden: Tensor) -> Tensor:
        """(..., width) -> the same shape."""
        result: Tensor = self.down(F.silu(self.gate(hidden)) * self.up(hidden))
        return result


class Block(nn.Module):
    """Attention and feed-forward, each after a norm and added to its input."""

    def __init__(self, config: DecoderConfig, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.attention_norm = nn.RMSNorm(config.width, eps=config.norm_epsilon)
        self.attention = Attention(config)
        self.feed_forward_norm = nn.RMSNorm(config.width, eps=config.norm_epsilon)
        self.feed_forward = FeedForward(config)

    def forward(self, hidden: Tensor, cosine: Tensor, sine: Tensor, seen: Seen = None) -> Tensor:
        """(batch, length, width) -> the same shape."""
        mixed = self.attention(self.attention_norm(hidden), cosine, sine, seen)
        hidden = hidden + F.dropout(mixed, self.dropout, self.training)
        changed = self.feed_forward(self.feed_forward_norm(hidden))
        return hidden + F.dropout(changed, self.dropout, self.training)


class Decoder(nn.Module):
    """Token ids (batch, length) -> hidden states; `logits` multiplies by the tied embedding.

    `dropout` is the share of each block's output that is left out while training.
    """

    def __init__(self, config: DecoderConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config, dropout) for _ in range(config.layers))
        self.norm = nn.RMSNorm(config.width, eps=config.norm_epsilon)
        cosine, sine = rope_tables(config)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        deviation = 0.02
        nn.init.normal_(self.embedding.weight, std=deviation)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2 and not name.startswith("embedding"):
                residual = name.endswith(("attention.output.weight", "down.weight"))
                scale = (2 * self.config.layers) ** -0.5 if residual else 1.0
                nn.init.normal_(parameter, std=self.config.width**-0.5 * scale)

    def forward(self, ids: Tensor, seen: Seen = None) -> Tensor:
        """(batch, length) int64 -> (batch, length, width); `seen` may narrow the attention."""
        hidden: Tensor = self.embedding(ids)
        length = ids.shape[1]
        cosine, sine = self.cosine[:length], self.sine[:length]
        for block in self.blocks:
            hidden = block(hidden, cosine, sine, seen)
        result: Tensor = self.norm(hidden)
        return result

    def logits(self, hidden: Tensor) -> Tensor:
        """(..., width) -> (..., vocabulary)."""
        return F.linear(hidden, self.embedding.weight)


def rope_tables(config: DecoderConfig) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each (context, head width / 2) float32 (Su et al., arXiv 2104.09864)."""
    head_width = config.width // config.heads
    frequency = config.rope_base ** (-torch.arange(0, head_width, 2).float() / head_width)
    angle = torch.outer(torch.arange(config.context).float(), frequency)
    return angle.cos(), angle.sin()


def rotate(states: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn neighbouring pairs of (batch, length, heads, head width) by their position's angle."""
    even, odd = states[..., 0::2], states[..., 1::2]
    cosine = cosine[None, :, None, :].to(states.dtype)
    sine = sine[None, :, None, :].to(states.dtype)
    turned = torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), dim=-1)
    return turned.flatten(-2)
