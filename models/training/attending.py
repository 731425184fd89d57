"""Which earlier positions a position sees."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from models.training.packing import document_numbers

# None for all that came before, a boolean mask (rows, 1, length, length), or a BlockMask.
Seen = Any


def attend(query: Tensor, key: Tensor, value: Tensor, seen: Seen = None) -> Tensor:
    """Attention; query, key, value and the result are (rows, heads, length, head width)."""
    if seen is None:
        return F.scaled_dot_product_attention(query, key, value, is_causal=True)
    if isinstance(seen, Tensor):
        return F.scaled_dot_product_attention(query, key, value, attn_mask=seen)
    from torch.nn.attention.flex_attention import flex_attention

    mixed = flex_attention(query, key, value, block_mask=seen)
    assert isinstance(mixed, Tensor)
    return mixed


def within_conversations(ids: Tensor) -> Seen:
    """What is seen in packed rows of `ids` (rows, length): nothing of an earlier conversation.

    On a GPU for FlexAttention, whose kernels skip blocks that nothing sees
    (https://pytorch.org/blog/flexattention/), elsewhere a mask.
    """
    numbers = document_numbers(ids)
    if ids.device.type != "cuda":
        same = numbers[:, :, None] == numbers[:, None, :]
        return same.tril()[:, None]

    def sees(row: Any, _head: Any, asking: Any, asked: Any) -> Any:
        return (asking >= asked) & (numbers[row, asking] == numbers[row, asked])

    rows, length = numbers.shape
    return _compiled_block_mask()(sees, rows, None, length, length, device=str(ids.device))


@cache
def _compiled_block_mask() -> Any:
    from torch.nn.attention.flex_attention import create_block_mask

    return torch.compile(create_block_mask)
