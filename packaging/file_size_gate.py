"""Refuse source files that have grown too long to be read in one sitting.

    python packaging/file_size_gate.py [FOLDER]

Prints one line for each file over its limit and exits with 1 if there is any, else with 0.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

LIMITS = {".py": 400, ".tcss": 300}
SKIPPED_FOLDERS = {"build", "dist", "node_modules"}


def source_files(root: Path) -> Iterator[Path]:
    """Yield the files under `root` that have a limit, without hidden and generated folders."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in SKIPPED_FOLDERS
        )
        yield from (Path(folder, name) for name in sorted(names) if Path(name).suffix in LIMITS)


def too_long(root: Path) -> Iterator[str]:
    """Yield one line of text for each file over its limit."""
    for path in source_files(root):
        lines = len(path.read_bytes().splitlines())
        limit = LIMITS[path.suffix]
        if lines > limit:
            yield f"{path.relative_to(root)}: {lines} lines, at most {limit} allowed: split it"


def main() -> int:
    """Check the folder named on the command line, or the current one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    problems = list(too_long(root))
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
