"""Text that came with a question, kept as a file."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.attachment_files import keep_text, suffix_for
from engine.attachments import AttachmentError
from engine.reading.formats import SUFFIXES


def test_it_is_kept_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = keep_text(tmp_path, "Buy milk.\nBuy bread.\n", "shopping list.txt")
    again = keep_text(tmp_path, "Buy milk.\nBuy bread.\n", "shopping list.txt")
    other = keep_text(tmp_path, "Buy tea.\n", "shopping list.txt")
    assert first == again
    assert other != first
    assert first.parent == tmp_path / "attachments"
    assert first.name.startswith("shopping-list-")
    assert first.suffix == ".txt"
    assert first.read_text(encoding="utf-8") == "Buy milk.\nBuy bread.\n"
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    assert sorted(first.parent.iterdir()) == sorted({first, other})


def test_a_file_that_was_changed_since_is_written_again(tmp_path: Path) -> None:
    path = keep_text(tmp_path, "one", "note")
    path.write_text("two", encoding="utf-8")
    assert keep_text(tmp_path, "one", "note") == path
    assert path.read_text(encoding="utf-8") == "one"


def test_escapes_of_a_terminal_are_not_kept(tmp_path: Path) -> None:
    path = keep_text(tmp_path, "\x1b[31mred\x1b[0m \x9b1mtext\x07", "log")
    assert path.read_text(encoding="utf-8") == "red text"


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "attachments").write_text("in the way", encoding="utf-8")
    with pytest.raises(AttachmentError, match="cannot be kept as"):
        keep_text(tmp_path, "text", "standard input")


@pytest.mark.parametrize(
    ("text", "title", "suffix"),
    [
        ("diff --git a/x b/x\n", "standard input", ".diff"),
        ("--- x\n+++ y\n@@ -1 +1 @@\n", "standard input", ".diff"),
        ("# Title\n\nText.\n", "pasted", ".md"),
        ('{"a": [1, 2]}', "pasted", ".json"),
        ("{not json}\n", "pasted", ".log"),
        ("<!DOCTYPE html><p>x", "pasted", ".html"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "pasted", ".vtt"),
        ("We met on Monday. It rained.\nNobody came.\n", "pasted", ".txt"),
        ("drwxr-xr-x 2 ada ada 4096 Nov 1 docs\n-rw-r--r-- 1 ada ada 12 a\n", "pasted", ".log"),
        ("print(1)\n", "script.py", ".py"),
        ("%PDF", "manual.pdf", ".log"),
    ],
)
def test_the_kind_of_text_is_told(text: str, title: str, suffix: str) -> None:
    assert suffix_for(text, title) == suffix


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_title_makes_a_file_name(text: str, title: str) -> None:
    assert suffix_for(text, title) in SUFFIXES


@pytest.mark.parametrize("title", ["../../etc/passwd", "a/b\\c", "", "...", "名 字", "x" * 300])
def test_no_title_leads_out_of_the_folder(tmp_path: Path, title: str) -> None:
    path = keep_text(tmp_path, "text", title)
    assert path.parent == tmp_path / "attachments"
    assert len(path.name) < 80
