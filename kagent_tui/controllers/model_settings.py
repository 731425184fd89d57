"""The settings of models beside the model itself: a server in its place, and its context's size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kagent_tui.controllers.models import ModelRefusedError

if TYPE_CHECKING:
    from kagent_tui.config import Config

LEAST_CONTEXT: Final = 512


def offered_models(url: str, config: Config) -> list[str]:
    """The names of the models that a server offers; none where it gives no list.

    It is asked as it would be for an answer: not where the network is off.

    Raises:
        ModelError: it cannot be asked, or is no model server.
    """
    from engine.server_connection import ModelServers
    from models.language.listing import listed_models

    return listed_models(url, ModelServers(config.network), api_key=config.api_key)


def write_server(config_file: Path, url: str, name: str | None) -> str:
    """Let a server's model answer: the URL as it is written into the settings.

    Raises:
        ModelError: the URL is malformed.
        ConfigError: the settings cannot be changed.
    """
    from kagent_tui.config_writing import set_value, unset
    from models.language.chat_format import normalised

    clean = normalised(url)
    set_value(config_file, "model", clean)
    if name is None:
        unset(config_file, "remote_name")
    else:
        set_value(config_file, "remote_name", name)
    return clean


def write_context(config_file: Path, typed: str) -> int | None:
    """Set the context's size from what was typed; nothing typed stands for the model's own.

    Raises:
        ModelRefusedError: it is no such number.
        ConfigError: the settings cannot be changed.
    """
    from kagent_tui.config_writing import set_value, unset

    digits = typed.strip().replace(",", "").replace(" ", "")
    if not digits:
        unset(config_file, "context_tokens")
        return None
    if not (digits.isascii() and digits.isdigit()) or not LEAST_CONTEXT <= int(digits) <= 10**7:
        raise ModelRefusedError(
            f"the context is a number of tokens from {LEAST_CONTEXT} on, or nothing for the "
            "model's own"
        )
    set_value(config_file, "context_tokens", int(digits))
    return int(digits)
