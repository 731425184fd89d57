"""Progress is drawn on a terminal only: in a file, standard error has plain lines."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.engine.mat.scripted_teacher import write_queries
from tests.engine.mat.teacher_server import teacher_server
from tests.kagent_tui.terminal import read_until, terminal
from tests.models.hub import hub_of

MODEL = "maker/tiny/tiny-model.gguf"
# A carriage return that draws over a line, an escape sequence, or a bell.
DRAWN = re.compile(rb"\r|\x1b|\x07|\x08")

Told = Callable[..., bytes]


@pytest.fixture
def told(environment: dict[str, str], tmp_path: Path) -> Told:
    """Run a command with standard error in a file, and give back what came to both streams.

    A variable asks for colours, as the settings of some build machines do.
    """

    def run(*arguments: str | Path, code: int = 0, **variables: str) -> bytes:
        with (tmp_path / "stderr").open("wb") as stderr:
            ended = subprocess.run(
                [sys.executable, "-m", "kagent_tui", *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=stderr,
                stdin=subprocess.DEVNULL,
                timeout=100,
                check=False,
                cwd=tmp_path,
                env={**environment, "TERM": "xterm-256color", **variables},
            )
        said = (tmp_path / "stderr").read_bytes()
        assert ended.returncode == code, said
        assert not DRAWN.search(said), said
        assert not DRAWN.search(ended.stdout), ended.stdout
        return said + ended.stdout

    return run


def _documents(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"# Boiler {number}\n\nBoiler {number} was serviced in May. " * 20
        (folder / f"boiler {number}.md").write_text(text, "utf-8")
    return folder


def test_of_the_library(told: Told, tmp_path: Path) -> None:
    folder = _documents(tmp_path / "papers", 30)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert b"30" in told("add", folder, code=1)
    (folder / "new.md").write_text("Something new.", "utf-8")
    (folder / "boiler 1.md").unlink()
    told("library", "sync")
    told("library", "sync", "--verify", "--retry", code=1)
    told("library", "embed")
    told("memory", "purge")
    told("library", "remove", folder)


def test_of_an_answer(told: Told) -> None:
    said = told("ask", "How many days are there from 2024-01-01 to 2024-03-01?")
    assert b"60" in said
    told("ask", "--stream", "How many days are there from 2024-01-01 to 2024-03-01?")


def test_of_a_download(told: Told, builtin_model_path: Path) -> None:
    with hub_of(builtin_model_path.read_bytes()) as hub:
        told("models", "pull", MODEL, "--yes", HF_ENDPOINT=hub.url)
    assert b"tiny-model" in told("models", "list", "--here")
    told("models", "remove", "tiny-model", "--yes")
    assert b"kagent-nano" in told("models", "import", builtin_model_path)


def test_of_the_making_of_training_data(told: Told, tmp_path: Path) -> None:
    queries = write_queries(tmp_path / "queries.txt")
    with teacher_server() as server:
        craft: Sequence[str | Path] = ("mat", "craft", "run", "--queries", queries)
        told(*craft, "--teacher", server.url, "--templates", "1")
        assert b"template" in told("mat", "report", "run").lower()


def test_of_upkeep(told: Told, tmp_path: Path) -> None:
    told("add", _documents(tmp_path / "papers", 2))
    told("backup", tmp_path / "copy.db")
    told("doctor", "--deep")
    told("restore", tmp_path / "copy.db")
    assert told("library", "list").count(b"boiler") == 2


def test_on_a_terminal_it_is_drawn(tmp_path: Path) -> None:
    """Otherwise the tests above would show nothing."""
    folder = _documents(tmp_path / "papers", 30)
    with terminal(sys.executable, "-m", "kagent_tui", "add", str(folder)) as (process, near):
        seen = read_until(near, None)
        process.wait(60)
    assert re.search(rb"\r[^\r\n]", seen), seen
