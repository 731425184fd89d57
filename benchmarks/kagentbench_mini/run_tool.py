"""Run a tool of KAgentBench-mini as the benchmark does, to write seeds by.

python -m benchmarks.kagentbench_mini.run_tool en|zh TOOL [KEY=VALUE ...]
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.kagentbench_mini.offered import NOW, registry
from benchmarks.kagentbench_mini.seed_files import LANGUAGES
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("tool")
    parser.add_argument("arguments", nargs="*", metavar="KEY=VALUE")
    options = parser.parse_args()
    pairs = (argument.partition("=") for argument in options.arguments)
    context = ToolContext(NOW, options.language)
    try:
        found = registry().run(options.tool, {key: value for key, _, value in pairs}, context)
    except ToolError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{found.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
