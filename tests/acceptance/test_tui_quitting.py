"""Ctrl+Q in the terminal interface: it ends soon and clean, whatever is being done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.conftest import Kagent, StartTerminal
from tests.acceptance.model_server import ModelServer
from tests.models.hub import hub_of, stall


@pytest.fixture
def sound_memory(kagent: Kagent) -> Iterator[None]:
    """What was left in the middle leaves the memory whole and free."""
    yield
    checked = kagent("doctor", "--deep")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.usefixtures("builtin_model_path")
def test_while_the_model_is_loaded(start: StartTerminal) -> None:
    terminal = start()
    terminal.wait_for("Ask a question")
    terminal.quit()


@pytest.mark.usefixtures("sound_memory")
def test_while_an_answer_is_written(
    start: StartTerminal, model_server: ModelServer, isolated_home: Path
) -> None:
    write_settings(isolated_home, f'model = "{model_server.url}"\nremote_name = "turtle"\n')
    terminal = start()
    terminal.wait_for("turtle")
    terminal.enter("Tell me slowly about tides.")
    terminal.wait_for("word5")
    terminal.quit()


def test_while_the_model_says_nothing(
    start: StartTerminal, model_server: ModelServer, isolated_home: Path
) -> None:
    write_settings(isolated_home, f'model = "{model_server.url}"\nremote_name = "turtle"\n')
    model_server.may_write.clear()
    terminal = start()
    terminal.wait_for("turtle")
    terminal.enter("Hello")
    terminal.wait_until(lambda _: model_server.asked.is_set(), "the model's question")
    terminal.quit()


@pytest.mark.usefixtures("builtin_model_path", "sound_memory")
def test_while_the_library_is_read(start: StartTerminal, kagent: Kagent, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(300):
        lines = (f"Harbour {number} has berth {berth} for boats." for berth in range(100))
        (folder / f"{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    terminal = start()
    terminal.wait_for("kagent-nano")
    terminal.enter(f"/add {folder}")
    terminal.wait_for("Add to the library")
    terminal.press("Enter")
    terminal.wait_for("Reading: ")
    terminal.quit()
    assert kagent("search", "harbour").returncode in {0, 3}


@pytest.mark.usefixtures("builtin_model_path")
def test_while_a_model_is_downloaded(
    start: StartTerminal, builtin_model_path: Path, isolated_home: Path
) -> None:
    with hub_of(builtin_model_path.read_bytes(), stall(3_000_000)) as hub:
        terminal = start(env={"HF_ENDPOINT": hub.url})
        terminal.wait_for("kagent-nano")
        terminal.press("F5")
        terminal.wait_for("Language models")
        terminal.press("o")
        terminal.wait_for("OWNER/REPOSITORY/FILE.gguf")
        terminal.enter("maker/tiny/tiny-model.gguf")
        terminal.wait_for("Accept and download")
        terminal.press("y")
        terminal.wait_for("B of 18.6 MB")
        terminal.quit()
    part = isolated_home / "kagent" / "models" / "tiny-model.gguf.part"
    assert 0 < part.stat().st_size <= 3_000_000


@pytest.mark.usefixtures("builtin_model_path")
def test_ctrl_c_twice_quits_too(start: StartTerminal) -> None:
    terminal = start()
    terminal.wait_for("kagent-nano")
    terminal.press("C-c")
    terminal.wait_for("Press Ctrl+C again to quit.")
    terminal.press("C-c")
    terminal.ended()


def write_settings(home: Path, text: str) -> None:
    (home / "kagent").mkdir(mode=0o700)
    (home / "kagent" / "config.toml").write_text(text, encoding="utf-8")
