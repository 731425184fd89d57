"""What is written into the line for files: found, or said whole."""

from __future__ import annotations

from pathlib import Path

from kagent_tui.controllers.adding import wanted_in


def test_a_name_with_blanks_that_is_not_there_is_said_whole(tmp_path: Path) -> None:
    typed = f"{tmp_path}/my old lease.txt"
    assert wanted_in(typed).missing == (typed,)


def test_of_several_files_only_the_one_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    wanted = wanted_in(f"{tmp_path}/a.txt {tmp_path}/b.txt")
    assert wanted.missing == (f"{tmp_path}/b.txt",)
