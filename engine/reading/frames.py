"""Frames of a recording: as few of them are decoded as show those that are wanted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.reading.frames_changes import grey_copy
from engine.reading.frames_plan import MOST_BYTES, Piece, Wanted, is_dense

if TYPE_CHECKING:
    from av.packet import Packet

# More pixels than an 8K picture has take more memory than there may be.
MOST_PIXELS = 36_000_000
# Seconds between the pictures that come with a look at random, to tell when a line came or went,
# and how many these are at most.
_TRAIL_STEP, _LONGEST_TRAIL = 0.4, 24
# Between two frames of a picture that moves; recordings of a screen have longer gaps.
_DENSE = 0.1


@dataclass(frozen=True, slots=True)
class Look:
    """A decoded frame (PyAV's VideoFrame) and what it was wanted for.

    `trail`: grey copies of frames between the look before and this one, with their times, as far as
    some had to be decoded, if it is at random.
    """

    wanted: Wanted
    frame: Any
    trail: tuple[tuple[float, Any], ...] = ()


class FrameSource:
    """Decodes as little of a stream as shows the frames that are wanted."""

    def __init__(self, stream: Any, origin: float, threads: int) -> None:
        """`origin`: the time stamp of 0:00, in seconds."""
        self._codec = stream.codec_context
        self._codec.thread_type = "AUTO"
        self._codec.thread_count = threads
        # A stream may say in its middle that its pictures are larger from there on.
        self._codec.options = {"max_pixels": str(MOST_PIXELS)}
        self._origin = origin
        self._base = stream.time_base
        # What has not been decoded of the group of pictures that is open.
        self._rest: list[Packet[Any]] = []
        self._wanted: deque[Wanted] = deque()
        self._trail: deque[tuple[float, Any]] = deque(maxlen=_LONGEST_TRAIL)
        self.damaged = 0

    @property
    def waiting(self) -> bool:
        """Whether frames are wanted that the decoder has not given yet."""
        return bool(self._wanted)

    def looks(self, piece: Piece, wanted: Sequence[Wanted]) -> Iterator[Look]:
        """The wanted frames, as far as the decoder gives them now; the others come later."""
        if piece.opens:
            self._rest.clear()
        self._wanted.extend(wanted)
        if not wanted:
            self._put_off(piece)
            return
        last = max(one.time for one in wanted)
        needed = max(
            (place for place, time in enumerate(piece.times) if time <= last + 1e-4), default=0
        )
        only_key = piece.opens and needed == 0
        # Frames that no other is made from may be left out where the next is as good.
        self._codec.skip_frame = "NONREF" if is_dense(piece, _DENSE) and not only_key else "DEFAULT"
        if only_key:
            yield from self._decode(piece.packets[0])
            yield from self._drained()
            # It is decoded again if others of its group are wanted.
            self._rest = list(piece.packets)
            return
        queue = deque((*self._rest, *piece.packets))
        spare = len(piece.packets) - needed - 1
        # The decoder gives frames late, with some of those behind them.
        while queue and (len(queue) > spare or self._wanted):
            yield from self._decode(queue.popleft())
        self._rest = list(queue)

    def _put_off(self, piece: Piece) -> None:
        self._rest += piece.packets
        if sum(packet.size for packet in self._rest) > MOST_BYTES:
            for packet in self._rest:
                # Nothing is wanted; the frames are only what later ones are made from.
                for _ in self._decode(packet):
                    pass
            self._rest.clear()

    def flush(self) -> Iterator[Look]:
        """The wanted frames that the decoder still holds; a key frame has to come next."""
        yield from self._drained()
        self._rest.clear()
        self._wanted.clear()
        self._trail.clear()

    def _drained(self) -> Iterator[Look]:
        yield from self._decode(None)
        self._codec.flush_buffers()

    def _decode(self, packet: Packet[Any] | None) -> Iterator[Look]:
        import av.error

        try:
            frames = self._codec.decode(packet)
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError):
            self.damaged += 1
            return
        for frame in frames:
            time = self._time(frame)
            since, look = time, None
            if self._is_step(time):
                self._trail.append((time, grey_copy(frame)))
            while self._wanted and self._wanted[0].time <= time + 1e-4:
                one = self._wanted.popleft()
                since = min(since, one.since)
                # Of several, what told of a change is what it is looked at for.
                random = one.random and (look is None or look.random)
                look = replace(one, time=time, since=since, random=random)
            if look is not None and not frame.is_corrupt:
                yield Look(look, frame, tuple(self._trail))
                self._trail.clear()

    def _is_step(self, time: float) -> bool:
        """Whether a frame is one of those that come with the next look."""
        if not self._wanted or not (self._wanted[0].random or self._wanted[0].moving):
            return False
        return not self._trail or time - self._trail[-1][0] >= _TRAIL_STEP

    def _time(self, frame: Any) -> float:
        stamp = frame.pts if frame.pts is not None else frame.dts
        return max(0.0, float((stamp or 0) * (frame.time_base or self._base)) - self._origin)
