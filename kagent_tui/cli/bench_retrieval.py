"""`kagent bench retrieval`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
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
from kagent_tui.cli.progress_line import ProgressLine

if TYPE_CHECKING:
    import threading

    from engine.bench.retrieval import SearchSet, SetPlaces
    from store.memory import Models


@table_command("bench retrieval")
@click.option(
    "--data",
    type=bench_own.FILE,
    multiple=True,
    metavar="FILE",
    help="Questions in SQuAD's format (SQuAD, CMRC, DRCD); may be given several times. Without "
    "it, those about the small library that comes with the program.",
)
@click.option(
    "--every",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Ask only every N-th question.",
)
@click.option(
    "--k",
    type=click.IntRange(2, 20),
    default=5,
    show_default=True,
    metavar="K",
    help="How many of the first passages count as found, beside the first alone.",
)
@bench_own.output_options
@click.pass_context
def retrieval(context: click.Context, /, **options: Any) -> int:
    """The passages of each file go into a memory that is thrown away afterwards, and every
    question is searched for by keywords, by vectors, by both, and as the program does, which
    orders what both found anew. Vectors are those of the embedding model in the settings.
    """
    from engine.bench.retrieval import search_result
    from engine.bench.usage import forget_peak, peak_mib
    from kagent_tui.memory_models import memory_models
    from models.machine import machine_text

    config = context.ensure_object(Invocation).config()
    out = bench_own.out_of(options)
    sets = _sets(options)
    forget_peak()
    with interruptible() as cancel:
        found = _search(sets, memory_models(config.embedding), options, cancel)
        if cancel.is_set():
            return fail("interrupted", INTERRUPTED)
    usage = {"peak_mib": peak_mib(), "machine": machine_text()}
    # Of another embedding model the name, and not the way to its file.
    embedding = Path(config.embedding).stem
    result = search_result(found, f"search ({embedding})", options["k"], usage)
    bench_own.keep([result], out, options)
    if options["as_json"]:
        bench_own.print_json([{key: result[key] for key in result if key != "rows"}])
    else:
        _print(result, options["k"])
    return ANSWERED


def _sets(options: Mapping[str, Any]) -> list[SearchSet]:
    """What is searched for; raises BenchError where a file cannot be used."""
    from datetime import datetime

    from engine.bench.question_sets import read_squad
    from engine.bench.retrieval import SearchSet, builtin_set
    from engine.bench.system.builtin import LIBRARY, QUESTIONS
    from engine.bench.system.questions import read_questions
    from models.paths import expanded

    if options["data"]:
        paths = list(dict.fromkeys(expanded(path) for path in options["data"]))
        labels = zip(file_labels(paths), paths, strict=True)
        return [SearchSet(label, read_squad(path)) for label, path in labels]
    questions = read_questions(QUESTIONS, datetime.now())
    return [SearchSet("builtin", builtin_set(questions, LIBRARY))]


def _search(
    sets: list[SearchSet], models: Models, options: Mapping[str, Any], cancel: threading.Event
) -> list[SetPlaces]:
    """Ask every set; ends early where `cancel` is set."""
    from engine.bench.question_sets import fill
    from engine.bench.retrieval import searched

    line = ProgressLine(quiet=options["quiet"] or options["as_json"])
    done: list[SetPlaces] = []
    try:
        for one in sets:
            total = len(one.set.questions[:: options["every"]])
            line.show(f"{one.name}: reading {len(one.set.articles)} articles")
            with (
                tempfile.TemporaryDirectory(prefix="kagent-bench-") as home,
                fill(Path(home), one.set.articles.values(), models) as bank,
            ):
                found = None
                for found in searched(one, bank, models, options["every"]):
                    line.show(f"{one.name}: {len(found.questions)} of {total} questions")
                    if cancel.is_set():
                        break
            if found is not None:
                done.append(found)
            if cancel.is_set():
                break
    finally:
        line.wipe()
    return done


def _print(result: Mapping[str, Any], k: int) -> None:
    """A line for each set and way to search."""
    from engine.bench.retrieval import WAYS

    groups = {"all": result, **result["groups"]["data"]}
    shown = groups if len(groups) > 2 else {"all": result}
    rows = []
    for name, group in shown.items():
        for way in WAYS:
            begin = "" if way == "search" else f"{way}_"
            spent = group.get(f"{begin}ms_a_query")
            rows.append(
                [
                    f"{result['data'] if len(shown) == 1 else name}, {way}",
                    str(group["questions"]),
                    f"{group[f'{begin}recall_at_1']:.1f}",
                    f"{group[f'{begin}recall_at_{k}']:.1f}",
                    f"{group[f'{begin}mrr']:.1f}",
                    "-" if spent is None else f"{spent:.1f}",
                ]
            )
    heads = ["", "questions", "recall@1", f"recall@{k}", "MRR", "ms each"]
    print_table(heads, rows)
