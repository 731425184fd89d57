"""How `kagent library` shows archives: ZIM files that are registered and read where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kagent_tui.render import output

if TYPE_CHECKING:
    from store.archives import ArchiveRecord


def archive_json(record: ArchiveRecord) -> dict[str, Any]:
    """An archive with the keys of a document, and those of its own."""
    from engine.encyclopedia.registering import archive_state

    return {
        "source": record.source,
        "title": record.title,
        "kind": "archive",
        "passages": 0,
        "characters": 0,
        "size": record.size,
        "collections": [],
        "created_at": record.added_at,
        "updated_at": record.updated_at,
        "articles": record.articles,
        "language": record.language,
        "date": record.date,
        "state": archive_state(record),
    }


def archive_line(record: ArchiveRecord) -> str:
    """An archive in one line; says where its file is gone."""
    from engine.cleaning import clean_line
    from engine.encyclopedia.registering import archive_state

    facts = ", ".join(part for part in ("archive", record.language, record.date) if part)
    line = (
        f"{record.articles:5}  {clean_line(record.title)} ({facts}) — {clean_line(record.source)}"
    )
    if archive_state(record) == "missing":
        line += " (missing; add it where it is now, or remove it)"
    return line


def print_archive(record: ArchiveRecord) -> None:
    """All that is known of an archive."""
    from engine.cleaning import clean_line
    from engine.encyclopedia.registering import archive_state

    rows = (
        ("source", record.source),
        ("state", f"{archive_state(record)} on the disk"),
        ("kind", f"archive, {record.size:,} bytes"),
        ("holds", f"{record.articles:,} articles, read where they lie"),
        ("language", record.language),
        ("date", record.date),
        ("added", record.added_at),
        ("looked at", record.updated_at),
    )
    output.write_line(clean_line(record.title))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        if value:
            output.write_line(f"  {name:{width}}  {clean_line(value)}")
