"""A file is replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import pytest

from engine.whole_files import write_whole, written_whole


def test_a_text_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text("a longer text than the new one")
    write_whole(path, "新\n\ud800")
    assert path.read_bytes() == "新\n?".encode()
    assert list(tmp_path.iterdir()) == [path]


def _interrupted(stream: TextIO) -> None:
    stream.write("half of ")
    raise KeyboardInterrupt


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), written_whole(path) as stream:
        _interrupted(stream)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "result.json", "text")
