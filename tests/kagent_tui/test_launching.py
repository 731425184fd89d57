"""Programs that open sources, started for real."""

from __future__ import annotations

import os
import signal
import stat
import time
from pathlib import Path

import pytest

from engine.opening import Opening
from kagent_tui.launching import launch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are shell scripts")


def program(folder: Path, text: str) -> str:
    path = folder / "a viewer"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize("in_terminal", [False, True])
def test_the_arguments_arrive_as_they_are(tmp_path: Path, in_terminal: bool) -> None:
    seen = tmp_path / "seen"
    started = program(tmp_path, f'printf "%s\\n" "$@" > "{seen}"')
    odd = "/a b/$(touch x);'\"`.pdf"
    assert launch(Opening((started, "+3", odd), in_terminal)) is None
    assert seen.read_text(encoding="utf-8").splitlines() == ["+3", odd]


@pytest.mark.parametrize("in_terminal", [False, True])
def test_what_fails_is_said(tmp_path: Path, in_terminal: bool) -> None:
    started = program(tmp_path, "exit 3")
    assert launch(Opening((started,), in_terminal)) == "a viewer: ended with code 3"
    missing = launch(Opening(("/nonexistent/viewer",), in_terminal))
    assert missing is not None
    assert missing.startswith("viewer: cannot be started: ")


def test_a_window_runs_on_by_itself(tmp_path: Path) -> None:
    go, mark = tmp_path / "go", tmp_path / "mark"
    waiting = f'while [ ! -e "{go}" ]; do sleep 0.05; done; touch "{mark}"'
    assert launch(Opening((program(tmp_path, waiting),))) is None
    assert not mark.exists()
    go.touch()
    end = time.monotonic() + 20
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_ctrl_c_belongs_to_the_program_in_the_terminal(tmp_path: Path) -> None:
    parent = f"kill -INT {os.getpid()}; sleep 0.2; trap 'exit 7' INT; kill -INT $$; exit 8"
    before = signal.getsignal(signal.SIGINT)
    assert launch(Opening((program(tmp_path, parent),), True)) == "a viewer: ended with code 7"
    assert signal.getsignal(signal.SIGINT) is before
