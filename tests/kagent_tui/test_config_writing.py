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
from kagent_tui.config_writing import Value, changed, removed, set_text, set_value, unset
from kagent_tui.errors import ConfigError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'model = "new"\n'),
        ("# a note", '# a note\nmodel = "new"\n'),
        ('model = "old" # mine\n', 'model = "new" # mine\n'),
        ("model='old'#mine\n", 'model="new"#mine\n'),
        ('"model" = "o\\"ld"\n', '"model" = "new"\n'),
        ('model = """\nold"""\n', 'model = "new"\n'),
        ("a = 1\r\n[t]\r\n", 'a = 1\r\nmodel = "new"\r\n[t]\r\n'),
        ("# mine\n\n# on t\n[t]\n", '# mine\n\nmodel = "new"\n\n# on t\n[t]\n'),
        ("a = 1\n\n# on t\n[t]\n", 'a = 1\nmodel = "new"\n\n# on t\n[t]\n'),
        ('#model = "x"\nmodel = "old"\n', '#model = "x"\nmodel = "new"\n'),
        ('a = 1\r\nmodel = "old"\r\n', 'a = 1\r\nmodel = "new"\r\n'),
        ('[t]\nmodel = "its own"\n', 'model = "new"\n\n[t]\nmodel = "its own"\n'),
        ("a = [\n[1],\n]\n", 'a = [\n[1],\n]\nmodel = "new"\n'),
        ('a = """\nmodel = "old"\n"""\n', 'a = """\nmodel = "old"\n"""\nmodel = "new"\n'),
    ],
)
def test_a_setting_is_replaced_or_put_in(before: str, after: str) -> None:
    assert changed(before, "model", "new") == after


@pytest.mark.parametrize("text", ["model.x = 1\n", "[model]\nx = 1\n", "[[model]]\nx = 1\n"])
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


_STOP = ("keymap", "chat.stop")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[keymap]\n"chat.stop" = "f2"\n'),
        ("a = 1\r\n", 'a = 1\r\n\r\n[keymap]\r\n"chat.stop" = "f2"\r\n'),
        ('[keymap]\n"chat.stop" = "x" # c\n', '[keymap]\n"chat.stop" = "f2" # c\n'),
        (
            '[keymap]\n"a.b" = "x" # c\n\n# on u\n[u]\ny = 1\n',
            '[keymap]\n"a.b" = "x" # c\n"chat.stop" = "f2"\n\n# on u\n[u]\ny = 1\n',
        ),
        ('[keymap]\na.b = "x"\n', '[keymap]\na.b = "x"\n"chat.stop" = "f2"\n'),
        ("[keymap]\r\n[t]\r\n", '[keymap]\r\n"chat.stop" = "f2"\r\n[t]\r\n'),
        ('keymap."a.b" = "x"\n', 'keymap."a.b" = "x"\nkeymap."chat.stop" = "f2"\n'),
        ('keymap = { "chat.stop" = "x" }\n', 'keymap = { "chat.stop" = "f2" }\n'),
    ],
)
def test_a_setting_in_a_table_is_replaced_or_put_in(before: str, after: str) -> None:
    assert changed(before, _STOP, "f2") == after


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (-1, "-1"),
        (["a", "b"], '["a", "b"]'),
        ((), "[]"),
        ('say "x"', '"say \\"x\\""'),
        ("渡轮", '"渡轮"'),
    ],
)
def test_values_of_every_kind_are_written(tmp_path: Path, value: Value, written: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text("key = 1 # mine\n", encoding="utf-8")
    set_value(path, "key", value)
    assert path.read_text(encoding="utf-8") == f"key = {written} # mine\n"


def test_a_setting_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"# head\r\nquiet = true # mine\r\nmouse = false\r\n")
    assert unset(path, "quiet")
    assert path.read_bytes() == b"# head\r\nmouse = false\r\n"
    assert not unset(path, "quiet")
    assert not unset(path, ("keymap", "chat.stop"))
    assert removed('[keymap]\n"chat.stop" = "f2"\n# end\n', _STOP) == "[keymap]\n# end\n"


def test_what_others_may_not_read_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('api_key = "k"\n')
    path.chmod(0o600)
    set_value(path, "mouse", False)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mouse = true\n")
    (tmp_path / "config.toml.new").mkdir()
    with pytest.raises(ConfigError, match="cannot be written"):
        set_value(path, "mouse", False)
    assert path.read_text() == "mouse = true\n"
    with pytest.raises(ConfigError, match="no text that a file can hold"):
        set_text(path.with_name("other.toml"), "editor", "\udcff")


_NAMES = st.sampled_from(["a", "model", "models", "x-model"])
_TEXTS = st.one_of(
    st.integers().map(str),
    st.booleans().map(lambda value: str(value).lower()),
    # JSON escapes the rest as pairs of surrogates, and TOML does not.
    st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=20).map(
        json.dumps
    ),
    st.sampled_from(
        ['"""\nmodel = "old"\n"""', "'''\n# no comment\n'''", "[ # c\n 1,\n[2]]", "{ x = 1 }"]
    ),
)
_COMMENTS = st.sampled_from(["", " # mine", "  #", "\t# model = 1"])
_BETWEEN = st.lists(st.sampled_from(["", "# model = 2", "  ", "\t# a note"]), max_size=2)
_WRITTEN = st.one_of(
    st.text(max_size=30), st.booleans(), st.integers(-9, 9), st.lists(st.text(max_size=5))
)


@st.composite
def _files(draw: st.DrawFn) -> tuple[str, str, str]:
    """A file in three pieces: the middle is the value of the top-level setting `model`, if set."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    lines: list[str] = []
    for name in draw(st.lists(_NAMES, max_size=4, unique=True)):
        lines += draw(_BETWEEN)
        value = draw(_TEXTS)
        if name == "model":
            value = f"\0{value if value[0] != '{' else 1}\0"
        lines.append(f"{name}{draw(st.sampled_from([' = ', '=']))}{value}{draw(_COMMENTS)}")
    for header in draw(st.lists(st.sampled_from(["[t]", "[u.v]"]), max_size=2, unique=True)):
        lines += [*draw(_BETWEEN), header, *draw(_BETWEEN), f"model = {draw(_TEXTS)}"]
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    before, _, rest = text.replace("\n", newline).partition("\0")
    value, _, after = rest.partition("\0")
    return before, value, after


@given(file=_files(), value=_WRITTEN)
def test_nothing_but_the_value_ever_changes(file: tuple[str, str, str], value: Value) -> None:
    before, old, after = file
    text = before + old + after
    was = tomllib.loads(text)
    now = changed(text, "model", value)
    assert tomllib.loads(now) == {**was, "model": value}
    if old:
        assert now.startswith(before)
        assert now.endswith(after)
        assert removed(text, "model") is not None
    else:
        _assert_one_piece_was_put_in(text, now)


@given(file=_files(), keys=st.text(min_size=1, max_size=9))
def test_a_table_is_put_in_and_nothing_else_changes(file: tuple[str, str, str], keys: str) -> None:
    text = "".join(file)
    now = changed(text, _STOP, keys)
    _assert_one_piece_was_put_in(text, now)
    again = changed(now, ("keymap", "chat.unfold"), keys)
    _assert_one_piece_was_put_in(now, again)
    assert tomllib.loads(again)["keymap"] == {"chat.stop": keys, "chat.unfold": keys}
    without = removed(again, ("keymap", "chat.unfold"))
    assert without is not None
    assert tomllib.loads(without) == tomllib.loads(now)


def _assert_one_piece_was_put_in(text: str, now: str) -> None:
    assert any(
        now.startswith(text[:cut]) and now.endswith(text[cut:]) for cut in range(len(text) + 1)
    )
    assert len(now) > len(text)
