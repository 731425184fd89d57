"""Models that cannot be loaded: one line, exit code 1."""

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]


def missing(folder: Path, builtin: Path) -> Path:
    del builtin
    return folder / "missing.gguf"


def truncated(folder: Path, builtin: Path) -> Path:
    path = folder / "truncated.gguf"
    path.write_bytes(builtin.read_bytes()[:100_000])
    return path


def foreign(folder: Path, builtin: Path) -> Path:
    del builtin
    path = folder / "foreign.gguf"
    path.write_text("this is a letter to my aunt\n" * 100, encoding="utf-8")
    return path


def empty(folder: Path, builtin: Path) -> Path:
    del builtin
    path = folder / "empty.gguf"
    path.touch()
    return path


def directory(folder: Path, builtin: Path) -> Path:
    del builtin
    path = folder / "directory.gguf"
    path.mkdir()
    return path


@pytest.mark.parametrize("make", [missing, truncated, foreign, empty, directory])
@pytest.mark.parametrize("command", [["ask", "hello"], ["models", "info"]])
def test_a_model_file_that_does_not_load(
    kagent: Kagent,
    tmp_path: Path,
    builtin_model_path: Path,
    make: Callable[[Path, Path], Path],
    command: list[str],
) -> None:
    path = make(tmp_path, builtin_model_path)
    ended = kagent(*command, "--model", path)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("kagent: ")
    assert ended.stderr.count("\n") == 1
    assert str(path) in ended.stderr


def test_a_server_that_is_not_there(kagent: Kagent) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ended = kagent("ask", "hello", "--model", f"http://127.0.0.1:{port}/v1")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert str(port) in ended.stderr


def test_search_and_tools_work_without_a_model(kagent: Kagent, isolated_home: Path) -> None:
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text('model = "missing.gguf"\n', encoding="utf-8")
    (home / "note.md").write_text("The ferry leaves at noon.\n", encoding="utf-8")
    assert kagent("add", home / "note.md").returncode == 0
    assert "noon" in kagent("search", "ferry").stdout
    run = kagent("tools", "run", "search_knowledge", "text=ferry")
    assert run.returncode == 0
    assert "noon" in run.stdout
    nothing = kagent("tools", "run", "search_knowledge", "text=xylophone")
    assert nothing.returncode == 3
    doctor = kagent("doctor")
    assert doctor.returncode == 1
    assert "missing.gguf" in doctor.stdout


def test_the_builtin_model(kagent: Kagent, builtin_model_path: Path) -> None:
    ended = kagent("models", "info")
    assert ended.returncode == 0
    assert str(builtin_model_path) in ended.stdout
    assert "style: pointer" in ended.stdout
    doctor = kagent("doctor")
    assert doctor.returncode == 0, doctor.stdout
