"""Seed queries: read from files or made by the synthetic generator, each once."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.cleaning import clean
from engine.events import Language
from engine.language import detect_language
from engine.mat.errors import MatError
from engine.mat.run_folder import digest

# Names under which published sets keep a query.
_QUERY_KEYS = ("query", "question", "instruction", "text", "prompt", "utterance", "input")
_SHORTEST, _LONGEST = 2, 2000
_MADE_KINDS = ("calendar", "holidays", "solar_terms", "delta", "two_festivals")


@dataclass(frozen=True, slots=True)
class SeedQuery:
    """A query, where it comes from, and the topics that it belongs to.

    `knowledge` and `answer` are a passage that answers it and what it says, where the source has
    them.
    """

    id: str
    text: str
    language: Language
    source: str
    knowledge: str = ""
    answer: str = ""
    clusters: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a line of the run folder's file."""
        return {
            "id": self.id,
            "query": self.text,
            "language": self.language,
            "source": self.source,
            "knowledge": self.knowledge,
            "answer": self.answer,
            "cluster": self.clusters[0] if self.clusters else None,
            "clusters": list(self.clusters),
        }


def query_from_json(value: Mapping[str, Any]) -> SeedQuery:
    """The query of such a line.

    Raises:
        MatError: the line is damaged.
    """
    try:
        return SeedQuery(
            str(value["id"]),
            str(value["query"]),
            "zh" if value["language"] == "zh" else "en",
            str(value["source"]),
            str(value["knowledge"]),
            str(value["answer"]),
            tuple(int(number) for number in value["clusters"]),
        )
    except (KeyError, TypeError, ValueError):
        raise MatError("queries.jsonl is damaged; run kagent mat craft again") from None


@dataclass(slots=True)
class Gathered:
    """The queries in order, and how many lines gave none, by the reason."""

    queries: list[SeedQuery] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def add(self, text: str, source: str, further: Mapping[str, Any] | None = None) -> None:
        """Take a query in, unless it is empty, too long or there already."""
        text = " ".join(clean(text).split())
        if not _SHORTEST <= len(text) <= _LONGEST:
            self._leave_out("empty or too short" if len(text) < _SHORTEST else "too long")
            return
        key = "".join(filter(str.isalnum, text.casefold())) or text
        if key in self._seen:
            self._leave_out("there already")
            return
        self._seen.add(key)
        more = further or {}
        given = more.get("language")
        language: Language = given if given in ("en", "zh") else detect_language(text)
        knowledge = " ".join(clean(_text(more, "knowledge", "passage", "context")).split())
        answer = " ".join(clean(_text(more, "answer")).split())
        query = SeedQuery(digest(language, text), text, language, source, knowledge, answer)
        self.queries.append(query)

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def read(self, path: Path) -> None:
        """Take in a file: a query a line, or JSON lines with the query under one of its names.

        Raises:
            MatError: the file is not UTF-8 text.
            OSError: it cannot be read.
        """
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise MatError(f"{path}: not UTF-8 text; convert it") from None
        for line in filter(str.strip, lines):
            if not line.lstrip().startswith("{"):
                self.add(line, path.name)
                continue
            value = _object(line)
            text = _text(value or {}, *_QUERY_KEYS)
            if text:
                self.add(text, path.name, value)
            else:
                self._leave_out("no query in the JSON")


def gather(paths: Iterable[Path], synthetic: int, seed: int) -> Gathered:
    """The queries of these files, and `synthetic` made ones in each language.

    Raises:
        MatError: a file is not UTF-8 text, or there is no query at all.
        OSError: a file cannot be read.
    """
    gathered = Gathered()
    for path in paths:
        gathered.read(path)
    for text in made_queries(synthetic, seed):
        gathered.add(text, "synthetic")
    if not gathered.queries:
        raise MatError("there is no query to begin with; name files of them, or --synthetic NUMBER")
    return gathered


def made_queries(number: int, seed: int) -> Iterator[str]:
    """So many questions of the programmatic generator, in each language."""
    if not number:
        return
    from engine.mat.synthetic.questions_en import question_maker

    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        maker = question_maker(language, random.Random(f"{seed} {language}"))
        for count in range(number):
            yield getattr(maker, _MADE_KINDS[count % len(_MADE_KINDS)])().text


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(value: Mapping[str, Any], *keys: str) -> str:
    return next((value[key] for key in keys if isinstance(value.get(key), str) and value[key]), "")
