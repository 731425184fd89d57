"""The seeds: what was written by hand, read, with its file and line for what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from engine.events import Language

SeedKind = Literal["plan", "reflection", "conclusion", "profile"]
KINDS: tuple[SeedKind, ...] = get_args(SeedKind)
LANGUAGES: tuple[Language, ...] = ("en", "zh")
FOLDER = Path(__file__).with_name("seeds")


@dataclass(frozen=True, slots=True)
class Seed:
    """One line of a seed file."""

    file: str
    line: int
    language: Language
    kind: SeedKind
    row: Mapping[str, Any]

    @property
    def id(self) -> str:
        """As it is written; "?" where it is missing."""
        return str(self.row.get("id", "?"))

    @property
    def query(self) -> str:
        """What is asked."""
        return str(self.row.get("query", ""))

    @property
    def golds(self) -> Sequence[Any]:
        """The right answers."""
        found = self.row.get("golds")
        return found if isinstance(found, list) else ()

    @property
    def memory(self) -> Mapping[str, Any]:
        """What is remembered; empty where it is none or missing."""
        found = self.row.get("memory")
        return found if isinstance(found, dict) else {}

    def pieces(self, key: str) -> list[Mapping[str, Any]]:
        """The turns, tasks or passages of the memory."""
        found = self.memory.get(key)
        return [piece for piece in found if isinstance(piece, dict)] if found else []


@dataclass(slots=True)
class Complaints:
    """What is wrong with seeds, one line each."""

    lines: list[str] = field(default_factory=list)

    def of(self, seed: Seed, text: str) -> None:
        """Note it with the seed's place."""
        self.lines.append(f"{seed.file}:{seed.line}: {seed.id}: {text}")

    def say(self, text: str) -> None:
        """Note what is not about one seed."""
        self.lines.append(text)


def read_seeds(complaints: Complaints, wanted: Sequence[str] = ()) -> list[Seed]:
    """The seeds in the order of languages and kinds; only the named files where some are named."""
    seeds: list[Seed] = []
    for language in LANGUAGES:
        for kind in KINDS:
            name = f"{language}_{kind}"
            if wanted and name not in wanted:
                continue
            path = FOLDER / f"{name}.jsonl"
            if path.is_file():
                seeds += _read(path, language, kind, complaints)
            else:
                complaints.say(f"{path.name}: there is no such file yet")
    return seeds


def _read(path: Path, language: Language, kind: SeedKind, complaints: Complaints) -> Iterator[Seed]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            complaints.say(f"{path.name}:{number}: it is no JSON: {error}")
            continue
        if isinstance(row, dict):
            yield Seed(path.name, number, language, kind, row)
        else:
            complaints.say(f"{path.name}:{number}: it is no JSON object")
