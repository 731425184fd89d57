"""The results that `kagent bench report` and `kagent bench compare` are given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.bench.report.gathering import Gathered

RESULTS = click.argument(
    "results",
    nargs=-1,
    required=True,
    metavar="RESULT...",
    type=click.Path(dir_okay=False, path_type=Path),
)


def gathered(paths: Sequence[Path]) -> Gathered:
    """The results in the files, named and compared; a file that is named twice is read once.

    Raises:
        BenchError: a file is no result.
    """
    from engine.bench.report.gathering import gather
    from engine.bench.report.reading import read_result
    from models.paths import expanded

    return gather([read_result(expanded(path)) for path in dict.fromkeys(paths)])
