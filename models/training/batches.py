"""Token arrays on disk and the batches drawn from them, the same for the same seed and step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.training.tokenizer import PAD, encode_conversation

Array = np.ndarray[Any, Any]
LENGTH_STEP = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs and targets (rows, length) int64, and each target's loss weight (rows, length)."""

    inputs: Array
    targets: Array
    weights: Array

    @property
    def tokens(self) -> int:
        """Padded size: what the step costs."""
        return int(self.inputs.size)


class ProseBatches:
    """Windows of a stream of token ids, every target with weight 1."""

    def __init__(self, path: Path, *, length: int, tokens_per_batch: int, seed: int) -> None:
        self._stream = np.load(path, mmap_mode="r")
        self._length = length
        self._rows = max(1, tokens_per_batch // length)
        self._seed = seed

    def __call__(self, step: int) -> Batch:
        """The batch of that step."""
        chooser = np.random.default_rng((self._seed, step))
        starts = chooser.integers(0, len(self._stream) - self._length - 1, self._rows)
        rows = np.stack([self._stream[start : start + self._length + 1] for start in starts])
        rows = rows.astype(np.int64)
        return Batch(rows[:, :-1], rows[:, 1:], np.ones(rows[:, 1:].shape, np.float32))


class ConversationBatches:
    """Conversations of like length together, in an order that the seed and the epoch decide."""

    def __init__(self, path: Path, *, tokens_per_batch: int, seed: int) -> None:
        archive = np.load(path)
        self._ids, self._weights = archive["ids"], archive["weights"]
        self._offsets = archive["offsets"]
        self._tokens_per_batch = tokens_per_batch
        self._seed = seed
        self._plans: dict[int, list[Array]] = {}
        self.batches_per_epoch = len(self._plan(0))

    def _plan(self, epoch: int) -> list[Array]:
        if epoch not in self._plans:
            chooser = np.random.default_rng((self._seed, epoch))
            lengths = np.diff(self._offsets)
            order = np.argsort(lengths + chooser.random(len(lengths)), kind="stable")
            batches: list[Array] = []
            current: list[int] = []
            for index in order:
                if (
                    current
                    and (len(current) + 1) * _padded(lengths[index]) > self._tokens_per_batch
                ):
                    batches.append(np.array(current))
                    current = []
                current.append(int(index))
            batches.append(np.array(current))
            self._plans = {epoch: [batches[i] for i in chooser.permutation(len(batches))]}
        return self._plans[epoch]

    def __call__(self, step: int) -> Batch:
        """The batch of that step, counted from the start of training."""
        epoch, position = divmod(step, self.batches_per_epoch)
        plan = self._plan(epoch)
        rows = plan[position % len(plan)]
        spans = [(int(self._offsets[row]), int(self._offsets[row + 1])) for row in rows]
        longest = _padded(max(end - start for start, end in spans))
        ids = np.full((len(rows), longest), PAD, np.int64)
        weights = np.zeros((len(rows), longest), np.float32)
        for index, (start, end) in enumerate(spans):
            ids[index, : end - start] = self._ids[start:end]
            weights[index, : end - start] = self._weights[start:end]
        return Batch(ids[:, :-1], ids[:, 1:], weights[:, 1:])


def _padded(length: int) -> int:
    """Few different lengths, so that kernels and buffers made for one shape are used again."""
    return -(-int(length) // LENGTH_STEP) * LENGTH_STEP


def read_conversations(path: Path) -> Iterator[list[dict[str, Any]]]:
    """The messages of each line of a JSON lines file of {"messages": [...]}.

    Raises:
        ValueError: a line is not such an object; the message names file and line.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)["messages"]
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not a conversation ({error})") from error


def pack_conversations(tokenizer: Any, source: Path, target: Path, longest: int) -> tuple[int, int]:
    """Encode the conversations of `source`; those over `longest` tokens are left out.

    Returns the number kept and the number left out.
    """
    ids: list[Array] = []
    weights: list[Array] = []
    offsets = [0]
    dropped = 0
    for messages in read_conversations(source):
        sequence, sequence_weights = encode_conversation(tokenizer, messages)
        if len(sequence) > longest:
            dropped += 1
            continue
        ids.append(np.array(sequence, np.uint16))
        weights.append(np.array(sequence_weights, np.float16))
        offsets.append(offsets[-1] + len(sequence))
    np.savez(target, ids=np.concatenate(ids), weights=np.concatenate(weights), offsets=offsets)
    return len(ids), dropped
