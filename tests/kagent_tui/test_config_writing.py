"""One setting changes, and all else in the file stays as the user wrote it."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.config import load_config
from kagent_tui.config_writing import changed, set_text
from kagent_tui.errors import ConfigError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'model = "new"\n'),
        ("# a note", '# a note\nmodel = "new"\n'),
        ('model = "old" # mine\n', 'model = "new" # mine\n'),
        ("model='old'#mine\n", 'model = "new"#mine\n'),
        ('"model" = "o\\"ld"\n', 'model = "new"\n'),
        ('#model = "x"\nmodel = "old"\n', '#model = "x"\nmodel = "new"\n'),
        ('a = 1\r\nmodel = "old"\r\n', 'a = 1\r\nmodel = "new"\r\n'),
        ('[t]\nmodel = "its own"\n', 'model = "new"\n\n[t]\nmodel = "its own"\n'),
        ("a = [\n[1],\n]\n", 'a = [\n[1],\n]\nmodel = "new"\n'),
        ('a = """\nmodel = "old"\n"""\n', 'a = """\nmodel = "old"\n"""\nmodel = "new"\n'),
    ],
)
def test_a_setting_is_replaced_or_put_in(before: str, after: str) -> None:
    assert changed(before, "model", "new") == after


@pytest.mark.parametrize("text", ['model = """\nold"""\n', "[model]\nx = 1\n"])
def test_what_cannot_be_changed_safely_is_left_to_the_user(text: str) -> None:
    with pytest.raises(ConfigError, match='write there: model = "new"'):
        changed(text, "model", "new")


def test_a_file_that_is_no_toml_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("model = \n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        set_text(path, "model", "new")
    assert path.read_text() == "model = \n"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        set_text(path, "model", "new")


def test_the_file_keeps_its_mode_and_a_link_is_written_through(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text('network = "off"\n')
    real.chmod(0o600)
    link = tmp_path / "home" / "config.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    set_text(link, "embedding", "models/渡轮.gguf")
    assert link.is_symlink()
    assert os.stat(real).st_mode & 0o777 == 0o600  # noqa: PTH116
    assert load_config(link).network == "off"
    assert load_config(link).embedding == str(link.parent / "models/渡轮.gguf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dotfiles.toml", "home"]


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "config.toml"
    set_text(path, "model", "builtin")
    assert load_config(path).model == "builtin"


_VALUES = st.one_of(
    st.integers(), st.booleans(), st.text(max_size=20), st.lists(st.integers(), max_size=3)
)


@given(
    settings=st.dictionaries(st.sampled_from(["a", "model", "models", "x-model"]), _VALUES),
    table=st.booleans(),
    value=st.text(min_size=1, max_size=30),
)
def test_nothing_else_ever_changes(settings: dict[str, object], table: bool, value: str) -> None:
    lines = [f"{key} = {json.dumps(each, ensure_ascii=True)}" for key, each in settings.items()]
    text = "\n".join([*lines, *(["[t]", 'model = "z"'] if table else [])])
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        after = changed(text, "model", value)
    except ConfigError:
        return
    assert tomllib.loads(after) == {**before, "model": value}
