"""`kagent models info`: the model in use, one of the catalogue, or any model file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON, MODEL
from kagent_tui.render import output

if TYPE_CHECKING:
    from kagent_tui.config import Config


@table_command("models info")
@click.argument("name", required=False, metavar="[NAME|PATH]")
@MODEL
@AS_JSON
@click.pass_context
def info(context: click.Context, name: str | None, model: str | None, as_json: bool) -> int:
    """Without NAME the model in use is loaded first, so that what is said is true; a server is not
    asked. Of a NAME or a file only what it says of itself is read.
    """
    if name is not None and model is not None:
        raise click.UsageError("Give a NAME or --model, not both.", context)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(model=model)
    if name is None:
        described = _in_use(invocation, config)
    else:
        from kagent_tui.controllers.model_facts import facts_of_name
        from kagent_tui.model_shelf import ModelShelf

        described = facts_of_name(ModelShelf(invocation.locations().home, config), name)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(described))
        return ANSWERED
    from engine.cleaning import clean_line

    for key, value in described.items():
        if text := _as_text(value):
            output.write_line(f"{key.replace('_', ' ')}: {clean_line(text)}")
    return ANSWERED


def _as_text(value: Any) -> str:
    """A value for a person; empty for what is not known."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value) if value else ""


def _in_use(invocation: Invocation, config: Config) -> dict[str, Any]:
    with invocation.assembly(config) as assembly:
        loaded = assembly.load_model()
        said = {
            "name": loaded.name,
            "source": config.model,
            **_file(config),
            "context_tokens": loaded.context_tokens,
            "style": loaded.style,
        }
    path = said.get("file")
    if path is None:
        return said
    from kagent_tui.controllers.model_facts import describe_file, facts_of_file

    return {**facts_of_file(describe_file(Path(path))), **said}


def _file(config: Config) -> dict[str, Any]:
    """The model's file and its size in bytes; nothing for a server."""
    if "://" in config.model:
        return {}
    if config.model == "builtin":
        from models.builtin import language_model_path

        path = language_model_path()
    else:
        from models.paths import expanded

        path = expanded(config.model)
    return {"file": str(path), "bytes": path.stat().st_size}
