"""`kagent memory`: what is remembered, and how to forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, NOT_FOUND, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, words_of
from kagent_tui.cli.purging import purge, purge_all
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.events import MemoryKind
    from kagent_tui.controllers.memories import Forgotten, MemoryItem
    from store.memory import MemoryBank

_KINDS = ("conversation", "task", "knowledge")
_TEXT_WIDTH = 200
_KIND = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Only this memory; may be given again.",
)
_SESSION = click.option("--session", metavar="ID", help="Only what this session left.")
_BEFORE = click.option(
    "--before", metavar="DATE", help="Only what is older, such as 2026-11-20 or 2026-11-20T09:30."
)


@table_command("memory list")
@_KIND
@_SESSION
@_BEFORE
@AS_JSON
@click.pass_context
def list_entries(
    context: click.Context,
    kinds: tuple[MemoryKind, ...],
    session: str | None,
    before: str | None,
    as_json: bool,
) -> int:
    """A line has the id (c for a question with its answer, t for a task, k for a document), the
    time, and the beginning. The newest of each kind comes first.
    """
    moment = _moment(before, context)
    from kagent_tui.controllers.memories import list_items

    with context.ensure_object(Invocation).assembly() as assembly:
        found = list_items(assembly.bank, kinds, session=session, before=moment)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([item.to_json() for item in found]))
        return ANSWERED
    if not found:
        warn("nothing of this is remembered")
    for item in found:
        output.write_line(_line(item))
    return ANSWERED


@table_command("memory search")
@click.argument("query", nargs=-1)
@_KIND
@_SESSION
@click.option("-k", "--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N")
@AS_JSON
@click.pass_context
def search(
    context: click.Context,
    query: tuple[str, ...],
    kinds: tuple[MemoryKind, ...],
    session: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """No language model is used. The best comes first; -k sets how many are looked for. The exit
    code is 3 where nothing is found.
    """
    text = words_of(query, context, "query")
    from kagent_tui.controllers.memories import search_items

    with context.ensure_object(Invocation).assembly() as assembly:
        found = search_items(assembly.bank, text, kinds, session=session, limit=limit)
    if as_json:
        from kagent_tui.render.encoding import dumps

        results = [item.to_json() for item in found]
        output.write_line(dumps({"query": text, "results": results}))
    else:
        for item in found:
            output.write_line(_line(item))
    return ANSWERED if found else fail(f"nothing found for {text!r}", NOT_FOUND)


@table_command("memory forget")
@click.argument("ids", nargs=-1, metavar="[ID...]")
@_KIND
@_SESSION
@_BEFORE
@click.option("--all", "everything", is_flag=True, help="Everything, or all of a --kind.")
@click.option("--yes", is_flag=True, help="Do it without showing first what it would be.")
@click.pass_context
def forget(
    context: click.Context,
    /,
    ids: tuple[str, ...],
    kinds: tuple[MemoryKind, ...],
    session: str | None,
    before: str | None,
    everything: bool,
    yes: bool,
) -> int:
    """An ID is one that `kagent memory list` shows. Without IDs, --session, --before or --all say
    what; without --yes that is only listed.

    A question goes with its tasks, and from sessions that were branched with it; a task leaves
    the answer that it led to. Files that a document
    was read from stay where they are. There is no way back, but by a backup.
    """
    moment = _moment(before, context)
    chosen = bool(session or before or everything)
    if bool(ids) == chosen:
        raise click.UsageError("Name IDs, or one of --session, --before and --all.", context)
    from kagent_tui.controllers import memories

    with context.ensure_object(Invocation).assembly() as assembly:
        bank = assembly.bank
        if ids:
            items = [memories.find_item(bank, entry_id) for entry_id in ids]
        else:
            # A session holds no documents, and what is old is meant to be conversation.
            usual = memories.KINDS if everything else ("conversation", "task")
            items = memories.list_items(bank, kinds or usual, session=session, before=moment)
            if not yes:
                return _ask_for_yes(items)
        # What a session left is meant there, and not in the sessions that were branched from it.
        forgotten = memories.forget(bank, items, everywhere=session is None)
        if everything and (not kinds or "conversation" in kinds):
            bank.sessions_store.empty_trash()
        _settle(bank, forgotten)
    output.write_line(f"forgot {_count(items)}")
    return ANSWERED


command = table_group(
    "memory",
    "Three memories share one file: conversation (questions and answers), task (what tools found) "
    "and knowledge (the documents of the library).",
    (list_entries, search, forget, purge),
)


def _line(item: MemoryItem) -> str:
    """Such as "c12  2026-11-19T14:02:33+00:00  How long is the warranty? — Three years."."""
    from engine.cleaning import clean_line
    from kagent_tui.render.text import shorten

    text = shorten(clean_line(item.text), _TEXT_WIDTH)
    title = shorten(clean_line(item.title), _TEXT_WIDTH)
    return f"{item.id:6}  {item.time}  " + " — ".join(part for part in (title, text) if part)


def _settle(bank: MemoryBank, forgotten: Forgotten) -> None:
    """Let go of every trace; say where more of it stands."""
    for source, ids in forgotten.quoted.items():
        warn(
            f"earlier answers quote {source}; to forget them too: kagent memory forget "
            f"{' '.join(ids)}"
        )
    deleted = len(bank.sessions_store.trashed())
    if deleted:
        sessions = "1 deleted session is" if deleted == 1 else f"{deleted} deleted sessions are"
        warn(f"{sessions} kept for a while; to forget all that is deleted: kagent memory purge")
    purge_all(bank)


def _ask_for_yes(items: Sequence[MemoryItem]) -> int:
    for item in items:
        output.write_line(_line(item))
    return fail(f"this would forget {_count(items)}; to do it, add --yes", ERROR)


def _count(items: Sequence[MemoryItem]) -> str:
    return "1 entry" if len(items) == 1 else f"{len(items)} entries"


def _moment(text: str | None, context: click.Context) -> str | None:
    """A date or time of this place as the memory writes it: ISO 8601 in UTC, to the second."""
    if text is None:
        return None
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise click.UsageError(
            f"{text!r} is not a date or time such as 2026-11-20 or 2026-11-20T09:30.", context
        ) from None
    return moment.astimezone(UTC).isoformat(timespec="seconds")
