"""`kagent bench compare`: results side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kagent_tui.cli.bench_results import RESULTS, gathered
from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

# One result has nothing to be compared with.
_FEWEST: Final = 2


@table_command("bench compare")
@RESULTS
@AS_JSON
@click.pass_context
def compare(context: click.Context, results: tuple[Path, ...], as_json: bool) -> int:
    """RESULT is a file of "kagent bench score --out" or of the system, retrieval and plan
    commands. Differences are to the first, over the same instances, each with its 95 % interval;
    where that holds 0 the two are not told apart.
    """
    if len(set(results)) < _FEWEST:
        raise click.UsageError("Name two results or more.", context)
    found = gathered(results)
    if as_json:
        from engine.bench.report.gathering import as_json as figures
        from kagent_tui.render.encoding import dumps

        values = figures(found)
        output.write_line(
            dumps({key: values[key] for key in ("results", "differences", "worth", "warnings")})
        )
        return ANSWERED
    from engine.bench.report.side_by_side import side_by_side
    from engine.cleaning import clean_line
    from kagent_tui.cli.bench_tables import table_lines

    tables, notes = side_by_side(found)
    for number, table in enumerate(tables):
        if number:
            output.write_line("")
        for line in table_lines(table):
            output.write_line(line)
    if notes:
        output.write_line("\n" + "\n".join(f"Note: {clean_line(note)}" for note in notes))
    return ANSWERED
