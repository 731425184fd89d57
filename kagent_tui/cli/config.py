"""`kagent config`: the settings."""

from __future__ import annotations

import json
from typing import Any

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

_SECRET = frozenset({"api_key", "weather_key", "proxy"})


@table_command("config show")
@AS_JSON
@click.pass_context
def show(context: click.Context, as_json: bool) -> int:
    """A setting that has no value stands behind a #. Keys, and what an MCP server is given, are not
    shown.
    """
    import dataclasses

    config = context.ensure_object(Invocation).config()
    values = dataclasses.asdict(config)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps({name: _without_secret(name, values[name]) for name in values}))
        return ANSWERED
    blocks = [f"# {note}\n{_setting(name, values[name])}" for name, note in config.notes().items()]
    output.write_line("\n\n".join(blocks))
    return ANSWERED


@table_command("config path")
@click.pass_context
def path(context: click.Context) -> int:
    """The file need not exist; write it with any editor."""
    output.write_line(str(context.ensure_object(Invocation).locations().config_file))
    return ANSWERED


command = table_group(
    "config", "Settings are kept in config.toml; every one has a default.", (show, path)
)


def _without_secret(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(value)
    return "***" if name in _SECRET and value is not None else value


def _setting(name: str, value: Any) -> str:
    if value is None:
        return f"# {name} ="
    if name in _SECRET:
        return f"# {name} = is set, and not shown"
    if isinstance(value, dict):
        return f"# {name}: {', '.join(value) or 'none'}"
    # A JSON string is a TOML string.
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"
