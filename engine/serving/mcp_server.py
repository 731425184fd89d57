"""The MCP server of `kagent mcp`: a library's answers with citations, over stdin and stdout.

Calls are answered one after another, for there is one model. Nothing is sent anywhere but to the
process that called.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean_line
from engine.serving.offers import INSTRUCTIONS, TIME_TOOLS, answer_text, offers, results_text
from engine.serving.service import SERVICE_ERRORS, Service
from models.language.base import ModelError
from store.errors import StoreError

if TYPE_CHECKING:
    from mcp import types
    from mcp.server.lowlevel import Server

_EXPECTED = (*SERVICE_ERRORS, StoreError, ModelError)


class McpServer:
    """Serves one client, whose end is the server's end."""

    def __init__(self, service: Service, version: str) -> None:
        self._service = service
        self._version = version
        # One thread: the calls take turns.
        self._engine = concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="kagent-serving")
        self._running: set[threading.Event] = set()

    def serve(self) -> None:
        """Serve over standard input and output until the input ends.

        Raises:
            ImportError: the package mcp is missing.
        """
        import anyio
        from mcp.server.stdio import stdio_server

        async def life() -> None:
            made = self._made()
            async with stdio_server() as (read, write):
                await made.run(read, write, made.create_initialization_options())

        try:
            anyio.run(life)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the calls that run and wait: they end soon, and none is begun any more."""
        for cancel in list(self._running):
            cancel.set()
        self._engine.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> Server[Any]:
        from mcp import types
        from mcp.server.lowlevel import Server

        async def list_tools(
            context: Any, params: types.PaginatedRequestParams | None
        ) -> types.ListToolsResult:
            listed = [types.Tool.model_validate(one) for one in offers(self._service)]
            return types.ListToolsResult(tools=listed)

        async def call_tool(
            context: Any, params: types.CallToolRequestParams
        ) -> types.CallToolResult:
            return await self._call(params.name, params.arguments or {})

        return Server(
            "kagent",
            version=self._version,
            instructions=INSTRUCTIONS,
            on_list_tools=list_tools,
            on_call_tool=call_tool,
        )

    async def _call(self, name: str, args: Mapping[str, Any]) -> types.CallToolResult:
        from mcp import types

        try:
            text, data = await self._on_engine(lambda cancel: self._answer(name, args, cancel))
        except _EXPECTED as error:
            content = [types.TextContent(text=clean_line(str(error)))]
            return types.CallToolResult(content=[*content], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=data)

    async def _on_engine(self, work: Callable[[threading.Event], Any]) -> Any:
        """The work's result; it takes its turn, and is told where the caller gives up."""
        cancel = threading.Event()
        self._running.add(cancel)
        try:
            return await asyncio.wrap_future(self._engine.submit(work, cancel))
        finally:
            cancel.set()
            self._running.discard(cancel)

    def _answer(
        self, name: str, args: Mapping[str, Any], cancel: threading.Event
    ) -> tuple[str, dict[str, Any]]:
        """Text and data of one call; runs on the engine's thread."""
        service = self._service
        if name == "ask":
            asked = _checked(args, {"question": str, "language": str, "collections": list})
            answer = service.ask(
                asked.get("question", ""),
                asked.get("language"),
                [str(one) for one in asked.get("collections") or ()],
                cancel,
            )
            return answer_text(answer), answer
        if name == "search":
            asked = _checked(args, {"query": str, "limit": int})
            found = service.search(asked.get("query", ""), asked.get("limit") or 10)
            return results_text(found), found
        if name == "add" and service.may_add:
            added = service.add(_checked(args, {"path": str}).get("path", ""), cancel)
            return "\n".join(f"{one['outcome']}: {one['path']}" for one in added["files"]), added
        if name in TIME_TOOLS:
            told = service.run(name, args, cancel)
            return told["observation"], told
        raise _unknown(name, service)


def _checked(args: Mapping[str, Any], kinds: Mapping[str, type]) -> dict[str, Any]:
    from engine.serving.service import ServiceError

    for key, value in args.items():
        if key not in kinds:
            raise ServiceError(f"there is no argument {key!r}; the arguments: {', '.join(kinds)}")
        if value is not None and (not isinstance(value, kinds[key]) or isinstance(value, bool)):
            raise ServiceError(f"{key} must be of the type {kinds[key].__name__}")
    if args.get("language") not in (None, "en", "zh"):
        raise ServiceError("language must be en or zh")
    return dict(args)


def _unknown(name: str, service: Service) -> Exception:
    from engine.serving.service import ServiceError

    known = ", ".join(one["name"] for one in offers(service))
    return ServiceError(f"there is no tool {name!r}; the tools: {known}")
