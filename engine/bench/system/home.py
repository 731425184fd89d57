"""A library in a home that is thrown away: the user's own is neither read nor written."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.bench.errors import BenchError
from engine.library import Library
from store.memory import MemoryBank, Models


@contextlib.contextmanager
def thrown_away(paths: Sequence[Path], models: Models) -> Iterator[MemoryBank]:
    """A memory with those documents, for a block.

    Raises:
        BenchError: one of them cannot be read, for then the figures would mean nothing.
        StoreError: the memory cannot be written.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kagent-bench-") as home,
        MemoryBank.open(Path(home), models) as bank,
    ):
        for report in Library(bank).add(paths):
            if report.error:
                raise BenchError(f"{report.error}; correct --library")
        yield bank


def library_digest(bank: MemoryBank) -> str:
    """A short name of what the documents hold."""
    found = hashlib.sha256()
    for fingerprint in sorted(document.fingerprint for document in bank.documents()):
        found.update(f"{fingerprint}\n".encode())
    return found.hexdigest()[:12]
