"""How the library names what it holds: a file by its real path, a web page by its address."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from engine.cleaning import clean
from models.paths import expanded

_FILE_SCHEME = "file://"
_WEB_SCHEMES = ("http", "https")
# How the source of a video begins of which only the words were imported.
IMPORTED = "kuaipedia:"


def source_of(path: str | Path) -> str:
    """The name of an absolute path: the path itself, as long as it is printable text.

    A path that cannot be stored or shown as it is (not UTF-8, with line ends or control
    characters) is written as a file:// address, from which `path_of` gets it back.
    """
    text = os.fspath(path)
    if clean(text) == text and "\n" not in text and "\t" not in text:
        return text
    return Path(text).as_uri()


def real_source(path: str | Path) -> str:
    """The name of a file however it is reached: links are resolved."""
    return source_of(os.path.realpath(path))


def path_of(source: str) -> Path | None:
    """The file that a source names; None where it names a web page or an imported video."""
    if source.startswith(_FILE_SCHEME):
        path = os.fsdecode(unquote_to_bytes(source.removeprefix(_FILE_SCHEME)))
        if sys.platform == "win32":
            # As Path.as_uri writes it: file:///C:/folder or file://host/share.
            return Path(path[1:] if path.startswith("/") else f"//{path}")
        return Path(path)
    return None if is_address(source) or source.startswith(IMPORTED) else Path(source)


def written_path(text: str) -> Path:
    """The path that a user means: of a source, a file:// address or a path from here or from ~."""
    return expanded(path_of(text) or text)


def is_address(text: str) -> bool:
    """Whether this is the address of a web page (http or https)."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.lower() in _WEB_SCHEMES


def checked_address(text: str) -> str | None:
    """The address without the part after "#"; None where it has no usable host."""
    try:
        parts = urlsplit(text.strip())
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if usable and clean(text) == text else None


def is_within(source: str, folder: str) -> bool:
    """Whether a source is `folder` itself or lies somewhere below it."""
    if source == folder:
        return True
    if "://" in source or "://" in folder:
        path, above = path_of(source), path_of(folder)
        if path is None or above is None:
            return False
        source, folder = os.fspath(path), os.fspath(above)
    return source.startswith(folder if folder.endswith(os.sep) else folder + os.sep)
