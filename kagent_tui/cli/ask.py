"""`kagent ask`: one question, answered on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import ONLINE
from kagent_tui.cli.options import IN_COLLECTION, LANGUAGE, MODEL, words_of

if TYPE_CHECKING:
    from store.memory import MemoryBank


@table_command("ask")
@click.argument("question", nargs=-1)
@click.option("--json", "form", flag_value="json", help="Print one JSON object.")
@click.option(
    "--stream", "form", flag_value="stream", help="Print one JSON event a line, as it happens."
)
@IN_COLLECTION
@ONLINE
@LANGUAGE
@click.option("--session", metavar="ID", help="Go on with a stored session.")
@click.option("-c", "--continue", "latest", is_flag=True, help="Go on with the latest session.")
@MODEL
@click.option("--max-steps", type=click.IntRange(1), metavar="N", help="At most N tool calls.")
@click.option(
    "--gpu-layers",
    type=click.IntRange(-1),
    metavar="N",
    help="Give N layers of the model to a GPU; -1 for all.",
)
@click.pass_context
def command(
    context: click.Context,
    /,
    question: tuple[str, ...],
    form: str | None,
    session: str | None,
    latest: bool,
    collections: tuple[str, ...],
    online: bool,
    **settings: Any,
) -> int:
    """The answer and its sources go to standard output, the plan and what the tools found to
    standard error. The QUESTION "-" is read from standard input. The web is searched only with
    --online, or with network = "on" in config.toml.

    Exit codes: 0 answered, 1 an error, 2 wrong usage, 3 nothing found, 130 interrupted.
    """
    query = words_of(question, context, "question")
    if session is not None and latest:
        raise click.UsageError("Take either --session or --continue, not both.", context)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None, **settings)

    from engine.knowledge import documents_in
    from kagent_tui.assembly import chosen_language
    from kagent_tui.cli.answering import answer, make_renderer

    language = chosen_language(config)
    with invocation.assembly(config) as assembly:
        documents_in(assembly.bank, collections)  # an unknown one is said before a model loads
        stored = _stored_session(assembly.bank, session, latest=latest)
        asked = assembly.session(stored, collections)
        renderer = make_renderer(form, query=query, language=language, session=asked.id)
        return answer(asked, query, renderer, language=language, now=invocation.now)


def _stored_session(bank: MemoryBank, wanted: str | None, *, latest: bool) -> str | None:
    from kagent_tui.cli.sessions import find_session

    if wanted is not None:
        return find_session(bank, wanted).id
    if not latest:
        return None
    known = bank.sessions()
    if not known:
        warn("there is no session to continue yet; this question begins one")
    return known[0].id if known else None
