"""What a paste is taken for."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from kagent_tui.pasting import clean_large, dropped_files, is_long, line_count, may_be_dropped

NAMES = ("report.pdf", "my report (1).pdf", "年度 报告.md", "it's $5 & [more].txt", "a  b.md")
posix = pytest.mark.skipif(os.name != "posix", reason="names and escapes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES if os.name == "posix" else NAMES[:1]:
        (tmp_path / name).write_text("x")
    return tmp_path


def taken(text: str) -> list[str]:
    return [path.name for path in dropped_files(text)] if may_be_dropped(text) else []


@posix
@pytest.mark.parametrize("name", NAMES)
def test_every_form_in_which_terminals_paste_a_file(folder: Path, name: str) -> None:
    path = str(folder / name)
    escaped = "".join(c if c.isalnum() or c in "/._-" else f"\\{c}" for c in path)
    for form in (path, shlex.quote(path), escaped, f"file://{quote(path)}", f"  {path}\n"):
        assert taken(form) == [name], form


@posix
def test_several_files_with_blanks_or_line_ends_between_them(folder: Path) -> None:
    one, two = str(folder / NAMES[0]), str(folder / NAMES[1])
    for form in (f"{one} {shlex.quote(two)}", f"{one}\n{two}\n", f"{one} {two}"):
        assert taken(form) == list(NAMES[:2]), form


@posix
def test_the_home_is_spelled_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert dropped_files("~/report.pdf") == [folder / "report.pdf"]


@pytest.mark.parametrize(
    "form",
    [
        "{}/absent.pdf",
        "{}",
        "{}/report.pdf and more words",
        "see {}/report.pdf",
        "{}/report.pdf https://example.org/",
        "https://example.org/",
        "report.pdf",
        "/",
        "// a comment",
        "file://elsewhere{}/report.pdf",
        "'{}/report.pdf",
        "/\x00",
        "/" + "x" * 5000,
        "",
        "  ",
    ],
)
def test_everything_else_stays_text(folder: Path, form: str) -> None:
    assert taken(form.format(folder)) == []


@given(st.text(max_size=60))
def test_any_text_is_files_that_are_there_or_none(text: str) -> None:
    may_be_dropped(text)
    assert all(path.is_file() for path in dropped_files(text))


@pytest.mark.parametrize(("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n", 1)])
def test_lines_are_counted_as_people_do(text: str, lines: int) -> None:
    assert line_count(text) == lines


def test_what_is_long() -> None:
    assert not is_long("x" * 1500)
    assert is_long("x" * 1501)
    assert not is_long("x\n" * 20)
    assert is_long("x\n" * 21)


@given(st.text(alphabet="ab\n\r\x1b\x9b]0;m\x07\\\u202e中", max_size=80))
def test_a_large_text_is_cleaned_like_a_small_one(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kagent_tui.pasting._PIECE", 3)
        assert clean_large(text) == clean(text)
