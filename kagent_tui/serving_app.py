"""The interface as a process of its own, for one page of the browser: see kagent_tui.serving.

Started as `python -m kagent_tui.serving_app HOME NOW`; either may be empty. textual-serve's
environment makes Textual speak over the standard streams.
"""

from __future__ import annotations

import sys
from datetime import datetime

from kagent_tui.cli.diagnostics import fail
from kagent_tui.cli.invocation import Invocation
from kagent_tui.expected_errors import expected_errors


def main(home: str, now: str) -> int:
    """Show the interface until it is left; returns the exit code."""
    invocation = Invocation()
    invocation.home = home or None
    invocation.now = datetime.fromisoformat(now) if now else None
    from kagent_tui.app import run_app

    try:
        return run_app(invocation.locations(), invocation.config(), invocation.now)
    except expected_errors() as error:
        return fail(str(error))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
