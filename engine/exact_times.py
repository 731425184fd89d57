"""Citations of recordings at the very second: when the quoted words were said or shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.events import Citation

if TYPE_CHECKING:
    from engine.tools.context import Recordings


def with_exact_times(
    citations: Iterable[Citation], recordings: Recordings | None
) -> tuple[Citation, ...]:
    """The citations, those of recordings at the times of their quotes instead of the half minute
    that these stand in; raises StoreError."""
    return tuple(_exact(citation, recordings) for citation in citations)


def _exact(citation: Citation, recordings: Recordings | None) -> Citation:
    place = citation.location
    if recordings is None or place.start is None or place.span is None:
        return citation
    # A long quote is cut, and its place is not.
    begin = place.span[0]
    span = begin, max(begin + 1, min(place.span[1], begin + len(citation.quote)))
    times = recordings.times(citation.source, citation.fingerprint, span)
    if times is None:
        return citation
    return replace(citation, location=replace(place, start=times[0], end=times[1]))
