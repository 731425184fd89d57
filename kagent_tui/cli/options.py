"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click


def _named(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("name builtin, a model, a GGUF file or a URL", context, parameter)
    return value


MODEL = click.option(
    "--model",
    metavar="builtin|NAME|PATH|URL",
    callback=_named,
    help="The model to use: the built-in one, one that is here by its name, a GGUF file, or a "
    "server's base URL.",
)
PROFILE = click.option(
    "--profile", metavar="NAME|PATH", help="Who answers, and how; see: kagent profiles."
)
TOOLS = click.option(
    "--tools",
    metavar="NAME,NAME",
    help='Use no other tools than these; "none" for no tool at all.',
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "zh"]),
    help="Answer in this language, whatever the question's own.",
)

IN_COLLECTION = click.option(
    "--in",
    "collections",
    multiple=True,
    metavar="COLLECTION",
    help="Look only in this collection; may be given several times.",
)


def model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How the model is loaded."""
    options = (
        click.option(
            "--remote-name", metavar="NAME", help="The model's name on the server of --model."
        ),
        click.option(
            "--context-tokens",
            type=click.IntRange(512),
            metavar="N",
            help="Tokens of prompt and answer together.",
        ),
        click.option(
            "--gpu-layers",
            type=click.IntRange(-1),
            metavar="N",
            help="Give N layers of the model to a GPU; -1 for all.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def words_of(words: tuple[str, ...], context: click.Context, what: str) -> str:
    """The words of a question or query as one text; "-" reads standard input.

    Raises:
        UsageError: there is nothing but white space, or standard input is not UTF-8.
    """
    from engine.cleaning import clean

    text = clean(_standard_input(context) if words == ("-",) else " ".join(words)).strip()
    if not text:
        raise click.UsageError(f"The {what} is empty.", context)
    return text


def _standard_input(context: click.Context) -> str:
    if sys.stdin is None:
        raise click.UsageError("There is no standard input to read.", context)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError("Standard input is not UTF-8 text.", context) from None
