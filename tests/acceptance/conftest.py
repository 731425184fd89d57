"""The real program, as a subprocess with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

Kagent = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(isolated_home: Path) -> dict[str, str]:
    """What the program sees; KAGENT_HOME does not exist yet."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}


@pytest.fixture
def kagent(environment: dict[str, str], tmp_path: Path) -> Kagent:
    """Run `kagent` with arguments; `env` adds variables, `stdin` is text to read."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-m", "kagent_tui", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
            cwd=tmp_path,
            env={**environment, **(env or {})},
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return run
