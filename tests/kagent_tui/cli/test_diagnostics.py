"""Exit codes and the one line on standard error."""

import io
import sys
from collections.abc import Callable, Sequence

import click
import pytest

from engine.tools.observation import ToolError
from kagent_tui.cli import diagnostics
from kagent_tui.cli.diagnostics import CommandError, fail, run, trace
from kagent_tui.errors import ConfigError
from kagent_tui.expected_errors import describe, expected_errors
from models.language.base import ModelFileError
from store.errors import StoreError


def raising(error: BaseException) -> Callable[[Sequence[str]], int]:
    def invoke(_: Sequence[str]) -> int:
        raise error

    return invoke


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (CommandError("no\nsuch thing", 3), 3, "kagent: no such thing\n"),
        (ConfigError("config.toml: bad"), 1, "kagent: config.toml: bad\n"),
        (StoreError("kagent.db is damaged"), 1, "kagent: kagent.db is damaged\n"),
        (ToolError("failed", "no"), 1, "kagent: no\n"),
        (ModelFileError("x.gguf: truncated"), 1, "kagent: x.gguf: truncated\n"),
        (FileNotFoundError(2, "No such file", "a.md"), 1, "kagent: a.md: No such file\n"),
        (click.ClickException("hm"), 1, "kagent: hm\n"),
        (click.UsageError("What?"), 2, "kagent: What? See: kagent --help\n"),
        (KeyboardInterrupt(), 130, "kagent: interrupted\n"),
        (click.Abort(), 130, "kagent: interrupted\n"),
        (click.exceptions.Exit(0), 0, ""),
    ],
)
def test_each_trouble_has_its_code_and_line(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(diagnostics, "_invoke", raising(error))
    assert run([]) == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", line)


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "_invoke", raising(ZeroDivisionError("a bug")))
    with pytest.raises(ZeroDivisionError):
        run([])


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert fail("a\x1b[2Jb\u202ec\r\nd") == 1
    assert capsys.readouterr().err == "kagent: abc d\n"


def test_only_errors_of_imported_modules_are_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert StoreError in expected_errors()
    monkeypatch.delitem(sys.modules, "store.errors")
    assert StoreError not in expected_errors()


def test_a_system_error_without_a_file() -> None:
    assert describe(OSError(28, "No space left on device")) == "No space left on device"
    assert describe(OSError("odd")) == "odd"


def test_a_closed_standard_error_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (closed, None):
        monkeypatch.setattr(sys, "stderr", stream)
        trace("lost")
        assert sys.stderr is stream


def test_progress_is_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    trace("measuring a\x1b[31m\x9b31m\x07\u202eb\nline two")
    trace("dim\x1b[0m", dim=True)
    assert capsys.readouterr().err == "measuring ab\nline two\n\x1b[2mdim\x1b[22m\n"
