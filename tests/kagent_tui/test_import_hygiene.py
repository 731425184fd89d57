"""What may be imported before a command has something to do: a fresh process lists sys.modules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kagent_tui.commands import COMMANDS

HEAVY = {
    "holidays",
    "httpx",
    "llama_cpp",
    "lunarcalendar",
    "lxml",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pathspec",
    "pypdfium2",
    "pysqlite3",
    "readability",
    "rich",
    "sqlite_utils",
    "sqlite_vec",
    "tantivy",
    "textual",
    "watchfiles",
}
# Light by themselves, and still not needed to print a list of commands.
OURS = {"engine", "models", "store"}
SLOW_STANDARD = {"dataclasses", "importlib.metadata", "json", "pathlib", "platformdirs", "tomllib"}

_PROGRAM = """
import sys
from kagent_tui.cli.diagnostics import run
code = run(sys.argv[1:])
import json
print("\\n" + json.dumps([code, sorted(sys.modules)]), end="", file=sys.stderr)
"""


def modules_after(arguments: list[str], cwd: Path) -> set[str]:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(cwd)},
    )
    code, modules = json.loads(ended.stderr.splitlines()[-1])
    assert code == 0, ended.stderr
    return set(modules)


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_and_version_import_next_to_nothing(option: str, tmp_path: Path) -> None:
    before_json = modules_after([option], tmp_path) - {"json"}
    assert not before_json & (HEAVY | OURS | SLOW_STANDARD)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_help_of_a_command_imports_nothing_heavy(name: str, tmp_path: Path) -> None:
    assert not modules_after([*name.split(), "--help"], tmp_path) & (HEAVY | OURS)


def test_settings_are_shown_without_anything_heavy(tmp_path: Path) -> None:
    assert not modules_after(["config", "show"], tmp_path) & HEAVY


def test_tools_are_listed_without_anything_heavy_before_there_is_a_memory(tmp_path: Path) -> None:
    assert not modules_after(["tools", "list"], tmp_path) & HEAVY


def test_the_face_is_assembled_without_anything_heavy(tmp_path: Path) -> None:
    program = "import json, sys, kagent_tui.assembly; print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert not set(json.loads(ended.stdout)) & HEAVY
