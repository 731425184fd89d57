"""`kagent config`: seen, changed and taken back from the shell."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kagent_tui.cli.diagnostics import run
from kagent_tui.config import load_config


@pytest.fixture
def file(isolated_home: Path) -> Path:
    return isolated_home / "kagent" / "config.toml"


def config(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["config", *arguments])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    assert captured.err.count("\n") <= 1
    return code, captured.out, captured.err


def test_a_setting_is_written_read_and_taken_out(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert config(capsys, "get", "network")[:2] == (0, "ask\n")
    code, out, _ = config(capsys, "set", "network", "off")
    assert code == 0
    assert str(file) in out
    assert config(capsys, "get", "network")[:2] == (0, "off\n")
    assert config(capsys, "unset", "network")[0] == 0
    code, _, err = config(capsys, "unset", "network")
    assert code == 3
    assert "does not set network" in err


def test_a_negative_number_is_no_option(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert config(capsys, "set", "gpu_layers", "-1")[0] == 0
    assert load_config(file).gpu_layers == -1


def test_comments_stay(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("# mine\nquiet = false # for now\n")
    config(capsys, "set", "quiet", "on")
    assert file.read_text() == "# mine\nquiet = true # for now\n"


def test_a_secret_comes_from_standard_input_and_is_not_shown(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("sk-secret\n"))
    code, out, err = config(capsys, "set", "api_key", "-")
    assert code == 0
    assert load_config(file).api_key == "sk-secret"
    assert file.stat().st_mode & 0o777 == 0o600
    shown = [out, err, config(capsys, "show")[1], config(capsys, "get", "api_key")[1]]
    assert not any("sk-secret" in text for text in shown)


def test_keys_are_checked_against_the_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert config(capsys, "set", "keymap.chat.stop", "ctrl+s")[0] == 0
    assert config(capsys, "get", "keymap.chat.stop")[1] == "ctrl+s\n"
    code, _, err = config(capsys, "set", "keymap.chat.stpo", "ctrl+s")
    assert (code, "did you mean 'chat.stop'" in err) == (1, True)
    code, _, err = config(capsys, "set", "keymap.chat.unfold", "ctrl+q")
    assert (code, "already means" in err) == (1, True)
    assert load_config(file).keymap == {"chat.stop": "ctrl+s"}


def test_what_has_no_value_is_not_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert config(capsys, "get", "proxy") == (3, "", "")
    assert config(capsys, "get", "proxy", "--json")[:2] == (0, "null\n")
    assert json.loads(config(capsys, "get", "allowed_hosts", "--json")[1]) == []
    code, _, err = config(capsys, "get", "proxi")
    assert (code, "did you mean 'proxy'" in err) == (1, True)


def test_another_wrong_setting_is_said_and_the_change_kept(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("max_steps = 0\n")
    code, _, err = config(capsys, "set", "quiet", "true")
    assert code == 0
    assert "max_steps = 0" in err
    assert file.read_text() == "max_steps = 0\nquiet = true\n"


def test_a_models_file_is_named_in_full(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.gguf").write_bytes(b"")
    config(capsys, "set", "model", "small.gguf")
    assert load_config(file).model == str(tmp_path / "small.gguf")


def test_the_editor_repairs_a_broken_file(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("max_steps =\n")
    monkeypatch.setenv("VISUAL", "true")
    code, _, err = config(capsys, "edit")
    assert (code, "not valid TOML" in err) == (1, True)
    monkeypatch.setenv("VISUAL", "sed -i 's/=/= 4/'")
    assert config(capsys, "edit")[0] == 0
    assert load_config(file).max_steps == 4


def test_what_is_shown_is_a_settings_file(
    file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file.parent.mkdir(parents=True)
    file.write_text('quiet = true\neditor = "vi"\n[keymap]\nchat.stop = ["f8", "ctrl+s"]\n')
    shown = tmp_path / "shown.toml"
    shown.write_text(config(capsys, "show")[1], encoding="utf-8")
    assert load_config(shown) == load_config(file)
