"""`kagent add`: files, folders, patterns and web pages into the library."""

from __future__ import annotations

import click

from kagent_tui.cli.interruption import STOPPING, interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import AS_JSON_LINES, ONLINE, QUIET


@table_command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--collection", metavar="NAME", help="Put the documents into this collection.")
@ONLINE
@AS_JSON_LINES
@QUIET
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    collection: str | None,
    online: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """A PATH is a file, a folder with everything below it, or a pattern such as "notes/**/*.md" in
    quotes. A URL is read where the network is allowed: with --online, or network = "on".

    Text, Markdown, reStructuredText, HTML, PDF, Word, PowerPoint, Excel, CSV, EPUB, mail, JSON,
    subtitles and source code are understood; so are videos, sound and pictures, whose words are
    recognised on this computer. In folders, hidden files, junk such as node_modules,
    and what .gitignore and .kagentignore name are left out; links to folders are not followed.

    A ZIM file that is named itself, such as Wikipedia from https://library.kiwix.org, is registered
    where it lies: questions are answered from it without the network. In folders they are left
    alone.

    A file that has not changed since it was added is not read again, and one that was moved keeps
    its history. Ctrl+C stops, in the middle of a recording too; the same command goes on from
    there. To look for changes later: kagent library sync
    """
    if any(not path.strip() for path in paths):
        raise click.UsageError("A PATH is empty.", context)
    if collection is not None and not collection.strip():
        raise click.UsageError("The name of the collection is empty.", context)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    from engine.library import Library
    from engine.sources import is_address
    from kagent_tui.cli.library_events import LibraryView

    with invocation.assembly(config) as assembly, interruptible(STOPPING) as cancel:
        network = assembly.network if any(map(is_address, paths)) else None
        media = assembly.media_options()
        library = Library(assembly.bank, network=network, media=media, linked=True)
        view = LibraryView(
            as_json=as_json, quiet=quiet, go_on_with="the same command, or kagent library sync"
        )
        return view.show_all(library.adding(paths, collection, cancel))
