"""All tools that are not built in: the user's files, installed packages, MCP servers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.own_tools.custom import (
    Candidate,
    Found,
    file_candidates,
    find_custom_tools,
    without_clashes,
)
from engine.own_tools.custom_call import ToolPlaces
from engine.own_tools.mcp_settings import McpServer, read_servers
from engine.tools.registry import Registry

if TYPE_CHECKING:
    from engine.network import Network
    from engine.own_tools.mcp import McpServers
    from engine.web_access import WebAccess

# Makes the door for hosts ("host:port") that the settings name; it is asked once the user agreed.
NetworkFor = Callable[[Collection[str]], "Network"]
_PORTS = {"http": 80, "https": 443}


class OwnTools:
    """Finds the tools when they are wanted: nothing is read or started before. `close` in the end.

    `tables` are the settings of MCP servers by name; `network_for` is None where the network is
    off for good.
    """

    def __init__(
        self, home: Path, tables: Mapping[str, Any], network_for: NetworkFor | None
    ) -> None:
        self.places = ToolPlaces.under(home)
        self._tables = tables
        self._network_for = network_for
        self._lock = threading.Lock()
        self._packages: Sequence[Candidate] | None = None
        self._servers: McpServers | None = None
        self._wrong: tuple[str, ...] = ()

    def registry(
        self,
        builtin: Registry,
        web: WebAccess | None,
        cancel: threading.Event | None = None,
    ) -> tuple[Registry, tuple[str, ...]]:
        """The built-in tools with those that were found, and a line about each that was not.

        Files are looked at anew each time. `web` is the question's access to the internet.
        """
        with self._lock:
            found = self._found(builtin, web, cancel)
        return Registry([*builtin, *found.tools]), found.warnings

    def close(self) -> None:
        """End the MCP servers."""
        servers, self._servers = self._servers, None
        if servers is not None:
            servers.close()

    def _found(
        self, builtin: Registry, web: WebAccess | None, cancel: threading.Event | None
    ) -> Found:
        if self._packages is None:
            from engine.own_tools.entry_points import entry_point_candidates

            self._packages = entry_point_candidates(self.places.folder)
        candidates = [*file_candidates(self.places.folder), *self._packages]
        groups = [find_custom_tools(self.places, candidates, cancel)] if candidates else []
        if self._tables:
            groups.append(self._mcp_servers().tools(web, cancel))
        found = without_clashes(builtin.names(), groups)
        return Found(found.tools, (*self._wrong, *found.warnings))

    def _mcp_servers(self) -> McpServers:
        if self._servers is None:
            from engine.own_tools.mcp import McpServers

            servers, wrong = read_servers(self._tables)
            self._wrong = tuple(wrong)
            network_for = self._network_for
            hosts = [_authority(server) for server in servers if server.url]
            self._servers = McpServers(
                servers,
                logs=self.places.logs,
                network=None if network_for is None else lambda: network_for(hosts).opened(),
            )
        return self._servers


def _authority(server: McpServer) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(server.url)
    return f"{parts.hostname}:{parts.port or _PORTS[parts.scheme]}"
