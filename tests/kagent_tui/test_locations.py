"""Where everything lies."""

from pathlib import Path

import pytest

from kagent_tui.errors import LocationError
from kagent_tui.locations import locate


def test_a_home_holds_everything(tmp_path: Path) -> None:
    places = locate(tmp_path / "new")
    assert places.home == tmp_path / "new"
    for path in (places.config_file, places.database, places.index):
        assert path.is_relative_to(tmp_path / "new")
    assert not places.home.exists()


def test_without_a_home_the_platform_decides(
    isolated_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KAGENT_HOME")
    places = locate(None)
    assert places.home.is_relative_to(isolated_home)
    assert places.config_file.is_relative_to(isolated_home)
    assert not places.home.exists()


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate("here").home == tmp_path / "here"


def test_a_tilde_is_the_users_home(isolated_home: Path) -> None:
    assert locate("~/kagent").home == isolated_home / "kagent"


def test_an_unknown_users_home() -> None:
    with pytest.raises(LocationError, match="--home"):
        locate("~no-such-user-here/kagent")


def test_a_file_is_no_home(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(LocationError, match="must be a directory"):
        locate(path)
