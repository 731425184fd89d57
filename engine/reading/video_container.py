"""Recordings opened without trust: the suffix names the demuxer, and no other file is opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean_line
from engine.reading.extracted import ReadingError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet

_MPEG4 = "mov,mp4,m4a,3gp,3g2,mj2"
_MATROSKA = "matroska,webm"
# Left to itself, FFmpeg takes a playlist that names other files or addresses for a recording.
_DEMUXERS = {
    **dict.fromkeys((".mp4", ".m4v", ".mov", ".m4a", ".m4b", ".3gp"), _MPEG4),
    **dict.fromkeys((".mkv", ".webm", ".mka"), _MATROSKA),
    ".avi": "avi",
    ".wav": "wav",
    ".mp3": "mp3",
    ".flac": "flac",
    **dict.fromkeys((".ogg", ".oga", ".opus", ".ogv"), "ogg"),
}
_MOST_CHAPTERS = 2000
# Of one that is damaged all over; FFmpeg reads on behind each damaged packet.
_MOST_DAMAGE = 1000
# Whether a recording breaks off is told by what is there in its last tenth; short ones are not
# asked, in seconds.
_NEAR_END = 0.9
_SHORTEST_TO_TELL = 1.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording that its maker named; times in seconds."""

    start: float
    end: float
    title: str


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The recording, demuxed as its suffix says; closed at the end.

    Raises:
        ReadingError: of another kind, cut short or damaged so that nothing in it can be found.
    """
    import av
    import av.error

    demuxer = _DEMUXERS.get(path.suffix.lower())
    if demuxer is None:
        raise ReadingError("recordings of this kind cannot be read")
    try:
        # An absolute path is never taken for an address.
        container = av.open(
            str(path.absolute()),
            "r",
            format=demuxer,
            options={"protocol_whitelist": "file", "format_whitelist": demuxer},
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, ValueError) as error:
        raise ReadingError(_because(path, demuxer)) from error
    with container:
        yield container


def _because(path: Path, demuxer: str) -> str:
    with path.open("rb") as file:
        start = file.read(16)
        if not start:
            return "it is empty"
        if demuxer == _MPEG4 and start[4:8] == b"ftyp" and b"moov" not in _boxes(path):
            return (
                "it is cut short (the index at its end is missing): copy it again or have it "
                "repaired"
            )
    suffix = path.suffix.lower().lstrip(".")
    return f"it is no {suffix} recording, or it is damaged from its beginning"


def _boxes(path: Path) -> set[bytes]:
    """The kinds of the boxes that a file consists of (ISO/IEC 14496-12, section 4.2)."""
    kinds: set[bytes] = set()
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at + 8 <= size and len(kinds) < 100:
            file.seek(at)
            head = file.read(16)
            length, kind = struct.unpack(">I4s", head[:8])
            kinds.add(kind)
            if length == 1 and len(head) == 16:
                length = struct.unpack(">Q", head[8:])[0]
            if length < 8:
                break
            at += length
    return kinds


def rewind(container: InputContainer) -> None:
    """Go back to the beginning, where the format allows it."""
    import av.error

    with suppress(av.error.FFmpegError):
        container.seek(0)


def packets(container: InputContainer, stream: Any) -> Iterator[Packet[Any]]:
    """A stream's packets that hold something, to the end or to where the file breaks off."""
    import av.error

    demuxed = container.demux(stream)
    damage = 0
    while damage < _MOST_DAMAGE:
        try:
            packet = next(demuxed, None)
        except av.error.FFmpegError:
            # A generator that raised is over: the container itself goes on behind the damage.
            demuxed = container.demux(stream)
            damage += 1
            continue
        if packet is None:
            return
        if packet.size and packet.stream_index == stream.index:
            yield packet


def is_encrypted(packet: Packet[Any]) -> bool:
    """Whether a packet is protected by DRM (common encryption, ISO/IEC 23001-7)."""
    return packet.has_sidedata("encryption_info")


def duration_of(container: InputContainer) -> float:
    """Seconds that a recording says to last, 0 when it does not say."""
    if container.duration is not None and container.duration > 0:
        return container.duration / 1_000_000
    lengths = [
        float(stream.duration * stream.time_base)
        for stream in container.streams
        if stream.duration and stream.time_base
    ]
    return max(lengths, default=0.0)


def origin_of(container: InputContainer) -> float:
    """The time stamp at which a recording begins, in seconds: players call it 0:00."""
    start = container.start_time
    return max(0.0, start / 1_000_000) if start is not None else 0.0


def chapters_of(container: InputContainer) -> tuple[Chapter, ...]:
    """The chapters that have a title, by time."""
    found = []
    for one in container.chapters()[:_MOST_CHAPTERS]:
        title = clean_line(one["metadata"].get("title", ""))[:200]
        base = one["time_base"]
        if title and base:
            found.append(Chapter(float(one["start"] * base), float(one["end"] * base), title))
    return tuple(sorted(found, key=lambda chapter: chapter.start))


def described(container: InputContainer) -> dict[str, str]:
    """What the container says about itself: title, author, date (ISO 8601) and subject."""
    said = {name.lower(): clean_line(value)[:500] for name, value in container.metadata.items()}
    names = {
        "title": ("title",),
        "author": ("artist", "author", "album_artist", "composer"),
        "date": ("com.apple.quicktime.creationdate", "creation_time", "date", "date_recorded"),
        "subject": ("description", "comment", "synopsis"),
    }
    facts = {
        name: next((said[key] for key in keys if said.get(key)), "") for name, keys in names.items()
    }
    facts["date"] = _date(facts["date"])
    return {name: value for name, value in facts.items() if value}


def _date(text: str) -> str:
    """The day or moment, empty when there is none or it is a clock that was never set."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text[:4] if text[:4].isdecimal() else ""
    return "" if when.year <= 1970 else text[:10]


def pictures_of(container: InputContainer) -> Sequence[Any]:
    """The video streams, without cover pictures; those that can be decoded first."""
    import av.stream

    cover = av.stream.Disposition.attached_pic
    shown = [one for one in container.streams.video if not one.disposition & cover]
    return sorted(shown, key=lambda one: one.codec_context is None)


def breaks_off(path: Path, duration: float) -> float | None:
    """Where a recording ends, in seconds, that is clearly shorter than the `duration` it tells;
    None when it is whole, or nothing can be told.

    Raises:
        ReadingError: it cannot be opened.
    """
    import av.error

    if duration < _SHORTEST_TO_TELL:
        return None
    last = 0.0
    with opened(path) as container:
        origin = origin_of(container)
        try:
            container.seek(int((duration * _NEAR_END + origin) * 1_000_000))
        except av.error.FFmpegError:
            return None
        for packet in _any_packets(container):
            if packet.pts is not None:
                time = float(packet.pts * packet.time_base) - origin
                if packet.stream.type in ("video", "audio"):
                    last = max(last, time + float((packet.duration or 0) * packet.time_base))
    return last if last < duration * _NEAR_END else None


def _any_packets(container: InputContainer) -> Iterator[Packet[Any]]:
    import av.error

    demuxed = container.demux()
    while True:
        try:
            packet = next(demuxed, None)
        except av.error.FFmpegError:
            return
        if packet is None:
            return
        if packet.size:
            yield packet
