"""What a question is asked with: model, tools, language; the same for both faces."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kagent_tui.errors import FaceError
from models.paths import expanded

if TYPE_CHECKING:
    from engine.events import Language
    from engine.profile import Profile
    from kagent_tui.config import Config

BUILTIN = "builtin"
NO_TOOLS = "none"
_GGUF = ".gguf"
_SEARCH = "search_knowledge"


class AskingError(FaceError):
    """A question cannot be asked so; one line with what to do next."""


def model_source(home: Path, config: Config, wanted: str) -> str:
    """What opens the model that is meant: "builtin", a path or a server's address.

    `wanted` may also be the name of a model that is here, or of the catalogue.

    Raises:
        AskingError: the model is known, but not here, or is none that answers.
        ModelError: there is no model of this name.
    """
    named = wanted.strip()
    is_path = named.lower().endswith(_GGUF) or os.sep in named or expanded(named).exists()
    if named == BUILTIN or "://" in named or is_path:
        return named
    from kagent_tui.model_shelf import ModelShelf
    from models.catalog import find

    row = ModelShelf(home, config).row(named)
    if row is None:
        find(named)  # says what it may have been
        raise AskingError(f"{named} is not here yet; to get it: kagent models pull {named}")
    if row.kind != "language":
        raise AskingError(f"{row.name} is no language model; see: kagent models list")
    if row.installed is not None:
        return str(row.installed.path)
    if row.entry is not None and row.entry.builtin:
        return BUILTIN
    raise AskingError(f"{row.name} is not here yet; to get it: kagent models pull {row.name}")


def tool_names(written: str) -> tuple[str, ...]:
    """The names of a list with commas; "none" is the empty one.

    Raises:
        AskingError: there is no name in it.
    """
    names = tuple(dict.fromkeys(name.strip() for name in written.split(",") if name.strip()))
    if not names:
        raise AskingError(f'no tool is named; write names with commas, or "{NO_TOOLS}"')
    return () if names == (NO_TOOLS,) else names


def answer_language(
    config: Config, profile: Profile, given: Language | None = None
) -> Language | None:
    """The language of answers: the one given for this question, the profile's, the settings'.

    None where the question decides.
    """
    if given is not None:
        return given
    if profile.language is not None:
        return profile.language
    return None if config.language == "auto" else config.language


def lost_on(model: str, profile: Profile) -> str:
    """What to say where a model cannot use all of a profile; empty where it can."""
    if model != BUILTIN or not profile.needs_large_model:
        return ""
    return (
        "the built-in model keeps to a profile's name, tools and language only; for its bio and "
        "instructions use a larger one (kagent models list)"
    )


def unread_attachments(model: str, tools: Sequence[str] | None, profile: Profile) -> str:
    """What to say where what comes with a question will not be read; empty where it will be."""
    allowed = profile.tools if tools is None else tools
    if model != BUILTIN or allowed is None or _SEARCH in allowed:
        return ""
    return f"the built-in model reads what comes with a question by {_SEARCH}, which is left out"
