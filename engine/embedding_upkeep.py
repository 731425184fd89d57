"""Vectors that are lacking, made a little at a time while nothing else is to be done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.memory import MemoryBank

_FIRST_BATCH = 8
_LARGEST_BATCH = 1024
# A batch grows until it takes about this long: a question waits for no more than one of them.
_BATCH_SECONDS = 0.15


def embed_for(bank: MemoryBank, seconds: float) -> bool:
    """Make lacking vectors for about `seconds`; True when some may still be lacking.

    A batch that has begun is finished: each is a transaction, and what is done stays.

    Raises:
        StoreError: the memory is in trouble, or the embedding model cannot be loaded.
    """
    end = time.monotonic() + seconds
    batch = _FIRST_BATCH
    while time.monotonic() < end:
        began = time.monotonic()
        if bank.vectors.reembedding.step(batch) == 0:
            return False
        if time.monotonic() - began < _BATCH_SECONDS / 2:
            batch = min(2 * batch, _LARGEST_BATCH)
    return True
