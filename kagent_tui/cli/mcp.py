"""`kagent mcp`: the library for other agents, over the Model Context Protocol."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, INTERRUPTED, CommandError, fail
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import ONLINE
from kagent_tui.cli.options import LANGUAGE, MODEL

if TYPE_CHECKING:
    from engine.events import Language

_INSTALL = "MCP needs the package mcp; install it with: pip install 'kagent-tui[mcp]'"


@table_command("mcp")
@click.option(
    "--allow-add",
    "allowed",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Let the other agents add this file or folder; may be given several times.",
)
@ONLINE
@MODEL
@LANGUAGE
@click.pass_context
def command(
    context: click.Context,
    allowed: tuple[Path, ...],
    online: bool,
    model: str | None,
    language: Language | None,
) -> int:
    """Another program starts this command and speaks to it over its standard input and output; it
    ends when that input ends. It offers ask, search, the time tools and, with --allow-add, add.

    The library stays here: what is asked for goes to the calling program, and nowhere else. The
    network is off without --online, whatever the settings say; with it, a question may search and
    read the web, and sends nothing that quotes the library. Questions are kept as sessions.
    """
    import importlib.util

    if importlib.util.find_spec("mcp") is None:
        raise CommandError(_INSTALL)
    folders = tuple(_found(path, context) for path in allowed)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else "off", model=model, language=language)
    from engine.serving.mcp_server import McpServer
    from engine.serving.service import Parts, Service
    from kagent_tui import __version__
    from kagent_tui.assembly import chosen_language

    with invocation.assembly(config) as assembly:
        parts = Parts(
            bank=lambda: assembly.bank,
            session=lambda collections: assembly.session(collections=collections),
            registry=lambda: assembly.registry,
            allowed=folders,
            online=online,
            now=invocation.now,
            language=chosen_language(config),
            media=assembly.media_options(),
        )
        server = McpServer(Service(parts), __version__)
        try:
            with _ended_by_interrupt(server.stop):
                server.serve()
        except ImportError as error:
            if not (error.name or "").startswith("mcp"):
                raise
            raise CommandError(_INSTALL) from error
    return ANSWERED


def _found(path: Path, context: click.Context) -> Path:
    """The path in full: programs that start this command know no "~"."""
    try:
        return path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError):
        raise click.UsageError(f"--allow-add {path}: there is no such path.", context) from None


@contextlib.contextmanager
def _ended_by_interrupt(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C end the process: the thread that reads standard input would go on to wait."""

    def leave() -> None:
        stop()
        fail("interrupted", INTERRUPTED)
        os._exit(INTERRUPTED)

    def interrupt(number: int, frame: FrameType | None) -> None:
        # Not here: what a signal interrupts may hold what `stop` waits for.
        threading.Thread(target=leave, name="kagent-leaving", daemon=True).start()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
