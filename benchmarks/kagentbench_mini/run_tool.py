"""Run a tool of KAgentBench-mini as the benchmark does, to write seeds by.

python -m benchmarks.kagentbench_mini.run_tool en|zh TOOL [KEY=VALUE ...]
"""

from __future__ import annotations

import sys

from benchmarks.kagentbench_mini.offered import NOW, registry
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError


def main() -> int:
    """Command line."""
    language, name, *pairs = sys.argv[1:]
    args = dict(pair.split("=", 1) for pair in pairs)
    context = ToolContext(NOW, "zh" if language == "zh" else "en")
    try:
        found = registry().run(name, args, context)
    except ToolError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{found.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
