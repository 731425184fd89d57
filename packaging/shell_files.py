"""Files for shells and for man, made from the program: what the wheel installs under share/.

    python packaging/shell_files.py [--check]

Writes docs/kagent.1 and packaging/completions/; with --check it only says which are out of step,
and exits with 1 where one is.
"""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
COMPLETIONS = "packaging/completions"


def files() -> dict[str, str]:
    """The text of each file, by its path in the repository."""
    sys.path.insert(0, str(REPOSITORY))
    from kagent_tui.cli.completion_scripts import SCRIPTS
    from kagent_tui.cli.man_page import man_page
    from kagent_tui.cli.root import root

    return {
        "docs/kagent.1": man_page(root),
        # Named as each shell looks for them.
        f"{COMPLETIONS}/kagent": SCRIPTS["bash"],
        f"{COMPLETIONS}/_kagent": SCRIPTS["zsh"],
        f"{COMPLETIONS}/kagent.fish": SCRIPTS["fish"],
    }


def out_of_step() -> list[str]:
    """The files that are absent or not as the program would write them."""
    return [
        name
        for name, text in files().items()
        if not (REPOSITORY / name).is_file() or (REPOSITORY / name).read_text("utf-8") != text
    ]


def main() -> int:
    """Command line."""
    wrong = out_of_step()
    if "--check" in sys.argv[1:]:
        sys.stderr.writelines(f"{name}: run python packaging/shell_files.py\n" for name in wrong)
        return 1 if wrong else 0
    for name in wrong:
        path = REPOSITORY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files()[name], "utf-8", newline="\n")
        sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
