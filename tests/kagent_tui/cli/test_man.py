"""The manual page, and the files that are made from the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from kagent_tui.cli.diagnostics import run
from kagent_tui.cli.man_page import _text, man_page
from kagent_tui.cli.root import root
from kagent_tui.commands import COMMANDS
from tests.kagent_tui.terminal import REPOSITORY


def formatted() -> str:
    """The page as `man` shows it, without overstriking."""
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        [groff, "-man", "-Tutf8", "-ww", "-rLL=200n", "-P-cbou"],
        input=man_page(root),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_groff_formats_it_without_a_warning_and_with_every_command() -> None:
    shown = formatted()
    for entry in COMMANDS:
        assert f"kagent {entry.name} " in shown
        assert all(example in shown for example in entry.examples)
    assert "--session ID" in shown
    assert shown.count("--home DIR") == 1


def test_mandoc_finds_nothing_wrong() -> None:
    mandoc = shutil.which("mandoc")
    if mandoc is None:
        pytest.skip("mandoc is not installed")
    done = subprocess.run(
        [mandoc, "-Tlint"], input=man_page(root), capture_output=True, text=True, check=False
    )
    # A date would change with every build; long lines are examples, which are not broken.
    known = ("missing date", "input text line longer")
    wrong = [line for line in done.stdout.splitlines() if not any(note in line for note in known)]
    assert wrong == []


def test_it_is_ascii_and_nothing_of_a_text_is_a_request() -> None:
    page = man_page(root)
    assert page.isascii()
    requests = set(re.findall(r"^[.'](\w+)", page, flags=re.MULTILINE))
    assert requests <= {"TH", "SH", "SS", "PP", "TP", "B", "br", "nf", "fi", "RS", "RE"}
    assert _text(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert _text("a\\fBb") == "a\\efBb"


def test_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["man"]) == 0
    assert capsys.readouterr().out == man_page(root)


def test_the_files_in_the_repository_are_as_the_program_writes_them() -> None:
    done = subprocess.run(
        [sys.executable, "packaging/shell_files.py", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
