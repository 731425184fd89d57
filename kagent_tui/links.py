"""Addresses in answers: which of them may be opened at all, and how.

A model writes them, so that nothing is opened before the user has seen the whole address and said
yes, and a file is only ever shown, never run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kagent_tui.controllers.targets import file_path

# A server in a file's address would make Windows give it the user's credentials.
_LOCAL = frozenset({"", "localhost"})
_SERVER = re.compile(r"[\\/]{2}")


@dataclass(frozen=True, slots=True)
class Link:
    """A web page with its host as the network knows it, or (`path`) a file on this machine."""

    address: str
    host: str = ""
    path: Path | None = None


def read_link(address: str) -> Link | None:
    """The link if it may be offered: http, https or file, whole, without a user's name in it.

    Nothing is looked up, neither in the network nor on the disk.
    """
    from engine.opening import web_address  # most answers have no link, and it imports much

    if not address.isprintable() or any(character.isspace() for character in address):
        return None
    try:
        parts = urlsplit(address)
        named = parts.username is not None or parts.password is not None
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme == "file":
        return _file(address, host, parts.path)
    if web_address(address) is None or named:
        return None
    return Link(address, _ascii(host))


def open_link(link: Link) -> str | None:
    """Open it in the desktop's browser or viewer; what went wrong in one English line, or None.

    It may take a second: not for the thread of the screen.
    """
    from engine.events import Location
    from engine.opening import Place, opening_of, this_desktop
    from engine.source_state import regular_file
    from kagent_tui.launching import launch

    path = None
    if link.path is not None:
        path = regular_file(str(link.path))
        if path is None:
            return f"{link.path}: there is no such file"
    desktop = this_desktop(has_terminal=False)
    opening = opening_of(Place(link.address, path, Location()), desktop)
    if opening is None:
        return f"{link.address}: no program was found that can show this here; copy the address"
    return launch(opening)


def _file(address: str, host: str, path: str) -> Link | None:
    if host not in _LOCAL or not path.startswith("/") or _SERVER.match(path):
        return None
    named = Path(file_path(path, windows=os.name == "nt"))
    text = str(named)
    if not named.is_absolute() or not text.isprintable() or _SERVER.match(text):
        return None
    return Link(address, path=named)


def _ascii(host: str) -> str:
    """The host without letters that look like others (RFC 3492)."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
