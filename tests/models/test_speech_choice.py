"""Which speech model is used, of the setting and what is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.installed import ModelFolder, Record, probe_of
from models.paths import is_path
from models.speech_choice import best_installed, speech_model_path
from tests.models.test_speech_file import model_file

ENGLISH = 51864


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    folder = ModelFolder(tmp_path / "models")
    folder.folder.mkdir()
    return folder


def put(folder: ModelFolder, name: str, layers: int, vocabulary: int = 51865) -> Path:
    path = folder.folder / f"{name}.bin"
    path.write_bytes(model_file(layers=layers, text_layers=layers, vocabulary=vocabulary))
    return path


def test_there_need_be_none(folder: ModelFolder, tmp_path: Path) -> None:
    assert speech_model_path("auto", folder) is None
    assert speech_model_path("auto", ModelFolder(tmp_path / "nowhere")) is None


def test_the_best_is_the_largest_that_knows_all_languages(folder: ModelFolder) -> None:
    english = put(folder, "medium.en", 24, ENGLISH)
    assert speech_model_path("auto", folder) == english
    tiny = put(folder, "tiny", 4)
    assert speech_model_path("auto", folder) == tiny
    small = put(folder, "small", 12)
    put(folder, "base", 6)
    assert speech_model_path("auto", folder) == small


def test_what_is_no_speech_model_is_passed_over(folder: ModelFolder) -> None:
    (folder.folder / "broken.bin").write_bytes(b"lmgg")
    (folder.folder / "other.gguf").write_bytes(b"GGUF")
    assert best_installed(folder) is None


def test_what_failed_its_trial_or_needs_too_much_is_passed_over(
    folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, tiny = put(folder, "small", 12), put(folder, "tiny", 4)
    record = Record("small", "speech", "a test", probe=probe_of(small, error="it crashed"))
    folder.save(record)
    assert speech_model_path("auto", folder) == tiny
    # Another file of that name has not been tried.
    small.write_bytes(model_file(layers=12, text_layers=12) * 1 + b"")
    small.touch()
    assert speech_model_path("auto", folder) in (small, tiny)
    monkeypatch.setattr("models.speech_choice.total_memory", lambda: 200_000_000)
    assert speech_model_path("auto", folder) is None


def test_a_name_a_path_and_off(folder: ModelFolder, tmp_path: Path) -> None:
    tiny, small = put(folder, "whisper-tiny-q5_1", 4), put(folder, "small", 12)
    assert speech_model_path("off", folder) is None
    assert speech_model_path("whisper-tiny-q5_1", folder) == tiny
    assert speech_model_path(str(small), folder) == small
    assert speech_model_path("absent", folder) is None
    assert speech_model_path(str(tmp_path / "absent.bin"), folder) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [("auto", False), ("whisper-tiny.en-q5_1", False), ("a.bin", True), ("x/y", True),
     ("C:\\m.BIN", True)],
)  # fmt: skip
def test_paths_and_names(text: str, path: bool) -> None:
    assert is_path(text) is path
