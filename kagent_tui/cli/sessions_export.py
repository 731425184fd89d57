"""`kagent sessions export`: a session as Markdown, JSON or HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from kagent_tui.controllers.session_export import ExportFormat


@table_command("sessions export")
@click.argument("session", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json", "html"]),
    help="Markdown, JSON or one HTML page; else by FILE's ending, else Markdown.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", "path", metavar="FILE", help="Write FILE; it must not exist yet.")
@click.pass_context
def export(
    context: click.Context,
    session: str,
    form: ExportFormat | None,
    as_json: bool,
    path: str | None,
) -> int:
    """To standard output where no FILE is named. The HTML page holds no scripts and loads
    nothing; its citations lead to the quotes below each answer.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError("Take either --json or another --format, not both.", context)
    from kagent_tui.controllers.session_export import export_text, format_of, write_new
    from kagent_tui.controllers.sessions import find_session

    wanted: ExportFormat = form or "md"
    if as_json:
        wanted = "json"
    elif form is None and path is not None:
        wanted = format_of(path) or "md"
    with context.ensure_object(Invocation).assembly() as assembly:
        record = find_session(assembly.bank, session)
        text = export_text(assembly.bank, record, wanted)
    if path is None:
        output.write(text)
        return ANSWERED
    write_new(path, text)
    output.write_line(f"exported: {path}")
    return ANSWERED
