"""Speech recognition: the model without weights runs anywhere; real ones are held to the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.language.base import ModelFileError
from models.speech import MOST_SECONDS, SpeechRecogniser
from models.speech_inventions import believable
from tests.speech_sounds import (
    AISHELL,
    AISHELL_TEXT,
    JFK,
    JFK_TEXT,
    REAL_MODELS,
    WEIGHTLESS,
    error_rate,
    load,
    melody,
    noise,
    real_model,
    run_python,
    silence,
    tone,
    words_of,
)

_ONE_PROCESS = """
import sys
from pathlib import Path

def whisper():
    from models.speech import SpeechRecogniser
    from tests.speech_sounds import JFK, WEIGHTLESS, load
    recogniser, sound = SpeechRecogniser(WEIGHTLESS, threads=1), load(JFK)
    return lambda: recogniser.transcribe(sound)

def llama():
    from models.builtin import language_model_path
    from models.language.base import Message
    from models.language.local import LocalModel
    model = LocalModel(language_model_path(), context_tokens=512)
    return lambda: sum(1 for _ in model.generate([Message("user", "Hello")], max_tokens=4)) > 0

loaded = [globals()[name]() for name in sys.argv[1:]]
print([run() for run in loaded + loaded[::-1]])
"""


@pytest.mark.parametrize("order", [("whisper", "llama"), ("llama", "whisper")])
def test_whisper_and_llama_run_in_one_process_in_either_order(
    shared_data: Path, builtin_model_path: Path, order: tuple[str, str]
) -> None:
    first, second = ("[]", "True") if order[0] == "whisper" else ("True", "[]")
    # Nothing else was printed, either.
    assert run_python(_ONE_PROCESS, *order) == f"[{first}, {second}, {second}, {first}]\n"


def test_a_model_without_weights_hears_nothing(shared_data: Path) -> None:
    recogniser = SpeechRecogniser(WEIGHTLESS, threads=1)
    assert not recogniser.is_multilingual
    assert recogniser.language_of(load(JFK)) == ("en", {"en": 1.0})
    assert recogniser.transcribe(load(JFK)) == []
    assert recogniser.transcribe(silence(0)) == []
    with pytest.raises(ValueError, match="at most 30"):
        recogniser.transcribe(silence(MOST_SECONDS + 1))


def test_a_transcription_is_stopped_in_the_middle(shared_data: Path) -> None:
    recogniser = SpeechRecogniser(WEIGHTLESS, threads=1)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return True

    assert recogniser.transcribe(load(JFK), stop=stop) == []
    assert asked > 0
    assert recogniser.transcribe(silence(0.01)) == []


@pytest.mark.parametrize("name", ["base", "tiny.en", "whisper-base-q5_1", "./base"])
def test_a_name_is_never_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelFileError, match="check the path"):
        SpeechRecogniser(Path(name))


def test_a_damaged_model_is_refused_before_it_can_crash(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(WEIGHTLESS.read_bytes()[:-1])
    with pytest.raises(ModelFileError, match="cut short"):
        SpeechRecogniser(path)


@pytest.mark.skipif(not REAL_MODELS, reason="there is no speech model here")
@pytest.mark.parametrize("model", REAL_MODELS, ids=lambda path: path.stem)
def test_jfk_is_understood(shared_data: Path, model: Path) -> None:
    recogniser = SpeechRecogniser(model)
    segments = recogniser.transcribe(load(JFK))
    said = " ".join(segment.text for segment in segments)
    assert error_rate(words_of(said), words_of(JFK_TEXT)) <= 0.1
    assert {segment.language for segment in segments} == {"en"}
    assert all(0.5 < segment.confidence <= 1 for segment in segments)
    times = [time for segment in segments for time in (segment.start, segment.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < 1
    assert 9.5 < times[-1] <= 11


def test_mandarin_is_understood(shared_data: Path) -> None:
    recogniser = SpeechRecogniser(real_model(multilingual=True))
    sound = load(AISHELL)
    assert recogniser.language_of(sound)[0] == "zh"
    said = "".join(segment.text for segment in recogniser.transcribe(sound))
    assert error_rate("".join(words_of(said)), AISHELL_TEXT) <= 0.4


@pytest.mark.parametrize("name", ["silence", "hum", "tone", "noise", "faint noise", "melody"])
def test_nothing_is_invented_where_nobody_speaks(name: str) -> None:
    sounds = {
        "silence": silence(10),
        "hum": tone(10, 50, 0.05),
        "tone": tone(10),
        "noise": noise(10, 0.1),
        "faint noise": noise(10, 0.003),
        "melody": melody(10),
    }
    for model in [real_model(), *REAL_MODELS[1:]]:
        recogniser = SpeechRecogniser(model)
        assert list(believable(recogniser.transcribe(sounds[name], language="en"))) == []


def test_a_language_that_is_preferred_wins_in_doubt(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = SpeechRecogniser(WEIGHTLESS, threads=1)
    recogniser.is_multilingual = True
    shares = {"en": 0.4, "zh": 0.3, "nn": 0.01}

    class Doubtful:
        def auto_detect_language(self, _: object) -> object:
            best = max(shares, key=lambda name: shares[name])
            return (best, shares[best]), shares

    monkeypatch.setattr(recogniser, "_model", Doubtful())
    sound = silence(1)
    assert recogniser.language_of(sound)[0] == "en"
    assert recogniser.language_of(sound, ["zh"])[0] == "zh"
    assert recogniser.language_of(sound, ["nn"])[0] == "en"
    assert recogniser.language_of(sound, ["ja"])[0] == "en"
    shares["en"] = 0.6
    assert recogniser.language_of(sound, ["zh"])[0] == "en"
