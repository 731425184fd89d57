"""What a recording shows, stretch by stretch, so that reading it can go on where it was ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.reading.extracted import ReadingError
from engine.reading.frames import MOST_PIXELS, FrameSource, Look
from engine.reading.frames_lines import LineReader, Screen, ScreenReader, ShownLine
from engine.reading.frames_plan import pieces, plan
from engine.reading.media import MediaOptions, Parts, TimedText
from engine.reading.video_container import (
    is_encrypted,
    opened,
    origin_of,
    packets,
    pictures_of,
)

if TYPE_CHECKING:
    from av.packet import Packet

# Seconds of a recording in one part.
_STRETCH = 120
# From this size on, frames are decoded one after the other: each takes tens of megabytes.
_LARGE_PIXELS = 9_000_000
# Recordings longer than this, in seconds, are looked at more seldom where the picture moves.
_LONG = 2 * 3600.0
_MOST_PACE = 4.0
ENCRYPTED = "it is encrypted (DRM)"


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines that a recording shows, in order; how many degrees it is turned, counterclockwise;
    and how many damaged packets were left out."""

    lines: tuple[TimedText, ...]
    rotation: int = 0
    damaged: int = 0


class _Progress:
    """The parts that are finished, and where to go on."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.lines: list[ShownLine] = []
        self.screen = Screen()
        self.until = 0.0
        self.over = False
        self.rotation = self.damaged = 0
        self.number = 0
        while not self.over:
            value = parts.known(self._name)
            if value is None:
                break
            self._take(value)

    @property
    def _name(self) -> str:
        return f"shown {self.number * _STRETCH}-{(self.number + 1) * _STRETCH}"

    @property
    def boundary(self) -> float:
        """Where the part that is being read ends, in seconds."""
        return float((self.number + 1) * _STRETCH)

    def _take(self, value: dict[str, Any]) -> None:
        self.lines += [_line(row) for row in value["gone"]]
        self.screen.on = [_line(row) for row in value["on"]]
        self.screen.lately = [_line(row) for row in value["lately"]]
        self.screen.ranks = value["ranks"]
        self.until, self.over = value["until"], value["over"]
        self.rotation, self.damaged = value["rotation"], value["damaged"]
        self.number += 1

    def keep(self, until: float, *, over: bool = False) -> None:
        """Hand over the part that ends at `until`, in seconds."""
        screen = self.screen
        value = {
            "until": until,
            "over": over,
            "gone": [_row(line) for line in screen.gone],
            "on": [_row(line) for line in screen.on],
            "lately": [_row(line) for line in screen.lately],
            "ranks": screen.ranks,
            "rotation": self.rotation,
            "damaged": self.damaged,
        }
        self._parts.keep(self._name, value)
        self.lines += screen.gone
        screen.gone = []
        self.number += 1


def read_shown(
    path: Path, reader: LineReader, options: MediaOptions, parts: Parts, whole: float
) -> Shown:
    """The lines on the pictures of a recording that lasts `whole` seconds, 0 if that is unknown.

    Raises:
        ReadingError: encrypted, or its picture cannot be decoded.
    """
    progress = _Progress(parts)
    if not progress.over:
        with opened(path) as container:
            _Reading(container, ScreenReader(reader, progress.screen), progress, whole).run(options)
    lines = sorted(progress.lines, key=lambda line: line.rank)
    return Shown(
        tuple(
            TimedText(line.text, line.start, line.end, "shown", round(line.confidence, 3))
            for line in lines
        ),
        progress.rotation,
        progress.damaged,
    )


class _Reading:
    """One run over a recording's pictures."""

    def __init__(
        self, container: Any, screen: ScreenReader, progress: _Progress, whole: float
    ) -> None:
        self._container = container
        self._screen = screen
        self._progress = progress
        self._parts = progress._parts
        self._whole = whole
        self._origin = origin_of(container)
        self._stream = pictures_of(container)[0]

    def run(self, options: MediaOptions) -> None:
        """Read on from where the parts end, to the end."""
        codec = self._stream.codec_context
        pixels = codec.width * codec.height
        if pixels > MOST_PIXELS:
            raise ReadingError(f"its picture is too large ({codec.width} × {codec.height} pixels)")
        threads = 1 if pixels > _LARGE_PIXELS else options.threads
        source = FrameSource(self._stream, self._origin, threads)
        pace = min(max(1.0, self._whole / _LONG), _MOST_PACE)
        start, end = self._progress.until, 0.0
        for piece in pieces(self._timed(start)):
            end = max(end, piece.end)
            if piece.begin >= self._progress.boundary:
                self._end_stretch(source, piece.begin, opens=piece.opens)
            wanted = [
                one
                for one in plan(
                    piece,
                    pixels,
                    lines_on=self._screen.lines_on,
                    calm=self._screen.calm,
                    pace=pace,
                )
                if one.time >= start
            ]
            self._see(source.looks(piece, wanted))
            self._progress.damaged += source.damaged
            source.damaged = 0
            self._parts.progress("shown", piece.end, max(self._whole, piece.end))
        self._see(source.flush())
        self._screen.finish(max(end, self._whole))
        self._progress.keep(end, over=True)

    def _end_stretch(self, source: FrameSource, until: float, *, opens: bool) -> None:
        if opens:
            self._see(source.flush())
        if source.waiting:
            # Pictures are still to come that belong before; the next piece brings them.
            return
        self._progress.keep(until)
        while self._progress.boundary <= until:
            self._progress.keep(until)

    def _see(self, looks: Iterator[Look]) -> None:
        for look in looks:
            self._screen.see(look)
            self._progress.rotation = self._screen.rotation

    def _timed(self, start: float) -> Iterator[tuple[Packet[Any], float]]:
        if start > 0:
            place = int((start + self._origin) / self._stream.time_base)
            self._container.seek(place, stream=self._stream)
        time = 0.0
        for packet in packets(self._container, self._stream):
            if is_encrypted(packet):
                raise ReadingError(ENCRYPTED)
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is not None:
                time = float(stamp * packet.time_base) - self._origin
            yield packet, time


def _row(line: ShownLine) -> list[Any]:
    return [
        line.text,
        round(line.confidence, 4),
        round(line.start, 3),
        round(line.end, 3),
        line.rank,
        list(line.box),
        round(line.changed, 3),
        line.looks,
        line.moving,
    ]


def _line(row: list[Any]) -> ShownLine:
    text, confidence, start, end, rank, box, changed, looks, moving = row
    left, top, right, bottom = box
    place = (left, top, right, bottom)
    return ShownLine(text, confidence, start, end, rank, place, changed, looks, moving)
