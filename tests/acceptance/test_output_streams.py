"""Pipes that close, disks that are full, terminals that know no Chinese."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]
FULL = Path("/dev/full")


def test_a_reader_that_leaves_is_no_trouble(environment: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kagent_tui", "tools", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize("arguments", [["tools", "list"], ["config", "path"], ["--help"]])
def test_a_full_disk_is_one_line(
    environment: dict[str, str], tmp_path: Path, arguments: list[str]
) -> None:
    if not FULL.exists():
        pytest.skip("this system has no /dev/full")
    with FULL.open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "kagent_tui", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
    assert ended.returncode == 1
    assert ended.stderr == b"kagent: standard output: No space left on device\n"


def test_without_any_standard_stream(environment: dict[str, str], tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m kagent_tui tools list <&- >&- 2>&-'
    ended = subprocess.run(["sh", "-c", command], check=False, cwd=tmp_path, env=environment)
    assert ended.returncode == 0


@pytest.mark.parametrize(
    "locale",
    [
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": ""},
        {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    ],
    ids=["ascii", "C", "latin-1"],
)
def test_poor_locales_lose_no_json_and_never_fail(kagent: Kagent, locale: dict[str, str]) -> None:
    arguments = ("--now", "2026-11-20", "tools", "run", "get_calendar_info", "start_date=明天")
    rich = json.loads(kagent(*arguments, "--json").stdout)
    poor = kagent(*arguments, "--json", env=locale)
    assert poor.returncode == 0
    if poor.stdout.isascii():
        assert json.loads(poor.stdout)["observation"] == rich["observation"]
    text = kagent(*arguments, env=locale)
    assert text.returncode == 0
    assert "2026-11-21" in text.stdout
    failed = kagent("tools", "run", "get_calendar_info", "start_date=没有这天", env=locale)
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1


def test_arguments_that_are_no_text(environment: dict[str, str], tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kagent_tui", "search", b"\xff\xfe"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environment,
    )
    assert ended.returncode == 3
    assert b"Traceback" not in ended.stderr
