"""Options of the commands that read files and web pages, and the network they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.network import Network
    from kagent_tui.config import Config

ONLINE = click.option("--online", is_flag=True, help="Allow the network for this command.")
AS_JSON_LINES = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON event a line, as it happens."
)
QUIET = click.option(
    "-q", "--quiet", is_flag=True, help="Print only what failed, and the counts in the end."
)


def network_of(config: Config) -> Network | None:
    """The network, None where the settings do not allow it without asking."""
    if config.network != "on":
        return None
    from engine.network import Network

    return Network("on")
