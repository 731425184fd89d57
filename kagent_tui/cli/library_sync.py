"""`kagent library sync` and `kagent library watch`."""

from __future__ import annotations

import click

from kagent_tui.cli.interruption import STOPPING, interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.library_options import AS_JSON_LINES, ONLINE, QUIET


@table_command("library sync")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--verify", is_flag=True, help="Compare contents, not only sizes and times.")
@click.option("--retry", is_flag=True, help="Try files again that could not be read.")
@ONLINE
@AS_JSON_LINES
@QUIET
@click.pass_context
def sync(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    verify: bool,
    retry: bool,
    online: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Looks at everything that was ever added, or only at the PATHs. New and changed files are
    read, moved files keep their history, the documents of deleted files go. A file that could not
    be read is tried again when it changes. Where a whole folder is missing, such as a drive that is
    not connected, its documents stay.

    Web pages are asked for again only with --online, or network = "on".
    """
    if any(not path.strip() for path in paths):
        raise click.UsageError("A PATH is empty.", context)
    from engine.gathering import named_root
    from engine.library import Library, SyncOptions
    from kagent_tui.cli.library_events import LibraryView

    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    options = SyncOptions(
        verify=verify,
        retry=retry,
        within=tuple(named_root(path).base for path in paths),
        online=config.network == "on",
    )
    with invocation.assembly(config) as assembly, interruptible(STOPPING) as cancel:
        network = assembly.network if options.online else None
        media = assembly.media_options()
        library = Library(assembly.bank, network=network, media=media, linked=True)
        view = LibraryView(as_json=as_json, quiet=quiet)
        return view.show_all(library.syncing(options, cancel))


@table_command("library watch")
@AS_JSON_LINES
@QUIET
@click.pass_context
def watch(context: click.Context, /, as_json: bool, quiet: bool) -> int:
    """Syncs, and then keeps the library in step with its folders and files as they change, until
    Ctrl+C. Other KAgent commands can be used meanwhile.
    """
    from engine.library import Library
    from engine.watching import Watcher
    from kagent_tui.cli.library_events import LibraryView

    invocation = context.ensure_object(Invocation)
    with invocation.assembly() as assembly, interruptible(STOPPING) as cancel:
        library = Library(assembly.bank, media=assembly.media_options(), linked=True)
        watcher = Watcher(assembly.bank, library)
        view = LibraryView(as_json=as_json, quiet=quiet)
        return view.watch(watcher.events(cancel))
