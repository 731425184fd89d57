"""`kagent` itself: the global options, and the terminal interface when no command is named."""

from __future__ import annotations

import os

import click

from kagent_tui import __version__
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import LazyGroup, examples_text, global_options


def _start(context: click.Context) -> int | None:
    invocation = context.ensure_object(Invocation)
    if context.invoked_subcommand is not None:
        return None
    from kagent_tui.render import output

    if not output.is_terminal():
        raise click.UsageError('The interface needs a terminal; use: kagent ask "…"', context)
    if os.environ.get("TERM") == "dumb":
        raise click.UsageError(
            'This terminal (TERM=dumb) cannot show the interface; use: kagent ask "…"', context
        )
    locations, config = invocation.locations(), invocation.config()
    from kagent_tui.app import run_app

    return run_app(locations, config, invocation.now)


root = LazyGroup(
    name="kagent",
    callback=click.pass_context(_start),
    invoke_without_command=True,
    params=global_options(environment=True),
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "A private assistant for your terminal. It plans, uses tools, reads your documents and "
        "answers with sources, with a model that runs on this machine.\n\n"
        "Without a command it opens the terminal interface."
    ),
    epilog=examples_text(
        (
            "kagent",
            'kagent ask "How many days are there from 2024-01-01 to 2024-03-01?"',
            "kagent add ~/Documents/manuals",
        )
    ),
)
root = click.version_option(__version__, prog_name="kagent", message="%(prog)s %(version)s")(root)
