"""The interface in a browser: a real server, real requests, and the real interface behind it."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("textual_serve")

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from kagent_tui import serving
from kagent_tui.serving import BrowserServer
from kagent_tui.serving_access import Access, is_loopback
from tests.kagent_tui.terminal import REPOSITORY

# An interface as far as the server knows: it says that it is one, one packet, what it is told,
# and ends when it is told to quit.
_ECHO = """
import json, sys
def packet(kind, data):
    sys.stdout.buffer.write(kind + len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
print("__GANGLION__", flush=True)
packet(b"D", b"first bytes")
while kind := sys.stdin.buffer.read(1):
    data = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big"))
    if kind == b"M" and json.loads(data)["type"] == "quit":
        open(sys.argv[1], "w").close()
        break
    if data == b"crash":
        sys.exit(3)
    packet(b"D", kind + data)
"""


@asynccontextmanager
async def served(
    tmp_path: Path, command: str | None = None
) -> AsyncIterator[tuple[BrowserServer, Access, ClientSession]]:
    """A server at a free port, and a client that keeps cookies of addresses."""
    from aiohttp import CookieJar

    script = tmp_path / "echo.py"
    script.write_text(_ECHO, "utf-8")
    access = Access("127.0.0.1")
    words = [sys.executable, str(script), str(tmp_path / "has-quit")]
    server = BrowserServer(command or f"exec {shlex.join(words)}", access)
    await server.start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as client:
            yield server, access, client
    finally:
        await server.stop()


def base(access: Access) -> str:
    return f"http://{access.authority}"


async def enter(client: ClientSession, access: Access) -> None:
    async with client.get(access.url) as answer:
        assert answer.status == 200


def socket(client: ClientSession, access: Access, **headers: str) -> Any:
    headers = {"Origin": base(access), **headers}
    return client.ws_connect(f"{base(access)}/ws?width=90&height=30", headers=headers)


async def read_until(websocket: ClientWebSocketResponse, wanted: bytes) -> bytes:
    seen = b""
    async with asyncio.timeout(60):
        while wanted not in seen:
            message = await websocket.receive()
            if message.type is not WSMsgType.BINARY:
                raise AssertionError(f"{message.type} after {seen[-300:]!r}")
            seen += message.data
    return seen


@pytest.mark.anyio
async def test_without_the_token_nothing_is_served(tmp_path: Path) -> None:
    async with served(tmp_path) as (server, access, client):
        for path in (
            "/",
            "/ws",
            "/style.css",
            "/focus.js",
            "/static/js/textual.js",
            "/download/x",
            "/other",
        ):
            async with client.get(base(access) + path) as answer:
                assert answer.status == 403, path
                assert access.token not in await answer.text()
        for token in ("", "wrong", access.token[:-1], access.cookie, "ключ"):
            async with client.get(f"{base(access)}/", params={"token": token}) as answer:
                assert answer.status == 403
                assert "Set-Cookie" not in answer.headers
        with pytest.raises(WSServerHandshakeError, match="403"):
            await socket(client, access)
        assert server.pages == 0


@pytest.mark.anyio
async def test_the_token_is_exchanged_for_a_cookie(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, access, client):
        async with client.get(access.url) as answer:
            assert answer.status == 200
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert access.token not in cookie
            assert 'http-equiv="refresh" content="0; url=/"' in await answer.text()
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        async with client.get(base(access)) as answer:
            assert answer.status == 200
            assert f'data-session-websocket-url="ws://{access.authority}/ws"' in await answer.text()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1"]
)
async def test_another_host_is_refused(host: str, tmp_path: Path) -> None:
    async with served(tmp_path) as (_, access, client):
        await enter(client, access)
        headers = {"Host": host.format(port=access.port)}
        cookies = {access.cookie_name: access.cookie}
        for url in (base(access), access.url, f"{base(access)}/ws"):
            async with client.get(url, headers=headers, cookies=cookies) as answer:
                assert answer.status == 403


@pytest.mark.anyio
async def test_another_origin_is_refused_and_none_at_all_gets_no_socket(tmp_path: Path) -> None:
    async with served(tmp_path) as (server, access, client):
        await enter(client, access)
        for origin in ("https://evil.example", "null", f"http://127.0.0.1:{access.port + 1}", ""):
            with pytest.raises(WSServerHandshakeError, match="403"):
                await socket(client, access, Origin=origin)
            async with client.get(base(access), headers={"Origin": origin}) as answer:
                assert answer.status == 403
        with pytest.raises(WSServerHandshakeError, match="403"):
            await client.ws_connect(f"{base(access)}/ws")
        assert server.pages == 0


@pytest.mark.anyio
async def test_the_page_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, access, client):
        await enter(client, access)
        async with client.get(base(access)) as answer:
            html = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert set(re.findall(r"(?:https?|wss?)://[^\s;\"']+", html + policy)) == {
            f"ws://{access.authority}/ws",
            f"ws://{access.authority}",
        }
        assert "<script>" not in html
        wanted = re.findall(r'(?:href|src)="(/[^"]+)"', html)
        async with client.get(f"{base(access)}/style.css") as answer:
            style = await answer.text()
        wanted += re.findall(r'url\("([^"]+)"\)', style)
        assert len(wanted) == 6
        for path in wanted:
            async with client.get(base(access) + path) as answer:
                assert answer.status == 200, path
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert b"googleapis" not in await answer.read()
        async with client.get(f"{base(access)}/static/") as answer:
            assert answer.status == 403  # no list of files
        async with client.get(f"{base(access)}/static/..%2fserver.py") as answer:
            assert answer.status in (403, 404)


@pytest.mark.anyio
async def test_what_is_typed_reaches_the_process_and_it_ends_with_the_page(tmp_path: Path) -> None:
    async with served(tmp_path) as (server, access, client):
        await enter(client, access)
        async with socket(client, access) as websocket:
            await read_until(websocket, b"first bytes")
            assert server.pages == 1
            await websocket.send_json(["stdin", "é\x1b[A"])
            await read_until(websocket, "Dé\x1b[A".encode())
            await websocket.send_json(["resize", {"width": 100, "height": 10**9}])
            await read_until(websocket, b'"width": 100, "height": 2000')
            odd: list[Any] = [[], {}, ["stdin", 3], ["resize", {"width": "x"}], ["what", 1], "x"]
            for message in odd:
                await websocket.send_json(message)
            await websocket.send_json(["stdin", "still there"])
            await read_until(websocket, b"still there")
    assert (tmp_path / "has-quit").exists()
    assert server.pages == 0


@pytest.mark.anyio
async def test_a_process_that_ends_closes_its_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with served(tmp_path) as (_, access, client):
        await enter(client, access)
        async with socket(client, access) as websocket:
            await read_until(websocket, b"first bytes")
            await websocket.send_json(["stdin", "crash"])
            async with asyncio.timeout(30):
                assert (await websocket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


@pytest.mark.anyio
async def test_a_process_that_will_not_quit_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_LEAVE_SECONDS", 0.2)
    stubborn = tmp_path / "stubborn.py"
    stubborn.write_text(
        "import os, sys, time\n"
        "print('__GANGLION__', flush=True)\n"
        "pid = str(os.getpid()).encode()\n"
        "sys.stdout.buffer.write(b'D' + len(pid).to_bytes(4, 'big') + pid)\n"
        "sys.stdout.buffer.flush()\n"
        "time.sleep(60)\n",
        "utf-8",
    )
    command = f"exec {shlex.join([sys.executable, str(stubborn)])}"
    async with served(tmp_path, command) as (_, access, client):
        await enter(client, access)
        async with socket(client, access) as websocket:
            number = int((await websocket.receive()).data)
            os.kill(number, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


@pytest.mark.anyio
async def test_what_is_no_http_leaves_no_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(tmp_path) as (_, access, _):
        reader, writer = await asyncio.open_connection(access.host, access.port)
        writer.write(b"\x16\x03\x01 no http\r\n\r\n")
        assert (await reader.read(12)).startswith(b"HTTP/1.0 400")
        writer.close()
    assert not caplog.records


@pytest.mark.anyio
async def test_two_servers_cannot_share_a_port(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, access, _client):
        with pytest.raises(OSError, match="address already in use"):
            await BrowserServer("true", Access("127.0.0.1", access.port)).start()


@pytest.mark.anyio
async def test_the_real_interface_appears(
    tmp_path: Path, isolated_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    home = isolated_home / "kagent"
    words = [sys.executable, "-m", "kagent_tui.serving_app", str(home), "2026-11-20T09:30:00"]
    async with served(tmp_path, f"exec {shlex.join(words)}") as (_, access, client):
        await enter(client, access)
        async with socket(client, access) as websocket:
            shown = await read_until(websocket, b"F1")  # the key of help, at the foot
            assert b"\x1b[?1049h" in shown


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_is_itself(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.0.1", "example.org", "", "localhost.evil", "127.1"]
)
def test_no_other_host_is(host: str) -> None:
    assert not is_loopback(host)


def test_the_address_has_brackets_around_ipv6() -> None:
    assert Access("::1", 80, token="t").url == "http://[::1]:80/?token=t"


def test_every_run_has_secrets_of_its_own() -> None:
    first, second = Access("127.0.0.1"), Access("127.0.0.1")
    assert len({first.token, first.cookie, second.token, second.cookie}) == 4
    assert len(first.token) >= 43
