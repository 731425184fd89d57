"""`kagent bench system`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli import bench_own
from kagent_tui.cli.bench_tables import print_table
from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, fail, warn
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.bench.system.questions import Question

_STOPPING = "stopping; what is answered is kept; Ctrl+C again stops at once"
PARTS = ("memory", "hybrid", "quotes")
LAYOUTS = ("pointer", "prose")


@table_command("bench system")
@click.option(
    "--data",
    type=bench_own.FILE,
    metavar="FILE",
    help="Questions, one a line as JSON; without it, the 40 that come with the program.",
)
@click.option(
    "--library",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PATH",
    help="A document or folder for the library of this run; may be given several times.",
)
@bench_own.MODELS
@click.option(
    "--without",
    type=click.Choice(PARTS),
    multiple=True,
    help="Leave this part out: what is recalled, the hybrid search, or quoting. Given several "
    "times, all of them are left out at once.",
)
@click.option(
    "--layout",
    "layouts",
    type=click.Choice(LAYOUTS),
    multiple=True,
    help="Ask in this layout of prompts, whatever the model's own; two are set side by side.",
)
@click.option(
    "--ablations",
    is_flag=True,
    help="The whole program, each part left out alone, and both layouts, side by side.",
)
@click.option(
    "--judge",
    metavar="NAME|PATH|URL[#NAME]",
    callback=bench_own.named_models,
    help="A model that scores the answers; without it, they are checked word by word.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help="Only N of the questions, spread evenly over the file.",
)
@click.option(
    "--online", is_flag=True, help="Ask the questions that need the internet too, over it."
)
@bench_own.TRIES
@bench_own.FRESH
@bench_own.output_options
@click.pass_context
def system(context: click.Context, /, **options: Any) -> int:
    """Each question goes through a session of its own with the real tools, over a library that is
    thrown away afterwards; your own is neither read nor written. The score is 1 to 5, and 4
    passes. With --out, a run that was interrupted goes on with the same command. The key of a
    server is read from KAGENT_MODEL_KEY, that of the judge from KAGENT_JUDGE_KEY.
    """
    from engine.bench.system.results import full_result, summary
    from kagent_tui.cli.bench_system_runs import Plan, run_all

    invocation = context.ensure_object(Invocation)
    out = bench_own.out_of(options)
    questions, skipped = _questions(invocation, options)
    plan = Plan(invocation, options, questions, skipped, out)
    with interruptible(_STOPPING) as cancel:
        done = run_all(plan, cancel)
        if cancel.is_set():
            go_on = "; give the same command to go on" if out else ""
            return fail(f"interrupted{go_on}", INTERRUPTED)
    short = [summary(rows, measured) for rows, measured in done]
    full = [full_result(rows, measured) for rows, measured in done]
    bench_own.keep(full, out, options)
    if options["as_json"]:
        bench_own.print_json(short)
    else:
        _print(full)
    return _code(short)


def _questions(invocation: Invocation, options: Mapping[str, Any]) -> tuple[list[Question], int]:
    """Those to be asked, and how many are left out since they need the internet.

    Raises:
        BenchError: the file is broken, or nothing is left to ask.
    """
    from engine.bench.errors import BenchError
    from engine.bench.selection import spread
    from engine.bench.system.builtin import QUESTIONS
    from engine.bench.system.questions import read_questions
    from models.paths import expanded

    path = expanded(options["data"]) if options["data"] else QUESTIONS
    found = read_questions(path, invocation.now or datetime.now())
    asked = [one for one in found if options["online"] or not one.online]
    if not asked:
        raise BenchError(f"{path}: all questions need the internet; allow it with --online")
    skipped = len(found) - len(asked)
    if skipped:
        warn(f"questions left out since they need the internet: {skipped}; to ask them: --online")
    unclear = [one.id for one in asked if not one.is_checkable]
    if unclear and not options["judge"]:
        raise BenchError(
            f"{path}: {unclear[0]} says nothing of a right answer; add answer, refuse or outcome, "
            "or have it scored by a model with --judge"
        )
    return spread(asked, options["limit"]), skipped


def _print(results: Sequence[Mapping[str, Any]]) -> None:
    """The figures of each run on a line; of a single one those of the categories, too."""
    heads = ["", "questions", "pass %", "score", "s each", "tokens each", "MiB"]
    print_table(heads, [_cells(one["model"], one) for one in results])
    if len(results) == 1:
        groups = results[0]["groups"]
        rows = [_cells(name, group) for kind in groups for name, group in groups[kind].items()]
        output.write_line("")
        print_table(heads[:5], [row[:5] for row in rows])


def _cells(name: str, one: Mapping[str, Any]) -> list[str]:
    usage = one.get("usage", one)
    peak = usage.get("peak_mib")
    return [
        name,
        str(one["questions"]),
        f"{one['pass_rate']:.1f}",
        f"{one['score']:.2f}",
        f"{usage['seconds_a_question']:.2f}",
        f"{usage.get('tokens_a_question', 0):.0f}",
        "-" if peak is None else f"{peak:.0f}",
    ]


def _code(results: Sequence[Mapping[str, Any]]) -> int:
    counts = [one["counts"] for one in results]
    if unscored := sum(one["unscored"] for one in counts):
        warn(f"answers to which the judge never gave a score in the asked form: {unscored}")
    if failed := sum(one["failed"] - one["retriable"] for one in counts):
        warn(f"questions that could not be answered: {failed}; --out tells why in its rows")
    if failed := sum(one["retriable"] for one in counts):
        return fail(f"questions that failed: {failed}; to ask them again, give the same command")
    return ANSWERED
