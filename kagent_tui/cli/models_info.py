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
    from kagent_tui.model_shelf import ModelShelf, ShelfRow
    from models.description import Description


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
        from kagent_tui.model_shelf import ModelShelf

        described = _named(ModelShelf(invocation.locations().home, config), name)
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
    return said if path is None else {**_of_file(_describe(Path(path))), **said}


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


def _named(shelf: ModelShelf, name: str) -> dict[str, Any]:
    """What is known of an entry, of an installed model or of a file."""
    row = shelf.row(name)
    if row is not None:
        return _of_row(row)
    path = Path(name).expanduser()
    if path.exists() or (path.suffix.lower() == ".gguf" and name.count("/") != 2):
        described = _describe(path.absolute())
        memory = described.memory_bytes()
        fit = shelf.fit(memory, described.kind, described.bytes)
        return {**_of_file(described), "memory_bytes": memory, "fit": fit}
    from models.catalog import find

    entry = find(name)
    return {"name": entry.name, "url": entry.url(), "state": "", "installed": False}


def _of_row(row: ShelfRow) -> dict[str, Any]:
    entry, installed = row.entry, row.installed
    said: dict[str, Any] = {}
    path = _path_of(row)
    if path is not None:
        said |= _of_file(_describe(path))
    said |= {key: value for key, value in row.to_json().items() if value or key not in said}
    if entry is not None and entry.repository:
        said |= {"url": entry.url(), "published_sha256": entry.sha256}
    record = installed.record if installed is not None else None
    if record is not None:
        said |= {
            "source": record.source,
            "sha256": record.sha256,
            "verified": record.verified,
        }
        if record.probe is not None:
            said |= {
                "prompt_tokens_per_second": record.probe.prompt_rate,
                "measured_memory_bytes": record.probe.memory,
            }
    return said


def _path_of(row: ShelfRow) -> Path | None:
    if row.installed is not None:
        return row.installed.path
    if row.entry is not None and row.entry.builtin and row.kind == "language":
        from models.builtin import language_model_path

        return language_model_path()
    return None


def _describe(path: Path) -> Description:
    from models.description import describe

    return describe(path)


def _of_file(described: Description) -> dict[str, Any]:
    return {
        "name": described.name,
        "kind": described.kind,
        "file": str(described.path),
        "bytes": described.bytes,
        "architecture": described.architecture,
        "parameters": described.parameters,
        "quantisation": described.quantisation,
        "context_tokens": described.context_tokens,
        "attention": described.attention,
        "sliding_window": described.sliding_window,
        "layers": described.layers,
        "kv_bytes_per_token": described.kv_bytes_per_token,
        "chat_template": described.has_chat_template,
        "style": described.style,
        "licence": described.licence,
        "parts": len(described.parts),
    }
