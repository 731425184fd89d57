"""What is said in recordings: chunks, times, language, parts to go on with, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.reading import speech
from engine.reading.chinese_script import simplified
from engine.reading.media import NO_SPEECH_MODEL, MediaOptions, NoParts
from engine.reading.speech import Speech, read_speech
from engine.reading.speech_chunks import Chunk
from models.language.base import ModelError
from models.sound import RATE, Samples
from models.speech import SpokenSegment
from models.voice_activity import Stretch
from tests.engine.reading.kept_parts import KeptParts
from tests.engine.reading.test_speech_audio import damage, encode
from tests.speech_sounds import (
    AISHELL,
    AISHELL_TEXT,
    JFK,
    JFK_TEXT,
    WEIGHTLESS,
    error_rate,
    load,
    real_model,
    run_python,
    silence,
    spaced,
    tone,
    words_of,
    write_wav,
)
from tests.video_file import Video, make_video


class Recogniser:
    """Says how loud and how long a chunk is; every one it was given is kept in `heard`."""

    heard: list[float] = []  # noqa: RUF012 - of all of them
    language = "en"
    shares: dict[str, float] = {"en": 0.95}  # noqa: RUF012
    text = "it is {seconds:.0f} seconds of speech"

    def __init__(self, path: Path, *, threads: int) -> None:
        del path, threads

    def language_of(self, samples: Samples, preferred: object) -> tuple[str, dict[str, float]]:
        """As the test says."""
        del samples, preferred
        return self.language, dict(self.shares)

    def transcribe(
        self, samples: Samples, *, language: str, stop: Callable[[], bool]
    ) -> list[SpokenSegment]:
        """One segment over all of it."""
        assert not stop()
        seconds = len(samples) / RATE
        assert seconds <= 30
        self.heard.append(seconds)
        text = self.text.format(seconds=seconds)
        return [SpokenSegment(0.0, seconds, text, 0.9, language)]


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> type[Recogniser]:
    made = type("Made", (Recogniser,), {"heard": []})
    monkeypatch.setattr(speech, "SpeechRecogniser", made)
    return made


def wav(tmp_path: Path, *sounds: Samples) -> Path:
    return write_wav(tmp_path / "talk.wav", spaced(*sounds))


OPTIONS = MediaOptions(speech_model="/models/whisper-base-q5_1.bin")


def burst(seconds: float) -> Samples:
    """What counts as speech where loudness decides."""
    return tone(seconds)


def test_what_is_said_has_the_times_of_the_recording(
    tmp_path: Path, recogniser: type[Recogniser]
) -> None:
    path = wav(tmp_path, silence(12), burst(3), silence(40), burst(5), silence(3))
    kept = KeptParts()
    said = read_speech(path, OPTIONS, kept)
    assert [text.text for text in said.texts] == [
        "it is 3 seconds of speech", "it is 5 seconds of speech",
    ]  # fmt: skip
    assert [text.channel for text in said.texts] == ["said", "said"]
    for text, (begins, ends) in zip(said.texts, [(12, 15), (55, 60)], strict=True):
        assert text.start == pytest.approx(begins, abs=0.4)
        assert text.end == pytest.approx(ends, abs=0.4)
        assert text.confidence == 0.9
    assert (said.language, said.model, said.unread) == ("en", "whisper-base-q5_1", "")
    assert {stage for stage, *_ in kept.reached} == {"said"}
    assert all(name.startswith("said") for name in kept.new)
    assert kept.reached[-1][2] == pytest.approx(63, abs=0.1)
    done = [one for _, one, _ in kept.reached]
    assert done[0] < 1
    assert done == sorted(done)


def test_short_stretches_go_together_and_long_ones_apart(
    tmp_path: Path, recogniser: type[Recogniser]
) -> None:
    together = [burst(3), silence(2), burst(3), silence(2), burst(3)]
    path = wav(tmp_path, silence(1), *together, silence(20), burst(2), silence(1))
    said = read_speech(path, OPTIONS, NoParts())
    # Silence of more than a second is shortened to one.
    assert recogniser.heard == [pytest.approx(12, abs=0.8), pytest.approx(2.5, abs=0.5)]
    assert said.texts[0].start == pytest.approx(1, abs=0.4)
    assert said.texts[0].end == pytest.approx(14, abs=0.4)


def test_silence_costs_nothing_and_invents_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(speech, "SpeechRecogniser", refused)
    monkeypatch.setattr(speech, "_QUIET_PART", 30 * RATE)
    kept = KeptParts()
    assert read_speech(wav(tmp_path, silence(62)), OPTIONS, kept) == Speech()
    # What was listened to is not listened to again.
    assert len(kept.parts) == 3
    assert read_speech(tmp_path / "talk.wav", OPTIONS, KeptParts(kept.parts, 0)) == Speech()


@pytest.mark.parametrize("most", [0, 1, 3, 5])
def test_an_interrupted_reading_goes_on_and_nothing_is_heard_twice(
    tmp_path: Path, recogniser: type[Recogniser], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(speech, "_QUIET_PART", 20 * RATE)
    path = wav(tmp_path, *([silence(10), burst(4)] * 4), silence(25), burst(2), silence(1))
    whole = read_speech(path, OPTIONS, NoParts())
    assert len(whole.texts) == 5
    once = list(recogniser.heard)
    recogniser.heard.clear()
    kept = KeptParts(most=most)
    with pytest.raises(KeyboardInterrupt):
        read_speech(path, OPTIONS, kept)
    # The one at which it ended was heard and not kept.
    heard = recogniser.heard[: sum(bool(json.loads(one)["lines"]) for one in kept.parts.values())]
    recogniser.heard.clear()
    again = read_speech(path, OPTIONS, KeptParts(kept.parts))
    assert [*heard, *recogniser.heard] == [pytest.approx(one, abs=0.3) for one in once]
    assert (again.language, again.model, again.unread) == ("en", whole.model, "")
    for one, other in zip(again.texts, whole.texts, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.3)
        assert one.end == pytest.approx(other.end, abs=0.3)


def test_a_finished_reading_is_not_begun_again(
    tmp_path: Path, recogniser: type[Recogniser]
) -> None:
    kept = KeptParts()
    said = read_speech(wav(tmp_path, silence(1), burst(3), silence(2)), OPTIONS, kept)
    recogniser.heard.clear()
    assert read_speech(tmp_path / "talk.wav", OPTIONS, KeptParts(kept.parts, 0)) == said
    assert recogniser.heard == []


def test_the_language_is_settled_once(tmp_path: Path, recogniser: type[Recogniser]) -> None:
    asked = []

    def language_of(_: object, samples: object, preferred: object) -> object:
        asked.append(preferred)
        return "en", {"en": 0.5, "zh": 0.3}

    recogniser.language_of = language_of  # type: ignore[assignment, method-assign]
    path = wav(tmp_path, *([silence(9), burst(2)] * 6), silence(1))
    options = MediaOptions(speech_model="m.bin", languages=("zh", "en"))
    assert read_speech(path, options, NoParts()).language == "en"
    assert asked == [("zh", "en")] * 3
    asked.clear()
    recogniser.language_of = Recogniser.language_of  # type: ignore[method-assign]
    assert read_speech(path, OPTIONS, NoParts()).language == "en"


def test_chinese_comes_out_simplified(tmp_path: Path, recogniser: type[Recogniser]) -> None:
    recogniser.language, recogniser.shares = "zh", {"zh": 0.99}
    recogniser.text = "廣州市 房地產中介協會 後來分析"
    said = read_speech(wav(tmp_path, silence(1), burst(4), silence(2)), OPTIONS, NoParts())
    assert said.texts[0].text == "广州市房地产中介协会后来分析"
    assert said.language == "zh"
    assert simplified("著名的乾隆皇帝 Hello") == "著名的乾隆皇帝 Hello"


def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    path = wav(tmp_path, burst(1))
    assert read_speech(path, MediaOptions(), NoParts()) == Speech(unread=NO_SPEECH_MODEL)
    off = MediaOptions(speech_wanted=False)
    assert read_speech(path, off, NoParts()) == Speech()
    silent = make_video(tmp_path / "silent.mp4", Video(1))
    assert read_speech(silent, MediaOptions(), NoParts()) == Speech()


def test_a_model_that_is_gone_is_said(tmp_path: Path) -> None:
    path = wav(tmp_path, silence(1), burst(2), silence(1))
    options = MediaOptions(speech_model=str(tmp_path / "gone.bin"))
    said = read_speech(path, options, NoParts())
    assert said.texts == ()
    assert said.unread.startswith("no speech: ")
    assert "gone.bin" in said.unread


def test_what_was_heard_stays_when_the_model_fails(
    tmp_path: Path, recogniser: type[Recogniser], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(recogniser):  # type: ignore[valid-type, misc]
        def transcribe(self, samples: Samples, **options: Any) -> list[SpokenSegment]:
            if self.heard:
                raise ModelError("it failed; try another")
            found: list[SpokenSegment] = super().transcribe(samples, **options)
            return found

    monkeypatch.setattr(speech, "SpeechRecogniser", Failing)
    path = wav(tmp_path, silence(1), burst(2), silence(10), burst(2), silence(1))
    said = read_speech(path, OPTIONS, NoParts())
    assert len(said.texts) == 1
    assert said.unread == "no speech: it failed; try another"


def test_damaged_sound_is_said(tmp_path: Path, recogniser: type[Recogniser]) -> None:
    path = tmp_path / "a.m4a"
    damage(encode(path, "aac", [(0.0, spaced(silence(1), burst(3), silence(2), burst(3)))]))
    kept = KeptParts()
    said = read_speech(path, OPTIONS, kept)
    assert said.texts
    assert said.unread.startswith("its sound is damaged in places, first at 0:0")
    assert read_speech(path, OPTIONS, KeptParts(kept.parts, 0)) == said


def test_times_of_a_chunk_are_those_of_the_recording() -> None:
    chunk = Chunk(Stretch(10 * RATE, silence(2)))
    assert chunk.take(Stretch(15 * RATE, silence(3)))
    assert not chunk.take(Stretch(40 * RATE, silence(1)))
    assert len(chunk.samples()) == 6 * RATE
    assert (chunk.start, chunk.end) == (10 * RATE, 18 * RATE)
    # Two seconds, one of silence for three, three seconds.
    assert chunk.times(0, 2) == (10, 12)
    assert chunk.times(0.5, 1.5) == (10.5, 11.5)
    assert chunk.times(3, 6) == (15, 18)
    assert chunk.times(2.5, 4) == (15, 16)
    assert chunk.times(1, 2.5) == (11, 12)
    assert chunk.times(1, 5) == (11, 17)
    assert chunk.times(0, 30) == (10, 18)
    assert chunk.times(5, 4) == (17, 17)


def test_a_chunk_takes_no_more_than_whisper_reads() -> None:
    chunk = Chunk(Stretch(0, silence(28)))
    assert not chunk.take(Stretch(28 * RATE, silence(3)))
    assert chunk.take(Stretch(28 * RATE, silence(1.9)))


_WORKER = """
import sys
from pathlib import Path
from engine.reading.media import MediaOptions
from engine.reading.media_worker import MediaWorker
from engine.reading.reader import load
from models.builtin import language_model_path
from models.language.base import Message
from models.language.local import LocalModel

def model():
    return LocalModel(language_model_path(), context_tokens=512)

first = model() if sys.argv[3] == "before" else None
with MediaWorker(MediaOptions(speech_model=sys.argv[2], threads=1)) as media:
    said = media.read(load(Path(sys.argv[1])), "recording")
    llama = first or model()
    written = sum(1 for _ in llama.generate([Message("user", "Hello")], max_tokens=4))
print(written > 0, "unread" in said.metadata, "pywhispercpp" in sys.modules)
"""


@pytest.mark.parametrize("order", ["before", "after"])
def test_whisper_runs_in_the_worker_beside_llama_in_the_parent(
    shared_data: Path, builtin_model_path: Path, order: str
) -> None:
    printed = run_python(_WORKER, str(JFK), str(WEIGHTLESS), order)
    assert printed == "True False False\n"


_REAL = """
import json, sys
from pathlib import Path
from engine.reading.media import MediaOptions, NoParts
from engine.reading.speech import read_speech
said = read_speech(Path(sys.argv[1]), MediaOptions(speech_model=sys.argv[2]), NoParts())
lines = [[one.text, one.start, one.end] for one in said.texts]
print(json.dumps({"lines": lines, "language": said.language, "unread": said.unread}))
"""


def transcribed(path: Path, model: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run_python(_REAL, str(path), str(model)))
    return told


def test_jfk_between_silences_is_understood_at_its_time(tmp_path: Path, shared_data: Path) -> None:
    path = wav(tmp_path, silence(95), load(JFK), silence(60))
    said = transcribed(path, real_model())
    assert said["language"] == "en"
    text = " ".join(line for line, _, _ in said["lines"])
    assert error_rate(words_of(text), words_of(JFK_TEXT)) <= 0.1
    assert said["lines"][0][1] == pytest.approx(95.3, abs=0.7)
    assert said["lines"][-1][2] == pytest.approx(105.7, abs=0.7)


def test_mandarin_is_understood(tmp_path: Path, shared_data: Path) -> None:
    path = wav(tmp_path, silence(5), load(AISHELL), silence(2))
    said = transcribed(path, real_model(multilingual=True))
    assert said["language"] == "zh"
    text = "".join(words_of("".join(line for line, _, _ in said["lines"])))
    assert error_rate(text, AISHELL_TEXT) <= 0.4
    assert simplified(text) == text
    assert " " not in said["lines"][0][0]
