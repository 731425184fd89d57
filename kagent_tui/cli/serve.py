"""`kagent serve`: the terminal interface in a browser of this machine."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Final

import click

from kagent_tui.cli.diagnostics import ANSWERED, CommandError, trace
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.expected_errors import describe
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kagent_tui.serving_access import Access

_INSTALL: Final = (
    "serving a browser needs the package textual-serve; install it with: "
    "pip install 'kagent-tui[web]'"
)


def _loopback(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from kagent_tui.serving_access import is_loopback

    if not is_loopback(value):
        raise click.BadParameter(
            f"{value!r} is not this machine alone; 127.0.0.1, ::1 and localhost are",
            context,
            parameter,
        )
    return value


@table_command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Listen at port N; without it, at one that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    callback=_loopback,
    help="Another address of this machine's own, such as ::1.",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def command(context: click.Context, port: int, host: str, opened: bool) -> int:
    """The address is printed with a token in it, which lets in whoever has it: keep it to yourself.
    Only this machine can reach the page, and the page loads nothing from the internet. Every tab
    is an interface of its own over the same memory. Ctrl+C ends it.

    Needs the extra web: pip install 'kagent-tui[web]'
    """
    import importlib.util

    if importlib.util.find_spec("textual_serve") is None:
        raise CommandError(_INSTALL)
    invocation = context.ensure_object(Invocation)
    config = invocation.config()  # what is wrong with it is said here, not in the browser
    from kagent_tui.i18n import interface_language, use_language
    from kagent_tui.serving_access import Access

    chosen = config.interface_language
    use_language(interface_language(config.language if chosen == "auto" else chosen))
    import asyncio

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(_child(invocation), Access(host, port), opened))
    return ANSWERED


def _child(invocation: Invocation) -> str:
    """The command line, for a shell, of one page's interface."""
    home = "" if invocation.home is None else str(invocation.locations().home)
    now = "" if invocation.now is None else invocation.now.isoformat()
    words = [sys.executable, "-m", "kagent_tui.serving_app", home, now]
    if sys.platform == "win32":
        import subprocess

        return subprocess.list2cmdline(words)
    import shlex

    # The shell makes way, so that what is told to the process reaches it.
    return f"exec {shlex.join(words)}"


async def _serve(child: str, access: Access, opened: bool) -> None:
    """Serve until a signal comes."""
    import asyncio
    import signal

    from kagent_tui.serving import BrowserServer

    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # on Windows, Ctrl+C is an exception
            loop.add_signal_handler(number, ended.set)
    server = BrowserServer(child, access)
    try:
        await server.start()
    except OSError as error:
        raise CommandError(
            f"cannot listen at {access.authority}: {describe(error)}; name another with --port"
        ) from None
    try:
        output.write_line(access.url)
        trace("serving this machine alone; Ctrl+C ends it")
        # textual-serve prints what a process says when it fails.
        with contextlib.redirect_stdout(sys.stderr), _door(access, opened):
            await ended.wait()
    finally:
        await server.stop()


@contextlib.contextmanager
def _door(access: Access, opened: bool) -> Iterator[None]:
    """While it lasts, a file that leads the browser in, if it is to be opened.

    The address itself would stand in the list of processes, for every user of the machine to read.
    """
    if not opened:
        yield
        return
    import tempfile
    import webbrowser
    from pathlib import Path

    # Readable by this user only, as mkdtemp makes folders.
    with tempfile.TemporaryDirectory(prefix="kagent-") as folder:
        entrance = Path(folder) / "kagent.html"
        _write_entrance(entrance, access)
        if not webbrowser.open(entrance.as_uri()):
            trace("no browser could be started; open the address above")
        yield


def _write_entrance(path: Path, access: Access) -> None:
    path.write_text(
        f'<!DOCTYPE html>\n<meta http-equiv="refresh" content="0; url={access.url}">\n', "utf-8"
    )
