"""Sounds for the tests of speech: the fixtures, made noises, real models where there are any."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.ocr import distance
from kagent_tui.locations import locate
from models.installed import ModelFolder
from models.sound import RATE, Samples
from models.speech_choice import best_installed
from models.speech_file import read_speech_header
from tests.conftest import REPOSITORY, SHARED_DATA

FOLDER = SHARED_DATA / "fixtures" / "speech"
JFK = FOLDER / "jfk.wav"
JFK_TEXT = (
    "And so my fellow Americans ask not what your country can do for you "
    "ask what you can do for your country"
)
AISHELL = FOLDER / "aishell-BAC009S0724W0121.wav"
AISHELL_TEXT = "广州市房地产中介协会分析"
# whisper.cpp's own for tests: all its structure, and no weights, so that it hears nothing.
WEIGHTLESS = FOLDER / "for-tests-ggml-tiny.en.bin"
_NAMED = "KAGENT_TEST_SPEECH_MODEL"


def _real_models() -> tuple[Path, ...]:
    """The models to hear with: those that the environment names, or the best one installed."""
    named = os.environ.get(_NAMED, "")
    if named:
        return tuple(Path(one) for one in named.split(os.pathsep))
    best = best_installed(ModelFolder(locate(os.environ.get("KAGENT_HOME")).home / "models"))
    return (best.path,) if best is not None else ()


# Looked for here, before the tests hide what belongs to the person who runs them.
REAL_MODELS = _real_models()


def real_model(*, multilingual: bool = False) -> Path:
    """A speech model with weights; the test is skipped where there is none."""
    for path in REAL_MODELS:
        if read_speech_header(path).multilingual or not multilingual:
            return path
    what = "multilingual speech model" if multilingual else "speech model"
    pytest.skip(f"there is no {what} here: install one, or name it in {_NAMED}")


def load(path: Path) -> Samples:
    """The samples of a WAV file of 16 bits, 16 kHz and one channel."""
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return (data / 32768).astype(np.float32)


def write_wav(path: Path, samples: Samples, rate: int = RATE, channels: int = 1) -> Path:
    """Write samples (of channels in turn) as 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def silence(seconds: float) -> Samples:
    """Nothing."""
    return np.zeros(round(seconds * RATE), np.float32)


def tone(seconds: float, hertz: float = 440.0, loudness: float = 0.3) -> Samples:
    """A sine."""
    time = np.arange(round(seconds * RATE)) / RATE
    return (loudness * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def noise(seconds: float, loudness: float) -> Samples:
    """White noise, the same every time."""
    drawn = np.random.default_rng(0).normal(0, loudness, round(seconds * RATE))
    return drawn.astype(np.float32)


def melody(seconds: float) -> Samples:
    """Plucked notes of a scale, the same every time."""
    drawn = np.random.default_rng(0).choice([220, 247, 262, 294, 330, 349, 392, 440], 1000)
    fading = np.exp(-np.arange(6400) / 4000).astype(np.float32)
    notes = [tone(0.4, hertz) * fading for hertz in drawn[: round(seconds / 0.4)]]
    return np.concatenate(notes)


def spaced(*sounds: Samples) -> Samples:
    """One after the other."""
    return np.concatenate(sounds)


def run_python(code: str, *arguments: str) -> str:
    """What a program prints that runs in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def words_of(text: str) -> list[str]:
    """Its words as they are compared: lower case, no punctuation."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def error_rate(said: Sequence[str], wanted: Sequence[str]) -> float:
    """Edits from one to the other by the length of what is wanted."""
    return distance(said, wanted) / len(wanted)
