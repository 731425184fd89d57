"""`kagent sessions`: earlier questions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, CommandError, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, words_of
from kagent_tui.cli.purging import purge_small
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.events import Answer
    from store.memory import MemoryBank
    from store.records import SessionRecord, TurnRecord


@table_command("sessions list")
@AS_JSON
@click.pass_context
def list_sessions(context: click.Context, as_json: bool) -> int:
    """A line has the session's id, when it was last used, its number of questions, its title."""
    with context.ensure_object(Invocation).assembly() as assembly:
        records = assembly.bank.sessions()
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([_session_json(record) for record in records]))
        return ANSWERED
    if not records:
        warn('there is no session yet; begin one with: kagent ask "…"')
    for record in records:
        output.write_line(_session_line(record))
    return ANSWERED


@table_command("sessions show")
@click.argument("session", metavar="ID")
@AS_JSON
@click.pass_context
def show(context: click.Context, session: str, as_json: bool) -> int:
    """The beginning of an ID is enough where it is the only one."""
    from kagent_tui.sources import source_notes

    with context.ensure_object(Invocation).assembly() as assembly:
        record = find_session(assembly.bank, session)
        turns = assembly.bank.turns(record.id)
        answers = [stored_answer(turn) for turn in turns]
        notes = source_notes(assembly.bank, answers)
    if as_json:
        from kagent_tui.render.encoding import dumps

        shown = _whole_json(record, turns, answers)
        for turn, said in zip(shown["turns"], notes, strict=True):
            turn["source_notes"] = {str(number): note for number, note in said.items()}
        output.write_line(dumps(shown))
        return ANSWERED
    from kagent_tui.render.text import answer_lines

    output.write_line(_session_line(record))
    for number, answer in enumerate(answers, start=1):
        output.write_line()
        for line in answer_lines(number, answer, notes[number - 1]):
            output.write_line(line)
    return ANSWERED


@table_command("sessions rename")
@click.argument("session", metavar="ID")
@click.argument("title", nargs=-1, required=True)
@click.pass_context
def rename(context: click.Context, session: str, title: tuple[str, ...]) -> int:
    """The beginning of an ID is enough where it is the only one."""
    name = words_of(title, context, "title")
    with context.ensure_object(Invocation).assembly() as assembly:
        record = find_session(assembly.bank, session)
        assembly.bank.sessions_store.rename(record.id, " ".join(name.split()))
    output.write_line(f"renamed: {record.id}  {' '.join(name.split())}")
    return ANSWERED


@table_command("sessions delete")
@click.argument("sessions", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def delete(context: click.Context, sessions: tuple[str, ...]) -> int:
    """Its questions, answers and tasks are forgotten; there is no way back, but by a backup."""
    with context.ensure_object(Invocation).assembly() as assembly:
        bank = assembly.bank
        for record in [find_session(bank, session) for session in sessions]:
            bank.sessions_store.delete(record.id)
            output.write_line(f"deleted: {_session_line(record)}")
        purge_small(bank)
    return ANSWERED


@table_command("sessions export")
@click.argument("session", metavar="ID")
@AS_JSON
@click.option("-o", "--output", "path", metavar="FILE", help="Write FILE; it must not exist yet.")
@click.pass_context
def export(context: click.Context, session: str, as_json: bool, path: str | None) -> int:
    """Markdown, or with --json everything; to standard output where no FILE is named."""
    with context.ensure_object(Invocation).assembly() as assembly:
        record = find_session(assembly.bank, session)
        turns = assembly.bank.turns(record.id)
        answers = [stored_answer(turn) for turn in turns]
    if as_json:
        from kagent_tui.render.encoding import dumps

        text = dumps(_whole_json(record, turns, answers)) + "\n"
    else:
        from kagent_tui.render.markdown import session_markdown

        times = [turn.created_at for turn in turns]
        text = session_markdown(record.title, list(zip(times, answers, strict=True)))
    if path is None:
        output.write(text)
        return ANSWERED
    _write_new(path, text)
    output.write_line(f"exported: {path}")
    return ANSWERED


command = table_group(
    "sessions",
    'Go on with one by: kagent ask --session ID "…"',
    (list_sessions, show, rename, delete, export),
)


def _write_new(path: str, text: str) -> None:
    """Write a file of the user's; raises CommandError where there is one already."""
    from pathlib import Path

    try:
        with Path(path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(f"{path}: there is such a file already; name another") from None


def find_session(bank: MemoryBank, wanted: str) -> SessionRecord:
    """The session whose id is `wanted` or alone begins with it.

    Raises:
        CommandError: there is none, or there are several.
    """
    records = bank.sessions()
    found = [record for record in records if record.id == wanted]
    found = found or [record for record in records if wanted and record.id.startswith(wanted)]
    if not found:
        raise CommandError(f"there is no session {wanted!r}; see: kagent sessions list")
    if len(found) > 1:
        raise CommandError(
            f"{len(found)} sessions begin with {wanted!r}; write more of the id, see: "
            "kagent sessions list"
        )
    return found[0]


def stored_answer(turn: TurnRecord) -> Answer:
    """The answer of a turn as it was shown; raises CommandError."""
    import json

    from engine.answers import answer_from_json

    try:
        return answer_from_json(json.loads(turn.answer_json))
    except (KeyError, TypeError, ValueError) as error:
        raise CommandError(
            f"the answer of {turn.created_at} cannot be read ({error}); was it written by another "
            "version of KAgent?"
        ) from None


def _session_line(record: SessionRecord) -> str:
    from engine.cleaning import clean_line

    questions = "1 question" if record.turns == 1 else f"{record.turns} questions"
    return f"{record.id}  {record.updated_at}  {questions}  {clean_line(record.title)}"


def _whole_json(
    record: SessionRecord, turns: Sequence[TurnRecord], answers: Sequence[Answer]
) -> dict[str, Any]:
    from engine.answers import answer_to_json

    turns_json = [
        {"created_at": turn.created_at, **answer_to_json(answer)}
        for turn, answer in zip(turns, answers, strict=True)
    ]
    return {**_session_json(record), "turns": turns_json}


def _session_json(record: SessionRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "title": record.title,
        "questions": record.turns,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }
