"""What the library tells, as JSON: an object for each event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from engine.library_events import (
    AddReport,
    Counted,
    Downloading,
    Finished,
    LibraryEvent,
    Linking,
    MediaProgressed,
    Noticed,
    Outcome,
    Planned,
    Progressed,
    Watching,
)

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "added",
    "updated",
    "moved",
    "removed",
    "unchanged",
    "unread",
    "failed",
)
_Object: TypeAlias = dict[str, Any]


def event_to_json(event: LibraryEvent) -> _Object:
    """An event as a JSON object; "event" says which."""
    name, fields = _EVENTS[type(event)]
    return {"event": name, **fields(event)}


def _report(event: AddReport) -> _Object:
    return {
        "path": event.shown,
        "outcome": event.outcome,
        "passages": event.segments,
        "error": event.error,
        "previous": event.previous,
        "articles": event.articles,
    }


def _counted(event: Counted) -> _Object:
    return {"files": event.files, "bytes": event.bytes}


def _planned(event: Planned) -> _Object:
    return {
        "files": event.files,
        "bytes": event.bytes,
        "recordings": event.recordings,
        "pictures": event.pictures,
    }


def _progressed(event: Progressed) -> _Object:
    return {
        "files": event.files,
        "all_files": event.all_files,
        "bytes": event.bytes,
        "all_bytes": event.all_bytes,
        "passages": event.segments,
        "seconds": round(event.seconds, 3),
        "seconds_left": _whole(event.seconds_left),
    }


def _media(event: MediaProgressed) -> _Object:
    return {
        "path": event.shown,
        "stage": event.stage,
        "done": round(event.done, 3),
        "whole": round(event.whole, 3),
        "speed": None if event.speed is None else round(event.speed, 2),
        "seconds_left": _whole(event.seconds_left),
    }


def _downloading(event: Downloading) -> _Object:
    return {
        "address": event.address,
        "bytes": event.bytes,
        "whole": event.whole,
        "seconds_left": _whole(event.seconds_left),
    }


def _linking(event: Linking) -> _Object:
    return {"done": event.done, "whole": event.whole}


def _watching(event: Watching) -> _Object:
    return {"folders": event.folders, "files": event.files}


def _noticed(event: Noticed) -> _Object:
    return {"message": event.message}


def _finished(event: Finished) -> _Object:
    return {
        "counts": {kind: event.counts.get(kind, 0) for kind in OUTCOMES},
        "passages": event.segments,
        "bytes": event.bytes,
        "seconds": round(event.seconds, 3),
        "interrupted": event.interrupted,
    }


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


_EVENTS: Final[dict[type, tuple[str, Callable[[Any], _Object]]]] = {
    AddReport: ("file", _report),
    Counted: ("counted", _counted),
    Planned: ("planned", _planned),
    Progressed: ("progress", _progressed),
    MediaProgressed: ("media", _media),
    Downloading: ("downloading", _downloading),
    Linking: ("linking", _linking),
    Watching: ("watching", _watching),
    Noticed: ("notice", _noticed),
    Finished: ("finished", _finished),
}
