"""How far a run of the library is, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine.cleaning import clean_line
from engine.library_events import (
    Counted,
    Downloading,
    LibraryEvent,
    Linking,
    MediaProgressed,
    Planned,
    Progressed,
)
from engine.time_codes import clock
from kagent_tui.cli.progress_line import cells
from kagent_tui.cli.wording import count_text
from kagent_tui.quantities import duration_text, size_text

if TYPE_CHECKING:
    from engine.reading.media import Stage

_STAGES: dict[Stage, str] = {
    "subtitles": "subtitles",
    "shown": "pictures",
    "said": "speech",
    "pages": "page",
    "pictures": "picture",
}
# What a narrow terminal does not show, least first; a name is shortened to so many characters.
_LEFT_OUT = (
    frozenset({"name"}),
    frozenset({"name", "files"}),
    frozenset({"name", "files", "left"}),
    frozenset({"name", "files", "left", "speed"}),
)
_LONGEST_NAME = 24
# Stages that are counted in seconds of the recording.
_TIMED: frozenset[Stage] = frozenset(("subtitles", "shown", "said"))


def early_text(event: LibraryEvent) -> str | None:
    """How far it is before or after files are read; None where the event does not tell."""
    match event:
        case Counted() if event.files:
            return f"found {count_text(event.files, 'file')}, {size_text(event.bytes)}"
        case Downloading():
            return download_text(event)
        case Linking():
            whole = count_text(event.whole, "document")
            return f"finding what they speak of: {event.done:,} of {whole}"
    return None


def plan_text(plan: Planned) -> str | None:
    """What of a plan takes long; None where nothing does."""
    kinds = [(plan.pictures, "picture"), (plan.recordings, "recording")]
    last = " and ".join(count_text(number, noun) for number, noun in kinds if number)
    if not last or plan.files == 1:
        return None
    return f"{last} to read, after everything else; Ctrl+C stops, and nothing is lost"


def progress_text(
    event: Progressed, media: MediaProgressed | None = None, width: int | None = None
) -> str:
    """How far it is, how fast it goes, and how long the rest may take; `media` is the recording,
    picture or scan at hand. In a terminal of `width` cells what matters least is left out."""
    if media is not None:
        text = _media_text(event, media)
        for leave_out in _LEFT_OUT if width is not None else ():
            if cells(text) <= (width or 0):
                break
            text = _media_text(event, media, leave_out)
        return text
    parts = [
        f"{event.files:,} of {count_text(event.all_files, 'file')}",
        f"{size_text(event.bytes)} of {size_text(event.all_bytes)}",
        f"{rate_text(event.files_per_second)} files/s",
        f"{rate_text(event.segments_per_second)} passages/s",
    ]
    left = event.seconds_left
    if left is not None and event.files < event.all_files:
        parts.append(f"about {duration_text(left)} left")
    return ", ".join(parts)


def _media_text(
    event: Progressed, media: MediaProgressed, leave_out: frozenset[str] = frozenset()
) -> str:
    """The recording at hand: a long one is what a person waits for."""
    name = clean_line(Path(media.shown).name)
    if "name" in leave_out and len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 9].rstrip()}…{name[-8:]}"
    parts = {"stage": f"{name}: {_stage_text(media)}"}
    if media.speed is not None and media.stage in _TIMED:
        parts["speed"] = f"{media.speed:.1f}× real time"
    if media.seconds_left is not None:
        parts["left"] = f"about {duration_text(media.seconds_left)} left"
    if event.all_files > 1:
        parts["files"] = f"{event.files:,} of {count_text(event.all_files, 'file')}"
        if event.left is not None:
            parts["all"] = f"all in about {duration_text(event.left)}"
    if "all" not in parts:
        leave_out -= {"left"}
    return ", ".join(text for part, text in parts.items() if part not in leave_out)


def _stage_text(media: MediaProgressed) -> str:
    word = _STAGES[media.stage]
    if media.stage in _TIMED:
        return f"{word}, {clock(media.done)} of {clock(media.whole)}"
    return f"{word} {media.done:,.0f} of {media.whole:,.0f}"


def download_text(event: Downloading) -> str:
    """How much of a recording on the web has arrived."""
    name = clean_line(Path(urlsplit(event.address).path).name)
    parts = [f"downloading {name or clean_line(event.address)}: {size_text(event.bytes)}"]
    if event.whole is not None:
        parts[0] += f" of {size_text(event.whole)}"
    if event.seconds_left is not None:
        parts.append(f"about {duration_text(event.seconds_left)} left")
    return ", ".join(parts)


def rate_text(rate: float) -> str:
    """So many a second: "600", and "0.4" where a recording takes its time."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
