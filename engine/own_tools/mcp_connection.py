"""One connection to an MCP server: started, asked for its tools, and kept until it is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from engine.cleaning import clean_line
from engine.network_errors import NetworkError
from engine.own_tools.custom_call import make_private
from engine.own_tools.mcp_settings import McpServer

if TYPE_CHECKING:
    from anyio import CancelScope
    from mcp import Client, types

    from engine.network import Network

_MOST_PAGES = 100
MOST_TOOLS = 500
# A log that has grown beyond this is begun anew with the next start.
_MOST_LOG = 1_000_000
_LAST_OF_LOG = 4000
_LONGEST_SAID = 200
NOT_INSTALLED = (
    "the package mcp is missing or too old; install it with: pip install 'kagent-tui[mcp]'"
)


class StartError(Exception):
    """The server cannot be used; the message says why."""


class Connection:
    """Lives in one task of the event loop, which alone enters and leaves it."""

    def __init__(
        self, server: McpServer, logs: Path, network: Callable[[], Network] | None
    ) -> None:
        self.server = server
        self.tools: list[types.Tool] = []
        self._log = logs / f"mcp-{server.name}.log"
        self._network = network
        self._client: Client | None = None
        self._ready = asyncio.Event()
        self._ending = asyncio.Event()
        self._garbage = ""
        self._task: asyncio.Task[None] | None = None
        self._scope: CancelScope | None = None
        self._log_start = 0

    @property
    def is_open(self) -> bool:
        """Whether the server can be called."""
        return self._client is not None

    async def start(self) -> None:
        """Connect, and learn the server's tools.

        Raises:
            StartError: it does not start, does not answer in time, or speaks no MCP.
        """
        self._task = asyncio.create_task(self._live(), name=f"mcp {self.server.name}")
        ready = asyncio.create_task(self._ready.wait())
        limit = self.server.start_seconds
        await asyncio.wait({self._task, ready}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._ready.is_set():
            return
        if self._task.done():
            error = None if self._task.cancelled() else self._task.exception()
            raise StartError(self._why(error)) from error
        self._cancel()
        told = f"; it writes what is no MCP: {self._garbage!r}" if self._garbage else ""
        raise StartError(f"it does not answer within {limit:g} seconds{told}{self._said()}")

    async def call(self, name: str, args: dict[str, Any]) -> types.CallToolResult:
        """Call a tool; raises what the mcp package raises, or StartError where it has ended."""
        from mcp import MCPError
        from mcp_types import CONNECTION_CLOSED

        if self._client is None:
            raise StartError("it has ended")
        try:
            return await self._client.call_tool(name, args)
        except MCPError as error:
            if error.code == CONNECTION_CLOSED:
                self._ending.set()
                self._client = None
                raise StartError(f"it has ended{self._said()}") from error
            raise

    async def close(self) -> None:
        """End the connection, and the server's process where it is one."""
        self._ending.set()
        if not self._ready.is_set():
            self._cancel()
        if self._task is not None:
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.exception()  # it is told of where the server is started

    def _cancel(self) -> None:
        # Not the task itself: the mcp package ends a server's process in a shielded scope.
        if self._scope is not None:
            self._scope.cancel()

    async def _live(self) -> None:
        from anyio import CancelScope

        try:
            with CancelScope() as self._scope:
                await self._connected()
        finally:
            self._client = None

    async def _connected(self) -> None:
        """Be connected until the end is asked for.

        The server is greeted as all servers so far are; some end at any other first message.
        """
        from mcp import Client, MCPError
        from mcp_types import UNSUPPORTED_PROTOCOL_VERSION

        for mode in ("legacy", "auto"):
            try:
                async with (
                    self._transport() as transport,
                    Client(transport, mode=mode, message_handler=self._notice) as client,
                ):
                    self.tools = await _listed(client)
                    self._client = client
                    self._ready.set()
                    await self._ending.wait()
                    return
            except MCPError as error:
                if mode == "auto" or error.code != UNSUPPORTED_PROTOCOL_VERSION:
                    raise

    @contextlib.asynccontextmanager
    async def _transport(self) -> AsyncIterator[Any]:
        """What the mcp package connects by."""
        server = self.server
        if server.url:
            from mcp.client.streamable_http import streamable_http_client

            from engine.guarded_client import guarded_async_client

            if self._network is None:
                raise StartError("it is not asked, for the network is off")
            door = guarded_async_client(self._network(), server.url, headers=server.headers)
            async with door as client:
                yield streamable_http_client(server.url, http_client=client)
            return
        from mcp import StdioServerParameters, stdio_client

        parameters = StdioServerParameters(
            command=server.command,
            args=list(server.args),
            env=dict(server.env),
            cwd=server.cwd,
            encoding_error_handler="replace",
        )
        with self._opened_log() as log:
            yield stdio_client(parameters, errlog=log)

    @contextlib.contextmanager
    def _opened_log(self) -> Iterator[TextIO]:
        """The server's standard error, readable by this user alone."""
        make_private(self._log.parent)
        begun_anew = self._log.exists() and self._log.stat().st_size > _MOST_LOG
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if begun_anew else os.O_APPEND)
        handle = os.open(self._log, flags, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as log:
            self._log_start = os.fstat(handle).st_size
            yield log

    async def _notice(self, message: Any) -> None:
        """What comes unasked; all that matters is what cannot be understood."""
        if isinstance(message, Exception) and not self._garbage:
            from pydantic import ValidationError

            wrong = message.errors() if isinstance(message, ValidationError) else []
            first = wrong[0]["input"] if wrong else message
            self._garbage = clean_line(str(first))[:_LONGEST_SAID]

    def _why(self, error: BaseException | None) -> str:
        """Why the server could not be started, in one line."""
        causes = list(_leaves(error)) if error is not None else []
        for cause in causes:
            if isinstance(cause, StartError | NetworkError):
                return str(cause)
            if isinstance(cause, ImportError) and (cause.name or "").startswith("mcp"):
                return NOT_INSTALLED
            if isinstance(cause, OSError) and not self.server.url:
                return f"{self.server.command} cannot be started: {cause.strerror or cause}"
            if type(cause).__name__ == "MCPError" and self._has_ended(cause):
                return f"it ended before it answered{self._said()}"
        shown = clean_line(str(causes[0])) if causes else ""
        name = type(causes[0]).__name__ if causes else "it was stopped"
        return f"{name}: {shown}"[:_LONGEST_SAID] if shown else name

    def _has_ended(self, error: BaseException) -> bool:
        from mcp_types import CONNECTION_CLOSED

        return not self.server.url and getattr(error, "code", None) == CONNECTION_CLOSED

    def _said(self) -> str:
        """The last line that the server wrote to its log since it was started."""
        if self.server.url:
            return ""
        try:
            with self._log.open("rb") as log:
                size = log.seek(0, os.SEEK_END)
                log.seek(max(self._log_start, size - _LAST_OF_LOG))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        last = next((clean_line(line) for line in reversed(lines) if line.strip()), "")
        return f": {last[:_LONGEST_SAID]} (more in {self._log})" if last else ""


async def _listed(client: Client) -> list[types.Tool]:
    """All pages of the server's list of tools."""
    found: list[types.Tool] = []
    cursor: str | None = None
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        page = await client.list_tools(cursor=cursor)
        found += page.tools
        cursor = page.next_cursor
        if not cursor or cursor in seen or len(found) >= MOST_TOOLS:
            break
        seen.add(cursor)
    return found[:MOST_TOOLS]


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors of a group, or the one error that there is."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error
