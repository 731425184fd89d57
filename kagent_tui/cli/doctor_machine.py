"""What `kagent doctor` finds out about the machine: Python, memory, the disk, the terminal."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Final

from kagent_tui.cli.diagnostics import CommandError
from kagent_tui.cli.doctor_findings import Finding
from kagent_tui.quantities import size_text

_PYTHONS: Final = ((3, 11), (3, 14))
# An index is made anew beside the old one, and a model's download needs its own room.
_LITTLE_ROOM: Final = 2_000_000_000
_NO_ROOM: Final = 50_000_000
_SMALLEST: Final = (60, 20)


def python() -> Finding:
    """Its version; that its own SQLite loads no extensions is no trouble."""
    text = f"{platform.python_version()} at {sys.executable}"
    oldest, newest = _PYTHONS
    if not oldest <= sys.version_info[:2] <= newest:
        return Finding(text, "doubtful", "KAgent is tested with Python 3.11 to 3.14; use one")
    import sqlite3

    with_extensions = hasattr(sqlite3.Connection, "enable_load_extension")
    how = "loads extensions" if with_extensions else "loads no extensions, and need not"
    return Finding(f"{text}; its own SQLite {sqlite3.sqlite_version} {how}")


def sqlite() -> Finding:
    """The SQLite that KAgent brings."""
    from pysqlite3 import dbapi2

    return Finding(f"{dbapi2.sqlite_version}, from pysqlite3")


def extensions() -> Finding:
    """Load sqlite-vec, which many Pythons' own SQLite cannot.

    Raises:
        CommandError: it cannot be loaded.
    """
    import sqlite_vec
    from pysqlite3 import dbapi2

    connection = dbapi2.connect(":memory:")
    try:
        connection.enable_load_extension(True)
        sqlite_vec.load(connection)
        version = connection.execute("SELECT vec_version()").fetchone()[0]
    except (AttributeError, dbapi2.Error) as error:
        raise CommandError(
            f"this SQLite loads no extensions: {error}; "
            "install the package again: pip install --force-reinstall pysqlite3"
        ) from None
    finally:
        connection.close()
    return Finding(f"sqlite-vec {version}")


def memory() -> Finding:
    """The machine's memory; whether the model in use fits is said of the model."""
    from models.machine import available_memory, total_memory

    total, available = total_memory(), available_memory()
    if not total:
        return Finding("the system does not say how much there is")
    text = size_text(total)
    return Finding(f"{text}, {size_text(available)} of it free" if available else text)


def disk(home: Path) -> Finding:
    """The room where the home is, or will be.

    Raises:
        CommandError: the home cannot be written to.
    """
    folder = next(place for place in (home, *home.parents) if place.exists())
    if not os.access(folder, os.W_OK):
        raise CommandError(f"{folder}: cannot be written to; name another home with --home")
    free = shutil.disk_usage(folder).free
    text = f"{size_text(free)} free at {folder}"
    if free < _NO_ROOM:
        return Finding(text, "fails", "make room there, or move the home and name it with --home")
    if free < _LITTLE_ROOM:
        return Finding(text, "doubtful", "a larger model or many documents need more room there")
    return Finding(text)


def terminal() -> Finding:
    """What the interface can show and copy here."""
    from kagent_tui.render.output import is_unicode

    name = os.environ.get("TERM", "") or ("Windows" if sys.platform == "win32" else "none")
    size = shutil.get_terminal_size()
    parts = [
        name,
        _colours(name),
        "UTF-8" if is_unicode() else f"the encoding {sys.stdout.encoding}",
        f"{size.columns} by {size.lines}",
        f"clipboard: {_clipboard()}",
    ]
    text = ", ".join(parts)
    if name in ("none", "dumb"):
        return Finding(text, "doubtful", "the interface needs a terminal; commands work everywhere")
    if not is_unicode():
        return Finding(text, "doubtful", "set a locale of UTF-8, such as LC_ALL=C.UTF-8")
    if (size.columns, size.lines) < _SMALLEST or size.lines < _SMALLEST[1]:
        return Finding(text, "doubtful", "the interface wants 60 columns and 20 lines or more")
    return Finding(text)


def _colours(name: str) -> str:
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "all colours"
    return "256 colours" if "256" in name else "few colours"


def _clipboard() -> str:
    """The first clipboard that would be tried; nothing is copied to find out."""
    from kagent_tui.clipboard_programs import Surroundings, clipboard_programs

    if sys.platform == "win32":
        return "Windows"
    found = next(clipboard_programs(Surroundings(sys.platform)), None)
    return found.name if found is not None else "the terminal's own (OSC 52)"
