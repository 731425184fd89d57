"""Paths as people write them."""

from pathlib import Path

import pytest

from models.paths import expanded


def test_the_users_folder_is_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/a b.gguf") == tmp_path / "a b.gguf"
    assert expanded(Path("~")) == tmp_path


def test_a_name_that_is_no_users_stays() -> None:
    assert expanded("~nobody-of-this-name/a.gguf") == Path("~nobody-of-this-name/a.gguf")
