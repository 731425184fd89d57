"""The interface in a browser: a server for this machine alone, a process for each page.

textual-serve's own server knows no user and hands its page to everyone who asks; from it come only
the script for the browser and the talk with the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import textual_serve
from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

from kagent_tui import serving_page
from kagent_tui.serving_access import Access

_STATIC: Final = Path(textual_serve.__file__).parent / "static"
_LEAVE_SECONDS: Final = 10.0
_MOST_CELLS: Final = 2000
_MESSAGE_BYTES: Final = 8 * 1024 * 1024  # a long text that is pasted
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_REFUSED: Final = "Open the address that kagent serve has printed.\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BrowserService(AppService):
    """One process; when it ends, for whatever reason, the browser hears of it."""

    async def run(self) -> None:
        """Pass on what the process writes until it ends."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def end(self) -> None:
        """Let the process quit, and end it where it does not."""
        process = self._process
        if process is None:
            return

        async def leave() -> None:
            await self.stop()
            await process.wait()

        # Not by a timeout: what reads the process keeps a cancellation to itself.
        leaving = asyncio.create_task(leave())
        try:
            await asyncio.wait({leaving}, timeout=_LEAVE_SECONDS)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        await leaving


class BrowserServer:
    """Serves `command`, which starts the interface, to those who have access."""

    def __init__(self, command: str, access: Access) -> None:
        self._command = command
        self._access = access
        self._downloads = DownloadManager()
        # Its handler of downloads is used, and nothing else of it.
        self._files = Server(command)
        self._files.download_manager = self._downloads
        self._pages: dict[web.WebSocketResponse, BrowserService] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to listen; the access then knows its port.

        Raises:
            OSError: the port is taken, or the host is not one of this machine.
        """
        application = web.Application(middlewares=[self._guard])
        application.on_response_prepare.append(self._add_headers)
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/style.css", _style),
                web.get("/focus.js", _focus),
                web.get("/ws", self._websocket),
                web.get("/download/{key}", self._files.handle_download),
                web.static("/static", _STATIC),
            ]
        )
        # No access log: the token stands in an address.
        patience = 2 * _LEAVE_SECONDS
        self._runner = web.AppRunner(
            application, access_log=None, logger=_log(), shutdown_timeout=patience
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._access.host, self._access.port).start()
        except BaseException:
            await self.stop()
            raise
        self._access.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every page, with its process, and listen no more."""
        pages = list(self._pages.items())
        for websocket, _ in pages:
            await websocket.close()
        # aiohttp does not wait for those whose browser has left.
        await asyncio.gather(*(service.end() for _, service in pages))
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def pages(self) -> int:
        """How many pages show the interface."""
        return len(self._pages)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        access = self._access
        if not access.is_addressed(request.headers):
            raise web.HTTPForbidden(text=_REFUSED)
        token = request.query.get("token")
        if token is not None and request.path == "/":
            if not access.is_token(token):
                raise web.HTTPForbidden(text=_REFUSED)
            return self._entrance()
        if not access.is_cookie(request.cookies.get(access.cookie_name)):
            raise web.HTTPForbidden(text=_REFUSED)
        return await handler(request)

    def _entrance(self) -> web.Response:
        response = web.Response(text=serving_page.ENTRANCE, content_type="text/html")
        access = self._access
        response.set_cookie(
            access.cookie_name, access.cookie, httponly=True, samesite="Strict", path="/"
        )
        return response

    async def _add_headers(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)
        policy = serving_page.content_policy(self._access.authority)
        response.headers["Content-Security-Policy"] = policy

    async def _page(self, request: web.Request) -> web.Response:
        # Under the name that the browser knows, for a page and its socket are of one origin.
        return web.Response(text=serving_page.page(request.host), content_type="text/html")

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        # A browser always says where the page is from that opens a socket.
        if "Origin" not in request.headers:
            raise web.HTTPForbidden(text=_REFUSED)
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=_MESSAGE_BYTES)
        await websocket.prepare(request)
        service = BrowserService(
            self._command,
            write_bytes=_bytes_to(websocket),
            write_str=_text_to(websocket),
            close=_closing(websocket),
            download_manager=self._downloads,
        )
        self._pages[websocket] = service
        try:
            await service.start(_cells(request, "width", 80), _cells(request, "height", 24))
            await _pass_on(websocket, service)
        finally:
            await service.end()
            del self._pages[websocket]
        return websocket


def _log() -> logging.Logger:
    """For faults of the server's own: what is no HTTP is a fault of whoever sends it, and every
    program of this machine can send."""
    log = logging.getLogger(__name__)
    log.addFilter(_is_own_fault)
    return log


def _is_own_fault(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=serving_page.STYLE, content_type="text/css")


async def _focus(_: web.Request) -> web.Response:
    return web.Response(text=serving_page.FOCUS, content_type="text/javascript")


async def _pass_on(websocket: web.WebSocketResponse, service: AppService) -> None:
    """What the user types and does with the window, to the process."""
    async for message in websocket:
        if message.type != WSMsgType.TEXT:
            continue
        match message.json():
            case ["stdin", str(typed)]:
                await service.send_bytes(typed.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await service.set_terminal_size(_within(width), _within(height))
            case ["ping", str(sent)]:
                await websocket.send_json(["pong", sent])
            case ["blur"]:
                await service.blur()
            case ["focus"]:
                await service.focus()


def _cells(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, "")
    return _within(int(given)) if given.isascii() and given.isdigit() else default


def _within(cells: int) -> int:
    return min(max(cells, 1), _MOST_CELLS)


def _bytes_to(websocket: web.WebSocketResponse) -> Callable[[bytes], Awaitable[None]]:
    """Writes as long as someone reads: the process is to be read to its end in any case."""

    async def send(data: bytes) -> None:
        with contextlib.suppress(ConnectionResetError):
            await websocket.send_bytes(data)

    return send


def _text_to(websocket: web.WebSocketResponse) -> Callable[[str], Awaitable[None]]:
    async def send(text: str) -> None:
        with contextlib.suppress(ConnectionResetError):
            await websocket.send_str(text)

    return send


def _closing(websocket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await websocket.close()

    return close
