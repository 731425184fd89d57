"""Which models a server offers: its list, and what it may answer instead."""

from __future__ import annotations

import socket

import pytest

from engine.server_connection import ModelServers
from models.language.base import ModelError
from models.language.listing import listed_models
from tests.engine.web_servers import page, raw_server


def _listed(body: bytes, status: str = "200 OK", policy: str = "ask") -> list[str]:
    def answer(connection: socket.socket, path: str) -> None:
        assert path == "/v1/models"
        connection.sendall(page(body, status, "application/json"))

    with raw_server(answer) as (port, _):
        servers = ModelServers(policy)  # type: ignore[arg-type]
        return listed_models(f"http://127.0.0.1:{port}/", servers)


def test_the_names_come_in_the_servers_order_and_cleaned() -> None:
    body = b'{"data": [{"id": "b"}, {"id": "a\\u001b[31m\\nx"}, {"id": ""}]}'
    assert _listed(body) == ["b", "a[31m x"]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": 3}', b'{"data": [{}]}', b"<html>"])
def test_a_server_without_a_list_offers_nothing(body: bytes) -> None:
    assert _listed(body) == []


@pytest.mark.parametrize(
    ("status", "says"),
    [("404 Not Found", "no OpenAI-compatible API"), ("401 Unauthorized", "set api_key")],
)
def test_a_refusal_is_one_line(status: str, says: str) -> None:
    with pytest.raises(ModelError, match=says) as caught:
        _listed(b"no", status)
    assert "\n" not in str(caught.value)


def test_with_the_network_off_nothing_is_asked() -> None:
    with pytest.raises(ModelError, match="the network is off"):
        _listed(b"{}", policy="off")


def test_nobody_there_and_no_url() -> None:
    with pytest.raises(ModelError, match="no model server at"):
        listed_models("http://127.0.0.1:9", ModelServers("on"))
    with pytest.raises(ModelError, match="no URL"):
        listed_models("localhost", ModelServers("on"))
