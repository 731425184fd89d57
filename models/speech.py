"""Speech recognition by whisper.cpp: samples in, spoken segments with their times out.

whisper.cpp prints to the standard error of the whole process now and then, and a damaged model can
end that process. So recordings are transcribed in the media worker, whose standard error leads
nowhere, never in a process that has a terminal.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np

from models.language.base import ModelError
from models.sound import RATE, Samples
from models.speech_file import read_speech_file

# What one call may hold: whisper looks at windows of 30 seconds.
MOST_SECONDS: Final = 30.0
# whisper.cpp leaves anything shorter than a second unread.
_LEAST_SAMPLES: Final = int(1.2 * RATE)
# With a sentence of Mandarin before it, whisper writes simplified characters and punctuation.
_PROMPTS: Final = {"zh": "以下是普通话的句子。"}
# A window that whisper itself holds a failure is read again at each of these temperatures: steps of
# 0.2 up to 1, as is usual, read noise six times over.
_TEMPERATURE_STEP: Final = 0.4


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """Something said, with its times in seconds from the first sample.

    `confidence` is the geometric mean of its tokens' probabilities, 0 to 1; `language` a code such
    as "en" (ISO 639-1 where that has one).
    """

    start: float
    end: float
    text: str
    confidence: float
    language: str


@contextlib.contextmanager
def _without_downloads() -> Iterator[None]:
    """While pywhispercpp is imported, whose downloads are never wanted.

    The library that they need opens a socket when it is imported, to see what this machine can do.
    """
    name = "requests"
    imported = sys.modules.get(name)
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]
        if imported is not None:
            sys.modules[name] = imported


class SpeechRecogniser:
    """A loaded speech model. Not for several threads at once.

    Args:
        path: The model's file. Never a name: pywhispercpp would download a model of that name.
        threads: The most threads that it computes with.

    Raises:
        ModelFileError: the file is missing, damaged or no speech model.
        ModelError: pywhispercpp cannot be loaded here.
    """

    def __init__(self, path: Path, *, threads: int = 2) -> None:
        read = read_speech_file(path)
        try:
            with _without_downloads():
                from pywhispercpp.model import Model
        except (ImportError, OSError) as error:
            raise ModelError(f"speech recognition cannot be loaded here: {error}") from error
        self.path = path
        self.is_multilingual = read.multilingual
        # Its greedy search; a search with beams takes half as long again and gains little.
        self._model = Model(
            str(path.absolute()),
            redirect_whispercpp_logs_to=None,
            context_params={"use_gpu": False},
            n_threads=max(1, threads),
            print_progress=False,
            print_realtime=False,
            print_timestamps=False,
            no_context=True,
            temperature_inc=_TEMPERATURE_STEP,
        )

    def language_of(
        self, samples: Samples, preferred: Collection[str] = ()
    ) -> tuple[str, dict[str, float]]:
        """The language spoken, and the probability of every one.

        Costs as much as reading a window. A `preferred` one wins where the model is in doubt, which
        is where no language has half of the probability.
        """
        if not self.is_multilingual:
            return "en", {"en": 1.0}
        (best, share), shares = self._model.auto_detect_language(_lengthened(samples))
        found = {name: float(each) for name, each in shares.items()}
        if share < 0.5 and (among := {name: found.get(name, 0.0) for name in preferred}):
            likely = max(among, key=lambda name: among[name])
            best = likely if among[likely] > 0.05 else best
        return str(best), found

    def transcribe(
        self,
        samples: Samples,
        *,
        language: str = "auto",
        stop: Callable[[], bool] | None = None,
    ) -> list[SpokenSegment]:
        """What is said in at most 30 seconds of sound: float32, mono, 16 kHz, -1 to 1.

        Args:
            samples: The sound; nothing comes of none.
            language: Its code, or "auto".
            stop: Asked before each step of whisper's, of which a window has a dozen or more; once
                it says true, what was found so far is dropped and an empty list comes back.

        Raises:
            ValueError: the sound is longer than that.
        """
        seconds = len(samples) / RATE
        if seconds > MOST_SECONDS:
            raise ValueError(f"at most {MOST_SECONDS} seconds at once, not {seconds:.1f}")
        if not len(samples):
            return []
        spoken = self.language_of(samples)[0] if language == "auto" else language
        if not self.is_multilingual:
            spoken = "en"
        stopped = False

        def asked() -> bool:
            nonlocal stopped
            stopped = stopped or (stop is not None and stop())
            return stopped

        found = self._model.transcribe(
            _lengthened(samples),
            abort_callback=asked,
            extract_probability=True,
            language=spoken,
            initial_prompt=_PROMPTS.get(spoken, ""),
        )
        if stopped:
            return []
        return [
            # Times are hundredths of a second, and now and then those of the silence behind.
            SpokenSegment(
                start=min(one.t0 / 100, seconds),
                end=min(one.t1 / 100, seconds),
                text=str(one.text).strip(),
                confidence=0.0 if math.isnan(one.probability) else float(one.probability),
                language=spoken,
            )
            for one in found
        ]


def _lengthened(samples: Samples) -> Samples:
    sound = np.ascontiguousarray(samples, np.float32)
    missing = _LEAST_SAMPLES - len(sound)
    return np.pad(sound, (0, missing)) if missing > 0 else sound
