"""Keeping what a model is measured on out of what it learns.

A record is left out if it shares a run of 13 words or Han characters with a named evaluation file:
the length that Brown et al. 2020 (arXiv 2005.14165, appendix C) used. A text of such a file that is
shorter counts as a whole, down to five.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.mat.errors import MatError
from engine.mat.ngrams import ngrams, units

LENGTH = 13
SHORTEST = 5


@dataclass(slots=True)
class EvaluationTexts:
    """The runs of all evaluation files, with the file that each is from, by their length."""

    length: int = LENGTH
    _runs: dict[int, dict[int, str]] = field(default_factory=dict)

    def add_file(self, path: Path) -> int:
        """Take in every text of a JSON, JSON lines or plain file; returns how many there were.

        Raises:
            MatError: the file cannot be read.
        """
        count = 0
        for text in _texts(path):
            count += 1
            self.add(text, path.name)
        return count

    def add(self, text: str, name: str) -> None:
        """Take in one text of the file called `name`."""
        found = units(text)
        length = min(self.length, len(found))
        if length < SHORTEST:
            return
        runs = self._runs.setdefault(length, {})
        for run in ngrams(found, length):
            runs.setdefault(hash(run), name)

    def shared_with(self, texts: Sequence[str]) -> str | None:
        """The name of a file that one of the texts shares a run with, or None."""
        for text in texts:
            found = units(text)
            for length, runs in self._runs.items():
                for run in ngrams(found, length):
                    if (name := runs.get(hash(run))) is not None:
                        return name
        return None


def _texts(path: Path) -> Iterator[str]:
    try:
        content = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise MatError(f"{path}: cannot be read ({error.strerror}); check --against") from error
    if path.suffix not in (".json", ".jsonl", ".jsonlines"):
        yield from (line for line in content.splitlines() if line.strip())
        return
    try:
        whole = path.suffix == ".json"
        values = [json.loads(content)] if whole else map(json.loads, content.splitlines())
        for value in values:
            yield from _strings(value)
    except (ValueError, RecursionError) as error:
        raise MatError(f"{path}: no JSON ({error}); check --against") from error


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
