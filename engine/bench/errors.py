"""What may go wrong with a benchmark."""

from __future__ import annotations


class BenchError(Exception):
    """A benchmark cannot go on; the message is one line with what to do next."""
