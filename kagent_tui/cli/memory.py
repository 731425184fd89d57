"""`kagent memory`: what is remembered, and how to forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, NOT_FOUND, CommandError, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, words_of
from kagent_tui.cli.purging import purge, purge_all
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.memory import MemoryBank
    from store.records import DocumentRecord, MemoryEntry

_LETTERS = {"conversation": "c", "task": "t", "knowledge": "k"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_TEXT_WIDTH = 200
# What shares fewer of the query's words and is less like it has nothing to do with it.
_LEAST_COVERAGE = 0.05
_LEAST_SIMILARITY = 0.3
_KIND = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(tuple(_LETTERS)),
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
    kinds: tuple[str, ...],
    session: str | None,
    before: str | None,
    as_json: bool,
) -> int:
    """A line has the id (c for a question with its answer, t for a task, k for a document), the
    time, and the beginning. The newest of each kind comes first.
    """
    moment = _moment(before, context)
    with context.ensure_object(Invocation).assembly() as assembly:
        found = _selected(assembly.bank, kinds, session, moment)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([item.to_json() for item in found]))
        return ANSWERED
    if not found:
        warn("nothing of this is remembered")
    for item in found:
        output.write_line(item.line())
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
    kinds: tuple[str, ...],
    session: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """No language model is used. The best comes first; -k sets how many are looked for. The exit
    code is 3 where nothing is found.
    """
    text = words_of(query, context, "query")
    with context.ensure_object(Invocation).assembly() as assembly:
        found = _search(assembly.bank, text, kinds, session, limit)
    if as_json:
        from kagent_tui.render.encoding import dumps

        results = [item.to_json() for item in found]
        output.write_line(dumps({"query": text, "results": results}))
    else:
        for item in found:
            output.write_line(item.line())
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
    kinds: tuple[str, ...],
    session: str | None,
    before: str | None,
    everything: bool,
    yes: bool,
) -> int:
    """An ID is one that `kagent memory list` shows. Without IDs, --session, --before or --all say
    what; without --yes that is only listed.

    A question goes with its tasks; a task leaves the answer that it led to. Files that a document
    was read from stay where they are. There is no way back, but by a backup.
    """
    moment = _moment(before, context)
    chosen = bool(session or before or everything)
    if bool(ids) == chosen:
        raise click.UsageError("Name IDs, or one of --session, --before and --all.", context)
    with context.ensure_object(Invocation).assembly() as assembly:
        bank = assembly.bank
        if ids:
            items = [_named(bank, entry_id) for entry_id in ids]
        else:
            # A session holds no documents, and what is old is meant to be conversation.
            usual = tuple(_LETTERS) if everything else ("conversation", "task")
            items = _selected(bank, kinds or usual, session, moment)
            if not yes:
                return _ask_for_yes(items)
        for item in items:
            item.forget(bank)
        _settle(bank, items)
    output.write_line(f"forgot {_count(items)}")
    return ANSWERED


command = table_group(
    "memory",
    "Three memories share one file: conversation (questions and answers), task (what tools found) "
    "and knowledge (the documents of the library).",
    (list_entries, search, forget, purge),
)


class _Item:
    """One thing that is remembered, whichever memory holds it."""

    def __init__(self, held: MemoryEntry | DocumentRecord, text: str | None = None) -> None:
        from store.records import DocumentRecord

        self.held = held
        self.document = held if isinstance(held, DocumentRecord) else None
        self.kind = "knowledge" if isinstance(held, DocumentRecord) else held.kind
        self.id = f"{_LETTERS[self.kind]}{held.id}"
        self.session = None if isinstance(held, DocumentRecord) else held.session_id
        self.time = held.updated_at if isinstance(held, DocumentRecord) else held.created_at
        source = held.source if isinstance(held, DocumentRecord) else held.text
        self.text = source if text is None else text

    def line(self) -> str:
        """Such as "c12  2026-11-19T14:02:33+00:00  How long is the warranty? — Three years."."""
        from engine.cleaning import clean_line
        from kagent_tui.render.text import shorten

        text = shorten(clean_line(self.text), _TEXT_WIDTH)
        title = shorten(clean_line(self.held.title), _TEXT_WIDTH)
        return f"{self.id:6}  {self.time}  " + " — ".join(part for part in (title, text) if part)

    def to_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.held.title,
            "text": self.text,
            "session": self.session,
            "source": self.document.source if self.document else None,
            "time": self.time,
        }

    def forget(self, bank: MemoryBank) -> bool:
        """Delete it; False where it went with another."""
        if self.document is not None:
            from engine.removing import remove

            # Not only its rows: a sync must not bring it back.
            return bool(remove(bank, self.document.source))
        return bank.entries.forget(self.kind, self.held.id)


def _selected(
    bank: MemoryBank, kinds: Sequence[str], session: str | None, before: str | None
) -> list[_Item]:
    from kagent_tui.cli.sessions import find_session

    wanted = tuple(kinds) or (("conversation", "task") if session else tuple(_LETTERS))
    session_id = find_session(bank, session).id if session else None
    entries = bank.entries.all(wanted, session_id=session_id, before=before)
    items = [_Item(entry) for entry in entries]
    if "knowledge" in wanted and session_id is None:
        documents = [_Item(record) for record in bank.library.all()]
        items += [item for item in documents if before is None or item.time < before]
    return items


def _search(
    bank: MemoryBank, text: str, kinds: Sequence[str], session: str | None, limit: int
) -> list[_Item]:
    from kagent_tui.cli.sessions import find_session

    session_id = find_session(bank, session).id if session else None
    wanted = tuple(kinds) or (("conversation", "task") if session else tuple(_LETTERS))
    hits = bank.search(text, kinds=wanted, limit=limit, session_id=session_id)
    hits = [
        hit
        for hit in hits
        if hit.coverage >= _LEAST_COVERAGE or (hit.similarity or 0) >= _LEAST_SIMILARITY
    ]
    entries = bank.entries.of_segments([hit.id for hit in hits])
    found: dict[str, _Item] = {}
    for hit in hits:
        held = entries.get(hit.id) or bank.library.get(hit.source)
        if held is not None:
            item = _Item(held, hit.text)
            found.setdefault(item.id, item)
    return list(found.values())


def _named(bank: MemoryBank, wanted: str) -> _Item:
    """The item of an id such as "c12"; raises CommandError."""
    kind, number = _KINDS.get(wanted[:1].lower()), wanted[1:]
    if kind is not None and number.isdecimal():
        held: MemoryEntry | DocumentRecord | None
        if kind == "knowledge":
            records = bank.library.all()
            held = next((record for record in records if record.id == int(number)), None)
        else:
            held = bank.entries.get(kind, int(number))
        if held is not None:
            return _Item(held)
    raise CommandError(f"there is nothing with the id {wanted!r}; see: kagent memory list")


def _settle(bank: MemoryBank, items: Iterable[_Item]) -> None:
    """Let go of sessions that are empty now, and of every trace; say where more of it stands."""
    items = list(items)
    for session in {item.session for item in items if item.session}:
        if not bank.entries.all(session_id=session):
            bank.sessions_store.delete(session)
    for item in items:
        if item.document is not None:
            citing = [f"c{entry.id}" for entry in bank.entries.citing(item.document.source)]
            if citing:
                warn(
                    f"earlier answers quote {item.document.source}; to forget them too: "
                    f"kagent memory forget {' '.join(citing)}"
                )
    purge_all(bank)


def _ask_for_yes(items: list[_Item]) -> int:
    for item in items:
        output.write_line(item.line())
    return fail(f"this would forget {_count(items)}; to do it, add --yes", ERROR)


def _count(items: Sequence[_Item]) -> str:
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
