"""What both faces do with the settings."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from kagent_tui.config import Config, load_config
from kagent_tui.controllers.setting_text import toml_line, value_text, without_secret
from kagent_tui.controllers.settings import (
    list_settings,
    parse_value,
    problem_of,
    reset_setting,
    value_of,
    write_setting,
)
from kagent_tui.controllers.settings_file import edit_settings, settings_template
from kagent_tui.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_settings_say_where_they_come_from(file: Path) -> None:
    file.write_text('network = "off"\nmax_steps = 3\n')
    in_force = load_config(file).changed(network="on")
    found = {setting.name: setting for setting in list_settings(file, in_force)}
    assert list(found) == list(Config.notes())
    network = found["network"]
    assert (network.value, network.in_force, network.default) == ("off", "on", "ask")
    assert (network.origin, network.waits) == ("file", True)
    assert (found["max_steps"].origin, found["max_steps"].waits) == ("file", False)
    assert (found["threads"].origin, found["threads"].value) == ("default", None)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("max_steps", " 12 ", 12),
        ("gpu_layers", "-1", -1),
        ("quiet", "yes", True),
        ("quiet", "Off", False),
        ("network", "off", "off"),
        ("editor", " code --wait ", "code --wait"),
        ("allowed_hosts", "a.b, c ,", ["a.b", "c"]),
        ("allowed_hosts", "", []),
        ("keymap.chat.stop", "ctrl+s", "ctrl+s"),
        ("mcp_servers.files.command", "npx", "npx"),
        ("mcp_servers.files.args", '["-y", "x"]', ["-y", "x"]),
        ("mcp_servers.files.url", "http://127.0.0.1:1", "http://127.0.0.1:1"),
    ],
)
def test_typed_values(file: Path, name: str, text: str, value: Any) -> None:
    assert parse_value(name, text) == value
    write_setting(file, name, value)
    kept = value_of(load_config(file), name)
    assert (list(kept) if isinstance(kept, tuple) else kept) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("max_step", "1", "did you mean 'max_steps'"),
        ("max_steps", "many", "max_steps = 'many': a whole number is needed"),
        ("max_steps", "0", "the least that works is 1"),
        ("quiet", "perhaps", "true or false is needed"),
        ("network", "often", "one of off, ask, on is needed"),
        ("model", " ", "it must not be empty"),
        ("keymap", "x", "name an action too, such as keymap.chat.stop"),
        ("mcp_servers", "x", "name a server and its key too"),
        ("network.off", "x", "is no table"),
    ],
)
def test_values_that_are_refused(name: str, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_value(name, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_secret_stands_in_no_message() -> None:
    assert "sk-1" not in toml_line("api_key", "sk-1")
    assert value_text(Config.rules()["proxy"], "http://me:sk-1@host") == "***"
    assert without_secret("api_key", "sk-1") == "***"
    servers = {"files": {"env": {"KEY": "sk-1"}}}
    assert without_secret("mcp_servers", servers) == ["files"]
    assert without_secret("mcp_servers.files.env", servers["files"]["env"]) == "***"


def test_keys_are_found_in_either_spelling(file: Path) -> None:
    file.write_text('[keymap]\nchat.stop = "f8" # mine\n"chat.unfold" = ["f7", "ctrl+u"]\n')
    assert load_config(file).keymap == {"chat.stop": "f8", "chat.unfold": "f7,ctrl+u"}
    write_setting(file, "keymap.chat.stop", "ctrl+s")
    write_setting(file, "keymap.chat.unfold", "f9")
    assert file.read_text() == '[keymap]\nchat.stop = "ctrl+s" # mine\n"chat.unfold" = "f9"\n'
    assert reset_setting(file, "keymap.chat.stop")
    assert not reset_setting(file, "keymap.chat.stop")
    assert load_config(file).keymap == {"chat.unfold": "f9"}


def test_an_unknown_setting_is_not_reset(file: Path) -> None:
    with pytest.raises(ConfigError, match="no setting"):
        reset_setting(file, "no_such")


@given(name=st.sampled_from(list(Config.notes())), text=st.text(max_size=12))
def test_any_text_is_a_value_or_a_problem(name: str, text: str) -> None:
    if Config.rules()[name].kind in ("keys", "tables"):
        return
    if problem_of(name, text) is None:
        value = parse_value(name, text)
        assert Config.rules()[name].problem(value) is None
    else:
        with pytest.raises(ConfigError):
            parse_value(name, text)


def test_the_template_explains_everything_and_sets_nothing(file: Path) -> None:
    template = settings_template()
    file.write_text(template, encoding="utf-8")
    assert load_config(file) == Config()
    assert all(name in template and note in template for name, note in Config.notes().items())


def test_the_editor_ends_and_the_file_is_checked(file: Path) -> None:
    file.write_text("max_steps = 3\n")
    edit_settings(file, {"EDITOR": "sed -i s/3/4/", "PATH": "/usr/bin:/bin"})
    assert load_config(file).max_steps == 4
    with pytest.raises(ConfigError, match="max_steps = 0"):
        edit_settings(file, {"EDITOR": "sed -i s/4/0/", "PATH": "/usr/bin:/bin"})
    assert file.read_text() == "max_steps = 0\n"


def test_a_new_file_is_the_users_alone_and_a_link_leads_to_it(file: Path) -> None:
    before = os.umask(0)
    try:
        file.symlink_to(file.with_name("kept.toml"))
        edit_settings(file, {"EDITOR": "sed -i '$a api_key = \"k\"' --follow-symlinks"})
    finally:
        os.umask(before)
    assert load_config(file).api_key == "k"
    assert stat.S_IMODE(file.with_name("kept.toml").stat().st_mode) == 0o600


def test_a_file_that_was_only_looked_at_is_not_made(file: Path) -> None:
    edit_settings(file, {"VISUAL": "true"})
    assert not file.exists()
    with pytest.raises(ConfigError, match="ended with code 1"):
        edit_settings(file, {"VISUAL": "false"})
    assert not file.exists()


def test_the_files_own_editor_comes_first_though_the_file_is_wrong(file: Path) -> None:
    file.write_text('editor = "sed -i s/max_step/max_steps/"\nmax_step = 3\n')
    edit_settings(file, {"EDITOR": "false"})
    assert load_config(file).max_steps == 3


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_line_shows_no_control_character_and_means_the_same(text: str) -> None:
    line = toml_line("remote_name", text)
    assert clean(line) == line
    assert tomllib.loads(line) == {"remote_name": text}
    keys = toml_line("keymap", {text: text})
    assert clean(keys) == keys
    assert tomllib.loads(keys) == {"keymap": {text: text}}


def test_names_of_servers_stay_on_their_line() -> None:
    assert toml_line("mcp_servers", ["a\nb\x1b[31m", "c"]) == "# mcp_servers: a b, c"
