"""The program's entry, for `kagent` and `python -m kagent_tui`."""

from __future__ import annotations

import os
import sys

_INTERRUPTED = 130


def main() -> int:
    """Run the command line; returns the exit code (see kagent_tui.cli.diagnostics)."""
    # numpy's products are small here: a second thread doubles the CPU time and saves nothing.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from kagent_tui.cli.diagnostics import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # while the first modules load, nobody is there yet to say it
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
