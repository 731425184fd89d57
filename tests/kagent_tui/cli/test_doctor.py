"""`kagent doctor`: each check with its state and, where something is wrong, what to do about it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli import doctor_machine, doctor_processor
from kagent_tui.cli.diagnostics import CommandError, run
from kagent_tui.cli.doctor_findings import Check, Finding, checked
from kagent_tui.cli.doctor_models import sha256_of
from kagent_tui.cli.doctor_processor import abilities, judged, llama_features, parsed_features
from kagent_tui.errors import FaceError
from models.builtin import language_model_path
from models.installed import ModelFolder, Record

NAMES = (
    *("kagent", "python", "sqlite", "extensions", "cpu", "ram", "disk", "memory", "index"),
    *("vectors", "copies", "embedding", "speech", "ocr", "network", "tools", "terminal", "model"),
)


@pytest.fixture
def home(isolated_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    home = isolated_home / "kagent"
    home.mkdir()
    return home


def told(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    code = run(["doctor", "--json", *options])
    answer = json.loads(capsys.readouterr().out)
    checks = {check["name"]: check for check in answer["checks"]}
    assert answer["ok"] == all(check["state"] != "fails" for check in checks.values())
    assert code == (0 if answer["ok"] else 1)
    for check in checks.values():
        assert (check["state"] == "ok") == (check["remedy"] is None), check
    return code, checks


def test_all_is_well_in_a_new_home(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, checks = told(capsys)
    assert code == 0
    assert tuple(checks) == NAMES
    assert "from pysqlite3" in checks["sqlite"]["text"]
    assert "in step with 0 segments" in checks["index"]["text"]
    assert "kagent-nano" in checks["model"]["text"]


def test_a_line_a_check_for_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "config.toml").write_text('model = "absent.gguf"\n', "utf-8")
    assert run(["doctor"]) == 1
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].startswith("✓ kagent: ")
    (at,) = [number for number, line in enumerate(lines) if line.startswith("✗ model (fails): ")]
    assert str(home / "absent.gguf") in lines[at]
    assert lines[at + 1].startswith("    → ")
    assert captured.err == "kagent: something above does not work\n"


def test_a_broken_tool_is_doubtful_and_the_rest_works(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "tools").mkdir()
    (home / "tools" / "broken.py").write_text("import nothing_like_it\n", "utf-8")
    code, checks = told(capsys)
    assert code == 0
    assert checks["tools"]["state"] == "doubtful"
    assert "broken.py" in checks["tools"]["text"]


def test_an_embedding_model_that_is_gone_fails_with_its_remedy(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config.toml").write_text('embedding = "/gone/m.gguf"\n', "utf-8")
    code, checks = told(capsys)
    assert code == 1
    assert checks["embedding"]["state"] == "fails"
    assert "/gone/m.gguf" in checks["embedding"]["text"]
    assert checks["model"]["state"] == "ok"


def test_the_depths_read_the_model_file_again(
    home: Path, capsys: pytest.CaptureFixture[str], builtin_model_path: Path
) -> None:
    folder = ModelFolder(home / "models")
    folder.folder.mkdir()
    path = folder.path_for("small", ".gguf")
    shutil.copy(language_model_path(), path)
    folder.save(Record("small", "language", "a test"))
    installed = folder.find("small")
    assert installed is not None
    folder.save(Record("small", "language", "a test", sha256=sha256_of(installed)))
    (home / "config.toml").write_text('model = "models/small.gguf"\n', "utf-8")
    _, checks = told(capsys)
    assert "hash on record" in checks["model"]["text"]
    _, checks = told(capsys, "--deep")
    assert "hash as on record" in checks["model"]["text"]
    assert "every page is sound" in checks["deep check"]["text"]
    folder.save(Record("small", "language", "a test", sha256="0" * 64))
    code, checks = told(capsys, "--deep")
    assert code == 1
    assert "is not the file" in checks["model"]["text"]
    assert "kagent models remove small" in checks["model"]["remedy"]


def test_a_home_that_cannot_be_written_fails_with_a_remedy(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    _, checks = told(capsys)
    assert checks["disk"]["state"] == "fails"
    assert "--home" in checks["disk"]["remedy"]


@pytest.mark.parametrize(("free", "state"), [(10**10, "ok"), (10**9, "doubtful"), (10**6, "fails")])
def test_room_on_the_disk(
    free: int, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        def __init__(self) -> None:
            self.free = free

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage())
    finding = doctor_machine.disk(tmp_path / "not" / "there")
    assert finding.state == state
    assert str(tmp_path) in finding.text


@pytest.mark.parametrize(
    ("variables", "said", "state"),
    [
        ({"TERM": "xterm-256color"}, "256 colours", "ok"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "all colours", "ok"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "no colours", "ok"),
        ({"TERM": "dumb"}, "dumb", "doubtful"),
        ({"TERM": "xterm", "COLUMNS": "40"}, "40 by 24", "doubtful"),
        ({"TERM": "xterm", "LINES": "10"}, "80 by 10", "doubtful"),
    ],
)
def test_the_terminal(
    variables: dict[str, str],
    said: str,
    state: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLORTERM", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    finding = doctor_machine.terminal()
    assert said in finding.text
    assert "clipboard: " in finding.text
    assert finding.state == state


def test_what_llama_cpp_says_of_itself_is_read() -> None:
    line = "CPU : SSE3 = 1 | AVX = 1 | AVX2 = 1 | AVX512 = 0 | OPENMP = 1 | REPACK = 1 | "
    assert parsed_features(line) == {"SSE3", "AVX", "AVX2", "OPENMP", "REPACK"}
    assert parsed_features("") == frozenset()
    features = llama_features()
    assert features is not None
    assert "LLAMAFILE" in features or features


def test_the_processors_flags_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(sys, "platform", "linux")
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor : 0\nflags\t\t: fpu avx avx2\n\nflags : other\n", "utf-8")
    assert abilities(cpuinfo) == frozenset({"fpu", "avx", "avx2"})
    assert abilities(tmp_path / "absent") is None
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert abilities(cpuinfo) is None


@pytest.mark.parametrize(
    ("has", "built", "state"),
    [
        ({"avx", "avx2"}, {"AVX2"}, "ok"),
        ({"avx"}, {"AVX"}, "doubtful"),
        ({"avx", "avx2"}, {"SSE3"}, "doubtful"),
        (None, {"NEON"}, "ok"),
    ],
)
def test_a_slow_processor_and_a_slow_build_are_doubtful(
    has: set[str] | None, built: set[str], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    known = None if has is None else frozenset(has)
    finding = judged("x86_64", known, frozenset(built))
    assert finding.state == state
    assert bool(finding.remedy) == (state != "ok")


def test_a_llama_cpp_that_dies_of_an_illegal_instruction_fails_and_is_not_loaded(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = subprocess.CompletedProcess([], -4, "", "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: dead)
    code, checks = told(capsys)
    assert code == 1
    assert "does not run on it" in checks["cpu"]["text"]
    assert "--no-binary llama-cpp-python" in checks["cpu"]["remedy"]
    assert "model" not in checks


def test_a_llama_cpp_that_is_not_there_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.CompletedProcess([], 1, "", "Traceback\nImportError: libgomp.so.1\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: gone)
    check = checked("cpu", doctor_processor.processor)
    assert check.finding == Finding(
        "ImportError: libgomp.so.1", "fails", "install KAgent again: pipx reinstall kagent-tui"
    )


def raising(error: Exception) -> Any:
    def probe() -> Finding:
        raise error

    return probe


@pytest.mark.parametrize(
    ("error", "text", "remedy"),
    [
        (CommandError("it is broken; mend it"), "it is broken", "mend it"),
        (FaceError("a; b; do this"), "a; b", "do this"),
        (CommandError("it is broken"), "it is broken", "else"),
        (PermissionError(13, "Permission denied", "/x"), "/x: Permission denied", "else"),
    ],
)
def test_the_remedy_is_the_end_of_the_sentence(error: Exception, text: str, remedy: str) -> None:
    assert checked("x", raising(error), "else").finding == Finding(text, "fails", remedy)


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        checked("x", raising(ZeroDivisionError()))


def test_marks_have_words_beside_them_and_control_characters_go() -> None:
    finding = Finding("a\x1b[31m\nb", "doubtful", "do\tthis")
    assert Check("x", finding).lines(unicode=True) == ["! x (doubtful): a b", "    → do this"]
    assert Check("x", Finding("good")).lines(unicode=False) == ["✓ x: good"]
    assert Check("x", finding).lines(unicode=False)[1] == "    -> do this"


def test_ocr_that_is_off_is_said_and_models_that_are_gone_fail(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.toml").write_text("ocr = false\n")
    _, checks = told(capsys)
    assert checks["ocr"]["state"] == "ok"
    assert "ocr = false" in checks["ocr"]["text"]

    (home / "config.toml").unlink()
    monkeypatch.setattr("models.ocr_models._WHEELS", ())
    code, checks = told(capsys)
    assert code == 1
    assert checks["ocr"]["state"] == "fails"
    assert "pipx reinstall" in str(checks["ocr"]["remedy"])
