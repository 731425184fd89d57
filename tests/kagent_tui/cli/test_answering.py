"""Outcomes and exit codes, with a session that plays a script."""

import dataclasses
import io
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest

from engine.attachments import Attachment
from engine.events import (
    Answer,
    AttachedSource,
    Concluded,
    Concluding,
    Event,
    Failed,
    Language,
    Outcome,
    Stopped,
    UsageTotals,
)
from kagent_tui.cli.answering import answer, make_renderer, toned
from kagent_tui.render.text import TextRenderer

ANSWER = Answer("q", "Sixty days.", "en", "answered", (), (), "s", "m", UsageTotals())


class Script:
    """Yields events; a function in their place is called with the cancel event."""

    def __init__(self, *steps: Event | Callable[[threading.Event], None]) -> None:
        self.steps = steps
        self.asked: tuple[str, Language | None, datetime | None] | None = None
        self.attachments: tuple[Attachment, ...] = ()

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Iterator[Event]:
        assert cancel is not None
        self.attachments = tuple(attachments)
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


def test_attachments_are_handed_over_and_those_that_could_not_be_read_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    read, broken = AttachedSource("a", "/a"), AttachedSource("b", "/b", trouble="/b: is no PDF")
    script = Script(Concluded(dataclasses.replace(ANSWER, attachments=(read, broken))))
    renderer = make_renderer(None, query="q", language=None, session="s")
    attached = (Attachment.of_place("/folder"),)
    assert answer(script, "q", renderer, language=None, now=None, attachments=attached) == 0
    assert script.attachments == attached
    assert capsys.readouterr().err.splitlines()[-1] == "kagent: /b: is no PDF"


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "variables", "expected"),
    [
        (Terminal(), {"TERM": "xterm"}, "\x1b[2m1. Plan\x1b[22m\n"),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, "1. Plan\n"),
        (Terminal(), {"TERM": "dumb"}, "1. Plan\n"),
        (io.StringIO(), {"TERM": "xterm"}, "1. Plan\n"),
        (None, {"TERM": "xterm"}, "1. Plan\n"),
    ],
)
def test_progress_is_dimmed_on_a_terminal_only(
    stream: io.StringIO | None,
    variables: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    toned(stream)("1. Plan")
    assert capsys.readouterr().err == expected


def test_quietly_there_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    renderer = make_renderer(None, query="q", language=None, session="s", quiet=True)
    assert answer(Script(Concluded(ANSWER)), "q", renderer, language=None, now=None) == 0
    assert capsys.readouterr() == ("Sixty days.\n", "")
