"""Which frames of a recording are worth reading, told from the sizes of its packets.

A frame that repeats the one before takes a few bytes, one on which a line appears takes many more.
So where the picture stands still only key frames and those after a jump in size are decoded, and
the rest of a group of pictures is not. Where everything moves, sizes tell little: there a frame is
looked at every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.packet import Packet

# How much of a recording is planned at once, when no key frame comes: seconds, packets, bytes.
_LONGEST_CHUNK = 5.0
_MOST_PACKETS = 2000
MOST_BYTES = 32 * 1024 * 1024
# Key frames closer than this belong to one chunk.
_SHORTEST_CHUNK = 1.0
# Bytes per pixel of an average frame, key frames and jumps left out, of a picture that stands
# still, the same of one in which nothing at all changes, and by how much a frame that brings
# something exceeds the others; and at least so many bytes.
_STILL = 0.0003
_STILL_BYTES = 120
_QUIET = 0.0001
_QUIET_BYTES = 70
_JUMP = 0.00015
_JUMP_BYTES = 90
_JUMP_FACTOR_WHEN_MOVING = 2.5
_JUMP_WHEN_MOVING = 0.002
# Changes that follow each other within this many seconds are one, but not for longer than that.
_PAUSE, _PAUSE_BEHIND_KEY = 0.5, 0.15
_LONGEST_CHANGE = 2.0
# Seconds from the last sign of a change to the picture that is looked at.
_SETTLING = 0.3
# Seconds between looks at a picture that moves and has lines on it; without, one for each piece.
_STEP = 2.0
# The same of one that stands still though its frames are large.
_CALM_STEP = 0.5
# From this pace on a picture without lines is looked at where a key frame comes only.
_SLOW = 1.5
# Frames further apart than this, in seconds, are there because something changed.
_SPARSE = 0.15


@dataclass(frozen=True, slots=True)
class Piece:
    """Packets of one stream that follow each other, with their times in seconds.

    `opens`: it begins with a key frame, so that nothing before is needed to decode it.
    """

    packets: tuple[Packet[Any], ...]
    times: tuple[float, ...]
    opens: bool

    @property
    def begin(self) -> float:
        """The time of its first frame."""
        return min(self.times)

    @property
    def end(self) -> float:
        """The time of its last frame."""
        return max(self.times)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A frame to look at: its time, and when the change that it may show began, both in seconds.

    `moving`: all of the picture changes there; `random`: nothing told of a change, it is looked at
    because it may have come unnoticed.
    """

    time: float
    since: float
    moving: bool = False
    random: bool = False


def pieces(timed: Iterable[tuple[Packet[Any], float]]) -> Iterator[Piece]:
    """The packets cut before key frames, and now and then where there are none."""
    packets: list[Packet[Any]] = []
    times: list[float] = []
    size = 0
    for packet, time in timed:
        if packets and _ends(packets, times, size, packet, time):
            yield Piece(tuple(packets), tuple(times), packets[0].is_keyframe)
            packets, times, size = [], [], 0
        packets.append(packet)
        times.append(time)
        size += packet.size
    if packets:
        yield Piece(tuple(packets), tuple(times), packets[0].is_keyframe)


def _ends(
    packets: Sequence[Packet[Any]],
    times: Sequence[float],
    size: int,
    packet: Packet[Any],
    time: float,
) -> bool:
    length = time - times[0]
    if packet.is_keyframe and length >= _SHORTEST_CHUNK:
        return True
    return length >= _LONGEST_CHUNK or len(packets) >= _MOST_PACKETS or size >= MOST_BYTES


def plan(
    piece: Piece, pixels: int, *, lines_on: bool, calm: bool = False, pace: float = 1.0
) -> list[Wanted]:
    """The frames of a piece to look at, by time.

    `pixels` of the picture; `lines_on`: there is text on it; `calm`: it has stood still so far,
    whatever the sizes say, as those of a constant bit rate; `pace`: how many times more seldom than
    usual a moving picture is looked at, for very long recordings.
    """
    keys = frozenset(_times(piece, lambda packet: packet.is_keyframe))
    if len(keys) > max(1, len(piece.packets) // 2):
        # Every frame is a key frame, as in cameras' own formats: one for each piece.
        return [Wanted(piece.begin, piece.begin, moving=True, random=True)]
    if not is_dense(piece, _SPARSE):
        # A recording of a screen: a frame comes when something changes.
        return [Wanted(time, time) for time in sorted(piece.times)]
    sizes = sorted(packet.size for packet in piece.packets if not packet.is_keyframe)
    usual = sizes[: max(1, len(sizes) * 9 // 10)] or [0]
    mean = sum(usual) / len(usual)
    moving = mean >= max(_STILL_BYTES, _STILL * pixels)
    jump = _jump(usual, pixels, moving=moving)
    events = _times(piece, lambda packet: packet.is_keyframe or packet.size > jump)
    wanted = _settled(events, sorted(piece.times), keys, moving)
    if moving and calm:
        return _with_steps(wanted, piece, _CALM_STEP * pace, moving)
    if moving and not piece.opens and not lines_on and pace < _SLOW:
        wanted = [Wanted(piece.begin, piece.begin, moving=True, random=True), *wanted]
    if lines_on and (moving or mean >= max(_QUIET_BYTES, _QUIET * pixels)):
        wanted = _with_steps(wanted, piece, _STEP * pace, moving)
    return wanted


def _times(piece: Piece, chosen: Callable[[Packet[Any]], bool]) -> list[float]:
    """The times of some of the packets, in order."""
    timed = zip(piece.packets, piece.times, strict=True)
    return sorted(time for packet, time in timed if chosen(packet))


def is_dense(piece: Piece, gap: float) -> bool:
    """Whether frames follow each other within `gap` seconds on average."""
    return len(piece.packets) > 1 and piece.end - piece.begin < gap * (len(piece.packets) - 1)


def _jump(usual: Sequence[int], pixels: int, *, moving: bool) -> float:
    """The size of a packet, in bytes, from which on it tells of a change."""
    if moving:
        return max(_JUMP_FACTOR_WHEN_MOVING * usual[-1], _JUMP_WHEN_MOVING * pixels)
    median = usual[len(usual) // 2]
    return max(3 * median, median + max(_JUMP_BYTES, _JUMP * pixels))


def _settled(
    events: Sequence[float], times: Sequence[float], keys: frozenset[float], moving: bool
) -> list[Wanted]:
    """For each run of changes the frame on which it has come to rest."""
    runs: list[list[float]] = []
    for time in events:
        # A key frame that comes by the clock is no sign of the change after it.
        alone = runs and len(runs[-1]) == 1 and runs[-1][0] in keys
        near = runs and time - runs[-1][-1] <= (_PAUSE_BEHIND_KEY if alone else _PAUSE)
        if near and time - runs[-1][0] <= _LONGEST_CHANGE:
            runs[-1].append(time)
        else:
            runs.append([time])
    wanted = []
    for number, run in enumerate(runs):
        latest = run[-1] + (0.0 if len(run) == 1 and run[0] in keys else _SETTLING)
        if number + 1 < len(runs):
            latest = min(latest, runs[number + 1][0] - 1e-4)
        # A frame that exists: recordings of a screen may have none for a long time.
        at = max((time for time in times if run[-1] <= time <= latest), default=run[-1])
        wanted.append(Wanted(at, run[0], moving))
    return wanted


def _with_steps(wanted: list[Wanted], piece: Piece, step: float, moving: bool) -> list[Wanted]:
    """The frames, and more where there is none for longer than `step`."""
    marks = [piece.begin, *(one.time for one in wanted), piece.end]
    more = [*wanted, Wanted(piece.end, piece.end, moving, random=True)]
    for before, after in pairwise(marks):
        count = int((after - before) / step)
        gap = (after - before) / (count + 1)
        steps = (before + gap * (number + 1) for number in range(count))
        more += [Wanted(time, time, moving, random=True) for time in steps]
    return sorted(more, key=lambda one: one.time)
