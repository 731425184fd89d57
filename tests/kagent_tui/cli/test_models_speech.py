"""`kagent models` and speech models: import, use, removal; doctor, and what readers are told."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from kagent_tui.config import Config, load_config
from kagent_tui.media_settings import media_options
from models.catalog import find
from tests.kagent_tui.cli.model_commands import Models
from tests.models.hub import hub_of
from tests.models.test_speech_file import model_file
from tests.speech_sounds import WEIGHTLESS


def put(models: Models, name: str, layers: int) -> Path:
    models.folder.mkdir(parents=True, exist_ok=True)
    path = models.folder / f"{name}.bin"
    path.write_bytes(model_file(layers=layers, text_layers=layers))
    return path


def test_a_speech_model_is_imported_tried_used_and_removed(
    models: Models, shared_data: Path
) -> None:
    done = models("import", WEIGHTLESS)
    assert done.code == 0, done.err
    assert "times as fast as speech" in done.out
    name = "whisper-tiny.en-f16"
    file = models.folder / f"{name}.bin"
    assert file.read_bytes() == WEIGHTLESS.read_bytes()
    row = models.row(name)
    # The best one that is here is taken without being asked for.
    assert (row["kind"], row["in_use"]) == ("speech", True)
    used = models("use", name)
    assert used.code == 0, used.err
    assert tomllib.loads(models.config.read_text()) == {"speech_model": f"models/{name}.bin"}
    assert load_config(models.config).speech_model == str(file)
    told = models("info", name, "--json").json
    assert (told["architecture"], told["in_use"]) == ("whisper", True)
    refused = models("remove", name, "--yes")
    assert refused.code == 1
    assert "kagent config unset speech_model" in refused.err
    models.write_config("")
    assert models("remove", name, "--yes").code == 0
    assert not file.exists()


def test_a_speech_model_is_pulled_under_its_name(
    models: Models, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub_of(WEIGHTLESS.read_bytes()) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        entry = dataclasses.replace(
            find("whisper-base-q5_1"), bytes=len(hub.data), sha256=hub.sha256
        )
        for place in ("models.catalog", "models.installed", "kagent_tui.model_shelf"):
            monkeypatch.setattr(f"{place}.catalogue", lambda: (entry,))
        done = models("pull", entry.name, "--yes")
    assert done.code == 0, done.err
    assert done.out.endswith("in the library already: kagent library sync\n")
    assert hub.asked[0].path.endswith("/ggml-base-q5_1.bin")
    assert (models.folder / "whisper-base-q5_1.bin").read_bytes() == hub.data
    row = models.row("whisper-base-q5_1")
    assert (row["state"], row["kind"]) == ("in use", "speech")
    assert "is here already" in models("pull", entry.name, "--yes").out


def test_the_best_one_is_in_use(models: Models) -> None:
    put(models, "tiny", 4)
    put(models, "whisper-base-q5_1", 6)
    rows = {row["name"]: row for row in models("list", "--json").json["models"]}
    assert [name for name, row in rows.items() if row["in_use"] and row["kind"] == "speech"] == [
        "whisper-base-q5_1"
    ]
    assert rows["whisper-base-q5_1"]["installed"]
    models.write_config('speech_model = "tiny"\n')
    assert models.row("tiny")["in_use"]
    models.write_config('speech_model = "off"\n')
    assert not models.row("tiny")["in_use"]


def test_readers_are_told_the_models_path(tmp_path: Path, shared_data: Path) -> None:
    home = tmp_path / "home"
    nothing = media_options(home, Config())
    assert (nothing.speech_model, nothing.speech_wanted) == (None, True)
    off = media_options(home, Config(speech_model="off"))
    assert (off.speech_model, off.speech_wanted) == (None, False)
    there = media_options(home, Config(speech_model=str(WEIGHTLESS)))
    assert there.speech_model == str(WEIGHTLESS)
    assert there.threads >= 1
    folder = home / "models"
    folder.mkdir(parents=True)
    (folder / "mine.bin").write_bytes(model_file())
    assert media_options(home, Config()).speech_model == str(folder / "mine.bin")
    gone = media_options(home, Config(speech_model="whisper-base-q5_1"))
    assert (gone.speech_model, gone.speech_wanted) == (None, True)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("auto", "auto"),
        ("off", "off"),
        ("whisper-base-q5_1", "whisper-base-q5_1"),
        ("models/a.bin", "{folder}/models/a.bin"),
        ("a.bin", "{folder}/a.bin"),
        ("/elsewhere/a.bin", "/elsewhere/a.bin"),
    ],
)
def test_a_relative_file_is_looked_for_beside_the_settings(
    tmp_path: Path, written: str, value: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'speech_model = "{written}"\n')
    assert load_config(file).speech_model == value.format(folder=tmp_path)


def test_doctor_says_which_speech_model_there_is(models: Models, shared_data: Path) -> None:
    from kagent_tui.cli.doctor_models import speech

    home = models.home
    none = speech(home, Config(), thorough=False)
    assert none.state == "ok"
    assert "kagent models pull whisper-base-q5_1" in none.text
    assert speech(home, Config(speech_model="off"), thorough=False).text.startswith("off")
    gone = speech(home, Config(speech_model="small"), thorough=False)
    assert gone.state == "fails"
    assert "kagent config unset speech_model" in gone.remedy
    put(models, "mine", 6)
    assert speech(home, Config(), thorough=False).text == "mine, Whisper base, all its languages"
    english = speech(home, Config(speech_model=str(WEIGHTLESS)), thorough=True)
    assert english.text.endswith("Whisper tiny, English alone")
