"""`kagent` itself: the global options, and the terminal interface when no command is named."""

from __future__ import annotations

import os

import click

from kagent_tui import __version__
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import LazyGroup, examples_text, global_options


def _start(context: click.Context, *, session: str | None, latest: bool) -> int | None:
    invocation = context.ensure_object(Invocation)
    if context.invoked_subcommand is not None:
        if session is not None or latest:
            raise click.UsageError(
                "--session and --continue go after the name of a command", context
            )
        return None
    if session is not None and latest:
        raise click.UsageError("Take either --session or --continue, not both.", context)
    from kagent_tui.render import output

    if not output.is_terminal():
        raise click.UsageError('The interface needs a terminal; use: kagent ask "…"', context)
    if os.environ.get("TERM") == "dumb":
        raise click.UsageError(
            'This terminal (TERM=dumb) cannot show the interface; use: kagent ask "…"', context
        )
    locations, config = invocation.locations(), invocation.config()
    stored = _stored(invocation, session, latest=latest)
    from kagent_tui.app import run_app

    return run_app(locations, config, invocation.now, stored)


def _stored(invocation: Invocation, session: str | None, *, latest: bool) -> str | None:
    """The id of the session to go on with; None for a new one."""
    if session is None and not latest:
        return None
    from kagent_tui.controllers.sessions import find_session, latest_session

    with invocation.assembly() as assembly:
        if session is not None:
            return find_session(assembly.bank, session).id
        last = latest_session(assembly.bank)
        return None if last is None else last.id


root = LazyGroup(
    name="kagent",
    callback=click.pass_context(_start),
    invoke_without_command=True,
    params=[
        click.Option(
            ["-c", "--continue", "latest"],
            is_flag=True,
            help="Go on with the latest session in the interface.",
        ),
        click.Option(["--session"], metavar="ID", help="Go on with this session in the interface."),
        *global_options(environment=True),
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "A private assistant for your terminal. It plans, uses tools, reads your documents and "
        "answers with sources, with a model that runs on this machine.\n\n"
        "Without a command it opens the terminal interface."
    ),
    epilog=examples_text(
        (
            "kagent",
            "kagent --continue",
            'kagent ask "How many days are there from 2024-01-01 to 2024-03-01?"',
            "kagent add ~/Documents/manuals",
        )
    ),
)
root = click.version_option(__version__, prog_name="kagent", message="%(prog)s %(version)s")(root)
