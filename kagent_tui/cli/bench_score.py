"""`kagent bench score`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kagent_tui.cli.bench_data import data_option, load_data, warn_of
from kagent_tui.cli.bench_files import checked_result, write_results
from kagent_tui.cli.diagnostics import ANSWERED, CommandError, trace, warn
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.wording import count_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.bench.loading import Loaded, LoadedPredictions
    from engine.bench.scoring import BenchScores, ScorerName

_FILE: Final = click.Path(dir_okay=False, path_type=Path)
SCORERS: Final[tuple[ScorerName, ...]] = ("faithful", "corrected")
_BOTH: Final = "both"


@table_command("bench score")
@data_option
@click.option(
    "--predictions",
    type=_FILE,
    required=True,
    metavar="FILE",
    help="What the model wrote: JSON lines with id and model_predict.",
)
@click.option(
    "--scorer",
    type=click.Choice([*SCORERS, _BOTH]),
    default="corrected",
    show_default=True,
    help="Count as upstream's script does, or as the paper's equations say; both are for the "
    "table alone.",
)
@click.option(
    "--nltk-data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder of nltk's data; its trained punkt_tab then splits the sentences.",
)
@click.option(
    "--only-predicted",
    is_flag=True,
    help="Leave out what was not run, such as after bench run --limit, instead of counting it 0.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as a JSON object.")
@click.option(
    "--out",
    type=_FILE,
    metavar="FILE",
    help="Write the result with its details, for kagent bench report and compare.",
)
@click.option("--model", metavar="NAME", help="The model's name in the result.")
@click.pass_context
def score(context: click.Context, /, data: str, predictions: Path, **options: Any) -> int:
    """Every prediction is compared with the right answers by ROUGE-L over mixed tokens, tools by
    their names and arguments. Five figures and their weighted sum come out, in percent. What
    nothing was predicted for counts 0. How both scorers count is in docs/kagentbench.md.
    """
    from engine.bench.loading import load_predictions
    from engine.bench.predictions import read_run_record
    from engine.bench.results import Measured, full_result, summary
    from engine.bench.rouge import RougeL
    from engine.bench.scoring import score as scored
    from models.paths import expanded

    if options["scorer"] == _BOTH and (options["as_json"] or options["out"]):
        raise click.UsageError("A result has one scorer: give faithful or corrected.", context)
    out = None if options["out"] is None else checked_result(options["out"])
    path = expanded(predictions)
    loaded, predicted = load_data(data), load_predictions(path)
    warn_of(predicted.problems)
    usage = read_run_record(path)
    named = usage.get("model")
    if options["only_predicted"]:
        whole, loaded = len(loaded.instances), _part(loaded, predicted)
        data = f"{data}, {len(loaded.instances)} of {whole} instances"
    measured = Measured(
        model=options["model"] or (named if isinstance(named, str) and named else path.stem),
        data=data,
        usage=usage or None,
    )
    rouge = RougeL(_folder(options["nltk_data"]))
    chosen = [name for name in SCORERS if options["scorer"] in (name, _BOTH)]
    scores = [scored(loaded.instances, predicted.predictions, name, rouge) for name in chosen]
    results = [summary(each, loaded, predicted, measured) for each in scores]
    if len(scores[0].unknown_ids) == len(predicted.predictions):
        raise CommandError(
            f"{path}: no prediction is for an instance of {data}; is it the right one?"
        )
    _say(scores[0], results[0]["counts"])
    if out is not None:
        write_results(out, [full_result(scores[0], loaded, predicted, measured)])
        if not options["as_json"]:
            trace(f"written: {out}")
    if options["as_json"]:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(results[0]))
        return ANSWERED
    for line in _table(results):
        output.write_line(line)
    return ANSWERED


def _part(loaded: Loaded, predicted: LoadedPredictions) -> Loaded:
    from dataclasses import replace

    from engine.bench.selection import only_predicted

    return replace(loaded, instances=only_predicted(loaded.instances, predicted.predictions))


def _folder(path: Path | None) -> Path | None:
    from models.paths import expanded

    return None if path is None else expanded(path)


def _say(scores: BenchScores, counts: dict[str, Any]) -> None:
    """What does not show in the figures."""
    warn_of(scores.problems)
    if scores.unknown_ids:
        warn(
            f"{count_text(len(scores.unknown_ids), 'prediction')} for no instance of the "
            f"benchmark ({', '.join(scores.unknown_ids[:3])})"
        )
    if counts["missing"]:
        warn(
            f"instances without any prediction: {counts['missing']} of {counts['instances']}; "
            "to leave them out: --only-predicted"
        )
    if absent := counts["missing_templates"]:
        warn(f"prompts without a prediction, which count 0: {absent} of {counts['prompts']}")
    if absent_types := counts["absent_types"]:
        figure = "its figure is 0" if len(absent_types) == 1 else "their figures are 0"
        warn(f"no instance of type {', '.join(absent_types)}; {figure}")


def _table(results: Sequence[dict[str, Any]]) -> list[str]:
    """The figures of one scorer, or of both side by side."""
    from engine.bench.instances import CATEGORIES, WEIGHTS
    from engine.cleaning import clean_line

    counts = results[0]["counts"]
    lines = [
        f"{clean_line(results[0]['model'])} on {clean_line(results[0]['data'])}: "
        f"{counts['scored']} of {counts['instances']} instances predicted",
        "",
        " " * 12 + "".join(f"{result['scorer']:>11}" for result in results) + "  weight",
    ]
    lines += [_row(category, results) + f"{WEIGHTS[category]:8.2f}" for category in CATEGORIES]
    return [*lines, _row("overall", results)]


def _row(name: str, results: Sequence[dict[str, Any]]) -> str:
    return f"{name.replace('_', ' '):<12}" + "".join(f"{result[name]:11.2f}" for result in results)
