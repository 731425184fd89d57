"""The third stage: queries through approved, open and our own templates, and what came of them.

Paper section 3.3 and appendix B. What each item is, its memory included, is drawn from its names
alone, so that an interrupted stage goes on with the same items.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.events import Language
from engine.mat.collect_items import (
    BaseRun,
    Dialogue,
    Item,
    LoopRun,
    MistakeRun,
    Parts,
    Piece,
    Profile,
    Topics,
)
from engine.mat.errors import MatError
from engine.mat.estimating import counted_prompt, estimate
from engine.mat.events import Spent, StageEstimated, StageEvent
from engine.mat.journal import Journal
from engine.mat.loop import STEP_TOKENS, Tools
from engine.mat.memories import VARIANTS, Variant, made_by_teacher, variant_of
from engine.mat.open_templates import KAGENT, OPEN, open_template, own_template
from engine.mat.profiles import Names
from engine.mat.queries import SeedQuery, query_from_json
from engine.mat.run_folder import RunFolder, digest, draw, pick, read_lines, write_lines
from engine.mat.templates import Template, template_from_json
from engine.mat.working import Work, Worker, WorkOptions
from engine.tools.tool import Tool
from models.language.base import LanguageModel, Message

# An item of each kind where nothing is measured yet: tokens of the prompt beside the tools, tokens
# of the answer, and requests.
_ASSUMED = {
    "piece": (250, 300, 1),
    "base": (600, STEP_TOKENS // 4, 3),
    "loop": (700, STEP_TOKENS // 4, 3),
    "mistake": (700, STEP_TOKENS // 4, 2),
    "profile": (400, 250, 1),
    "topics": (250, 400, 1),
    "dialogue": (350, 700, 1),
}
# How many queries are looked at for one of another topic.
_TRIES = 16
_ASKS_TEACHER = ("piece", "profile", "topics", "dialogue")


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """What decides which items there are."""

    queries: int | None = None
    templates_per_query: int = 2
    variants: tuple[Variant, ...] = VARIANTS
    mistakes: float = 0.2
    profiles: int = 10
    dialogues: int = 3
    languages: tuple[Language, ...] = ("en", "zh")
    open_names: tuple[str, ...] = (KAGENT, *OPEN)
    max_steps: int = 5

    def to_json(self, model: str, teacher: str, tools: str) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "queries": self.queries,
            "templates_per_query": self.templates_per_query,
            "variants": list(self.variants),
            "mistakes": self.mistakes,
            "profiles": self.profiles,
            "dialogues": self.dialogues,
            "languages": list(self.languages),
            "open": list(self.open_names),
            "max_steps": self.max_steps,
            "tools": tools,
            "model": model,
            "teacher": teacher,
        }


@dataclass(frozen=True, slots=True)
class Collection:
    """The stage over one run folder; see `events` and `estimated`."""

    folder: RunFolder
    model: LanguageModel
    teacher: LanguageModel
    tools: Tools
    options: CollectOptions
    work: WorkOptions = field(default_factory=WorkOptions)
    # What the settings call the two models: their own names by default.
    labels: tuple[str, str] = ("", "")

    def events(self, cancel: threading.Event) -> Iterator[StageEvent]:
        """Do what is left, and write the records.

        Raises:
            MatError: the stage cannot go on.
            OSError: the run folder cannot be read or written.
        """
        with self.folder.held():
            journal = self._journal()
            try:
                phases = self._phases(journal)
                total = sum(map(len, phases))
                worker = Worker("collect", journal, total, self.work, cancel)
                yield worker.planned()
                yield self._estimate(phases, journal)
                try:
                    for phase in phases:
                        yield from worker.phase([Work(item.key, item) for item in phase])
                finally:
                    results = self._written(journal)
                yield worker.finished(results)
            finally:
                journal.close()

    def estimated(self) -> StageEstimated:
        """What is left to do, without asking any model; raises as `events` does."""
        with self.folder.held():
            journal = self._journal()
            try:
                return self._estimate(self._phases(journal), journal)
            finally:
                journal.close()

    def _written(self, journal: Journal) -> dict[str, int]:
        """Write the records; how many there are of each type, and why steps were left out."""
        counts: Counter[str] = Counter()
        records = records_in(journal, self.tools.offered)
        write_lines(self.folder.records, _counted(records, counts))
        left_out: Counter[str] = Counter()
        for entry in journal:
            left_out.update(entry.value.get("left_out", {}))
        total = counts.pop("records", 0)
        told = {"records": total, **dict(sorted(counts.items()))}
        return told | {f"left out: {reason}": n for reason, n in left_out.most_common()}

    def _estimate(self, phases: Sequence[Sequence[Item]], journal: Journal) -> StageEstimated:
        keys = [item.key for phase in phases for item in phase]
        return estimate("collect", keys, journal, self._counted, self.work)

    def _journal(self) -> Journal:
        model, teacher = self.labels
        pools = [
            template.id for language in self.options.languages for template in self._pool(language)
        ]
        model, teacher = model or self.model.name, teacher or self.teacher.name
        settings = self.options.to_json(model, teacher, digest(self.tools.schemas()))
        settings["templates"] = digest(*pools)
        return Journal(self.folder.journal("collect"), "collect", settings)

    def _counted(self, key: str) -> Spent:
        kind = key.partition("/")[0]
        tokens_in, tokens_out, requests = _ASSUMED[kind]
        if kind in _ASKS_TEACHER:
            return Spent(requests, tokens_in * requests, tokens_out * requests)
        if self.model.style == "prose":
            tools = counted_prompt(self.model, [Message("user", self.tools.schemas())], 0)
            tokens_in += tools.tokens_in
        return Spent(requests, tokens_in * requests, tokens_out * requests)

    def _phases(self, journal: Journal) -> list[list[Item]]:
        """The items, those that others are made from first."""
        queries = self._queries()
        by_language = {
            language: [query for query in queries if query.language == language]
            for language in self.options.languages
        }
        parts = Parts(self.model, self.teacher, self.tools, journal, self.options.max_steps)
        pools = {language: self._pool(language) for language in self.options.languages}
        first: dict[str, Item] = {}
        second: list[Item] = []
        for language, members in by_language.items():
            for query in members:
                for item, needed in self._of_query(parts, query, members, pools[language]):
                    second.append(item)
                    first.update((each.key, each) for each in needed)
        profiles = self._profiles(parts)
        return [[*first.values(), *profiles[0]], [*second, *profiles[1]], profiles[2]]

    def _queries(self) -> list[SeedQuery]:
        made_by = f"kagent mat craft {self.folder.path}"
        found = [query_from_json(value) for value in read_lines(self.folder.queries, made_by)]
        wanted = [query for query in found if query.language in self.options.languages]
        if not wanted:
            raise MatError(f"{self.folder.queries}: no query in the languages wanted")
        if self.options.queries is None:
            return wanted
        chosen = sorted(wanted, key=lambda query: draw("collect", query.id))
        return chosen[: self.options.queries]

    def _pool(self, language: Language) -> list[Template]:
        """The templates of a language: approved, open and our own."""
        names = self.options.open_names
        own = [own_template(language)] if KAGENT in names else []
        if self.model.style == "pointer":
            if not own:
                raise MatError(f"{self.model.name} follows its own prompts alone")
            return own
        approved: list[Template] = []
        if self.folder.approved.exists():
            made_by = f"kagent mat validate {self.folder.path}"
            values = read_lines(self.folder.approved, made_by)
            approved = [template_from_json(value) for value in values]
        opened = [open_template(name, language) for name in names if name != KAGENT]
        pool = [*(t for t in approved if t.language == language), *opened, *own]
        if not any(template.kind != "prompt-response" for template in pool):
            raise MatError(f"there is no template to plan with in {language}; see --open")
        return pool

    def _of_query(
        self,
        parts: Parts,
        query: SeedQuery,
        others: Sequence[SeedQuery],
        pool: Sequence[Template],
    ) -> Iterator[tuple[Item, list[Item]]]:
        """The items of a query, each with those that it is made from."""
        planning = [template for template in pool if template.kind != "prompt-response"]
        concluding = [template for template in pool if template.kind == "prompt-response"]
        chosen = pick(planning, self.options.templates_per_query, "template", query.id)
        other = _other(query, others)
        for template in chosen:
            only = [v for v in self.options.variants if other or not _needs_other(v)]
            if not only:
                continue
            variant = variant_of(template.id, query.id, only=only)
            source = other if other and _needs_other(variant) else query
            end = next(iter(pick(concluding, 1, "end", template.id, query.id)), None)
            needed = _needed(parts, variant, source)
            yield LoopRun(parts, query, template, variant, source, end), needed
        if draw("mistakes", query.id) < self.options.mistakes:
            written = [template for template in planning if template.origin != KAGENT]
            for template in pick(written, 1, "mistake", query.id):
                yield MistakeRun(parts, query, template), [BaseRun(parts, query)]

    def _profiles(self, parts: Parts) -> tuple[list[Item], list[Item], list[Item]]:
        languages = self.options.languages
        keys = [f"profile/{number}" for number in range(self.options.profiles)]
        done = [found for key in keys if (found := parts.journal.done(key)) is not None]
        names = Names([str(found["name"]) for found in done])
        profiles: list[Item] = []
        topics: list[Item] = []
        dialogues: list[Item] = []
        for number in range(self.options.profiles):
            profiles.append(Profile(parts, number, languages[number % len(languages)], names))
            topics.append(Topics(parts, number))
            dialogues += [Dialogue(parts, number, n) for n in range(self.options.dialogues)]
        return profiles, topics, dialogues


def _needed(parts: Parts, variant: Variant, source: SeedQuery) -> list[Item]:
    piece = made_by_teacher(variant)
    if piece:
        return [Piece(parts, piece, source)]
    return [BaseRun(parts, source)] if variant.startswith("task-") else []


def _needs_other(variant: Variant) -> bool:
    return variant in ("conversation-pseudo", "task-irrelevant")


def _other(query: SeedQuery, others: Sequence[SeedQuery]) -> SeedQuery | None:
    """Another query of the language, of another topic where one is drawn in a few tries."""
    drawn = [other for other in pick(others, _TRIES, "other", query.id) if other.id != query.id]
    apart = (other for other in drawn if not set(other.clusters) & set(query.clusters))
    return next(apart, drawn[0] if drawn else None)


def records_in(journal: Journal, tools: Iterable[Tool]) -> Iterator[Mapping[str, Any]]:
    """The collected pairs, each once, with the schemas of their tools."""
    schemas = {tool.name: tool.schema() for tool in tools}
    seen: set[str] = set()
    for entry in journal:
        for record in entry.value.get("records", ()):
            if record["id"] not in seen:
                seen.add(record["id"])
                yield {**record, "tools": [schemas[name] for name in record["tools"]]}


def _counted(
    records: Iterable[Mapping[str, Any]], counts: Counter[str]
) -> Iterator[Mapping[str, Any]]:
    """The records as they pass, counted by what they are."""
    for record in records:
        counts["records"] += 1
        counts[str(record["type"])] += 1
        counts["with memory"] += record["memory"]["kind"] != "none"
        counts["after a mistake"] += record["mistake"] is not None
        yield record
