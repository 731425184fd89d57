"""`kagent config`: the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, NOT_FOUND, CommandError, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

_PATH_SETTINGS = ("model", "embedding", "speech_model")


@table_command("config show")
@AS_JSON
@click.pass_context
def show(context: click.Context, as_json: bool) -> int:
    """A setting that has no value stands behind a #. Keys, and what an MCP server is given, are not
    shown.
    """
    import dataclasses

    from kagent_tui.controllers.setting_text import toml_line, without_secret

    config = context.ensure_object(Invocation).config()
    values = dataclasses.asdict(config)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps({name: without_secret(name, values[name]) for name in values}))
        return ANSWERED
    notes = config.notes()
    blocks = [f"# {note}\n{toml_line(name, values[name])}" for name, note in notes.items()]
    output.write_line("\n\n".join(blocks))
    return ANSWERED


@table_command("config path")
@click.pass_context
def path(context: click.Context) -> int:
    """The file need not exist; write it with any editor."""
    output.write_line(str(context.ensure_object(Invocation).locations().config_file))
    return ANSWERED


@table_command("config get")
@click.argument("key")
@AS_JSON
@click.pass_context
def get(context: click.Context, key: str, as_json: bool) -> int:
    """The default where the file says nothing; exit code 3 where there is no value. A secret is
    shown as ***.
    """
    from kagent_tui.controllers.setting_text import without_secret
    from kagent_tui.controllers.settings import value_of
    from kagent_tui.render.encoding import dumps

    value = value_of(context.ensure_object(Invocation).config(), key)
    value = without_secret(key, value)
    if as_json:
        output.write_line(dumps(value))
    elif value is None:
        return NOT_FOUND
    else:
        output.write_line(value if isinstance(value, str) else dumps(value))
    return ANSWERED


@table_command("config set")
@click.argument("key")
@click.argument("value")
@click.pass_context
def set_(context: click.Context, key: str, value: str) -> int:
    """Everything else in the file stays as it is, comments too. VALUE is - for one that is read
    from standard input, which keeps a secret out of the shell's history. A list is written with
    commas; a key of the keyboard as keymap.ACTION.
    """
    from kagent_tui.controllers.setting_text import toml_line
    from kagent_tui.controllers.settings import parse_value, write_setting

    file = context.ensure_object(Invocation).locations().config_file
    parsed = parse_value(key, _absolute(key, _from_input() if value == "-" else value))
    if key.startswith("keymap."):
        _refuse_bad_key(key.removeprefix("keymap."), parsed)
    write_setting(file, key, parsed)
    said = key if "." in key else toml_line(key, parsed).removeprefix("# ")
    output.write_line(f"{said}: written into {file}")
    _say_what_is_wrong(file)
    return ANSWERED


# A value such as -1 is no option.
set_.context_settings = {**set_.context_settings, "ignore_unknown_options": True}


@table_command("config unset")
@click.argument("key")
@click.pass_context
def unset(context: click.Context, key: str) -> int:
    """Exit code 3 where the file did not set it."""
    from kagent_tui.controllers.settings import reset_setting

    file = context.ensure_object(Invocation).locations().config_file
    if not reset_setting(file, key):
        raise CommandError(f"{file}: does not set {key}; nothing was changed", NOT_FOUND)
    output.write_line(f"{key}: taken out of {file}")
    return ANSWERED


@table_command("config edit")
@click.pass_context
def edit(context: click.Context) -> int:
    """The editor is that of the setting "editor", of $VISUAL or of $EDITOR. What you write is kept
    whatever it is; if it is wrong, the line is named.
    """
    from kagent_tui.controllers.settings_file import edit_settings

    file = context.ensure_object(Invocation).locations().config_file
    edit_settings(file)
    output.write_line(f"{file}: is in order")
    return ANSWERED


command = table_group(
    "config",
    "Settings are kept in config.toml; every one has a default.",
    (show, path, get, set_, unset, edit),
)


def _from_input() -> str:
    import sys

    return sys.stdin.readline().rstrip("\r\n")


def _absolute(key: str, value: str) -> str:
    """A model's file that lies here is named in full: in the settings it is looked for there."""
    if key not in _PATH_SETTINGS or "://" in value:
        return value
    from models.paths import expanded

    file = expanded(value)
    return str(file.absolute()) if file.is_file() else value


def _refuse_bad_key(action: str, keys: Any) -> None:
    from kagent_tui.keymap import usable_keymap

    for trouble in usable_keymap({action: keys})[1]:
        raise CommandError(trouble)


def _say_what_is_wrong(file: Path) -> None:
    """The setting is written; another one may be wrong all the same."""
    from kagent_tui.config import load_config
    from kagent_tui.errors import ConfigError

    try:
        load_config(file)
    except ConfigError as error:
        warn(str(error))
