"""The model server's connection: only where the network may be used, and to that server alone."""

from __future__ import annotations

import socket

import pytest

from engine.server_connection import ModelServers
from models.language.base import Message, RemoteModelError
from models.language.connection import ServerTroubleError
from models.language.loading import ModelSpec, load_model
from tests.engine.web_servers import LOOPBACK, page, raw_server, redirect, serving


def _failure(url: str, servers: ModelServers | None) -> str:
    model = load_model(ModelSpec(url, remote_name="m"), connection=servers)
    with pytest.raises(RemoteModelError) as caught:
        list(model.generate([Message("user", "hello")], max_tokens=8))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("servers", [ModelServers("off"), None], ids=["off", "none"])
def test_a_network_that_is_off_reaches_no_model_server(
    servers: ModelServers | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    message = _failure("http://127.0.0.1:9/v1", servers)
    assert "the network is off" in message
    assert "http://127.0.0.1:9/v1" in message


def test_the_name_of_the_model_is_not_asked_for_either() -> None:
    with serving(page(b'{"data": [{"id": "m"}]}', content_type="application/json")) as url:
        model = load_model(ModelSpec(url), connection=ModelServers("off"))
        with pytest.raises(RemoteModelError):
            list(model.generate([Message("user", "hello")], max_tokens=8))
        assert model.name == LOOPBACK


def test_it_leads_nowhere_else() -> None:
    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(page())

    with raw_server(answer) as (port, requests):
        with serving(redirect(f"http://{LOOPBACK}:{port}/", "307 Temporary Redirect")) as url:
            assert "status 307" in _failure(url, ModelServers("ask"))
        assert requests == []


def test_a_packed_answer_is_none() -> None:
    with serving(page(b"x", Content_Encoding="gzip")) as url:
        assert "broke off" in _failure(url, ModelServers("on"))


def test_an_aborted_request_ends_before_its_answer() -> None:
    def silent(connection: socket.socket, _: str) -> None:
        connection.recv(1)

    with raw_server(silent) as (port, _):
        request = ModelServers("on").request(f"http://{LOOPBACK}:{port}/", headers={}, seconds=30)
        request.abort()
        with pytest.raises(ServerTroubleError), request:
            pass
