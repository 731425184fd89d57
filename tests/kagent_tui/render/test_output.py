"""Standard output in any locale."""

import io
import sys

import pytest

from kagent_tui.render import output
from kagent_tui.render.encoding import dumps


def ascii_output(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """Put an ASCII stream in standard output's place; no fixture, as pytest changes it after."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.prepare()
    return raw


def test_typographic_characters_become_plain_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = ascii_output(monkeypatch)
    output.write_line("a — b… “c”")
    assert raw.getvalue() == b'a - b... "c"\n'


def test_other_characters_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = ascii_output(monkeypatch)
    output.write("中秋 \U0001f600 \ud800")
    assert raw.getvalue() == b"\\u4e2d\\u79cb \\U0001f600 \\ud800"


def test_json_is_escaped_and_so_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = ascii_output(monkeypatch)
    assert not output.is_unicode()
    output.write(dumps("中—秋"))
    assert raw.getvalue() == b'"\\u4e2d\\u2014\\u79cb"'


def test_without_standard_output_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    output.write("lost")
    output.discard()
    assert output.is_unicode()
    assert not output.is_terminal()


class Terminal(io.StringIO):
    """What a person reads."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_nothing_that_it_would_act_upon(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stdout", shown)
    output.write_line("exported: a\x1b[31m\x9b31m\x1b]0;owned\x07\u202e.md\tb")
    assert shown.getvalue() == "exported: a.md\tb\n"


def test_a_file_gets_the_text_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.StringIO()
    monkeypatch.setattr(sys, "stdout", kept)
    output.write("a\x1b[31m")
    assert kept.getvalue() == "a\x1b[31m"
