"""Options of the commands that read files and web pages, and the network they may use."""

from __future__ import annotations

import click

ONLINE = click.option("--online", is_flag=True, help="Allow the network for this command.")
AS_JSON_LINES = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON event a line, as it happens."
)
QUIET = click.option(
    "-q", "--quiet", is_flag=True, help="Print only what failed, and the counts in the end."
)
