"""Prose for the tokenizer and the first stage, without the passages that evaluations use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from models.training.tokenizer import END, encode_content, read_texts

_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
# Shared runs this long are not chance: the length used for decontamination by GPT-3
# (Brown et al. 2020, arXiv 2005.14165, appendix C).
NGRAM = 13


def ngrams(text: str) -> set[int]:
    """Hashes of all runs of `NGRAM` words or Han characters."""
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[i : i + NGRAM])) for i in range(len(words) - NGRAM + 1)}


def evaluation_ngrams(folder: Path) -> set[int]:
    """The n-grams of every passage of the question-answering sets in `folder`."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.json")):
        for passage in passages_of(json.loads(path.read_text(encoding="utf-8"))):
            found |= ngrams(passage)
    return found


def passages_of(node: Any) -> Iterator[str]:
    """All "context" strings of a SQuAD-like JSON."""
    if isinstance(node, dict):
        if isinstance(node.get("context"), str):
            yield node["context"]
        for value in node.values():
            yield from passages_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from passages_of(value)


def clean_blocks(
    folder: Path, languages: Iterable[str], bytes_per_language: int, forbidden: set[int]
) -> Iterator[str]:
    """Blocks of prose from `folder`/<language>/*.txt, evenly over the files."""
    for language in languages:
        paths = sorted((folder / language).glob("*.txt"))
        share = bytes_per_language // max(1, len(paths))
        for block in read_texts(paths, share):
            if forbidden.isdisjoint(ngrams(block)):
                yield block


def pack_prose(tokenizer: Any, blocks: Iterable[str], target: Path) -> int:
    """Write the blocks' tokens as one uint16 stream and return its length."""
    pieces = [np.array([*encode_content(tokenizer, block), END], np.uint16) for block in blocks]
    order = np.random.default_rng(1).permutation(len(pieces))
    stream = np.concatenate([pieces[i] for i in order])
    np.save(target, stream)
    return len(stream)
