"""The isolation of conftest.py holds, for tests of both kinds of loop and for hypothesis."""

import asyncio
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_home_is_empty_and_apart(isolated_home: Path, tmp_path: Path) -> None:
    assert Path.home() == isolated_home
    assert list(isolated_home.iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    assert Path(os.environ["KAGENT_HOME"]).is_relative_to(isolated_home)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_outside_addresses_are_refused(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with (
        socket.socket(family, socket.SOCK_STREAM) as client,
        pytest.raises(OSError, match="tests may only connect to this machine"),
    ):
        client.connect((address, 80))
    with pytest.raises(OSError, match="tests may only connect"):
        socket.create_connection(("example.org", 80), timeout=1)


def test_loopback_connects_with_sockets_and_asyncio() -> None:
    async def greet() -> bytes:
        async def hello(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"hello")
            writer.close()

        server = await asyncio.start_server(hello, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = await reader.read()
            writer.close()
        return answer

    assert asyncio.run(greet()) == b"hello"


@given(st.text())
def test_hypothesis_runs_inside_the_isolation(text: str) -> None:
    assert isinstance(text, str)
    assert Path.home().name.startswith("home")
