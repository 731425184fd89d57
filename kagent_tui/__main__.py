"""The program's entry, for `kagent` and `python -m kagent_tui`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code (see kagent_tui.cli.diagnostics)."""
    from kagent_tui.cli.diagnostics import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
