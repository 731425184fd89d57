"""Files that are made for the user."""

import errno
import os
import stat
from pathlib import Path

import pytest

from engine.new_file import write_new_file


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_new_file(tmp_path / "a.md", "one\n二\n")
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").read_bytes() == "one\n二\n".encode()
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600


def test_neither_a_file_nor_a_link_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("mine", "utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.md")
    for name in ("there.md", "link.md"):
        with pytest.raises(FileExistsError, match=name):
            write_new_file(tmp_path / name, "x")
    assert (tmp_path / "there.md").read_text("utf-8") == "mine"
    assert not (tmp_path / "elsewhere.md").exists()


def test_a_full_disk_leaves_no_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, *_: object, **__: object) -> None:
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left") as refused:
        write_new_file(tmp_path / "a.md", "x")
    assert refused.value.filename == str(tmp_path / "a.md")
    assert not list(tmp_path.iterdir())
