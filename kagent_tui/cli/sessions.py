"""`kagent sessions`: earlier questions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, NOT_FOUND, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, words_of
from kagent_tui.cli.sessions_change import branch, delete, rename, restore, tag, untag
from kagent_tui.cli.sessions_export import export
from kagent_tui.cli.sessions_lines import session_line
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import SessionRecord

_TAG = click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag; may be given again."
)


@table_command("sessions list")
@_TAG
@click.option("--search", "words", metavar="WORDS", help="Only those that hold all the words.")
@click.option("--deleted", is_flag=True, help="List the deleted ones that can be brought back.")
@AS_JSON
@click.pass_context
def list_sessions(
    context: click.Context, tags: tuple[str, ...], words: str | None, deleted: bool, as_json: bool
) -> int:
    """A line has the session's id, when it was last used, its number of questions, its title, and
    its tags.
    """
    from kagent_tui.controllers import sessions

    with context.ensure_object(Invocation).assembly() as assembly:
        records = sessions.list_sessions(assembly.bank, words or "", tags=tags, deleted=deleted)
    if as_json:
        _write_json(records)
        return ANSWERED
    if not records:
        warn(_nothing(bool(words or tags), deleted))
    for record in records:
        output.write_line(session_line(record))
    return ANSWERED


def _nothing(asked: bool, deleted: bool) -> str:
    if asked:
        return "no session is like that; see: kagent sessions list"
    if deleted:
        return "no session is deleted"
    return 'there is no session yet; begin one with: kagent ask "…"'


@table_command("sessions search")
@click.argument("words", nargs=-1)
@_TAG
@AS_JSON
@click.pass_context
def search(
    context: click.Context, words: tuple[str, ...], tags: tuple[str, ...], as_json: bool
) -> int:
    """All the WORDS must be in a session's title, its tags, its questions or its answers; parts of
    words count. The exit code is 3 where nothing is found.
    """
    text = words_of(words, context, "query")
    from kagent_tui.controllers import sessions

    with context.ensure_object(Invocation).assembly() as assembly:
        records = sessions.list_sessions(assembly.bank, text, tags=tags)
    if as_json:
        _write_json(records)
    else:
        for record in records:
            output.write_line(session_line(record))
    return ANSWERED if records else fail(f"no session holds {text!r}", NOT_FOUND)


def _write_json(records: Sequence[SessionRecord]) -> None:
    from kagent_tui.controllers.session_export import record_json
    from kagent_tui.render.encoding import dumps

    output.write_line(dumps([record_json(record) for record in records]))


@table_command("sessions show")
@click.argument("session", metavar="ID")
@AS_JSON
@click.pass_context
def show(context: click.Context, session: str, as_json: bool) -> int:
    """The beginning of an ID is enough where it is the only one."""
    from kagent_tui.controllers.session_export import session_json
    from kagent_tui.controllers.sessions import find_session, stored_answer
    from kagent_tui.sources import source_notes

    with context.ensure_object(Invocation).assembly() as assembly:
        record = find_session(assembly.bank, session)
        turns = assembly.bank.turns(record.id)
        answers = [stored_answer(turn) for turn in turns]
        notes = source_notes(assembly.bank, answers)
    if as_json:
        from kagent_tui.render.encoding import dumps

        shown = session_json(record, turns, answers)
        for turn, said in zip(shown["turns"], notes, strict=True):
            turn["source_notes"] = {str(number): note for number, note in said.items()}
        output.write_line(dumps(shown))
        return ANSWERED
    from kagent_tui.render.text import answer_lines

    output.write_line(session_line(record))
    for number, answer in enumerate(answers, start=1):
        output.write_line()
        for line in answer_lines(number, answer, notes[number - 1]):
            output.write_line(line)
    return ANSWERED


command = table_group(
    "sessions",
    'Go on with one by: kagent ask --session ID "…"',
    (list_sessions, search, show, rename, tag, untag, branch, delete, restore, export),
)
