"""Stretches of speech put together to what a speech model reads at once, and their times kept.

Whisper takes as long for two seconds of sound as for thirty, so short stretches go together, with
the silence between them shortened.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.sound import RATE, Samples
from models.speech import MOST_SECONDS
from models.voice_activity import Stretch

_MOST_SAMPLES: Final = int(MOST_SECONDS * RATE)
# What is further apart belongs to other sentences, and mostly to another window.
_MOST_GAP: Final = 8 * RATE
# Long enough for whisper to end a segment in it.
_LONGEST_SILENCE: Final = RATE


class Chunk:
    """Some stretches in one piece; times in seconds, of the piece or of the recording."""

    def __init__(self, first: Stretch) -> None:
        self._stretches = [first]
        self._places = [0]
        self._length = len(first.samples)

    @property
    def start(self) -> int:
        """The recording's sample at which it begins."""
        return self._stretches[0].start

    @property
    def end(self) -> int:
        """The recording's sample behind it."""
        return self._stretches[-1].end

    def is_near(self, at: int) -> bool:
        """Whether a stretch that begins at this sample of the recording could belong to it."""
        return at - self.end <= _MOST_GAP

    def take(self, stretch: Stretch) -> bool:
        """Add a later stretch if there is room for it and it is not far."""
        gap = max(0, stretch.start - self.end)
        place = self._length + min(gap, _LONGEST_SILENCE)
        length = place + len(stretch.samples)
        if not self.is_near(stretch.start) or length > _MOST_SAMPLES:
            return False
        self._stretches.append(stretch)
        self._places.append(place)
        self._length = length
        return True

    def samples(self) -> Samples:
        """All of it."""
        samples = np.zeros(self._length, np.float32)
        for place, stretch in zip(self._places, self._stretches, strict=True):
            samples[place : place + len(stretch.samples)] = stretch.samples
        return samples

    def times(self, start: float, end: float) -> tuple[float, float]:
        """When in the recording something is said that stands at these seconds of the piece.

        What begins in the silence between two stretches begins with the second one; what ends there
        ends with the first.
        """
        first, last = round(start * RATE), round(end * RATE)
        pieces = list(zip(self._places, self._stretches, strict=True))
        place, stretch = next(
            ((place, one) for place, one in pieces if first < place + len(one.samples)), pieces[-1]
        )
        began = stretch.start + max(0, first - place)
        place, stretch = next(
            ((place, one) for place, one in reversed(pieces) if last > place), pieces[0]
        )
        ended = stretch.start + min(max(0, last - place), len(stretch.samples))
        return began / RATE, max(began, ended) / RATE
