"""The runs of `kagent bench system`: every model with every setup, over one thrown-away library."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.bench.system.asking import ONCE, Asker, Parts
from engine.bench.system.builtin import LIBRARY, QUESTIONS
from engine.bench.system.home import library_digest, thrown_away
from engine.bench.system.judge import Judge
from engine.bench.system.questions import Question
from engine.bench.system.results import Measured, Scored, scored
from engine.bench.system.running import Run
from engine.bench.system.setups import Setup, chosen_setups, of_model
from engine.bench.usage import forget_peak, peak_mib
from engine.mat.asking import Patience
from engine.mat.journal import Journal
from engine.network import Network, Policy
from engine.tools.builtin import builtin_registry
from kagent_tui.cli import bench_own
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.model_opening import (
    identity_of,
    is_server,
    load_spec,
    named_specs,
    source_label,
)
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.config import Config
from kagent_tui.memory_models import memory_models
from kagent_tui.quantities import duration_text
from kagent_tui.services import named_servers, tool_services
from models.language.base import LanguageModel
from models.language.loading import ModelSpec
from models.machine import machine_text
from models.paths import expanded
from store.memory import MemoryBank

Done = list[tuple[list[Scored], Measured]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for; `skipped` questions are left out since they need the internet."""

    invocation: Invocation
    options: Mapping[str, Any]
    questions: Sequence[Question]
    skipped: int
    out: Path | None


def run_all(plan: Plan, cancel: threading.Event) -> Done:
    """Run everything; ends early where `cancel` is set.

    Raises:
        BenchError, ModelError, StoreError: it cannot go on; what is answered is kept.
    """
    config, options = plan.invocation.config(), plan.options
    specs = named_specs(plan.invocation, config, options["models"])
    setups = chosen_setups(options["without"], options["layouts"], ablations=options["ablations"])
    with (
        bench_own.journal(plan.out, "system", fresh=options["fresh"]) as journal,
        _judge(plan, config) as judge,
        thrown_away(_library(options), memory_models(config.embedding)) as bank,
    ):
        runs = _Runs(plan, config, bank, journal, judge, cancel)
        done: Done = []
        for spec in specs:
            if not cancel.is_set():
                done += runs.of_model(spec, setups)
        return done


class _Runs:
    """The runs over one library."""

    def __init__(
        self,
        plan: Plan,
        config: Config,
        bank: MemoryBank,
        journal: Journal,
        judge: Judge | None,
        cancel: threading.Event,
    ) -> None:
        self._plan = plan
        self._config = config
        self._journal = journal
        self._judge = judge
        self._cancel = cancel
        self._library = library_digest(bank)
        self._parts = Parts(
            bank, builtin_registry(tool_services(config)), _network(config, plan.options)
        )

    def of_model(self, spec: ModelSpec, setups: Sequence[Setup]) -> Done:
        """Every setup with one model."""
        done: Done = []
        with contextlib.closing(load_spec(self._config, spec)) as model:
            for setup in of_model(setups, model.style):
                if not self._cancel.is_set():
                    done.append(self._run(spec, model, setup))
        return done

    def _run(
        self, spec: ModelSpec, model: LanguageModel, setup: Setup
    ) -> tuple[list[Scored], Measured]:
        source = source_label(spec)
        label = " ".join((source, identity_of(spec.source), setup.label or "whole", self._library))
        remote = is_server(spec.source)
        patience = Patience(self._plan.options["tries"], first_wait=1.0) if remote else ONCE
        asker = Asker(self._parts, model, setup, patience)
        run = Run(label, asker, self._journal, self._judge, remote)
        forget_peak()
        self._show(run, ", ".join(filter(None, (model.name, setup.label))))
        data = self._plan.options["data"]
        measured = Measured(
            model=model.name,
            setup=setup.label,
            data=str(data or QUESTIONS.name),
            judge=None if self._judge is None else self._judge.name,
            peak_mib=None if remote or not run.new else peak_mib(),
            machine=machine_text(),
            remote=remote,
            skipped_online=self._plan.skipped,
        )
        verdicts = None if self._judge is None else run.verdicts
        return scored(self._plan.questions, run.answers, verdicts), measured

    def _show(self, run: Run, name: str) -> None:
        """Go through the questions and tell how far it is."""
        options = self._plan.options
        line = ProgressLine(quiet=options["quiet"] or options["as_json"])
        try:
            for step in run.steps(self._plan.questions, self._cancel):
                text = f"{name}: {step.done} of {step.total}"
                if step.seconds_left is not None and step.done < step.total:
                    text += f", about {duration_text(step.seconds_left)} left"
                line.show(text)
        finally:
            line.wipe()


def _library(options: Mapping[str, Any]) -> list[Path]:
    """The documents: those that were named, the built-in ones for the built-in questions."""
    named = [expanded(path) for path in options["library"]]
    return named if named or options["data"] else [LIBRARY]


def _network(config: Config, options: Mapping[str, Any]) -> Network:
    trusted = (*config.allowed_hosts, *named_servers(config))
    policy: Policy = "on" if options["online"] else "ask"
    return Network(policy, trusted_hosts=trusted, proxy=config.proxy)


@contextlib.contextmanager
def _judge(plan: Plan, config: Config) -> Iterator[Judge | None]:
    """The model that scores the answers, where one was named."""
    named = plan.options["judge"]
    if not named:
        yield None
        return
    (spec,) = named_specs(plan.invocation, config, [named], "judge")
    with contextlib.closing(load_spec(config, spec)) as model:
        patience = Patience(plan.options["tries"])
        yield Judge(model, source_label(spec), patience)
