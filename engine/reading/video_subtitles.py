"""Subtitles of a recording: files beside it first, then the tracks inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean_line
from engine.reading.ass_subtitles import packet_text
from engine.reading.decoding import decode
from engine.reading.extracted import ReadingError
from engine.reading.media import Parts, TimedText
from engine.reading.subtitles import read_cues
from engine.reading.video_container import origin_of, packets, rewind

if TYPE_CHECKING:
    from av.container import InputContainer

_MOST_BYTES = 64 * 1024 * 1024
_MOST_CUES = 200_000
# Seconds that a cue is shown which does not say how long.
_UNSAID = 4.0
# Tracks of pictures of letters have no text.
_TEXT_TRACKS = frozenset(
    ("mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text", "ttml", "microdvd")
)


def beside(sidecars: Iterable[str]) -> list[TimedText]:
    """The cues of the first of these subtitle files that has any."""
    for name in sidecars:
        path = Path(name)
        try:
            if path.stat().st_size > _MOST_BYTES:
                continue
            cues = read_cues(decode(path.read_bytes()))
        except (OSError, ReadingError):
            continue
        if cues:
            return [TimedText(cue.text, cue.start, cue.end, "subtitle") for cue in cues]
    return []


def inside(container: InputContainer, parts: Parts, whole: float) -> list[TimedText]:
    """The cues of the recording's own subtitles, the default track or the first with words.

    It reads through the recording, which lasts `whole` seconds, and leaves it at its end.
    """
    import av.stream

    forced, default = av.stream.Disposition.forced, av.stream.Disposition.default
    tracks: list[Any] = [
        track
        for track in container.streams.subtitles
        if track.codec_context is not None
        and track.codec_context.name in _TEXT_TRACKS
        # Forced ones tell only what is said in another language.
        and not track.disposition & forced
    ]
    tracks.sort(key=lambda track: not track.disposition & default)
    for place, track in enumerate(tracks):
        if place:
            rewind(container)
        cues = _joined(_cues(container, track, parts, whole))
        if cues:
            parts.progress("subtitles", whole, whole)
            return cues
    return []


def _cues(container: InputContainer, track: Any, parts: Parts, whole: float) -> Iterator[TimedText]:
    import av.error
    import av.stream

    for stream in container.streams:
        stream.discard = (
            av.stream.Discard.default if stream.index == track.index else av.stream.Discard.all
        )
    origin = origin_of(container)
    for number, packet in enumerate(packets(container, track)):
        if packet.pts is None or number > _MOST_CUES:
            continue
        start = max(0.0, float(packet.pts * packet.time_base) - origin)
        length = float((packet.duration or 0) * packet.time_base) or _UNSAID
        parts.progress("subtitles", min(start, whole), whole)
        try:
            events = track.codec_context.decode2(packet)
        except (av.error.FFmpegError, ValueError):
            continue
        for event in events or ():
            said = packet_text(getattr(event, "ass", b"").decode("utf-8", "replace"))
            if text := clean_line(said):
                yield TimedText(text, start, start + length, "subtitle")


def _joined(cues: Iterable[TimedText]) -> list[TimedText]:
    """The cues by time; those that repeat the one before at once are part of it."""
    joined: list[TimedText] = []
    for cue in sorted(cues, key=lambda cue: cue.start):
        last = joined[-1] if joined else None
        if last is not None and cue.text == last.text and cue.start <= last.end + 1.0:
            joined[-1] = replace(last, end=max(last.end, cue.end))
        else:
            joined.append(cue)
    return joined
