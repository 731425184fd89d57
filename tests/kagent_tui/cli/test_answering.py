"""Outcomes and exit codes, with a session that plays a script."""

import dataclasses
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from engine.events import (
    Answer,
    Concluded,
    Concluding,
    Event,
    Failed,
    Language,
    Outcome,
    Stopped,
    UsageTotals,
)
from kagent_tui.cli.answering import answer, make_renderer
from kagent_tui.render.text import TextRenderer

ANSWER = Answer("q", "Sixty days.", "en", "answered", (), (), "s", "m", UsageTotals())


class Script:
    """Yields events; a function in their place is called with the cancel event."""

    def __init__(self, *steps: Event | Callable[[threading.Event], None]) -> None:
        self.steps = steps
        self.asked: tuple[str, Language | None, datetime | None] | None = None

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
    ) -> Iterator[Event]:
        assert cancel is not None
        self.asked = (query, language, now)
        for step in self.steps:
            if callable(step):
                step(cancel)
            else:
                yield step


def run(script: Script) -> int:
    renderer = make_renderer(None, query="q", language=None, session="s")
    return answer(script, "q", renderer, language="en", now=datetime(2026, 11, 20))


@pytest.mark.parametrize(
    ("outcome", "code"), [("answered", 0), ("not_found", 3), ("stopped", 1), ("failed", 1)]
)
def test_the_outcome_decides_the_exit_code(
    outcome: Outcome, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script(Concluded(dataclasses.replace(ANSWER, outcome=outcome)))
    assert run(script) == code
    assert capsys.readouterr().out == "Sixty days.\n"
    assert script.asked == ("q", "en", datetime(2026, 11, 20))


def test_a_failure_is_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Script(Failed("the model\nis gone; choose another"))) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "kagent: the model is gone; choose another\n"


def test_ctrl_c_stops_and_keeps_the_partial_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def press(cancel: threading.Event) -> None:
        signal.raise_signal(signal.SIGINT)
        assert cancel.wait(5)

    stopped = dataclasses.replace(ANSWER, text="Sixty", outcome="stopped")
    before = signal.getsignal(signal.SIGINT)
    script = Script(Concluding("Sixty"), press, Stopped("cancelled"), Concluded(stopped))
    assert run(script) == 130
    assert signal.getsignal(signal.SIGINT) is before
    captured = capsys.readouterr()
    assert captured.out == "Sixty\n"
    assert captured.err.endswith("kagent: interrupted; what was written so far is kept\n")


def test_a_second_ctrl_c_ends_at_once() -> None:
    def press(cancel: threading.Event) -> None:
        signal.raise_signal(signal.SIGINT)
        assert cancel.wait(5)
        signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run(Script(press))
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_there_is_no_ctrl_c() -> None:
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(run(Script(Concluded(ANSWER)))))
    thread.start()
    thread.join(10)
    assert codes == [0]


def test_text_is_the_default_form() -> None:
    renderer = make_renderer(None, query="q", language=None, session="s")
    assert isinstance(renderer, TextRenderer)


@pytest.mark.parametrize("form", ["json", "stream"])
def test_the_other_forms_write_the_answer(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    renderer = make_renderer(form, query="中秋", language=None, session="s")
    assert answer(Script(Concluded(ANSWER)), "中秋", renderer, language=None, now=None) == 0
    assert '"Sixty days."' in capsys.readouterr().out
