"""The commands by which a person changes the personal Kuaipedia; the machine keeps to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.kuaipedia_items import found_items
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.kuaipedia_records import AspectRecord, GoneItem, ItemRecord
    from store.memory import MemoryBank


@table_command("kuaipedia merge")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--into", required=True, metavar="ITEM", help="The item that is left.")
@click.pass_context
def merge(context: click.Context, items: tuple[str, ...], into: str) -> int:
    """Names, aspects and evidence go into the one item; `kagent kuaipedia restore` parts them
    again.
    """
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        left = editing.merge(assembly.bank, items, into)
    output.write_line(f"merged into {_shown(left)}")
    return ANSWERED


@table_command("kuaipedia split")
@click.argument("item")
@click.option(
    "--alias", "aliases", multiple=True, metavar="NAME", help="A name that goes; may be repeated."
)
@click.option("--title", metavar="TITLE", help="The new item's title; else the first name.")
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="SOURCE",
    help="A document that goes; may be repeated.",
)
@click.pass_context
def split(
    context: click.Context,
    item: str,
    aliases: tuple[str, ...],
    title: str | None,
    documents: tuple[str, ...],
) -> int:
    """The evidence that the names found goes with them, and so does what is in the documents."""
    if not aliases and not (title and documents):
        raise click.UsageError("Name what goes: --alias, or --title with --document.", context)
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        record = editing.the_item(assembly.bank, item)
        wanted = title or aliases[0]
        new = editing.split(assembly.bank, record, aliases, wanted, documents)
    output.write_line(f"split: {_shown(new)} from {_shown(record)}")
    return ANSWERED


@table_command("kuaipedia rename")
@click.argument("item")
@click.argument("title")
@click.option("--subtitle", metavar="TEXT", help="What tells it from others of its title.")
@click.pass_context
def rename(context: click.Context, item: str, title: str, subtitle: str | None) -> int:
    """The former title stays a name of the item."""
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        record = editing.the_item(assembly.bank, item)
        assembly.bank.kuaipedia.rename(record.id, title, subtitle)
        renamed = assembly.bank.kuaipedia.item(record.id) or record
    output.write_line(f"renamed: {_shown(record)} to {_shown(renamed)}")
    return ANSWERED


@table_command("kuaipedia alias")
@click.argument("item")
@click.option("--add", "added", multiple=True, metavar="NAME", help="One more name.")
@click.option("--hide", "hidden", multiple=True, metavar="NAME", help="No name of the item.")
@click.pass_context
def alias(
    context: click.Context, item: str, added: tuple[str, ...], hidden: tuple[str, ...]
) -> int:
    """Both may be repeated. What a hidden name found is no evidence any more, and the name is not
    taken up again; --add brings it back.
    """
    if not added and not hidden:
        raise click.UsageError("Name what to --add or to --hide.", context)
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        kuaipedia = assembly.bank.kuaipedia
        record = editing.the_item(assembly.bank, item)
        for name in added:
            kuaipedia.add_alias(record.id, name)
        for name in hidden:
            kuaipedia.hide_alias(record.id, name)
        changed = kuaipedia.item(record.id) or record
    names = ", ".join(changed.aliases) or "no other name"
    output.write_line(f"{_shown(changed)}: {_line(names)}")
    if added:
        warn("to look for the new names in your documents: kagent kuaipedia link")
    return ANSWERED


@table_command("kuaipedia aspect")
@click.argument("item")
@click.argument("name", metavar="ASPECT")
@click.option("--rename", "new_name", metavar="NAME", help="Another name.")
@click.option("--below", metavar="ASPECT", help="Put it below this aspect.")
@click.option("--top", is_flag=True, help="Put it on the first level.")
@click.option("--hide/--unhide", "hidden", default=None, help="Show it no longer, or again.")
@click.pass_context
def aspect(
    context: click.Context,
    /,
    item: str,
    name: str,
    new_name: str | None,
    below: str | None,
    top: bool,
    hidden: bool | None,
) -> int:
    """ASPECT is its name, or "ABOVE > NAME" for one below another. An aspect that gets the name of
    its neighbour goes into that. What a hidden aspect has stays evidence of the item.
    """
    chosen = [new_name is not None, below is not None, top, hidden is not None]
    if sum(chosen) != 1:
        raise click.UsageError(
            "Take one of --rename, --below, --top, --hide and --unhide.", context
        )
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        bank = assembly.bank
        record = editing.the_item(bank, item)
        if hidden is False:
            found = editing.the_hidden_aspect(bank, record, name)
        else:
            found = editing.the_aspect(bank, record, name)
        if new_name is not None:
            bank.kuaipedia.rename_aspect(found.id, new_name)
        elif below is not None:
            bank.kuaipedia.move_aspect(found.id, editing.the_aspect(bank, record, below).id)
        elif top:
            bank.kuaipedia.move_aspect(found.id, None)
        else:
            bank.kuaipedia.hide_aspect(found.id, hidden=bool(hidden))
        for line in _tree(bank, record):
            output.write_line(line)
    return ANSWERED


def _tree(bank: MemoryBank, item: ItemRecord) -> list[str]:
    """The item and its aspects as they are now."""
    aspects: list[AspectRecord] = bank.kuaipedia.aspects(item.id)
    lines = [f"{'  ' * one.level}{_line(one.name)} ({one.evidence:,})" for one in aspects]
    return [_shown(item), *lines]


@table_command("kuaipedia delete")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.pass_context
def delete(context: click.Context, items: tuple[str, ...]) -> int:
    """An item that was deleted is not made again; `kagent kuaipedia restore` brings it back."""
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        for record in [editing.the_item(assembly.bank, item) for item in items]:
            assembly.bank.kuaipedia.delete(record.id)
            output.write_line(f"deleted: {_shown(record)}")
    return ANSWERED


@table_command("kuaipedia restore")
@click.argument("items", nargs=-1, metavar="[ITEM...]")
@click.pass_context
def restore(context: click.Context, items: tuple[str, ...]) -> int:
    """Without an ITEM, lists what can be brought back."""
    from engine.kuaipedia import editing

    with context.ensure_object(Invocation).assembly() as assembly, found_items():
        kuaipedia = assembly.bank.kuaipedia
        if not items:
            return _list_gone(assembly.bank)
        for found in [editing.the_gone(assembly.bank, item) for item in items]:
            kuaipedia.restore(found.id)
            output.write_line(f"restored: {_shown(found)}")
    return ANSWERED


def _list_gone(bank: MemoryBank) -> int:
    gone = bank.kuaipedia.gone()
    for one in gone:
        what = "deleted" if one.into is None else f"merged into item:{one.into}"
        output.write_line(f"{_shown(one)}  {what}")
    if not gone:
        warn("no item was deleted or merged")
    return ANSWERED


def _shown(item: ItemRecord | GoneItem) -> str:
    return f"item:{item.id} {_line(item.full_title)}"


def _line(text: str) -> str:
    from engine.cleaning import clean_line

    return clean_line(text)
