"""`kagent doctor`: does everything work on this machine?"""

from __future__ import annotations

import platform
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kagent_tui import __version__
from kagent_tui.cli.diagnostics import (
    ANSWERED,
    ERROR,
    CommandError,
    describe,
    expected_errors,
    fail,
)
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import MODEL
from kagent_tui.render import output

if TYPE_CHECKING:
    from pathlib import Path

    from kagent_tui.assembly import Assembly


@table_command("doctor")
@MODEL
@click.option("--deep", is_flag=True, help="Read every page of the memory, and every index entry.")
@click.pass_context
def command(context: click.Context, model: str | None, deep: bool) -> int:
    """One line a check. The exit code is 1 where one of them fails."""
    invocation = context.ensure_object(Invocation)
    home = invocation.locations().home
    config = invocation.config(model=model)
    with invocation.assembly(config) as assembly:
        results = [
            _check("kagent", lambda: f"{__version__}, home {home}"),
            _check("python", lambda: f"{platform.python_version()} at {sys.executable}"),
            _check("sqlite", _sqlite),
            _check("extensions", _extensions),
            _check("index", _index),
            _check("memory", lambda: _memory(assembly)),
            _check("vectors", lambda: _vectors(assembly)),
            *([_check("deep check", lambda: _deep(assembly))] if deep else []),
            _check("copies", lambda: _copies(home)),
            _check("model", lambda: _model(assembly)),
            _check("network", lambda: _network(assembly)),
            _check("tools", lambda: _tools(assembly)),
        ]
    if all(results):
        return ANSWERED
    return fail("something above does not work", ERROR)


def _check(name: str, probe: Callable[[], str]) -> bool:
    """Print one line; True when the probe came back."""
    try:
        said, good = probe(), True
    except ImportError as error:
        said, good = f"{error}; install KAgent again", False
    except CommandError as error:
        said, good = str(error), False
    except expected_errors() as error:
        said, good = str(error), False
    except OSError as error:
        said, good = describe(error), False
    from engine.cleaning import clean_line

    output.write_line(f"{'✓' if good else '✗'} {name}: {clean_line(said)}")
    return good


def _sqlite() -> str:
    from pysqlite3 import dbapi2

    return str(dbapi2.sqlite_version)


def _extensions() -> str:
    """Load sqlite-vec, which many Pythons' own SQLite cannot."""
    import sqlite_vec
    from pysqlite3 import dbapi2

    connection = dbapi2.connect(":memory:")
    try:
        connection.enable_load_extension(True)
        sqlite_vec.load(connection)
        version = connection.execute("SELECT vec_version()").fetchone()[0]
    except (AttributeError, dbapi2.Error) as error:
        raise CommandError(f"this SQLite loads no extensions: {error}") from None
    finally:
        connection.close()
    return f"sqlite-vec {version}"


def _index() -> str:
    from importlib.metadata import version

    import tantivy

    return f"{tantivy.__name__} {version('tantivy')}"


def _memory(assembly: Assembly) -> str:
    """Open the database and ask the index one thing, which makes it again where it is damaged."""
    assembly.bank.search("KAgent", limit=1)
    from store.migrations import SCHEMA_VERSION

    counts, unpurged = assembly.statistics(), assembly.bank.unpurged()
    said = (
        f"{counts.documents} documents, {counts.segments} segments, {counts.turns} questions, "
        f"{counts.bytes / 1e6:.1f} MB, schema {SCHEMA_VERSION}"
    )
    if unpurged:
        said += f"; traces of {unpurged} removed segments wait for: kagent memory purge"
    return said


def _vectors(assembly: Assembly) -> str:
    """Which embedding model is in use, and for how many passages."""
    vectors = assembly.bank.vectors
    done, total = vectors.reembedding.progress()
    said = f"{done:,} of {total:,} passages embedded by {vectors.identity}"
    return said if done == total else f"{said}; to go on: kagent library embed"


def _deep(assembly: Assembly) -> str:
    problems = assembly.bank.problems()
    if problems:
        raise CommandError("; ".join(problems))
    return "every page is sound, and the indexes agree with the documents"


def _copies(home: Path) -> str:
    """Older databases, which only the user deletes."""
    from store.file_names import DATABASE_NAME
    from store.older_copies import older_copies

    copies = older_copies(home / DATABASE_NAME)
    if not copies:
        return "no older databases are kept"
    size = sum(path.stat().st_size for path in copies)
    names = ", ".join(path.name for path in copies)
    return f"{size / 1e6:.1f} MB of older databases in {home}, yours to delete: {names}"


def _model(assembly: Assembly) -> str:
    model = assembly.load_model()
    return f"{model.name}, {model.context_tokens} tokens of context"


def _network(assembly: Assembly) -> str:
    """How open the door is; nothing is connected to find out."""
    policy = assembly.network.policy
    return {
        "off": "off; not one connection is made",
        "ask": "ask; the terminal interface asks, commands need --online",
        "on": "on; tools may use the internet",
    }[policy]


def _tools(assembly: Assembly) -> str:
    """The tools on offer, and the archives that they read; a broken one of the user's is said."""
    from engine.encyclopedia.registering import archive_state

    registry, warnings = assembly.all_tools(threading.Event())
    own = sum(bool(entry.origin) for entry in registry)
    said = f"{len(registry) - own} built in, {own} of your own"
    archives = assembly.bank.archives.all()
    if archives:
        said += f"; {len(archives)} offline encyclopedias"
    missing = [one.source for one in archives if archive_state(one) == "missing"]
    troubles = [*warnings, *(f"{source}: is not there any more" for source in missing)]
    if troubles:
        raise CommandError("; ".join((said, *troubles)))
    return said
