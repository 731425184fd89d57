"""How far a job of the library is, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engine.time_codes import clock
from kagent_tui.i18n import listed, mark, ntr, tr
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.roles import dash
from kagent_tui.screens.library_rows import name_of

if TYPE_CHECKING:
    from engine.library_events import Downloading, Linking, MediaProgressed, Outcome
    from engine.reading.media import Stage
    from kagent_tui.controllers.library_jobs import JobState

_OUTCOMES: Final[Mapping[Outcome, str]] = {
    "added": mark("{count} added"),
    "updated": mark("{count} read again"),
    "moved": mark("{count} moved"),
    "removed": mark("{count} removed"),
    "failed": mark("{count} failed"),
}
_STAGES: Final[Mapping[Stage, str]] = {
    "subtitles": mark("subtitles"),
    "shown": mark("pictures"),
    "said": mark("speech"),
    "pages": mark("pages"),
    "pictures": mark("pictures"),
}
_TIMED_STAGES: Final = frozenset({"subtitles", "shown", "said"})


def job_text(state: JobState) -> str:
    """How far a job is, in one line."""
    if state.ended:
        return _ended_text(state)
    if state.stopping:
        if state.media is not None:
            return tr("Stopping; what was read of the file at hand is kept…")
        return tr("Stopping after the file at hand…")
    if state.beside is not None:
        parts = [_beside_text(state.beside)]
    elif state.all_files is None:
        found = ntr("{count} file found", "{count} files found", state.found)
        parts = [tr("Looking for files: {found}", found=found)]
    else:
        parts = [_files_text(state)]
        seconds_left = state.seconds_left
        if state.media is not None:
            parts.append(media_text(state.media))
            seconds_left = state.media.seconds_left
        else:
            parts.append(ntr("{count} passage", "{count} passages", state.segments))
        if seconds_left is not None and seconds_left >= 1:
            parts.append(tr("about {time} left", time=duration_text(seconds_left)))
    if state.waiting:
        parts.append(ntr("{count} more waits", "{count} more wait", state.waiting))
    return f"{listed(parts)}{dash()}{tr('X stops')}"


def job_share(state: JobState) -> float | None:
    """Which share of a job is done, None where that is not known."""
    if state.ended or not state.all_files:
        return None
    media = state.media
    within = 0.0 if media is None or media.whole <= 0 else min(media.done / media.whole, 1.0)
    return min((state.files + within) / state.all_files, 1.0)


def _beside_text(event: Downloading | Linking) -> str:
    """What is done before files are read, or after it."""
    from engine.library_events import Linking

    if isinstance(event, Linking):
        return tr(
            "Looking for items: {done} of {all} documents",
            done=f"{event.done:,}",
            all=f"{event.whole:,}",
        )
    arrived = size_text(event.bytes)
    if event.whole is not None:
        arrived = tr("{done} of {all}", done=arrived, all=size_text(event.whole))
    return tr("Downloading {name}: {arrived}", name=event.address, arrived=arrived)


def _files_text(state: JobState) -> str:
    return tr("Reading: {done} of {all} files", done=f"{state.files:,}", all=f"{state.all_files:,}")


def media_text(media: MediaProgressed) -> str:
    """How far the reading of a recording, picture or scan is: "talk.mp4: speech, 1:20 of 10:00"."""
    timed = media.stage in _TIMED_STAGES
    done, whole = (
        clock(value) if timed else f"{value:,.0f}" for value in (media.done, media.whole)
    )
    text = tr(
        "{name}: {stage}, {done} of {whole}",
        name=name_of(media.shown),
        stage=tr(_STAGES[media.stage]),
        done=done,
        whole=whole,
    )
    if timed and media.speed is not None and media.speed > 0:
        speed = f"{media.speed:.0f}" if media.speed >= 10 else f"{media.speed:.1f}"
        return listed((text, tr("{speed} × real time", speed=speed)))
    return text


def embedding_text(done: int, total: int) -> str:
    """How far the vectors of a new embedding model are."""
    return tr("Embedding: {done} of {total} passages", done=f"{done:,}", total=f"{total:,}")


def _ended_text(state: JobState) -> str:
    counts = [
        tr(text, count=f"{state.outcomes[name]:,}")
        for name, text in _OUTCOMES.items()
        if state.outcomes.get(name)
    ]
    done = listed(counts) or tr("nothing new")
    if state.ended == "stopped":
        text = tr("Stopped: {done}. What was read stays; S goes on.", done=done)
    elif state.ended == "failed":
        return tr("Reading has failed: {reason}", reason=state.troubles[-1])
    else:
        text = tr("Read: {done}.", done=done)
    return f"{text} {state.troubles[0]}" if state.troubles else text
