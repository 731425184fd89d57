"""The folder of one run of the pipeline: a journal for each stage, and what the stages made."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from engine.mat.errors import MatError
from engine.mat.events import Stage
from engine.whole_files import written_whole
from store.locking import file_lock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where a run keeps what."""

    path: Path

    def journal(self, stage: Stage) -> Path:
        """The journal of a stage."""
        return self.path / f"{stage}.jsonl"

    @property
    def queries(self) -> Path:
        """The seed queries, gathered, with the numbers of their clusters."""
        return self.path / "queries.jsonl"

    @property
    def templates(self) -> Path:
        """The crafted templates."""
        return self.path / "templates.jsonl"

    @property
    def approved(self) -> Path:
        """The crafted templates whose score reached the threshold."""
        return self.path / "approved.jsonl"

    @property
    def records(self) -> Path:
        """The collected prompt-response pairs."""
        return self.path / "records.jsonl"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep other programs from writing into the folder, which is made where it is lacking.

        Raises:
            MatError: another program is at work in it.
            OSError: it cannot be made.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with file_lock(self.path / ".lock") as held:
            if not held:
                raise MatError(f"{self.path}: another program is at work there; wait for its end")
            yield


def write_lines(path: Path, values: Iterable[Mapping[str, Any]]) -> int:
    """Write JSON lines so that a reader finds the old file or the new one, never half of one.

    Raises:
        OSError: the file cannot be written.
    """
    count = 0
    with written_whole(path) as stream:
        for value in values:
            stream.write(json.dumps(value, ensure_ascii=False) + "\n")
            count += 1
    return count


def read_lines(path: Path, made_by: str) -> list[dict[str, Any]]:
    """The JSON lines that an earlier stage wrote.

    Raises:
        MatError: the file is not there or damaged; says which command makes it.
        OSError: it cannot be read.
    """
    if not path.exists():
        raise MatError(f"{path}: not there; run first: {made_by}")
    try:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except ValueError:
        raise MatError(f"{path}: damaged; remove it and run again: {made_by}") from None
    return [value for value in found if isinstance(value, dict)]


def digest(*parts: str) -> str:
    """A short name that is the same for the same texts."""
    joined = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(joined).hexdigest()[:12]


def pick(items: Sequence[T], number: int, *names: str) -> list[T]:
    """So many different ones of `items`, drawn by the names alone, in time that does not grow
    with the items.
    """
    chosen: dict[int, None] = {}
    for count in range(min(number, len(items))):
        place = int(draw(*names, str(count)) * len(items))
        while place in chosen:
            place = (place + 1) % len(items)
        chosen[place] = None
    return [items[place] for place in chosen]


def draw(*parts: str) -> float:
    """A number in [0, 1) that depends on the texts alone: the same in every run."""
    joined = "\0".join(parts).encode("utf-8", "replace")
    return int.from_bytes(hashlib.sha256(joined).digest()[:8], "big") / 2**64
