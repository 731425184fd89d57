"""The journal of a benchmark of this program itself: what was answered, beside the result."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from engine.bench.errors import BenchError
from engine.mat.errors import MatError
from engine.mat.journal import Journal


def open_journal(path: Path, kind: Literal["system", "plan"], *, fresh: bool) -> Journal:
    """The journal of the runs that are written to one place; `fresh` forgets an earlier one.

    Its keys say what is asked of which model, so that no other settings bind it.

    Raises:
        BenchError: the file is none of ours.
        OSError: it cannot be read or written.
    """
    if fresh:
        path.unlink(missing_ok=True)
    try:
        return Journal(path, kind, {})
    except MatError:
        raise BenchError(
            f"{path}: no journal of kagent bench {kind}, or a damaged one; name another file with "
            "--out, or give --fresh to begin anew"
        ) from None
