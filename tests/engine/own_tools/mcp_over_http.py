"""The example MCP server at an address of this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import Receive, Scope, Send

from tests.engine.own_tools.example_mcp_server import server


@contextlib.contextmanager
def mcp_over_http() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The server's address, and the headers of the requests that it has had."""
    headers: list[dict[str, str]] = []
    app = server().streamable_http_app()

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers.append({key.decode(): value.decode() for key, value in scope["headers"]})
        await app(scope, receive, send)

    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(noting, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp", headers
    finally:
        running.should_exit = True
        running.force_exit = True
        thread.join()
        listener.close()
