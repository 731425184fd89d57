"""Subtitles beside a recording, which are read with it: talk.srt, talk.en.vtt, talk.mp4.ass."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from engine.reading.formats import kind_of

# What may stand between the recording's name and the suffix: "en", "zh-Hans", "en.forced".
_MARK = re.compile(r"(?:\.[A-Za-z0-9_-]{1,16}){0,2}")


def sidecars_of(recording: Path) -> tuple[Path, ...]:
    """The subtitles of a recording, those without a language in their name first.

    Raises:
        OSError: its folder cannot be looked into.
    """
    with os.scandir(recording.parent) as entries:
        names = [entry.name for entry in entries if kind_of(entry.name) == "subtitles"]
    own = [name for name in names if _belongs(name, recording.name)]
    found = (recording.parent / name for name in sorted(own, key=lambda name: (len(name), name)))
    return tuple(path for path in found if path.is_file())


def sidecars_among(names: Collection[str], wanted: Iterable[str]) -> frozenset[str]:
    """Of the names in a folder, those of subtitles that are read with one of the `wanted` files."""
    recordings: dict[str, list[str]] = {}
    for name in wanted:
        if kind_of(name) == "recording":
            recordings.setdefault(name[:1], []).append(name)
    if not recordings:
        return frozenset()
    return frozenset(
        name
        for name in names
        if kind_of(name) == "subtitles"
        and any(_belongs(name, recording) for recording in recordings.get(name[:1], ()))
    )


def stamp(status: os.stat_result, sidecars: Iterable[Path]) -> tuple[int, int]:
    """The size of a recording with its subtitles, in bytes, and when the last of them was changed,
    in nanoseconds: so that a look at these tells whether any of them has changed.
    """
    size, modified = status.st_size, status.st_mtime_ns
    for sidecar in sidecars:
        with contextlib.suppress(OSError):
            own = sidecar.stat()
            size, modified = size + own.st_size, max(modified, own.st_mtime_ns)
    return size, modified


def _belongs(subtitles: str, recording: str) -> bool:
    base = Path(subtitles).stem
    return any(
        base.startswith(name) and _MARK.fullmatch(base, len(name)) is not None
        for name in (recording, Path(recording).stem)
    )
