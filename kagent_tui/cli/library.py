"""`kagent library`: what has been added, and keeping it in step with the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, CommandError, fail, warn
from kagent_tui.cli.embedding import embed
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.library_archives import archive_json, archive_line, print_archive
from kagent_tui.cli.library_sync import sync, watch
from kagent_tui.cli.options import AS_JSON
from kagent_tui.cli.purging import purge_small
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.library_info import DocumentInfo
    from engine.removing import Removal
    from store.records import DocumentRecord, UnreadRecord


@table_command("library list")
@click.option("--collection", metavar="NAME", help="Only the documents of this collection.")
@click.option("--failed", is_flag=True, help="Only the files that could not be read, and why.")
@AS_JSON
@click.pass_context
def list_documents(
    context: click.Context, collection: str | None, failed: bool, as_json: bool
) -> int:
    """A line has the document's number of passages, its title and where it was read from. ZIM files
    come last, with their number of articles.
    """
    if failed and collection is not None:
        raise click.UsageError("Take either --failed or --collection, not both.", context)
    with context.ensure_object(Invocation).assembly() as assembly:
        if failed:
            return _list_failed(assembly.bank.unread.all(), as_json=as_json)
        if collection is not None:
            assembly.bank.collections.documents_in(collection)  # says which there are
        records = assembly.bank.library.all(collection and collection.strip())
        archives = assembly.bank.archives.all() if collection is None else []
    if as_json:
        _print_json([*map(_record_json, records), *map(archive_json, archives)])
        return ANSWERED
    if not records and not archives:
        warn(
            "the library is empty; add something with: kagent add PATH"
            if collection is None
            else f"there are no documents in {collection}"
        )
    from engine.cleaning import clean_line

    for record in records:
        output.write_line(
            f"{record.segments:5}  {clean_line(record.title)} — {clean_line(record.source)}"
        )
    for archive in archives:
        output.write_line(archive_line(archive))
    return ANSWERED


def _list_failed(notes: list[UnreadRecord], *, as_json: bool) -> int:
    from engine.cleaning import clean_line

    if as_json:
        _print_json([_note_json(note) for note in notes])
        return ANSWERED
    if not notes:
        warn("no file failed")
    for note in notes:
        output.write_line(f"{clean_line(note.source)}: {clean_line(note.error)}")
    return ANSWERED


@table_command("library info")
@click.argument("source")
@AS_JSON
@click.pass_context
def info(context: click.Context, source: str, as_json: bool) -> int:
    """A SOURCE is a path, a URL or a source as `kagent library list` shows it; also where the file
    stood before it was moved. Says whether the file on the disk has changed since.
    """
    from engine.encyclopedia.registering import find_archive
    from engine.library_info import find, find_unread

    with context.ensure_object(Invocation).assembly() as assembly:
        found = find(assembly.bank, source)
        archive = find_archive(assembly.bank, source) if found is None else None
        note = find_unread(assembly.bank, source) if found is None else None
    if archive is not None:
        if as_json:
            _print_json(archive_json(archive))
        else:
            print_archive(archive)
        return ANSWERED
    if note is not None:
        raise CommandError(f"{note.source}: could not be read: {note.error}")
    if found is None:
        raise CommandError(f"{source}: is not in the library; see: kagent library list")
    if as_json:
        _print_json(_info_json(found))
    else:
        _print_info(found)
    return ANSWERED


@table_command("library roots")
@AS_JSON
@click.pass_context
def list_roots(context: click.Context, as_json: bool) -> int:
    """Each was named to `kagent add`; `kagent library sync` and `watch` look at them again. A line
    has the number of documents found there and the root.
    """
    from engine.cleaning import clean_line
    from engine.library_info import roots_of

    with context.ensure_object(Invocation).assembly() as assembly:
        roots = roots_of(assembly.bank)
    if as_json:
        _print_json(
            [
                {
                    "root": record.path,
                    "kind": record.kind,
                    "documents": documents,
                    "collection": record.collection,
                    "added_at": record.added_at,
                    "synced_at": record.synced_at,
                }
                for record, documents in roots
            ]
        )
        return ANSWERED
    if not roots:
        warn("nothing was added yet; add something with: kagent add PATH")
    for record, documents in roots:
        into = "" if record.collection is None else f" (into {clean_line(record.collection)})"
        output.write_line(f"{documents:5}  {clean_line(record.path)}{into}")
    return ANSWERED


@table_command("library remove")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE|FOLDER...")
@AS_JSON
@click.pass_context
def remove(context: click.Context, sources: tuple[str, ...], as_json: bool) -> int:
    """A SOURCE is a path, a URL or a source as `kagent library list` shows it; a FOLDER stands for
    everything below it, and a pattern such as "notes/*.md" in quotes for what it selects. What was
    removed does not come back with `kagent library sync`, but with `kagent add`.
    """
    from kagent_tui.controllers.library import taken_out

    with context.ensure_object(Invocation).assembly() as assembly:
        removals, absent = taken_out(assembly.bank, sources)
        if removals:
            purge_small(assembly.bank)
    if as_json:
        _print_json([{"target": name, **_removal_json(found)} for name, found in removals.items()])
    else:
        for name, found in removals.items():
            output.write_line(_removal_text(name, found))
    for source in absent:
        fail(f"{source}: is not in the library; see: kagent library list")
    return ERROR if absent else ANSWERED


def _removal_text(target: str, removal: Removal) -> str:
    from engine.cleaning import clean_line

    number = len(removal.documents) or len(removal.archives)
    shown = clean_line(target)
    if number == 1 and not removal.unread:
        return f"removed: {shown}"
    noun = "document" if removal.documents or not removal.archives else "archive"
    parts = [f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"]
    if removal.archives and removal.documents:
        parts.append(f"archives: {len(removal.archives):,}")
    if removal.unread:
        parts.append(f"{len(removal.unread):,} that could not be read")
    return f"removed: {shown} ({', '.join(parts)})"


def _removal_json(removal: Removal) -> dict[str, Any]:
    return {
        "documents": list(removal.documents),
        "unread": list(removal.unread),
        "roots": list(removal.roots),
        "archives": list(removal.archives),
    }


def _record_json(record: DocumentRecord) -> dict[str, Any]:
    return {
        "source": record.source,
        "title": record.title,
        "kind": record.media_type,
        "passages": record.segments,
        "characters": record.characters,
        "size": record.size,
        "collections": list(record.collections),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }


def _note_json(note: UnreadRecord) -> dict[str, Any]:
    return {
        "source": note.source,
        "error": note.error,
        "size": note.size,
        "noted_at": note.noted_at,
    }


def _info_json(found: DocumentInfo) -> dict[str, Any]:
    return {
        **_record_json(found.record),
        "metadata": dict(found.record.metadata),
        "state": found.state,
        "roots": list(found.roots),
        "before": [{"source": source, "moved_at": moved} for source, moved in found.former],
        "error": None if found.unread is None else found.unread.error,
    }


def _print_info(found: DocumentInfo) -> None:
    from engine.cleaning import clean_line
    from kagent_tui.cli.library_events import passages

    record = found.record
    size = "" if record.size is None else f", {record.size:,} bytes"
    rows = [
        ("source", record.source),
        ("state", f"{found.state} on the disk" if found.state != "web page" else found.state),
        ("kind", f"{record.media_type}{size}"),
        ("holds", f"{passages(record.segments)}, {record.characters:,} characters"),
        ("added", record.created_at),
        ("read", record.updated_at),
        *((name, str(value)) for name, value in record.metadata.items()),
        *((("collections", ", ".join(record.collections)),) if record.collections else ()),
        *(("before", f"{source} (moved {moved})") for source, moved in found.former),
        *(("found by", root) for root in found.roots),
    ]
    if found.unread is not None:
        rows.append(("failed", f"{found.unread.error} ({found.unread.noted_at})"))
    output.write_line(clean_line(record.title))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        output.write_line(f"  {clean_line(name):{width}}  {clean_line(value)}")


def _print_json(value: Any) -> None:
    from kagent_tui.render.encoding import dumps

    output.write_line(dumps(value))


command = table_group(
    "library",
    "Documents come in by: kagent add PATH",
    (list_documents, list_roots, info, sync, watch, embed, remove),
)
