"""What the commands of `kagent kuaipedia` have in common."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from kagent_tui.cli.diagnostics import NOT_FOUND, CommandError


@contextlib.contextmanager
def found_items() -> Iterator[None]:
    """End with the exit code for "nothing found" where what a person names is not there."""
    from engine.kuaipedia.editing import NoItemError

    try:
        yield
    except NoItemError as error:
        raise CommandError(str(error), NOT_FOUND) from error
