"""`kagent bench report`: results as a page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagent_tui.cli.bench_results import RESULTS, gathered
from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.bench.report.document import Document


def _ending(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value is not None:
        from engine.bench.report.writing import is_report_name

        if not is_report_name(value):
            raise click.BadParameter("name a file that ends in .html or .md", context, parameter)
    return value


@table_command("bench report")
@RESULTS
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html|FILE.md",
    callback=_ending,
    help="Write FILE, in place of an earlier report; Markdown has its chart in FILE.md.svg.",
)
@click.option("--title", default="KAgentBench report", help="Title of the page.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.pass_context
def report(
    context: click.Context,
    results: tuple[Path, ...],
    out: Path | None,
    title: str,
    as_json: bool,
) -> int:
    """RESULT is a file of "kagent bench score --out" or of the system, retrieval and plan
    commands. Without --out the page is printed as Markdown. The HTML page holds no scripts and
    loads nothing; what models wrote stands in it as text.
    """
    from engine.bench.report.gathering import as_json as figures
    from engine.bench.report.gathering import document
    from engine.bench.report.markdown import markdown

    found = gathered(results)
    now = context.ensure_object(Invocation).now or datetime.now()
    page = document(found, title, f"{now:%Y-%m-%d}")
    written = _written(page, out)
    if as_json:
        from kagent_tui.render.encoding import dumps

        values = figures(found)
        output.write_line(dumps({**values, "written": [str(path) for path in written]}))
    elif out is None:
        output.write(markdown(page))
    else:
        for path in written:
            output.write_line(f"written: {path}")
    return ANSWERED


def _written(page: Document, out: Path | None) -> tuple[Path, ...]:
    """Raises BenchError where the file cannot be written."""
    if out is None:
        return ()
    from engine.bench.report.writing import write_report
    from models.paths import expanded

    return write_report(page, expanded(out))
