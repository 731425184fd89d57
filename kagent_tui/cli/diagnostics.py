"""The only module that writes to standard error and that decides exit codes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence

import click
from click.exceptions import Exit

from kagent_tui.expected_errors import describe, expected_errors
from kagent_tui.render import output

ANSWERED = 0
ERROR = 1
USAGE = 2
NOT_FOUND = 3
INTERRUPTED = 130
# Nobody reads the output any more: 128 + SIGPIPE, as a shell reports it.
UNREAD = 141


class CommandError(Exception):
    """A command cannot go on; the message is one line with what to do next."""

    def __init__(self, message: str, code: int = ERROR) -> None:
        super().__init__(message)
        self.code = code


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; expected trouble becomes one line."""
    output.prepare()
    try:
        code = _guarded(arguments)
        output.write("")
    except BrokenPipeError:
        output.discard()
        return UNREAD
    except output.OutputError as error:
        output.discard()
        return fail(str(error))
    return code


def _guarded(arguments: Sequence[str]) -> int:
    try:
        return _invoke(arguments)
    except (Exit, click.Abort, KeyboardInterrupt, click.ClickException, CommandError) as error:
        return _ended(error)
    except expected_errors() as error:
        return fail(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        # click prints help by itself: where standard output refused that, it refuses this too.
        output.write("")
        return fail(describe(error))


def _ended(error: BaseException) -> int:
    """The exit code for what click or a command ended with; says it where it is trouble."""
    match error:
        case Exit():
            return error.exit_code
        case click.UsageError():
            return fail(_usage(error), USAGE)
        case click.ClickException():
            return fail(error.format_message(), error.exit_code)
        case CommandError():
            return fail(str(error), error.code)
        case _:
            return fail("interrupted", INTERRUPTED)


def _invoke(arguments: Sequence[str]) -> int:
    from kagent_tui.cli.root import root

    with root.make_context("kagent", list(arguments)) as context:
        code = root.invoke(context)
    return code if isinstance(code, int) else ANSWERED


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "kagent"
    message = error.format_message()
    end = "" if message.endswith((".", "?", "!")) else "."
    return f"{message}{end} See: {path} --help"


def fail(message: str, code: int = ERROR) -> int:
    """Say what went wrong, in one line, and give back the exit code."""
    from engine.cleaning import clean_line

    trace(f"kagent: {clean_line(message)}")
    return code


def warn(message: str) -> None:
    """Say something that did not stop the command, in one line."""
    fail(message)


def trace(text: str = "", *, dim: bool = False) -> None:
    """A line of progress; lost without a word where standard error is closed.

    No name in it reaches the terminal with what a terminal acts upon.
    """
    from engine.cleaning import clean

    shown = clean(text)
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"\x1b[2m{shown}\x1b[22m\n" if dim else f"{shown}\n")
        sys.stderr.flush()
