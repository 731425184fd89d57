"""`kagent mat mix`, `export` and `report`: what becomes of the collected records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, CommandError
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.mat_options import RUN, STOPPING, folder_of

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from engine.mat.events import StageEvent

_FILE = click.Path(dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON event a line.")
_QUIET = click.option(
    "-q", "--quiet", is_flag=True, help="Print only what went wrong, and the end."
)


@table_command("mat mix")
@RUN
@click.option(
    "--general",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help='General data, JSON lines of {"messages"} or {"prompt", "response"}; repeatable.',
)
@click.option(
    "--general-share",
    type=click.FloatRange(0, 0.99),
    default=0.16,
    show_default=True,
    metavar="ETA",
    help="Share of general data in the whole; 0.16 is the paper's.",
)
@click.option(
    "--against",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="An evaluation file whose passages must not be learnt; repeatable.",
)
@click.option(
    "--run-length",
    type=click.IntRange(5, 50),
    default=13,
    show_default=True,
    metavar="N",
    help="Words or characters in a row that make a passage shared.",
)
@click.option(
    "--near",
    type=click.FloatRange(0.3, 1),
    default=0.85,
    show_default=True,
    metavar="SHARE",
    help="Shared word runs that make a near copy.",
)
@_JSON
@_QUIET
def mix(run: Path, **options: Any) -> int:
    """Copies and what evaluation files hold are left out of RUN/records.jsonl, the rest is mixed
    with general data and written to RUN/mixed.jsonl.
    """
    from engine.mat.mixing import MixOptions
    from engine.mat.mixing import mix as mixed

    chosen = MixOptions(
        general=options["general"],
        against=options["against"],
        general_share=options["general_share"],
        run_length=options["run_length"],
        near=options["near"],
    )
    return _show(lambda cancel: mixed(folder_of(run), chosen, cancel), options)


@table_command("mat export")
@RUN
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where to write; RUN/export by default.",
)
@click.option(
    "--held-out",
    type=click.FloatRange(0, 0.9),
    default=0.02,
    show_default=True,
    metavar="SHARE",
    help="Share of the queries whose pairs are kept apart.",
)
@click.option("--title", default="Agent instruction data", help="Title of the data card.")
@_JSON
@_QUIET
def export(run: Path, **options: Any) -> int:
    """RUN/mixed.jsonl becomes pairs (train.jsonl), chat (train.chat.jsonl), the same for what is
    held out, and DATA_CARD.md, which explains every field.
    """
    from engine.mat.exporting import ExportOptions
    from engine.mat.exporting import export as exported
    from models.paths import expanded

    out = options["out"] or expanded(run) / "export"
    chosen = ExportOptions(expanded(out), options["held_out"], options["title"])
    return _show(lambda cancel: exported(folder_of(run), chosen, cancel), options)


@table_command("mat report")
@RUN
@click.option(
    "--training-log",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="A log of losses, JSON lines; repeatable.",
)
@click.option(
    "--bench",
    "benches",
    type=_FILE,
    multiple=True,
    metavar="RESULT",
    help="A result of kagent bench score --out, to show its five figures; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def report(
    run: Path, training_log: tuple[Path, ...], benches: tuple[Path, ...], as_json: bool
) -> int:
    """What the stages that were run in RUN came to, as a page of Markdown."""
    from engine.bench.report.tuned import tuned_figures, tuned_section
    from engine.mat.errors import MatError
    from engine.mat.report import figures, markdown
    from kagent_tui.render import output
    from kagent_tui.render.encoding import dumps
    from models.paths import expanded

    tuned = tuned_figures(expanded(path) for path in benches)
    try:
        found = figures(folder_of(run), training_log, {"bench": tuned} if tuned else None)
    except MatError as error:
        raise CommandError(str(error)) from error
    if as_json:
        output.write_line(dumps(found))
        return ANSWERED
    page = markdown({stage: values for stage, values in found.items() if stage != "bench"})
    output.write_line("\n".join([page, tuned_section(tuned)] if tuned else [page]).rstrip())
    return ANSWERED


def _show(
    events: Callable[[threading.Event], Iterator[StageEvent]], options: dict[str, Any]
) -> int:
    from engine.mat.errors import MatError, StageCancelledError
    from kagent_tui.cli.diagnostics import INTERRUPTED
    from kagent_tui.cli.mat_events import StageView

    view = StageView(as_json=options["as_json"], quiet=options["quiet"])
    try:
        with interruptible(STOPPING) as cancel:
            return view.show_all(events(cancel))
    except StageCancelledError:
        return INTERRUPTED
    except MatError as error:
        raise CommandError(str(error)) from error
