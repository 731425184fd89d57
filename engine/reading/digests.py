"""What tells a file's content from another's."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from engine.reading.formats import kind_of

_CHUNK_BYTES = 1024 * 1024
# Reading this many bytes takes seconds; larger recordings are told apart by samples.
_WHOLE_BYTES = 1024 * 1024 * 1024
_SAMPLE_BYTES = 4 * 1024 * 1024
_SAMPLES = 17


def content_digest(path: Path, sidecars: Sequence[Path] = ()) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal.

    Of a recording larger than 1 GiB it is that of its size and of 17 samples of 4 MiB, spread
    evenly from its beginning to its end: reading 20 GB would take minutes, and a recording that
    is edited changes in its size and its index. With `sidecars` it is that of all their digests,
    for what they say belongs to the recording.

    Raises:
        OSError: one of them cannot be read.
    """
    own = _digest(path)
    if not sidecars:
        return own
    together = hashlib.sha256(own.encode("ascii"))
    for sidecar in sidecars:
        together.update(f"\n{sidecar.name}\n{_digest(sidecar)}".encode("utf-8", "surrogateescape"))
    return together.hexdigest()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        # Not more than the file had when its size was looked at, should it be growing.
        size = remaining = os.fstat(file.fileno()).st_size
        if kind_of(path.name) == "recording" and size > _WHOLE_BYTES:
            digest.update(f"{size}\n".encode("ascii"))
            for number in range(_SAMPLES):
                file.seek((size - _SAMPLE_BYTES) * number // (_SAMPLES - 1))
                digest.update(file.read(_SAMPLE_BYTES))
            return digest.hexdigest()
        while remaining > 0 and (chunk := file.read(min(_CHUNK_BYTES, remaining))):
            digest.update(chunk)
            remaining -= len(chunk)
    return digest.hexdigest()
