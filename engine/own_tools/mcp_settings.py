"""The MCP servers that the settings name, checked one by one: a wrong one is warned of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

START_SECONDS = 20.0
CALL_SECONDS = 60.0
_LONGEST_SECONDS = 3600.0
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
_TEXT = "a text in quotes"
_TEXTS = "a list of texts in quotes"
_TABLE = "a table of texts"
_NUMBER = "a number of seconds"
_TRUTH = "true or false"
_KINDS = {
    "command": _TEXT,
    "args": _TEXTS,
    "env": _TABLE,
    "cwd": _TEXT,
    "url": _TEXT,
    "headers": _TABLE,
    "online": _TRUTH,
    "seconds": _NUMBER,
    "start_seconds": _NUMBER,
}


class SettingError(Exception):
    """A server's table cannot be used; the message says what is wrong and what is expected."""


@dataclass(frozen=True, slots=True)
class McpServer:
    """A server: a program that is started (`command`, stdio), or an address (`url`, HTTP).

    An `online` server is asked only where the internet is allowed; one at a `url` always is.
    """

    name: str
    command: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    online: bool = False
    seconds: float = CALL_SECONDS
    start_seconds: float = START_SECONDS

    @property
    def host(self) -> str:
        """What is reached: the host of its address with the port, if any, or its program."""
        if not self.url:
            return f"MCP server {self.name}"
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        return f"{host}:{parts.port}" if parts.port else host


def read_servers(tables: Mapping[str, Any]) -> tuple[list[McpServer], list[str]]:
    """The servers of the table mcp_servers, and a line about each that is wrong."""
    servers: list[McpServer] = []
    warnings: list[str] = []
    for name, table in tables.items():
        try:
            servers.append(_read(name, table))
        except SettingError as error:
            warnings.append(f"config.toml, mcp_servers.{name}: {error}")
    return servers, warnings


def _read(name: str, table: Mapping[str, Any]) -> McpServer:
    if not _NAME.fullmatch(name):
        raise SettingError("its name must be up to 32 letters (a-z), digits, - and _")
    for key, value in table.items():
        if key not in _KINDS:
            raise SettingError(f"there is no setting {key!r}; the settings are {', '.join(_KINDS)}")
        if not _is(_KINDS[key], value):
            raise SettingError(f"{key} must be {_KINDS[key]}")
    if bool(table.get("command")) == bool(table.get("url")):
        raise SettingError("write either a command, or a url")
    return McpServer(
        name=name,
        command=_expanded(table.get("command", "")),
        args=tuple(table.get("args", ())),
        env=dict(table.get("env", {})),
        cwd=Path(_expanded(table["cwd"])) if table.get("cwd") else None,
        url=_checked_url(table.get("url", "")),
        headers=dict(table.get("headers", {})),
        online=bool(table.get("url")) or table.get("online", False),
        seconds=float(table.get("seconds", CALL_SECONDS)),
        start_seconds=float(table.get("start_seconds", START_SECONDS)),
    )


def _is(kind: str, value: Any) -> bool:
    if kind is _TEXTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind is _TABLE:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if kind is _NUMBER:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and 0 < value <= _LONGEST_SECONDS
    return isinstance(value, bool if kind is _TRUTH else str)


def _expanded(path: str) -> str:
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:
        raise SettingError(f"{path}: this user's home is not known; write it in full") from None


def _checked_url(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingError(f"{url!r} is no address such as https://example.org/mcp")
    return url
