"""File names as one types them, from real folders."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from kagent_tui.completing.files import FileSource

NEVER = threading.Event()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "report.pdf",
        "with space.txt",
        "年度报告.md",
        ".hidden",
        "sub/deep/quarterly-notes.md",
        "sub/.git/config",
        "node_modules/report.js",
        "[bold]x.txt",
    ):
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/at-home.md").write_text("x")
    return tmp_path / "root"


def labels(root: Path, query: str) -> list[str]:
    return [row.label for row in FileSource(root, root.parent / "home")(query, NEVER)]


def test_nothing_typed_shows_the_folder_files_first_and_nothing_hidden(root: Path) -> None:
    found = labels(root, "")
    assert found == [
        "[bold]x.txt",
        "report.pdf",
        "with space.txt",
        "年度报告.md",
        "node_modules/",
        "sub/",
    ]


def test_a_name_is_found_below_and_what_programs_made_is_not(root: Path) -> None:
    assert labels(root, "rep") == ["report.pdf"]
    assert labels(root, "qnotes") == ["sub/deep/quarterly-notes.md"]
    assert labels(root, "报告") == ["年度报告.md"]
    assert labels(root, "config") == []


def test_a_slash_looks_into_that_folder(root: Path) -> None:
    assert labels(root, "sub/") == ["sub/deep/"]
    assert labels(root, "sub/deep/qua") == ["sub/deep/quarterly-notes.md"]
    assert labels(root, "node_modules/") == ["node_modules/report.js"]
    assert labels(root, "~/") == ["~/at-home.md"]
    assert labels(root, "~") == ["~/at-home.md"]
    assert labels(root, f"{root}/rep") == [f"{root}/report.pdf"]
    assert labels(root, "../home/at") == ["../home/at-home.md"]
    assert labels(root, "absent/x") == []


def test_hidden_names_are_offered_when_the_dot_is_typed(root: Path) -> None:
    assert labels(root, ".") == [".hidden"]
    assert labels(root, "sub/.g") == ["sub/.git/"]


def test_a_file_is_attached_by_its_whole_path_and_a_folder_goes_on(root: Path) -> None:
    file, folder = FileSource(root)("report.p", NEVER)[0], FileSource(root)("sub", NEVER)[0]
    assert file.attachment is not None
    assert (file.attachment.kind, file.attachment.value) == ("place", str(root / "report.pdf"))
    assert folder.goes_on
    assert folder.attachment is None


def test_a_cancelled_scan_ends_and_is_not_remembered(root: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    source = FileSource(root)
    assert source("report", cancelled) == []
    assert [row.label for row in source("report.p", NEVER)] == ["report.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_folder_above_is_not_followed_for_ever(root: Path) -> None:
    (root / "sub/loop").symlink_to(root, target_is_directory=True)
    assert labels(root, "report.p") == ["report.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="names are bytes there")
def test_a_name_that_is_not_utf_8_keeps_its_bytes(root: Path) -> None:
    (root / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    row = FileSource(root)("caf", NEVER)[0]
    assert row.attachment is not None
    assert Path(row.attachment.value).read_text() == "x"
