"""What may be imported before a command has something to do: a fresh process lists sys.modules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kagent_tui.commands import COMMANDS

HEAVY = {
    "aiohttp",
    "anyio",
    "asyncio",
    "babel",
    "cv2",
    "ddgs",
    "ephem",
    "holidays",
    "httpcore",
    "httpx",
    "jinja2",
    "libzim",
    "llama_cpp",
    "lunarcalendar",
    "lxml",
    "mcp",
    "nltk",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pathspec",
    "pypdfium2",
    "pyperclip",
    "pysqlite3",
    "pywhispercpp",
    "rapidocr",
    "rapidocr_onnxruntime",
    "readability",
    "rich",
    "sqlite_utils",
    "sqlite_vec",
    "tantivy",
    "textual",
    "textual_serve",
    "tomlkit",
    "torch",
    "watchfiles",
}
# Light by themselves, and still not needed to print a list of commands.
OURS = {"engine", "models", "store"}
SLOW_STANDARD = {"dataclasses", "importlib.metadata", "json", "pathlib", "platformdirs", "tomllib"}
# What it takes to open the memory.
STORE = {"numpy", "pysqlite3", "sqlite_utils", "tantivy"}
# What each command imports of HEAVY in a home without anything, at most. A command whose work is
# heavy by its nature has no row; its help is held to nothing all the same.
RUN: dict[str, set[str]] = {
    "collections list": STORE,
    "completion bash": set(),
    "completion fish --reply -- kagent ask --lang z": set(),
    "completion zsh --reply -- kagent ask --session x": set(),
    "completion zsh --reply -- kagent config set network o": set(),
    "completion zsh --reply -- kagent models use x": set(),
    "completion zsh --reply -- kagent tools run x": set(),
    "config get network": set(),
    "config path": set(),
    "config set network off": {"tomlkit"},
    "config show": set(),
    "library list": STORE,
    "library roots": STORE,
    "man": set(),
    "memory list": STORE,
    "models list": set(),
    "profiles list": set(),
    "sessions list": STORE,
    "tools info time_delta": set(),
    "tools list": set(),
    "tools run time_delta start_time=2024-01-01 end_time=2024-02-01": set(),
}

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
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("line", RUN)
def test_a_command_imports_only_what_it_needs(line: str, tmp_path: Path) -> None:
    assert modules_after(line.split(), tmp_path) & HEAVY <= RUN[line]


def test_completing_a_command_imports_neither_engine_nor_store(tmp_path: Path) -> None:
    words = ["completion", "bash", "--reply", "--", "kagent mod"]
    assert not modules_after(words, tmp_path) & {"store", "models", "sqlite3"}
    assert not list(tmp_path.iterdir())


def imported_by(module: str, cwd: Path) -> set[str]:
    program = f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return set(json.loads(ended.stdout))


def test_the_face_is_assembled_without_anything_heavy(tmp_path: Path) -> None:
    assert not imported_by("kagent_tui.assembly", tmp_path) & HEAVY


def test_the_interface_is_painted_before_anything_but_textual_is_imported(tmp_path: Path) -> None:
    # Textual's own, with what it imports itself.
    allowed = {"asyncio", "rich", "textual"}
    found = imported_by("kagent_tui.app, kagent_tui.screens.chat", tmp_path)
    assert found & HEAVY <= allowed
    # Of the program's own, what is needed once something is asked, and takes long to import.
    later = {
        "engine.network",
        "engine.provenance",
        "engine.web_access",
        "kagent_tui.controllers.items",
        "kagent_tui.widgets.answer_markdown",
        "markdown_it",
        "pygments",
        "urllib.request",
    }
    assert not found & later
