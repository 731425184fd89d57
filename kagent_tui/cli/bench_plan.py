"""`kagent bench plan`."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli import bench_own
from kagent_tui.cli.bench_files import file_labels
from kagent_tui.cli.bench_tables import print_table
from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, fail
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.model_opening import (
    identity_of,
    is_server,
    load_spec,
    named_specs,
    source_label,
)
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.quantities import duration_text

if TYPE_CHECKING:
    import threading

    from engine.bench.plan import Planned, Planner
    from engine.bench.system.questions import Question
    from engine.mat.journal import Journal
    from kagent_tui.config import Config
    from models.language.loading import ModelSpec

_STOPPING = "stopping; what is planned is kept; Ctrl+C again stops at once"


@table_command("bench plan")
@click.option(
    "--data",
    type=bench_own.FILE,
    multiple=True,
    metavar="FILE",
    help="Questions with question, language, tool and args, one a line as JSON; may be given "
    "several times. Without it, those that come with the program.",
)
@bench_own.MODELS
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help="Only N questions of each file, spread evenly over it.",
)
@click.option("--free", is_flag=True, help="Do not hold the model to the form of a plan.")
@bench_own.TRIES
@bench_own.FRESH
@bench_own.output_options
@click.pass_context
def plan(context: click.Context, /, **options: Any) -> int:
    """Each question is shown to the model as the program shows it, with the same tools on offer,
    and the tool and the arguments of its first plan are compared with those that are wanted. No
    tool is run. The key of a server is read from KAGENT_MODEL_KEY.
    """
    from engine.mat.errors import StageCancelledError

    invocation = context.ensure_object(Invocation)
    config = invocation.config()
    out = bench_own.out_of(options)
    sets = _sets(options)
    specs = named_specs(invocation, config, options["models"])
    with (
        interruptible(_STOPPING) as cancel,
        bench_own.journal(out, "plan", fresh=options["fresh"]) as journal,
    ):
        try:
            results = [_measured(config, spec, sets, options, journal, cancel) for spec in specs]
        except StageCancelledError:
            go_on = "; give the same command to go on" if out else ""
            return fail(f"interrupted{go_on}", INTERRUPTED)
    bench_own.keep(results, out, options)
    if options["as_json"]:
        hidden = ("rows", "groups")
        bench_own.print_json([{k: one[k] for k in one if k not in hidden} for one in results])
    else:
        _print(results)
    return ANSWERED


def _sets(options: Mapping[str, Any]) -> dict[str, list[Question]]:
    """The questions by file; raises BenchError where one cannot be used."""
    from engine.bench.plan import read_plan_questions
    from engine.bench.selection import spread
    from engine.bench.system.builtin import QUESTIONS
    from models.paths import expanded

    paths: Sequence[Path] = [expanded(path) for path in options["data"]] or [QUESTIONS]
    return {
        label: spread(read_plan_questions(path), options["limit"])
        for label, path in zip(file_labels(paths), paths, strict=True)
    }


def _measured(
    config: Config,
    spec: ModelSpec,
    sets: Mapping[str, list[Question]],
    options: Mapping[str, Any],
    journal: Journal,
    cancel: threading.Event,
) -> dict[str, Any]:
    """The result of one model."""
    from engine.bench.plan import Planner, plan_result
    from engine.bench.usage import forget_peak, peak_mib
    from engine.mat.asking import Patience
    from engine.tools.builtin import builtin_registry
    from models.machine import machine_text

    remote = is_server(spec.source)
    label = f"{source_label(spec)} {identity_of(spec.source)}"
    forget_peak()
    with contextlib.closing(load_spec(config, spec)) as model:
        patience = Patience(options["tries"])
        planner = Planner(model, builtin_registry(), not options["free"], patience)
        work = _Work(planner, journal, label, cancel, options)
        found = {name: work.planned(name, questions) for name, questions in sets.items()}
        usage = {"peak_mib": None if remote else peak_mib(), "machine": machine_text()}
        return plan_result(found, model.name, usage)


class _Work:
    """The plans of one model, with a line of progress."""

    def __init__(
        self,
        planner: Planner,
        journal: Journal,
        label: str,
        cancel: threading.Event,
        options: Mapping[str, Any],
    ) -> None:
        self._planner = planner
        self._journal = journal
        self._label = label
        self._cancel = cancel
        self._line = ProgressLine(quiet=options["quiet"] or options["as_json"])

    def planned(self, name: str, questions: Sequence[Question]) -> list[Planned]:
        """Those of one file."""
        from engine.bench.plan import plans

        done: list[Planned] = []
        head = f"{self._planner.model.name}, {name}"
        try:
            for row in plans(self._planner, questions, self._cancel, self._journal, self._label):
                done.append(row)
                self._line.show(f"{head}: {_progress(done, len(questions))}")
        finally:
            self._line.wipe()
        return done


def _progress(done: Sequence[Planned], total: int) -> str:
    """How far it is; the rest is taken to be as slow as what is done."""
    text = f"{len(done)} of {total}"
    if len(done) == total:
        return text
    seconds = sum(row.seconds for row in done) / len(done)
    return f"{text}, about {duration_text(seconds * (total - len(done)))} left"


def _print(results: Sequence[Mapping[str, Any]]) -> None:
    """A line for each model and file."""
    rows = []
    for one in results:
        for name, group in one["groups"].items():
            share = group["all"]
            rows.append(
                [
                    f"{one['model']}, {name}",
                    str(share["questions"]),
                    f"{share['tool']:.1f}",
                    f"{share['tool_and_arguments']:.1f}",
                    f"{share['by_meaning']:.1f}",
                    f"{one['usage']['seconds_a_question']:.2f}",
                ]
            )
    heads = ["", "questions", "tool %", "and arguments %", "by meaning %", "s each"]
    print_table(heads, rows)
