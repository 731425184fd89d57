"""Opens the models that commands name for work on many items: on this machine or on a server."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from kagent_tui.cli.diagnostics import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kagent_tui.cli.invocation import Invocation
    from kagent_tui.config import Config
    from models.language.base import LanguageModel
    from models.language.loading import ModelSpec

_SAMPLED_BYTES = 1 << 20


def is_server(source: str) -> bool:
    """Whether a model's source is a server."""
    return source.startswith(("http://", "https://"))


def role_spec(config: Config, role: str, given: str | None) -> ModelSpec:
    """What to open for a role: `given`, a source or URL#NAME, or the model of the settings.

    The key of a server is read from KAGENT_<ROLE>_KEY; that of the settings is only sent to the
    server of the settings.

    Raises:
        CommandError: it is a server, and the network is off.
    """
    from dataclasses import replace

    from kagent_tui.loaded_model import model_spec

    source = given or config.model
    if is_server(source) and config.network == "off":
        raise CommandError(
            f"{source} is not asked, for the network is off: set network to ask in config.toml"
        )
    address, _, name = source.partition("#") if is_server(source) else (source, "", "")
    spec = replace(model_spec(config), source=address)
    if given is not None:
        own_key = config.api_key if address == config.model else None
        spec = replace(spec, remote_name=name or None, api_key=own_key)
    return replace(spec, api_key=os.environ.get(f"KAGENT_{role.upper()}_KEY") or spec.api_key)


def named_specs(
    invocation: Invocation, config: Config, named: Sequence[str], role: str = "model"
) -> list[ModelSpec]:
    """What to open for the models that were named, or that of the settings; none of them twice.

    Raises:
        AskingError, ModelError, CommandError: one of them is not to be had.
    """
    from kagent_tui.controllers.asking import model_source

    home = invocation.locations().home
    given: list[str | None] = [model_source(home, config, name) for name in named]
    return list(dict.fromkeys(role_spec(config, role, source) for source in given or [None]))


def source_label(spec: ModelSpec) -> str:
    """The model's source, with a server's name for it."""
    return f"{spec.source}#{spec.remote_name}" if spec.remote_name else spec.source


def load_spec(config: Config, spec: ModelSpec) -> LanguageModel:
    """The model alone, for one question at a time; raises ModelError."""
    from engine.server_connection import ModelServers
    from models.language.loading import load_model

    return load_model(spec, connection=ModelServers(config.network))


def open_model(config: Config, spec: ModelSpec) -> LanguageModel:
    """Open it so that several threads may ask it; raises ModelError.

    A local model writes as many answers side by side as `spec` says, the others wait.
    """
    from engine.mat.whole import OneAtATime

    model = load_spec(config, spec)
    return model if is_server(spec.source) or spec.answers > 1 else OneAtATime(model)


def identity_of(source: str) -> str:
    """What tells a model's file from another of the same name; "" for a server.

    Raises:
        OSError: there is no such file.
    """
    if is_server(source):
        return ""
    from models.builtin import language_model_path
    from models.language.loading import BUILTIN
    from models.paths import expanded

    path = language_model_path() if source == BUILTIN else expanded(source)
    size = path.stat().st_size
    found = hashlib.sha256(str(size).encode())
    # Both ends: the header with its names and settings, and the weights that were written last.
    with path.open("rb") as stream:
        found.update(stream.read(_SAMPLED_BYTES))
        stream.seek(max(0, size - _SAMPLED_BYTES))
        found.update(stream.read(_SAMPLED_BYTES))
    return found.hexdigest()[:12]
