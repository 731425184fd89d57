"""The pipeline's own prompts, one text file a purpose and language, in words of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from engine.events import Language
from models.language.base import Message

_FOLDER = Path(__file__).with_name("prompts")


@cache
def _text(name: str, language: Language) -> Template:
    path = _FOLDER / f"{name}.{language}.txt"
    return Template(path.read_text(encoding="utf-8").strip())


def prompt(name: str, language: Language, **values: str) -> str:
    """The prompt with its values filled in; values are never looked into.

    Raises:
        KeyError: the prompt has a place for which no value is given.
    """
    return _text(name, language).substitute(values)


def asked(name: str, language: Language, **values: str) -> list[Message]:
    """The prompt as what a model is asked."""
    return [Message("user", prompt(name, language, **values))]
