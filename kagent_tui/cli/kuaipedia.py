"""`kagent kuaipedia`: the items of the library, their aspects, and where it speaks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, NOT_FOUND, CommandError, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.kuaipedia_changes import (
    alias,
    aspect,
    delete,
    merge,
    rename,
    restore,
    split,
)
from kagent_tui.cli.kuaipedia_items import found_items
from kagent_tui.cli.kuaipedia_linking import link, unlink
from kagent_tui.cli.kuaipedia_transfer import export, import_files
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.cli.wording import count_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.kuaipedia_records import AspectRecord, EvidenceRecord, ItemRecord
    from store.memory import MemoryBank

_EXCERPT = 160
# Of an item in a line; --json tells all of them.
_MOST_NAMES = 20


@table_command("kuaipedia list")
@click.argument("text", nargs=-1, metavar="[TEXT]")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
@AS_JSON
@click.pass_context
def list_items(context: click.Context, text: tuple[str, ...], limit: int, as_json: bool) -> int:
    """A line has the number of places that speak of the item, its id and its names. With a TEXT,
    only items that have it in a name; the exit code is 3 where there is none.
    """
    wanted = " ".join(text)
    with context.ensure_object(Invocation).assembly() as assembly:
        found = assembly.bank.kuaipedia.items(wanted, limit)
        whole = assembly.bank.kuaipedia.count(wanted)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([_item_json(item) for item in found]))
    else:
        for item in found:
            output.write_line(f"{item.evidence:5}  {_item_line(item)}")
        if whole > len(found):
            warn(f"{whole - len(found):,} more; to see them: --limit {whole}")
    if found or not wanted:
        if not found:
            warn("there are no items yet; make some with: kagent kuaipedia link")
        return ANSWERED
    return fail(f"no item has {wanted!r} in a name", NOT_FOUND)


@table_command("kuaipedia show")
@click.argument("item")
@click.option("--aspect", metavar="ASPECT", help="Only the evidence of this aspect.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N")
@click.option("--open", "number", type=click.IntRange(1), metavar="N", help="Open evidence N.")
@AS_JSON
@click.pass_context
def show(
    context: click.Context,
    item: str,
    aspect: str | None,
    limit: int,
    number: int | None,
    as_json: bool,
) -> int:
    """ITEM is a title, another name or an id such as item:12. Aspects are listed with how much
    evidence each has, then the best evidence with its place: a page, or the time in a recording.
    --open opens that place, as `kagent open` does.
    """
    from engine.kuaipedia.editing import the_aspect, the_item

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        bank = assembly.bank
        record = the_item(bank, item)
        aspects = bank.kuaipedia.aspects(record.id)
        chosen = None if aspect is None else the_aspect(bank, record, aspect)
        evidence = bank.kuaipedia.evidence(
            record.id, None if chosen is None else chosen.id, limit=max(limit, number or 0)
        )
        if number is not None:
            return _open(bank, evidence, number)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(_whole_json(record, aspects, evidence)))
        return ANSWERED
    _print(record, aspects, evidence[:limit])
    return ANSWERED


def _open(bank: MemoryBank, evidence: list[EvidenceRecord], number: int) -> int:
    from kagent_tui.cli.open import open_or_print
    from kagent_tui.controllers.personal_items import citation_of_evidence
    from kagent_tui.sources import find_source

    if number > len(evidence):
        raise CommandError(f"there is no evidence {number}; there are {len(evidence)}", NOT_FOUND)
    citation = citation_of_evidence(evidence[number - 1])
    found = find_source(bank, citation, has_terminal=output.is_terminal())
    return open_or_print(found, "en")


def _item_line(item: ItemRecord) -> str:
    """Such as "item:12  Mercury (planet): 水星, Merkur"."""
    from engine.cleaning import clean_line

    shown = [clean_line(name) for name in item.aliases[:_MOST_NAMES]]
    if len(item.aliases) > _MOST_NAMES:
        shown.append(f"… ({len(item.aliases):,} names)")
    names = f": {', '.join(shown)}" if shown else ""
    return f"item:{item.id}  {clean_line(item.full_title)}{names}"


def _print(item: ItemRecord, aspects: list[AspectRecord], evidence: list[EvidenceRecord]) -> None:
    from engine.cleaning import clean_line

    output.write_line(_item_line(item))
    for line in (item.summary, item.url):
        if line:
            output.write_line(f"  {clean_line(line)}")
    for one in aspects:
        indent = "  " * one.level
        output.write_line(f"{indent}{clean_line(one.name)} ({one.evidence:,})")
    if not evidence:
        warn("no document speaks of it")
        return
    output.write_line(_counted(item, len(evidence)))
    names = {one.id: one.name for one in aspects}
    for number, record in enumerate(evidence, start=1):
        for line in _evidence_lines(number, record, names):
            output.write_line(line)


def _counted(item: ItemRecord, shown: int) -> str:
    best = f"; the best {shown:,}" if shown < item.evidence else ""
    pieces = count_text(item.evidence, "piece")
    return f"{pieces} of evidence in {count_text(item.documents, 'document')}{best}"


def _evidence_lines(number: int, record: EvidenceRecord, names: dict[int, str]) -> tuple[str, ...]:
    from engine.cleaning import clean_line
    from engine.kuaipedia.personal import place_of
    from kagent_tui.render.text import place_text, shorten

    place = place_text(record.source, place_of(record))
    aspect = names.get(record.aspect_id or 0)
    of_aspect = f" — {clean_line(aspect)}" if aspect else ""
    head = f"[{number}] {clean_line(record.title)}{of_aspect}"
    text = shorten(clean_line(record.text), _EXCERPT)
    return tuple(line for line in (head, f"    {place}", f"    {text}" if text else "") if line)


def _item_json(item: ItemRecord) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(item), "id": f"item:{item.id}"}


def _whole_json(
    item: ItemRecord, aspects: list[AspectRecord], evidence: list[EvidenceRecord]
) -> dict[str, Any]:
    names = {one.id: one.name for one in aspects}
    return {
        **_item_json(item),
        "evidence_count": item.evidence,
        "aspects": [
            {
                "name": one.name,
                "level": one.level,
                "parent": names.get(one.parent_id or 0),
                "evidence": one.evidence,
            }
            for one in aspects
        ],
        "evidence": [_evidence_json(record, names) for record in evidence],
    }


def _evidence_json(record: EvidenceRecord, names: dict[int, str]) -> dict[str, Any]:
    from engine.kuaipedia.personal import place_of

    return {
        "source": record.source,
        "title": record.title,
        "kind": record.media_type,
        "aspect": names.get(record.aspect_id or 0),
        "location": place_of(record).to_json(),
        "text": record.text,
        "mention": record.mention,
        "field": record.field,
        "score": record.score,
        "verifier": record.verifier,
    }


command = table_group(
    "kuaipedia",
    "An item is an entity or concept. Items, their names and aspects are made from your documents; "
    "what you change here stays as you say.",
    (
        list_items,
        show,
        link,
        unlink,
        merge,
        split,
        rename,
        alias,
        aspect,
        delete,
        restore,
        export,
        import_files,
    ),
)
