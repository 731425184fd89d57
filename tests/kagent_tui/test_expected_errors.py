"""What the operating system refuses, said in one line."""

from pathlib import Path

import pytest

from engine.own_tools.entry_points import entry_point_candidates
from kagent_tui.expected_errors import describe
from kagent_tui.locations import working_folder


def test_the_working_folder_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(FileNotFoundError) as refused:
        Path("notes.md").absolute()
    assert describe(refused.value) == (
        "the folder that this was started in is gone; change to another one: cd"
    )
    assert working_folder() == Path.home()
    assert isinstance(entry_point_candidates(tmp_path / "tools"), list)


def test_other_refusals_name_their_file() -> None:
    assert describe(FileNotFoundError(2, "No such file", "a.md")) == "a.md: No such file"
    assert describe(FileNotFoundError(2, "No such file")) == "No such file"
