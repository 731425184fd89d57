"""What the operating system refuses, and what is said of any file."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("No such file or directory"),
    mark("there is no such file"),
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("reading it is not permitted"),
    mark("No space left on device"),
    mark("Disk quota exceeded"),
    mark("Read-only file system"),
    mark("Is a directory"),
    mark("Not a directory"),
    mark("File exists"),
    mark("File name too long"),
    mark("Input/output error"),
    mark("Too many open files"),
    mark("Cannot allocate memory"),
    mark("Connection refused"),
    mark("Connection reset by peer"),
    mark("Network is unreachable"),
    mark("No route to host"),
    mark("Connection timed out"),
    mark("Name or service not known"),
    mark("Temporary failure in name resolution"),
    mark("Exec format error"),
    mark("{path}: cannot be read: {reason}"),
    mark("{path}: cannot be written: {reason}"),
    mark("{program}: cannot be started: {reason}"),
    mark("{path}: is not UTF-8 text; save it as UTF-8"),
    mark("{path}: is not valid TOML: {reason}"),
    mark("{program}: ended with code {code}"),
)
