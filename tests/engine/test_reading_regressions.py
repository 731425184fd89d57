"""Texts that were once read wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.library import Library
from store.memory import MemoryBank


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.md", "Safe if pressure 3 > 2 bar. See File > Print.", "3 > 2 bar. See File > Print."),
        ("b.md", "> Quoted words -> here.\n> And x > y.", "Quoted words -> here."),
        ("c.txt", "alpha wifi password 4411", "password 4411"),
        ("d.txt", "会议室密码是4411", "密码是4411"),
    ],
)
def test_what_was_written_is_what_is_kept(
    tmp_path: Path, name: str, content: str, kept: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with MemoryBank.open(tmp_path / "home") as bank:
        assert [report.error for report in Library(bank).add([path])] == [None]
        assert kept in (bank.document_text(str(path)) or "")
