"""The sound of a recording, decoded in a stream to what speech recognition wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.reading.video_container import (
    duration_of,
    is_encrypted,
    origin_of,
    packets,
)
from models.sound import RATE, Samples

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.container import InputContainer
    from av.packet import Packet
# Time stamps are rounded, and encoders begin a little early; what is more is a gap.
_TOLERANCE: Final = RATE // 5
# A time stamp this far behind the end is none.
_BEYOND_SECONDS: Final = 60.0
_MOST_DAMAGE: Final = 5000


@dataclass(frozen=True, slots=True)
class Block:
    """Samples of one channel at 16 kHz, -1 to 1; `at` is the first one's number.

    Numbers count from the beginning of the recording, so that number / 16000 is its time; where
    one block does not go on from the last, there is nothing between them.
    """

    at: int
    samples: Samples


class Sound:
    """The sound of an opened recording.

    `duration` is what the recording says of itself, in seconds, 0 for nothing. The rest is known
    once all blocks were taken: `heard` counts samples, `first_damage` is when something could not
    be decoded (seconds, None for never), `is_protected` whether it is encrypted.
    """

    def __init__(self, container: InputContainer, stream: Any) -> None:
        self._container, self._stream = container, stream
        self._origin = origin_of(container)
        self.duration = duration_of(container)
        self.heard = 0
        self.first_damage: float | None = None
        self.is_protected = False

    def blocks(self, since: int = 0) -> Iterator[Block]:
        """The sound from sample `since` on, to where it ends or cannot be read any further.

        All is decoded from the beginning: after a jump into the middle, some formats know their
        time only roughly.
        """
        track = _Track(self._origin, self.duration)
        for frame in self._frames():
            for block in track.taken(frame):
                yield from self._since(block, since)
        for block in track.rest():
            yield from self._since(block, since)

    def _since(self, block: Block, since: int) -> Iterator[Block]:
        self.heard += len(block.samples)
        early = max(0, since - block.at)
        if early < len(block.samples):
            yield Block(block.at + early, block.samples[early:]) if early else block

    def _frames(self) -> Iterator[AudioFrame]:
        damage = 0
        for packet in packets(self._container, self._stream):
            if is_encrypted(packet):
                self.is_protected = True
                return
            frames = self._decoded(packet)
            yield from frames or ()
            damage += frames is None
            if damage > _MOST_DAMAGE:
                return
        yield from self._decoded(None) or ()

    def _decoded(self, packet: Packet[Any] | None) -> list[AudioFrame] | None:
        """A packet's frames, or those that the decoder still holds; None when it is damaged."""
        import av.error

        try:
            return list(self._stream.codec_context.decode(packet))
        except (av.error.FFmpegError, ValueError, MemoryError):
            if packet is not None and self.first_damage is None:
                when = packet.pts if packet.pts is not None else packet.dts
                base = packet.time_base
                at = float(when * base) - self._origin if when is not None and base else 0.0
                self.first_damage = max(0.0, at)
            return None


class _Track:
    """Brings frames of any kind to one channel at 16 kHz, at their places in time."""

    def __init__(self, origin: float, duration: float) -> None:
        self._origin = origin
        self._latest = duration + _BEYOND_SECONDS if duration else float("inf")
        self._resampler: Any = None
        self._kind: tuple[str, str, int] | None = None
        self._at: int | None = None  # the sample behind all that was given so far

    def taken(self, frame: AudioFrame) -> Iterator[Block]:
        """The blocks that are ready with this frame."""
        import av.audio.resampler

        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        begins = self._begins(frame)
        if kind != self._kind or begins is not None:
            yield from self.rest()
            self._kind = kind
            self._resampler = av.audio.resampler.AudioResampler("flt", "mono", RATE)
            self._at = begins if begins is not None else self._at
        # The times of its own would make the resampler fill what we take for a gap.
        frame.pts = None
        yield from self._placed(self._resampler.resample(frame))

    def rest(self) -> Iterator[Block]:
        """What the resampler still holds."""
        if self._resampler is not None:
            yield from self._placed(self._resampler.resample(None))
            self._resampler = None
            self._kind = None

    def _begins(self, frame: AudioFrame) -> int | None:
        """Where the frame stands when it does not simply go on, else None."""
        if frame.pts is None or not frame.time_base:
            return 0 if self._at is None else None
        time = float(frame.pts * frame.time_base) - self._origin
        if not -_BEYOND_SECONDS < time < self._latest:
            return 0 if self._at is None else None
        at = round(time * RATE)
        if self._at is None:
            return at
        return at if at - self._at > _TOLERANCE else None

    def _placed(self, frames: list[AudioFrame]) -> Iterator[Block]:
        for frame in frames:
            samples = np.nan_to_num(frame.to_ndarray().reshape(-1), nan=0.0, posinf=0.0, neginf=0.0)
            at = self._at or 0
            self._at = at + len(samples)
            early = max(0, -at)  # an encoder's run-up before 0:00
            if early < len(samples):
                yield Block(at + early, np.clip(samples[early:], -1.0, 1.0))


def sound_of(container: InputContainer) -> Any | None:
    """The stream to listen to: the one that players choose, of those that can be decoded."""
    streams = [one for one in container.streams.audio if one.codec_context is not None]
    best = container.streams.best("audio")
    chosen = [one for one in streams if best is not None and one.index == best.index]
    return next(iter([*chosen, *streams]), None)
