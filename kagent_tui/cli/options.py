"""Options and arguments that several commands share."""

from __future__ import annotations

import sys

import click


def _named(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("name builtin, a GGUF file or a URL", context, parameter)
    return value


MODEL = click.option(
    "--model",
    metavar="builtin|PATH|URL",
    callback=_named,
    help="The model to use: the built-in one, a GGUF file, or a server's base URL.",
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
