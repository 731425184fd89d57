"""How much a file may cost to read: what is beyond it is refused in one line."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading one file; sizes in bytes.

    `seconds` is wall-clock time (and processor time, where the system can limit it), `memory` the
    address space of the reading process. `unpacked`, `entries` and `ratio` bound packages such as
    .docx by what they declare, before anything in them is unpacked: the sum of their text parts,
    their number of parts, and how many times larger than packed a part may be. `links` of a
    web page are kept in its metadata.
    """

    seconds: float = 120.0
    memory: int = 2048 * _MIB
    pages: int = 10_000
    unpacked: int = 256 * _MIB
    entries: int = 10_000
    ratio: int = 200
    links: int = 0


DEFAULT_LIMITS = Limits()
