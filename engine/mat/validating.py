"""The second stage: crafted templates compared with open ones in the loop, and approved or not.

Paper section 3.2. What the open templates come to for a query is found once and kept. A crafted
template is compared with one open template after the other; a sigma of 5 is the highest there is,
so the maximum of equation 1 is settled by the first one and the rest need not be judged.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.mat.asking import Asking
from engine.mat.errors import MalformedError, MatError, NotReadyError
from engine.mat.estimating import counted_prompt, estimate
from engine.mat.events import Spent, StageEstimated, StageEvent, StageNoticed
from engine.mat.journal import Journal
from engine.mat.loop import STEP_TOKENS, Job, Tools, run_template
from engine.mat.open_templates import KAGENT, open_template
from engine.mat.own_loop import run_own
from engine.mat.prompt_texts import asked
from engine.mat.queries import SeedQuery, query_from_json
from engine.mat.run_folder import RunFolder, digest, pick, read_lines, write_lines
from engine.mat.scoring import (
    BEST_SIGMA,
    THRESHOLD,
    Scores,
    both_orders,
    read_scores,
    sigma,
    template_score,
)
from engine.mat.templates import Template, template_from_json
from engine.mat.trajectories import Trajectory, results_text, shown, trajectory_from_json
from engine.mat.working import Work, Worker, WorkOptions
from models.language.base import LanguageModel, Message

OPEN_NAMES = (KAGENT, "react", "toolllama", "modelscope", "autogpt")
JUDGE_TOKENS = 400
_MOST_OBSERVED = 6000
_ASSUMED_STEPS = 2


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """What decides the scores."""

    queries_per_template: int = 5
    threshold: float = THRESHOLD
    open_names: tuple[str, ...] = OPEN_NAMES
    max_steps: int = 4

    def to_json(self, model: str, judge: str, tools: str) -> dict[str, Any]:
        """As the journal keeps it; the threshold is applied in the end and may change."""
        return {
            "queries_per_template": self.queries_per_template,
            "open": list(self.open_names),
            "max_steps": self.max_steps,
            "tools": tools,
            "model": model,
            "judge": judge,
        }


@dataclass(frozen=True, slots=True)
class Validation:
    """The stage over one run folder; see `events` and `estimated`."""

    folder: RunFolder
    model: LanguageModel
    judge: LanguageModel
    tools: Tools
    options: ValidateOptions
    work: WorkOptions = field(default_factory=WorkOptions)
    # What the settings call the two models: their own names by default.
    labels: tuple[str, str] = ("", "")

    def events(self, cancel: threading.Event) -> Iterator[StageEvent]:
        """Do what is left, and write the approved templates.

        Raises:
            MatError: the stage cannot go on.
            OSError: the run folder cannot be read or written.
        """
        pairs = self._pairs()
        with self.folder.held():
            journal = self._journal()
            try:
                open_work, work = self._open_work(pairs), self._work(pairs, journal)
                total = len(open_work) + len(work)
                worker = Worker("validate", journal, total, self.work, cancel)
                yield worker.planned()
                yield self._estimate([*open_work, *work], journal)
                yield from worker.phase(open_work)
                if self._has_results(journal, open_work):
                    yield from worker.phase(work)
                elif not cancel.is_set() and all(item.key in journal for item in open_work):
                    raise MatError(
                        "no open template came to anything with this model; name a stronger one "
                        "with --model"
                    )
                yield from self._approved(pairs, journal)
                yield worker.finished(self._results(pairs, journal))
            finally:
                journal.close()

    def estimated(self) -> StageEstimated:
        """What is left to do, without asking any model; raises as `events` does."""
        pairs = self._pairs()
        with self.folder.held():
            journal = self._journal()
            try:
                work = [*self._open_work(pairs), *self._work(pairs, journal)]
                return self._estimate(work, journal)
            finally:
                journal.close()

    def _estimate(self, work: Sequence[Work], journal: Journal) -> StageEstimated:
        keys = [item.key for item in work]
        return estimate("validate", keys, journal, self._counted, self.work)

    def _journal(self) -> Journal:
        model, judge = self.labels
        model, judge = model or self.model.name, judge or self.judge.name
        settings = self.options.to_json(model, judge, digest(self.tools.schemas()))
        return Journal(self.folder.journal("validate"), "validate", settings)

    def _counted(self, key: str) -> Spent:
        schemas = Message("user", self.tools.schemas() + "x" * 1500)
        loop = counted_prompt(self.model, [schemas], STEP_TOKENS // 4, _ASSUMED_STEPS)
        if key.startswith("open/"):
            return loop
        seen = Message("user", self.tools.schemas() + "x" * 3000)
        return loop + counted_prompt(self.judge, [seen], JUDGE_TOKENS // 2, 2)

    def _pairs(self) -> list[tuple[Template, SeedQuery]]:
        """Every crafted template with the queries that it is tried on."""
        if self.model.style == "pointer":
            raise MatError(
                f"{self.model.name} follows its own prompts alone; name a larger model with --model"
            )
        made_by = f"kagent mat craft {self.folder.path}"
        queries = [query_from_json(v) for v in read_lines(self.folder.queries, made_by)]
        templates = [template_from_json(v) for v in read_lines(self.folder.templates, made_by)]
        if not templates:
            raise MatError(f"{self.folder.templates}: no template was crafted; see {made_by}")
        number = self.options.queries_per_template
        topics = _by_topic(queries)
        return [(t, query) for t in templates for query in _queries_for(t, topics, number)]

    def _open_work(self, pairs: Sequence[tuple[Template, SeedQuery]]) -> list[Work]:
        queries = {query.id: query for _, query in pairs}
        return [
            Work(_open_key(name, query), _OpenRun(self, name, query))
            for query in queries.values()
            for name in self.options.open_names
        ]

    def _work(self, pairs: Sequence[tuple[Template, SeedQuery]], journal: Journal) -> list[Work]:
        return [
            Work(_pair_key(template, query), _Comparison(self, template, query, journal))
            for template, query in pairs
        ]

    def _has_results(self, journal: Journal, open_work: Sequence[Work]) -> bool:
        runs = (journal.done(item.key) for item in open_work)
        return any(run is not None and trajectory_from_json(run).usable for run in runs)

    def open_runs(self, query: SeedQuery, journal: Journal) -> dict[str, Trajectory]:
        """What the open templates came to, those that came to nothing left out.

        Raises:
            NotReadyError: not all of them were run.
        """
        runs = {}
        for name in self.options.open_names:
            key = _open_key(name, query)
            if key not in journal:
                raise NotReadyError("what an open template comes to is not there yet")
            value = journal.done(key)
            if value is not None:
                trajectory = trajectory_from_json(value)
                if trajectory.usable:
                    runs[name] = trajectory
        return runs

    def _approved(
        self, pairs: Sequence[tuple[Template, SeedQuery]], journal: Journal
    ) -> Iterator[StageEvent]:
        found = scored(pairs, journal)
        waiting = sum(template.score is None for template in found)
        approved = [t for t in found if t.score is not None and t.score >= self.options.threshold]
        write_lines(self.folder.approved, (template.to_json() for template in approved))
        if waiting:
            yield StageNoticed(f"{waiting} templates have no score yet")

    def _results(
        self, pairs: Sequence[tuple[Template, SeedQuery]], journal: Journal
    ) -> dict[str, int]:
        found = [template.score for template in scored(pairs, journal)]
        scores = [score for score in found if score is not None]
        reached = sum(score >= self.options.threshold for score in scores)
        return {"templates": len(found), "scored": len(scores), "approved": reached}


@dataclass(frozen=True, slots=True)
class _OpenRun:
    """What an open template comes to for a query."""

    stage: Validation
    name: str
    query: SeedQuery

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        stage, query = self.stage, self.query
        job = Job(query.text, query.language, max_steps=stage.options.max_steps)
        if self.name == KAGENT:
            return run_own(job, (), stage.model, stage.tools, asking).to_json()
        template = open_template(self.name, query.language)
        return run_template(template, job, stage.model, stage.tools, asking).to_json()


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a crafted template comes to for a query, judged against the open ones."""

    stage: Validation
    template: Template
    query: SeedQuery
    journal: Journal

    def __call__(self, asking: Asking) -> Mapping[str, Any]:
        stage, kind = self.stage, self.template.kind
        runs = stage.open_runs(self.query, self.journal)
        results = ""
        if kind == "prompt-response":
            runs = {name: run for name, run in runs.items() if run.answer}
            observed = next((run.observed for run in runs.values() if run.observed), [])
            results = results_text(observed)[:_MOST_OBSERVED]
        if not runs or (kind == "prompt-response" and not results):
            return {"sigmas": {}, "scores": {}, "outcome": "nothing to compare with"}
        language, steps = self.query.language, stage.options.max_steps
        job = Job(self.query.text, language, results=results, max_steps=steps)
        candidate = run_template(self.template, job, stage.model, stage.tools, asking)
        if not candidate.usable:
            # A template that leads to no call and no answer fails in the loop (section 3.2).
            return {"sigmas": dict.fromkeys(list(runs)[:1], 1), "scores": {}, "outcome": "unusable"}
        return self._judged(candidate, runs, asking)

    def _judged(
        self, candidate: Trajectory, runs: Mapping[str, Trajectory], asking: Asking
    ) -> Mapping[str, Any]:
        # Only what the template's kind asks for counts: a plan, an answer, or both.
        calls = self.template.kind != "prompt-response"
        answer = self.template.kind != "prompt-API"
        mine = shown(candidate, calls=calls, answer=answer)
        sigmas: dict[str, int] = {}
        scores: dict[str, list[float]] = {}
        for name, run in runs.items():
            theirs = shown(run, calls=calls, answer=answer)
            if not theirs or not mine:
                continue
            try:
                found = judge_pair(self.stage, self.query, mine, theirs, asking)
            except MalformedError:
                continue
            sigmas[name] = sigma(found.candidate, found.open)
            scores[name] = [found.candidate, found.open]
            if sigmas[name] == BEST_SIGMA:
                break
        if not sigmas:
            raise MalformedError("the judge gave no scores")
        return {"sigmas": sigmas, "scores": scores, "outcome": candidate.outcome}


def judge_pair(
    stage: Validation, query: SeedQuery, mine: str, theirs: str, asking: Asking
) -> Scores:
    """The judge's scores of the candidate's result and another's, over both orders.

    Raises:
        MalformedError: it gave no scores.
        ModelError: it failed.
        StageCancelledError: the stage was interrupted.
    """

    def scores(first: str, second: str) -> tuple[float, float]:
        messages = asked(
            "judge",
            query.language,
            tools=stage.tools.schemas(),
            query=query.text,
            first=first,
            second=second,
        )
        # The scores come first, so that the reasons may be cut off.
        return asking.read(
            stage.judge, messages, JUDGE_TOKENS, read_scores, query.language, whole=False
        )

    candidate, other = scores(mine, theirs)
    other_again, candidate_again = scores(theirs, mine)
    return both_orders(Scores(candidate, other), Scores(candidate_again, other_again))


def scored(pairs: Sequence[tuple[Template, SeedQuery]], journal: Journal) -> list[Template]:
    """The crafted templates with their scores, None where items of one are not settled."""
    sigmas: dict[str, list[list[int]]] = {}
    templates: dict[str, Template] = {}
    lacking: set[str] = set()
    for template, query in pairs:
        templates[template.id] = template
        key = _pair_key(template, query)
        if key not in journal:
            lacking.add(template.id)
            continue
        value = journal.done(key)
        if value is not None:
            sigmas.setdefault(template.id, []).append(list(value["sigmas"].values()))
    return [
        replace(
            template,
            score=None if name in lacking else template_score(sigmas.get(name, [])),
        )
        for name, template in templates.items()
    ]


def _by_topic(queries: Sequence[SeedQuery]) -> dict[tuple[str, int | None], list[SeedQuery]]:
    """The queries of each language and cluster; those of all clusters under None."""
    found: dict[tuple[str, int | None], list[SeedQuery]] = {}
    for query in queries:
        for cluster in (*query.clusters, None):
            found.setdefault((query.language, cluster), []).append(query)
    return found


def _queries_for(
    template: Template, topics: Mapping[tuple[str, int | None], list[SeedQuery]], number: int
) -> list[SeedQuery]:
    """Queries of the template's language, those of its topic first."""
    own = topics.get((template.language, template.cluster), [])
    chosen = pick(own, number, "validate", template.id)
    known = {query.id for query in chosen}
    others = topics.get((template.language, None), [])
    more = (
        pick(others, number + len(own), "validate more", template.id) if len(own) < number else []
    )
    return [*chosen, *(query for query in more if query.id not in known)][:number]


def _open_key(name: str, query: SeedQuery) -> str:
    return f"open/{name}/{query.id}"


def _pair_key(template: Template, query: SeedQuery) -> str:
    return f"pair/{template.id}/{query.id}"
