"""The first stage: seed queries gathered and grouped, and system templates written for each topic.

Paper section 3.1 and appendix B.2.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.events import Language
from engine.mat.asking import Asking
from engine.mat.clustering import cluster, default_number
from engine.mat.errors import MalformedError
from engine.mat.estimating import counted_prompt, estimate
from engine.mat.events import Spent, StageEstimated, StageEvent, StageNoticed
from engine.mat.journal import Journal
from engine.mat.meta_agent import craft_messages
from engine.mat.queries import Gathered, SeedQuery, gather
from engine.mat.run_folder import RunFolder, digest, pick, write_lines
from engine.mat.template_checks import LONGEST, read_template
from engine.mat.templates import (
    CRAFTED,
    KINDS,
    Template,
    TemplateKind,
    template_from_json,
    template_id,
)
from engine.mat.working import Work, Worker, WorkOptions
from models.language.base import LanguageModel, Message

if TYPE_CHECKING:
    from engine.tools.tool import Tool
    from models.embedding.base import EmbeddingModel

TEMPLATE_TOKENS = 1600
_ASSUMED_TOKENS = 600
# Share of the teacher's context that example queries may take.
_EXAMPLES_SHARE = 0.3
_DUPLICATE = "the same template was written before"


@dataclass(frozen=True, slots=True)
class CraftOptions:
    """What decides which templates are written.

    `examples` are the most queries shown for one template: the paper sampled about 50.
    """

    files: tuple[Path, ...] = ()
    synthetic: int = 0
    clusters: int | None = None
    templates: int = 2
    examples: int = 50
    languages: tuple[Language, ...] = ("en", "zh")
    kinds: tuple[TemplateKind, ...] = KINDS
    seed: int = 1

    def to_json(self, queries: Sequence[SeedQuery], teacher: str) -> dict[str, Any]:
        """As the journal keeps it: the files by what they held."""
        return {
            "queries": digest(*(query.id + str(query.clusters) for query in queries)),
            "clusters": self.clusters,
            "templates": self.templates,
            "examples": self.examples,
            "languages": list(self.languages),
            "kinds": list(self.kinds),
            "seed": self.seed,
            "teacher": teacher,
        }


@dataclass(frozen=True, slots=True)
class _Topic:
    """A cluster's queries in one language."""

    cluster: int
    language: Language
    queries: tuple[SeedQuery, ...]


@dataclass(frozen=True, slots=True)
class Crafting:
    """The stage over one run folder; see `events` and `estimated`."""

    folder: RunFolder
    teacher: LanguageModel
    embedding: EmbeddingModel
    tools: Sequence[Tool]
    options: CraftOptions
    work: WorkOptions = field(default_factory=WorkOptions)
    # What the settings call the teacher: its own name by default.
    teacher_label: str = ""

    def events(self, cancel: threading.Event) -> Iterator[StageEvent]:
        """Do what is left, and write the queries and the templates.

        Raises:
            MatError: the stage cannot go on.
            EmbeddingError: the queries cannot be grouped.
            OSError: a file cannot be read or written.
        """
        gathered = gather(self.options.files, self.options.synthetic, self.options.seed)
        queries = self._clustered(gathered)
        with self.folder.held():
            journal = self._journal(queries)
            try:
                write_lines(self.folder.queries, (query.to_json() for query in queries))
                work = self._work(queries, journal)
                worker = Worker("craft", journal, len(work), self.work, cancel)
                if gathered.left_out:
                    yield StageNoticed(_told_left_out(gathered.left_out))
                yield worker.planned()
                yield self._estimate(work, journal)
                yield from worker.phase(work)
                templates = crafted(journal)
                write_lines(self.folder.templates, (t.to_json() for t in templates))
                yield worker.finished({"queries": len(queries), "templates": len(templates)})
            finally:
                journal.close()

    def estimated(self) -> StageEstimated:
        """What is left to do, without asking the teacher; raises as `events` does."""
        gathered = gather(self.options.files, self.options.synthetic, self.options.seed)
        queries = self._clustered(gathered)
        with self.folder.held():
            journal = self._journal(queries)
            try:
                return self._estimate(self._work(queries, journal), journal)
            finally:
                journal.close()

    def _estimate(self, work: Sequence[Work], journal: Journal) -> StageEstimated:
        items = {item.key: item.do for item in work}

        def counted(key: str) -> Spent:
            do = items[key]
            assert isinstance(do, _Crafted)
            return counted_prompt(self.teacher, do.messages(), _ASSUMED_TOKENS)

        return estimate("craft", list(items), journal, counted, self.work)

    def _clustered(self, gathered: Gathered) -> list[SeedQuery]:
        wanted = [q for q in gathered.queries if q.language in self.options.languages]
        number = self.options.clusters or default_number(len(wanted))
        return cluster(wanted, number, self.embedding, self.options.seed) if wanted else []

    def _journal(self, queries: Sequence[SeedQuery]) -> Journal:
        settings = self.options.to_json(queries, self.teacher_label or self.teacher.name)
        return Journal(self.folder.journal("craft"), "craft", settings)

    def _work(self, queries: Sequence[SeedQuery], journal: Journal) -> list[Work]:
        seen = _Seen(journal)
        return [
            Work(
                f"craft/{topic.cluster}/{topic.language}/{kind}/{number}",
                _Crafted(self, topic, kind, number, seen),
            )
            for topic in _topics(queries, self.options.languages)
            for kind in self.options.kinds
            for number in range(self.options.templates)
        ]


class _Seen:
    """The ids of the templates so far, for several threads."""

    def __init__(self, journal: Journal) -> None:
        self._ids = {str(entry.value["id"]) for entry in journal if entry.status == "done"}
        self._lock = threading.Lock()

    def add(self, name: str) -> None:
        """Keep an id.

        Raises:
            MalformedError: it is there already.
        """
        with self._lock:
            if name in self._ids:
                raise MalformedError(_DUPLICATE)
            self._ids.add(name)


@dataclass(frozen=True, slots=True)
class _Crafted:
    """One template for a topic."""

    stage: Crafting
    topic: _Topic
    kind: TemplateKind
    number: int
    seen: _Seen

    def messages(self) -> list[Message]:
        """What the teacher is asked: other example queries for each template of a topic."""
        name = (str(self.topic.cluster), self.topic.language, self.kind, str(self.number))
        seed = str(self.stage.options.seed)
        queries = pick(self.topic.queries, self.stage.options.examples, seed, *name)
        teacher = self.stage.teacher
        room = int(teacher.context_tokens * _EXAMPLES_SHARE)
        while len(queries) > 1 and teacher.count_tokens("\n".join(q.text for q in queries)) > room:
            queries = queries[: len(queries) * 3 // 4]
        rng = random.Random(" ".join((seed, *name)))
        return craft_messages(self.kind, self.topic.language, queries, rng)

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        language = self.topic.language
        texts = {query.text for query in self.topic.queries}

        def reader(text: str) -> str:
            found = read_template(text, self.kind, language, self.stage.tools, texts)
            self.seen.add(template_id(found, self.kind, language))
            return found

        messages = self.messages()
        most = self.stage.teacher.context_tokens // 3
        tokens = min(TEMPLATE_TOKENS, LONGEST[language] // 2, most)
        text = asking.read(self.stage.teacher, messages, tokens, reader, language)
        name = template_id(text, self.kind, language)
        return Template(name, text, self.kind, language, CRAFTED, self.topic.cluster).to_json()


def crafted(journal: Journal) -> list[Template]:
    """The templates that were accepted, in the order of their keys."""
    done = sorted((e for e in journal if e.status == "done"), key=lambda entry: entry.key)
    return [template_from_json(entry.value) for entry in done]


def _topics(queries: Sequence[SeedQuery], languages: Sequence[Language]) -> list[_Topic]:
    numbers = sorted({number for query in queries for number in query.clusters})
    topics = [
        _Topic(
            number,
            language,
            tuple(q for q in queries if number in q.clusters and q.language == language),
        )
        for number in numbers
        for language in languages
    ]
    return [topic for topic in topics if topic.queries]


def _told_left_out(reasons: Mapping[str, int]) -> str:
    told = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
    return f"lines that gave no query: {told}"
