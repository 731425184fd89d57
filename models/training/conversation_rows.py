"""Conversations to token sequences, quickly: most messages are the same ones again and again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from models.training.packing import Sequences, as_weights
from models.training.tokenizer import DEFAULT_WEIGHTS, END, ROLE_IDS, encode_content

# One conversation in so many is kept from training, to watch the loss on.
HELD_OUT_EVERY = 250
# What the assistant says that is no plan is short and all that a conclusion is: it counts more.
CONCLUSION_WEIGHT = 3.0


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


def encode(
    tokenizer: Any, conversations: Iterable[Sequence[dict[str, Any]]], longest: int
) -> Iterator[tuple[list[int], list[float]]]:
    """Ids and loss weights of each conversation of at most `longest` tokens.

    A message is {"role", "content"}; optional "weight" overrides what its role has.
    """

    @lru_cache(maxsize=100_000)
    def content_ids(content: str) -> tuple[int, ...]:
        return tuple(encode_content(tokenizer, content))

    for messages in conversations:
        ids: list[int] = []
        weights: list[float] = []
        for message in messages:
            role, content = message["role"], content_ids(message["content"])
            weight = float(message.get("weight", _weight(role, message["content"])))
            ids += [ROLE_IDS[role], *content, END]
            closing = weight if role == "assistant" else 0.0
            weights += [0.0, *([weight] * len(content)), closing]
        if len(ids) <= longest:
            yield ids, weights


def _weight(role: str, content: str) -> float:
    if role == "assistant" and not content.startswith("{"):
        return CONCLUSION_WEIGHT
    return DEFAULT_WEIGHTS.get(role, 0.0)


def pack_files(tokenizer: Any, sources: Iterable[Path], work: Path, longest: int) -> dict[str, int]:
    """Write conversations.npz and held_out.npz of all conversations in `sources` to `work`.

    Returns how many conversations and tokens there are. Raises ValueError as `read_conversations`.
    """
    kept: tuple[list[Any], list[Any]] = ([], [])
    counts = {"conversations": 0, "tokens": 0, "held_out": 0}
    for source in sources:
        for index, (ids, weights) in enumerate(
            encode(tokenizer, read_conversations(source), longest)
        ):
            out = index % HELD_OUT_EVERY == 0
            kept[out].append((np.array(ids, np.uint16), as_weights(weights)))
            counts["held_out" if out else "conversations"] += 1
            counts["tokens"] += 0 if out else len(ids)
    for name, parts in zip(("conversations", "held_out"), kept, strict=True):
        if not parts:
            continue
        lengths = [len(ids) for ids, _ in parts]
        offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        Sequences(
            np.concatenate([ids for ids, _ in parts]),
            np.concatenate([weights for _, weights in parts]),
            offsets,
        ).save(work / f"{name}.npz")
    return counts
