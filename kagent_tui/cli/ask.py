"""`kagent ask`: one question, answered on standard output."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import ONLINE
from kagent_tui.cli.options import (
    IN_COLLECTION,
    LANGUAGE,
    MODEL,
    PROFILE,
    TOOLS,
    model_options,
    words_of,
)

if TYPE_CHECKING:
    from engine.attachments import Attachment
    from engine.events import Language
    from kagent_tui.assembly import Assembly
    from kagent_tui.config import Config
    from store.memory import MemoryBank

_STANDARD_INPUT = "-"
_SETTINGS = (
    "language",
    "profile",
    "max_steps",
    "model",
    "remote_name",
    "context_tokens",
    "gpu_layers",
)


@table_command("ask")
@click.argument("question", nargs=-1)
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option(
    "--stream", "form", flag_value="stream", help="Print one JSON event a line, as it happens."
)
@click.option(
    "-q", "--quiet", is_flag=True, help="Print the answer alone, not the plan and what tools found."
)
@click.option(
    "--knowledge",
    multiple=True,
    metavar="PATH|URL",
    help='A file, a folder or a web page to answer this one question from; "-" waits for standard '
    "input. May be given several times.",
)
@IN_COLLECTION
@ONLINE
@LANGUAGE
@click.option("--session", metavar="ID", help="Go on with a stored session.")
@click.option("-c", "--continue", "latest", is_flag=True, help="Go on with the latest session.")
@PROFILE
@TOOLS
@click.option("--max-steps", type=click.IntRange(1), metavar="N", help="At most N tool calls.")
@MODEL
@model_options
@click.pass_context
def command(
    context: click.Context, /, question: tuple[str, ...], form: str | None, **options: Any
) -> int:
    """The answer and its sources go to standard output, the plan and what the tools found to
    standard error. The QUESTION "-" is read from standard input. The web is searched only with
    --online, or with network = "on" in config.toml.

    What is piped in beside a QUESTION (git diff | kagent ask "what changed?") is knowledge for this
    question, like --knowledge; it is kept under attachments/ in the home, so that it can be opened
    later. In a loop that reads standard input itself, add </dev/null. The key of a model server may
    stand in KAGENT_API_KEY.

    Exit codes: 0 answered, 1 an error, 2 wrong usage, 3 nothing found, 130 interrupted.
    """
    query = words_of(question, context, "question")
    if options["session"] is not None and options["latest"]:
        raise click.UsageError("Take either --session or --continue, not both.", context)
    if not all(place.strip() for place in options["knowledge"]):
        raise click.UsageError("A place of --knowledge is empty.", context)
    is_read = question == (_STANDARD_INPUT,)
    if is_read and _STANDARD_INPUT in options["knowledge"]:
        raise click.UsageError("Standard input is the question already.", context)
    invocation = context.ensure_object(Invocation)
    config = _settings(invocation, options)

    from engine.knowledge import documents_in
    from kagent_tui.cli.answering import answer, is_watched, make_renderer, toned

    with invocation.assembly(config) as assembly:
        documents_in(assembly.bank, options["collections"])  # said before a model loads
        language = _language(assembly, config, options)
        stored = _stored_session(assembly.bank, options["session"], latest=options["latest"])
        tools = _tools(options["tools"])
        asked = assembly.session(stored, options["collections"], tools)
        attachments = _attachments(options["knowledge"], is_read=is_read)
        if attachments:
            _say_what_is_unread(assembly, config, tools)
            if form is None and not options["quiet"] and is_watched():
                # A large one takes seconds.
                toned(sys.stderr)(f"Reading: {', '.join(one.shown for one in attachments)}")
        renderer = make_renderer(
            form, query=query, language=language, session=asked.id, quiet=options["quiet"]
        )
        return answer(
            asked,
            query,
            renderer,
            language=language,
            now=invocation.now,
            attachments=attachments,
        )


def _settings(invocation: Invocation, options: Mapping[str, Any]) -> Config:
    """The settings with the options in their place."""
    return invocation.config(
        network="on" if options["online"] else None, **{name: options[name] for name in _SETTINGS}
    )


def _language(assembly: Assembly, config: Config, options: Mapping[str, Any]) -> Language | None:
    """The language to answer in; says where the model cannot use all of the profile."""
    from kagent_tui.controllers.asking import answer_language, lost_on

    profile = assembly.profile()
    if lost := lost_on(config.model, profile):
        warn(lost)
    return answer_language(config, profile, options["language"])


def _say_what_is_unread(assembly: Assembly, config: Config, tools: Sequence[str] | None) -> None:
    from kagent_tui.controllers.asking import unread_attachments

    if said := unread_attachments(config.model, tools, assembly.profile()):
        warn(said)


def _tools(written: str | None) -> tuple[str, ...] | None:
    from kagent_tui.controllers.asking import tool_names

    return None if written is None else tool_names(written)


def _attachments(named: tuple[str, ...], *, is_read: bool) -> list[Attachment]:
    """What comes with the question: what is piped in, unless that `is_read` already, and what is
    named."""
    from engine.attachments import Attachment
    from kagent_tui.cli.standard_input import NAME, piped_text

    waits = _STANDARD_INPUT in named
    text = "" if is_read else piped_text(wait=waits)
    if waits and not text:
        warn(f"there is nothing on {NAME}")
    attached = [Attachment.of_text(text, NAME)] if text else []
    places = dict.fromkeys(place for place in named if place != _STANDARD_INPUT)
    return [*attached, *map(Attachment.of_place, places)]


def _stored_session(bank: MemoryBank, wanted: str | None, *, latest: bool) -> str | None:
    from kagent_tui.controllers.sessions import find_session

    if wanted is not None:
        return find_session(bank, wanted).id
    if not latest:
        return None
    known = bank.sessions()
    if not known:
        warn("there is no session to continue yet; this question begins one")
    return known[0].id if known else None
