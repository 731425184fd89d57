"""The terminal interface over a model that writes slowly: stopped, queued, resized, killed."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import PATIENCE_SECONDS, Kagent, StartTerminal, Terminal
from tests.acceptance.model_server import ModelServer

SLOW = "Tell me slowly about tides."
FAST = "And about harbours?"
OpenSlowly = Callable[..., Terminal]


@pytest.fixture
def open_slowly(start: StartTerminal, model_server: ModelServer, isolated_home: Path) -> OpenSlowly:
    """Start the interface with the slow model."""
    home = isolated_home / "kagent"
    home.mkdir(mode=0o700)
    settings = f'model = "{model_server.url}"\nremote_name = "turtle"\n'
    (home / "config.toml").write_text(settings, encoding="utf-8")

    def begin(size: tuple[int, int] = (100, 30)) -> Terminal:
        terminal = start(size=size)
        terminal.wait_for("turtle")
        return terminal

    return begin


def words(shown: str) -> int:
    """The number of the last word of the answer that is shown, 0 where there is none."""
    return max(map(int, re.findall(r"word(\d+)", shown)), default=0)


def wait_for_words(terminal: Terminal, more_than: int = 3) -> str:
    """The screen, once more of the answer is there."""
    return terminal.wait_until(lambda shown: words(shown) > more_than, f"word{more_than + 1}")


def turns_of_last_session(kagent: Kagent) -> list[dict[str, object]]:
    """What is stored of the session that was used last."""
    (session, *_) = json.loads(kagent("sessions", "list", "--json").stdout)
    shown = json.loads(kagent("sessions", "show", session["id"], "--json").stdout)
    turns: list[dict[str, object]] = shown["turns"]
    return turns


def test_a_stopped_answer_is_kept_and_what_waits_is_answered(
    open_slowly: OpenSlowly, kagent: Kagent, model_server: ModelServer
) -> None:
    terminal = open_slowly()
    terminal.enter(SLOW)
    wait_for_words(terminal)
    terminal.enter(FAST)
    terminal.wait_for("Waiting for the question before this one…")
    terminal.press("Escape")
    shown = terminal.wait_for("Fast answer number 2.")
    kept = words(shown)
    assert kept > 3
    assert model_server.dropped.wait(PATIENCE_SECONDS)  # nothing goes on being written in vain
    terminal.quit()
    stopped, answered = turns_of_last_session(kagent)
    assert (stopped["outcome"], answered["outcome"]) == ("stopped", "answered")
    assert f"word{kept}" in str(stopped["answer"])

    later = open_slowly()
    later.resume_newest()
    later.wait_for("Fast answer number 2.")
    later.wait_until(lambda shown: words(shown) == kept, f"word{kept}")
    later.quit()


def test_a_stop_before_the_first_word_is_obeyed(
    open_slowly: OpenSlowly, model_server: ModelServer
) -> None:
    terminal = open_slowly()
    model_server.may_write.clear()
    terminal.enter(FAST)
    terminal.wait_until(lambda _: model_server.asked.is_set(), "the model's question")
    terminal.press("Escape")
    terminal.wait_for("Stopped before anything was written.")
    model_server.may_write.set()
    terminal.enter(FAST)
    terminal.wait_for("Fast answer number")
    terminal.quit()


def test_the_window_changes_its_size_while_an_answer_is_written(
    open_slowly: OpenSlowly, model_server: ModelServer
) -> None:
    terminal = open_slowly(size=(120, 40))
    terminal.enter(SLOW)
    wait_for_words(terminal)
    terminal.type("a question half typed")
    terminal.wait_for("a question half typed")
    for columns, rows in ((60, 20), (120, 40), (60, 20), (40, 10), (120, 40)):
        terminal.resize(columns, rows)
        before = words(terminal.screen())

        def goes_on(shown: str, columns: int = columns, before: int = before) -> bool:
            fits = max(map(len, shown.splitlines())) <= columns
            return fits and words(shown) > before and "a question half typed" in shown

        terminal.wait_until(goes_on, f"the answer in {columns} by {rows}")
    model_server.released.set()
    terminal.wait_for("and the end.")
    terminal.press("Enter")
    shown = terminal.wait_for("Fast answer number 2.")
    assert "❯ a question half typed" in shown
    terminal.quit()


def test_a_killed_program_loses_nothing(
    open_slowly: OpenSlowly, kagent: Kagent, isolated_home: Path
) -> None:
    terminal = open_slowly()
    terminal.enter(FAST)
    terminal.wait_for("Fast answer number 1.")
    terminal.enter(SLOW)
    wait_for_words(terminal)
    terminal.type("What I was about to ask")
    drafts = isolated_home / "kagent" / "drafts"
    wait_for_draft(drafts, "What I was about to ask")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait_for("ENDED 137")

    assert len(turns_of_last_session(kagent)) == 1
    checked = kagent("doctor", "--deep")
    assert checked.returncode == 0, checked.stdout
    later = open_slowly()
    shown = later.wait_for("What you had not sent is back.")
    assert "What I was about to ask" in shown
    later.resume_newest()
    shown = later.wait_for("Fast answer number 1.")
    assert "What I was about to ask" in shown
    later.press("Enter")
    later.wait_for("Fast answer number 3.")
    later.quit()
    assert len(turns_of_last_session(kagent)) == 2


def test_a_question_that_a_kill_interrupted_is_offered_again(
    open_slowly: OpenSlowly, model_server: ModelServer, isolated_home: Path
) -> None:
    terminal = open_slowly()
    terminal.enter(SLOW)
    wait_for_words(terminal)
    wait_for_draft(isolated_home / "kagent" / "drafts", SLOW)
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait_for("ENDED 137")
    later = open_slowly()
    shown = later.wait_for("Your last question was not answered; here it is again.")
    assert SLOW in shown
    model_server.released.set()
    later.press("Enter")
    later.wait_for("and the end.")
    later.quit()


def wait_for_draft(folder: Path, text: str) -> None:
    """Wait until a text is on the disk."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if any(text in path.read_text(encoding="utf-8") for path in folder.glob("*.json")):
            return
        time.sleep(0.1)
    raise AssertionError(text)
