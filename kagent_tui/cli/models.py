"""`kagent models`: which language model answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, MODEL
from kagent_tui.render import output

if TYPE_CHECKING:
    from kagent_tui.config import Config


@table_command("models info")
@MODEL
@AS_JSON
@click.pass_context
def info(context: click.Context, model: str | None, as_json: bool) -> int:
    """A model file is loaded first, so that what is said is true; a server is not asked."""
    invocation = context.ensure_object(Invocation)
    config = invocation.config(model=model)
    with invocation.assembly(config) as assembly:
        loaded = assembly.load_model()
        described: dict[str, Any] = {
            "name": loaded.name,
            "source": config.model,
            **_file(config),
            "context_tokens": loaded.context_tokens,
            "style": loaded.style,
        }
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(described))
        return ANSWERED
    from engine.cleaning import clean_line

    for key, value in described.items():
        output.write_line(f"{key.replace('_', ' ')}: {clean_line(str(value))}")
    return ANSWERED


command = table_group(
    "models", 'Another model is used by --model, or by the setting "model".', (info,)
)


def _file(config: Config) -> dict[str, Any]:
    """The model's file and its size in bytes; nothing for a server."""
    if "://" in config.model:
        return {}
    if config.model == "builtin":
        from models.builtin import language_model_path

        path = language_model_path()
    else:
        path = Path(config.model).expanduser()
    return {"file": str(path), "bytes": path.stat().st_size}
