"""`kagent collections`: named groups of documents."""

from __future__ import annotations

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, fail, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

_SOURCES = click.argument("sources", nargs=-1, required=True, metavar="SOURCE|FOLDER...")


@table_command("collections list")
@AS_JSON
@click.pass_context
def list_collections(context: click.Context, as_json: bool) -> int:
    """A line has the number of documents and the name; a document may be in several."""
    from engine.cleaning import clean_line

    with context.ensure_object(Invocation).assembly() as assembly:
        records = assembly.bank.collections.all()
    if as_json:
        from kagent_tui.render.encoding import dumps

        entries = [{"name": record.name, "documents": record.documents} for record in records]
        output.write_line(dumps(entries))
        return ANSWERED
    if not records:
        warn("there are no collections; make one with: kagent add --collection NAME PATH")
    for record in records:
        output.write_line(f"{record.documents:5}  {clean_line(record.name)}")
    return ANSWERED


@table_command("collections add")
@click.argument("name")
@_SOURCES
@click.pass_context
def add(context: click.Context, name: str, sources: tuple[str, ...]) -> int:
    """The collection NAME is made where it is new. A SOURCE is a path, a URL, a pattern in quotes,
    or a source as `kagent library list` shows it; a FOLDER stands for the documents below it. Files
    that come into the folder later join by themselves only after: kagent add --collection NAME
    FOLDER
    """
    from kagent_tui.controllers.library import put_into

    with context.ensure_object(Invocation).assembly() as assembly:
        return _told(put_into(assembly.bank, sources, name), f"into {name}")


@table_command("collections take")
@click.argument("name")
@_SOURCES
@click.pass_context
def take(context: click.Context, name: str, sources: tuple[str, ...]) -> int:
    """The documents stay in the library. Without documents the collection NAME stays as well; it
    goes with `kagent collections remove`.
    """
    from kagent_tui.controllers.library import take_out

    with context.ensure_object(Invocation).assembly() as assembly:
        return _told(take_out(assembly.bank, sources, name), f"out of {name}")


def _told(done: tuple[int, list[str]], where: str) -> int:
    """Say how many documents went, and which targets name none; the exit code."""
    from engine.cleaning import clean_line

    number, absent = done
    for target in absent:
        fail(f"{target}: is not in the library; see: kagent library list")
    noun = "document" if number == 1 else "documents"
    output.write_line(f"{number:,} {noun} {clean_line(where)}")
    return ERROR if absent else ANSWERED


@table_command("collections rename")
@click.argument("name")
@click.argument("new_name")
@click.pass_context
def rename(context: click.Context, name: str, new_name: str) -> int:
    """The documents stay in it, and folders that were added with it keep to it."""
    with context.ensure_object(Invocation).assembly() as assembly:
        assembly.bank.collections.rename(name, new_name)
    output.write_line(f"renamed: {name} to {new_name}")
    return ANSWERED


@table_command("collections remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.pass_context
def remove(context: click.Context, names: tuple[str, ...]) -> int:
    """Its documents stay in the library."""
    with context.ensure_object(Invocation).assembly() as assembly:
        for name in names:
            assembly.bank.collections.remove(name)
            output.write_line(f"removed: {name}")
    return ANSWERED


command = table_group(
    "collections",
    "Ask or search in one of them: kagent ask --in NAME QUESTION",
    (list_collections, add, take, rename, remove),
)
