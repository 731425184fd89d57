"""The tools of MCP servers: programs on this machine, and addresses that the settings name.

Nothing is started or asked before the tools are wanted. A server that does not work is a line of
warning, and the others work.
"""

from __future__ import annotations

import concurrent.futures
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.network_errors import NetworkError
from engine.own_tools.custom import Found
from engine.own_tools.custom_call import LONGEST_DESCRIPTION, call_title
from engine.own_tools.event_loop import BackgroundLoop, waited_for
from engine.own_tools.mcp_connection import Connection, StartError
from engine.own_tools.mcp_results import observation_of
from engine.own_tools.mcp_schema import SchemaError, parameters_of
from engine.own_tools.mcp_settings import McpServer
from engine.own_tools.signatures import LONGEST_NAME
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.tool import Tool

if TYPE_CHECKING:
    from mcp import types

    from engine.network import Network
    from engine.web_access import WebAccess

# How long a server that did not start is left alone, and how long all may take to end.
RETRY_SECONDS = 60.0
CLOSING_SECONDS = 10.0
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]+")
_OFFLINE = (
    "not asked, for the network is off; allow it with --online, or with network in config.toml"
)
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "timed_out": "{name}: the server does not answer within {seconds:g} seconds",
        "cancelled": "{name}: cancelled",
        "gone": "{name}: the MCP server {server} cannot be used: {reason}",
        "refused": "{name}: the MCP server {server} refuses the call: {reason}",
        "senseless": "{name}: the MCP server {server} gives a senseless answer: {reason}",
    },
    "zh": {
        "timed_out": "{name}：服务器在{seconds:g}秒内没有回答",
        "cancelled": "{name}：已取消",
        "gone": "{name}：无法使用 MCP 服务器 {server}：{reason}",
        "refused": "{name}：MCP 服务器 {server} 拒绝了调用：{reason}",
        "senseless": "{name}：MCP 服务器 {server} 的回答无法理解：{reason}",
    },
}


class McpServers:
    """All servers of the settings, each started once and kept; `close` ends them.

    `network` opens the door to servers that are addresses, None where the network is off for good.
    """

    def __init__(
        self,
        servers: Sequence[McpServer],
        *,
        logs: Path,
        network: Callable[[], Network] | None,
    ) -> None:
        self._servers = {server.name: server for server in servers}
        self._logs = logs
        self._network = network
        self._loop = BackgroundLoop("kagent-mcp")
        self._lock = threading.Lock()
        self._open: dict[str, Connection] = {}
        self._started: list[Connection] = []
        self._failed: dict[str, tuple[float, str]] = {}

    def tools(self, web: WebAccess | None, cancel: threading.Event | None = None) -> Found:
        """The tools of all servers; those that are not running are started, beside each other.

        `web` is the question's access to the internet, which servers that are online need.
        """
        tools: list[Tool] = []
        warnings: list[str] = []
        with self._lock:
            wanted = {}
            for name, server in self._servers.items():
                if reason := self._may_not_start(server, web):
                    warnings.append(f"MCP server {name}: {reason}")
                elif not self._is_open(name):
                    wanted[name] = self._loop.submit(self._connect(server))
            for name, future in wanted.items():
                if reason := self._outcome(name, future, cancel):
                    warnings.append(f"MCP server {name}: {reason}")
            for name in self._servers:
                if self._is_open(name):
                    found = _tools_of(self._open[name], self)
                    tools += found.tools
                    warnings += found.warnings
        return Found(tuple(tools), tuple(warnings))

    def call(
        self, server: str, tool: str, args: dict[str, Any], cancelled: Callable[[], bool]
    ) -> concurrent.futures.Future[types.CallToolResult] | None:
        """Call a tool of a server, which is started anew where it has ended.

        None where `cancelled` came first.
        """

        async def made() -> types.CallToolResult:
            if not self._is_open(server):
                await self._connect(self._servers[server])
            return await self._open[server].call(tool, args)

        return waited_for(self._loop.submit(made()), cancelled)

    def close(self) -> None:
        """End all connections, and the processes of those servers that are programs."""
        started, self._started, self._open = self._started, [], {}
        if started:
            ends = [self._loop.submit(connection.close()) for connection in started]
            concurrent.futures.wait(ends, timeout=CLOSING_SECONDS)
        self._loop.close(1.0)

    def _is_open(self, name: str) -> bool:
        return name in self._open and self._open[name].is_open

    def _may_not_start(self, server: McpServer, web: WebAccess | None) -> str | None:
        """Why a server that does not run is left alone, None where it may start."""
        if self._is_open(server.name):
            return None
        if server.online and (web is None or (server.url and self._network is None)):
            return _OFFLINE
        since, reason = self._failed.get(server.name, (0.0, ""))
        if reason and time.monotonic() - since < RETRY_SECONDS:
            return reason
        if server.online and web is not None:
            try:
                web.announce([server.host], tool=f"MCP server {server.name}", sends="tools/list")
            except NetworkError as error:
                return clean_line(str(error))
        return None

    async def _connect(self, server: McpServer) -> None:
        _silence()
        connection = Connection(server, self._logs, self._network)
        self._started.append(connection)
        await connection.start()
        self._open[server.name] = connection

    def _outcome(
        self,
        name: str,
        future: concurrent.futures.Future[None],
        cancel: threading.Event | None,
    ) -> str | None:
        """Why a server did not start, None where it did."""
        done = waited_for(future, lambda: cancel is not None and cancel.is_set())
        error = done.exception() if done is not None and not done.cancelled() else None
        if done is None or done.cancelled():
            return "not started, for that was cancelled"
        if error is None:
            self._failed.pop(name, None)
            return None
        if not isinstance(error, StartError):
            raise error
        self._failed[name] = (time.monotonic(), str(error))
        return str(error)


def _silence() -> None:
    """Keep what the mcp package logs, which is of no use to a user, off the terminal."""
    for name in ("mcp", "client", "httpx2"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
            logger.propagate = False


def _tools_of(connection: Connection, servers: McpServers) -> Found:
    """The tools of one server, named SERVER_TOOL."""
    tools: list[Tool] = []
    warnings: list[str] = []
    server = connection.server
    for entry in connection.tools:
        name = _NOT_IN_NAMES.sub("_", f"{server.name}_{entry.name}")[:LONGEST_NAME]
        try:
            parameters = parameters_of(entry.input_schema)
        except SchemaError as error:
            shown = clean_line(entry.name)[:LONGEST_NAME]
            warnings.append(f"MCP server {server.name}: its tool {shown} is left out: {error}")
            continue
        title = (entry.annotations and entry.annotations.title) or entry.title or entry.name
        phrase = clean_line(title.replace("_", " "))[:60]
        tools.append(
            Tool(
                name=name,
                description=clean_line(entry.description or title)[:LONGEST_DESCRIPTION],
                parameters=parameters,
                returns="",
                function=_McpCall(servers, server, entry.name, name),
                task_phrases={"en": f"Use {phrase}", "zh": f"使用{phrase}"},
                online=server.online,
                origin=f"MCP server {server.name}",
                seconds=server.seconds,
            )
        )
    return Found(tuple(tools), tuple(warnings))


@dataclass(frozen=True, slots=True)
class _McpCall:
    """What runs when a server's tool is called."""

    servers: McpServers
    server: McpServer
    tool: str
    name: str

    def __call__(self, context: ToolContext, **args: Any) -> Observation:
        """Ask the server.

        Raises:
            ToolError: the server does not answer in time or reports an error, or the internet is
                needed and off.
        """
        if self.server.online:
            sends = json.dumps(args, ensure_ascii=False)
            context.need_web().announce([self.server.host], tool=self.name, sends=sends)
        deadline = time.monotonic() + self.server.seconds

        def given_up() -> bool:
            stopped = context.cancel is not None and context.cancel.is_set()
            return stopped or time.monotonic() > deadline

        done = self.servers.call(self.server.name, self.tool, args, given_up)
        if done is None or done.cancelled():
            late = time.monotonic() > deadline
            key = "timed_out" if late else "cancelled"
            raise ToolError("timed_out" if late else "failed", self._text(context, key))
        error = done.exception()
        if error is not None:
            raise self._trouble(context, error) from error
        title = call_title(self.name, args)
        return observation_of(done.result(), self.name, title, context.language)

    def _trouble(self, context: ToolContext, error: BaseException) -> ToolError:
        """The error of a call as one of a tool."""
        if isinstance(error, StartError | OSError):
            key = "gone"
        else:
            key = "refused" if type(error).__name__ == "MCPError" else "senseless"
        return ToolError("failed", self._text(context, key, str(error) or type(error).__name__))

    def _text(self, context: ToolContext, key: str, reason: str = "") -> str:
        text = _TEXTS[context.language][key].format(
            name=self.name,
            server=self.server.name,
            seconds=self.server.seconds,
            reason=clean_line(reason)[:500],
        )
        return clean_line(text)
