"""What a recording shows, stretch by stretch, so that reading it can go on where it was ended."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.reading.extracted import ReadingError
from engine.reading.frames import MOST_PIXELS, FrameSource, Look
from engine.reading.frames_kept import KeptFrames
from engine.reading.frames_lines import LineReader, ScreenReader
from engine.reading.frames_plan import pieces, plan
from engine.reading.frames_screen import Screen, ShownLine, screen_of, screen_value
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

# The state is kept at the first key frame behind so many seconds, and so many times at most: a
# reading that goes on decodes again from there, but recognises nothing again.
_STRETCH = 30
_MOST_STRETCHES = 120
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
    """What is finished, and where to go on."""

    def __init__(self, parts: Parts, whole: float) -> None:
        self._parts = parts
        self._stretch = max(_STRETCH, math.ceil(whole / _MOST_STRETCHES))
        self.lines: list[ShownLine] = []
        self.screen = Screen()
        self.until = 0.0
        self.over = False
        self.damaged = 0
        self._number = frames = 0
        while not self.over and (value := parts.known(self._name)) is not None:
            self.screen = screen_of(value["screen"])
            self._let_go()
            self.until, self.over = value["until"], value["over"]
            self.damaged, frames = value["damaged"], value["frames"]
            self._number += 1
        self.frames = KeptFrames(parts, frames)

    @property
    def _name(self) -> str:
        return f"shown part {self._number} of {self._stretch} s"

    @property
    def boundary(self) -> float:
        """Where the part that is being read may end, in seconds."""
        return self.until + self._stretch

    def tell(self, done: float, whole: float) -> None:
        """Report that it is read up to `done` of `whole` seconds, or as far as it was before."""
        done = max(done, self.until, self.frames.reached)
        self._parts.progress("shown", done, max(whole, done))

    def keep(self, until: float, *, over: bool = False) -> None:
        """Hand over the part that ends at `until`, in seconds: a key frame's time, or the end."""
        value = {
            "until": until,
            "over": over,
            "screen": screen_value(self.screen),
            "frames": self.frames.number,
            "damaged": self.damaged,
        }
        self._parts.keep(self._name, value)
        self.until = until
        self._let_go()
        self._number += 1

    def _let_go(self) -> None:
        self.lines += self.screen.gone
        self.screen.gone = []


def read_shown(
    path: Path, reader: LineReader, options: MediaOptions, parts: Parts, whole: float
) -> Shown:
    """The lines on the pictures of a recording that lasts `whole` seconds, 0 if that is unknown.

    Raises:
        ReadingError: encrypted, or its picture cannot be decoded.
    """
    progress = _Progress(parts, whole)
    if not progress.over:
        screen = ScreenReader(reader, progress.screen, progress.frames)
        with opened(path) as container:
            _Reading(container, screen, progress, whole).run(options)
    lines = sorted(progress.lines, key=lambda line: line.rank)
    return Shown(
        tuple(
            TimedText(line.text, line.start, line.end, "shown", round(line.confidence, 3))
            for line in lines
        ),
        progress.screen.rotation,
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
        self._whole = whole
        self._origin = origin_of(container)
        self._stream = pictures_of(container)[0]

    def run(self, options: MediaOptions) -> None:
        """Read on from where the parts end, to the end."""
        codec = self._stream.codec_context
        if codec is None:
            raise ReadingError("it is of a kind that cannot be decoded")
        pixels = codec.width * codec.height
        if pixels > MOST_PIXELS:
            raise ReadingError(f"its picture is too large ({codec.width} × {codec.height} pixels)")
        threads = 1 if pixels > _LARGE_PIXELS else options.threads
        source = FrameSource(self._stream, self._origin, threads)
        pace = min(max(1.0, self._whole / _LONG), _MOST_PACE)
        end = 0.0
        self._progress.tell(0.0, self._whole)
        for piece in pieces(self._timed(self._progress.until)):
            if piece.opens and piece.begin >= self._progress.boundary:
                # Nothing before is needed to decode what follows.
                self._see(source, source.flush())
                self._progress.keep(piece.times[0])
            end = max(end, piece.end)
            wanted = plan(
                piece,
                pixels,
                lines_on=self._screen.lines_on,
                calm=self._screen.calm,
                pace=pace,
            )
            self._see(source, source.looks(piece, wanted))
            self._progress.tell(piece.end, self._whole)
        self._see(source, source.flush())
        self._screen.finish(max(end, self._whole))
        self._progress.keep(end, over=True)

    def _see(self, source: FrameSource, looks: Iterator[Look]) -> None:
        for look in looks:
            self._screen.see(look)
        self._progress.damaged += source.damaged
        source.damaged = 0

    def _timed(self, start: float) -> Iterator[tuple[Packet[Any], float]]:
        """The packets with their times from the key frame at `start` on, in seconds."""
        if start <= 0:
            yield from self._stamped()
            return
        import av.error

        # Where its index does not lead to it, it is looked for from the beginning.
        for seek, latest in ((start, start), (0.0, start), (0.0, math.inf)):
            with suppress(av.error.FFmpegError):
                place = int((seek + self._origin) / self._stream.time_base)
                self._container.seek(place, stream=self._stream)
            found = dropwhile(lambda one: _is_before(*one, start), self._stamped())
            first = next(found, None)
            if first is not None and first[1] <= latest:
                yield first
                yield from found
                return

    def _stamped(self) -> Iterator[tuple[Packet[Any], float]]:
        time = 0.0
        for packet in packets(self._container, self._stream):
            if is_encrypted(packet):
                raise ReadingError(ENCRYPTED)
            stamp = packet.pts if packet.pts is not None else packet.dts
            if stamp is not None:
                # What comes before 0:00 is not shown by players, but later frames are made from it.
                time = max(0.0, float(stamp * packet.time_base) - self._origin)
            yield packet, time


def _is_before(packet: Packet[Any], time: float, start: float) -> bool:
    return not packet.is_keyframe or time < start
