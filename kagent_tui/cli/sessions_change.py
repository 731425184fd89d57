"""`kagent sessions rename`, `tag`, `untag`, `branch`, `delete` and `restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, trace
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import words_of
from kagent_tui.cli.purging import purge_small
from kagent_tui.cli.sessions_lines import session_line
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.memory import MemoryBank
    from store.records import SessionRecord

_SESSION = click.argument("session", metavar="ID")
_SESSIONS = click.argument("sessions", nargs=-1, required=True, metavar="ID...")
_TAGS = click.argument("tags", nargs=-1, required=True, metavar="TAG...")


@table_command("sessions rename")
@_SESSION
@click.argument("title", nargs=-1, required=True)
@click.pass_context
def rename(context: click.Context, session: str, title: tuple[str, ...]) -> int:
    """The beginning of an ID is enough where it is the only one."""
    name = words_of(title, context, "title")
    from kagent_tui.controllers import sessions as controller

    with context.ensure_object(Invocation).assembly() as assembly:
        record = controller.find_session(assembly.bank, session)
        kept = controller.rename(assembly.bank, record.id, name)
    output.write_line(f"renamed: {record.id}  {kept}")
    return ANSWERED


@table_command("sessions tag")
@_SESSION
@_TAGS
@click.pass_context
def tag(context: click.Context, session: str, tags: tuple[str, ...]) -> int:
    """A TAG of several words goes in quotation marks. `kagent sessions list --tag` finds by it."""
    return _change_tags(context, session, add=tags)


@table_command("sessions untag")
@_SESSION
@_TAGS
@click.pass_context
def untag(context: click.Context, session: str, tags: tuple[str, ...]) -> int:
    """A TAG that the session has not got is passed over."""
    return _change_tags(context, session, remove=tags)


def _change_tags(
    context: click.Context, session: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
) -> int:
    from kagent_tui.controllers import sessions as controller

    with context.ensure_object(Invocation).assembly() as assembly:
        record = controller.find_session(assembly.bank, session)
        controller.change_tags(assembly.bank, record.id, add=add, remove=remove)
        record = controller.find_session(assembly.bank, record.id)
    output.write_line(session_line(record))
    return ANSWERED


@table_command("sessions branch")
@_SESSION
@click.option(
    "--before",
    type=click.IntRange(1),
    metavar="N",
    help="Leave out the question of this number and those after it.",
)
@click.pass_context
def branch(context: click.Context, session: str, before: int | None) -> int:
    """The new session begins with the same questions and answers; the other stays as it is."""
    from kagent_tui.controllers import sessions as controller

    with context.ensure_object(Invocation).assembly() as assembly:
        record = controller.find_session(assembly.bank, session)
        if before is None:
            new = controller.branch(assembly.bank, record.id)
        else:
            new, _ = controller.branch_before(assembly.bank, record.id, before)
    output.write_line(session_line(new))
    return ANSWERED


@table_command("sessions delete")
@_SESSIONS
@click.option("--permanently", "for_good", is_flag=True, help="For good; there is no way back.")
@click.pass_context
def delete(context: click.Context, sessions: tuple[str, ...], for_good: bool) -> int:
    """They are found no more, by no search and no question. For 30 days `kagent sessions restore`
    brings them back; then, or with --permanently, all that was said in them is forgotten for
    good.
    """
    from kagent_tui.controllers import sessions as controller

    with context.ensure_object(Invocation).assembly() as assembly:
        bank = assembly.bank
        found = [_found(bank, session, also_deleted=for_good) for session in sessions]
        records = list({record.id: record for record in found}.values())
        for record in records:
            controller.delete(bank, record.id, now=for_good)
            output.write_line(f"deleted: {session_line(record)}")
        if for_good:
            purge_small(bank)
        else:
            ids = " ".join(record.id for record in records)
            trace(f"to bring back: kagent sessions restore {ids}")
    return ANSWERED


def _found(bank: MemoryBank, wanted: str, *, also_deleted: bool) -> SessionRecord:
    """The session that is meant; with `also_deleted` also one that was deleted before."""
    from kagent_tui.controllers.sessions import SessionError, find_session

    try:
        return find_session(bank, wanted)
    except SessionError:
        if not also_deleted:
            raise
        return find_session(bank, wanted, deleted=True)


@table_command("sessions restore")
@_SESSIONS
@click.pass_context
def restore(context: click.Context, sessions: tuple[str, ...]) -> int:
    """`kagent sessions list --deleted` shows which there are."""
    from kagent_tui.controllers import sessions as controller

    with context.ensure_object(Invocation).assembly() as assembly:
        found = [
            controller.find_session(assembly.bank, session, deleted=True) for session in sessions
        ]
        for record in {record.id: record for record in found}.values():
            controller.restore(assembly.bank, record.id)
            output.write_line(f"restored: {session_line(record)}")
    return ANSWERED
