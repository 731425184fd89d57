"""The door to the internet: what it refuses, and where a connection really goes."""

from __future__ import annotations

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network import Network, NetworkError, read_target
from tests.engine.web_servers import LOOPBACK, network, page, raw_server, redirect, serving, trouble


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://169.254.169.254/latest/meta-data/", "refused"),
        ("http://10.0.0.1/", "refused"),
        ("http://[::1]/", "refused"),
        ("http://[64:ff9b::7f00:1]/", "refused"),
        ("http://127.1/", "refused"),
        ("http://2130706433/", "refused"),
        ("http://0x7f.1/", "refused"),
        ("http://localhost./", "refused"),
        ("//127.0.0.2/x", "refused"),
        ("http://127.0.0.1.nip.example:8080/", "refused"),
        ("file:///etc/passwd", "bad_address"),
        ("data:text/html,hello", "bad_address"),
        ("ftp://example.org/", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("http://user:secret@example.org/", "bad_address"),
        ("http://", "bad_answer"),
    ],
)
def test_a_redirect_goes_through_the_same_checks(location: str, kind: str) -> None:
    with serving(redirect(location)) as url:
        error = trouble(url)
    assert error.kind == kind
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "http:///path",
        "https://",
        "http://[::1",
        "http://exa mple.org/",
        "http://example.org\\@10.0.0.1/",
        "http://example.org/\r\nHost: 10.0.0.1",
        "http://a:b@example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://" + "a" * 5000 + ".org/",
    ],
)
def test_an_address_that_is_none_is_refused_before_any_connection(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", _forbidden)
    assert trouble(url, Network("on")).kind == "bad_address"


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 11434, 99999])
def test_unusual_ports_are_refused(port: int) -> None:
    assert trouble(f"http://example.org:{port}/", Network("on")).kind == "refused"


def test_off_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", _forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", _forbidden)
    assert trouble("http://example.org/", Network("off")).kind == "off"


def _forbidden(*_: object, **__: object) -> None:
    raise AssertionError("a socket was asked for")


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "10.0.0.1"],
        ["10.0.0.1", "93.184.215.14"],
        ["::ffff:127.0.0.1"],
        ["fe80::1%lo"],
        ["100.64.0.1"],
        ["not an address"],
    ],
)
def test_every_address_of_a_name_must_be_public(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", _forbidden)
    door = Network("on", resolve=lambda host, port: addresses)
    error = trouble("https://example.org/", door)
    assert error.kind == "refused"
    assert "example.org" in str(error)


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is asked for once, so that a second answer cannot lead elsewhere."""
    asked: list[str] = []
    reached: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: tuple[str, int], *_: object, **__: object) -> None:
        reached.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert trouble("http://example.org/", Network("on", resolve=resolve)).kind == "unreachable"
    assert asked == ["example.org"]
    assert reached == [("93.184.215.14", 80)]


def test_the_host_is_named_to_the_server_though_the_address_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = socket.create_connection

    def write(connection: socket.socket, _: str) -> None:
        connection.sendall(page())

    with raw_server(write) as (port, requests):

        def connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
            assert address == ("93.184.215.14", 80)
            return original((LOOPBACK, port))

        monkeypatch.setattr(socket, "create_connection", connect)
        door = Network("on", resolve=lambda host, at: ["93.184.215.14"])
        assert door.fetch("http://Example.org/x").final_url == "http://example.org/x"
    assert "Host: example.org\r\n" in requests[0]


def test_a_secure_connection_names_the_host_too(monkeypatch: pytest.MonkeyPatch) -> None:
    original = socket.create_connection
    hello = b""
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve() -> None:
            nonlocal hello
            connection, _ = listener.accept()
            with connection:
                hello = connection.recv(4096)

        server = threading.Thread(target=serve)
        server.start()

        def connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
            assert address == ("93.184.215.14", 443)
            return original((LOOPBACK, listener.getsockname()[1]))

        monkeypatch.setattr(socket, "create_connection", connect)
        door = Network("on", resolve=lambda host, port: ["93.184.215.14"])
        assert trouble("https://example.org/", door).kind == "unreachable"
        server.join()
    # The name stands in the clear in the first message of TLS.
    assert b"example.org" in hello


def test_another_address_is_tried_when_the_first_does_not_answer() -> None:
    with serving(page()) as url:
        door = Network(
            "on",
            trusted_hosts={"pages.example"},
            resolve=lambda host, port: ["127.0.0.9", LOOPBACK],
        )
        port = url.rpartition(":")[2]
        assert door.fetch(f"http://pages.example:{port}/").data == b"<p>hello</p>"


def test_an_unknown_host_is_said_to_be_unknown() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    error = trouble("http://nowhere.example/", Network("on", resolve=resolve))
    assert error.kind == "unreachable"
    assert "nowhere.example is not found" in str(error)


def test_environment_proxies_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(page()) as url:
        assert network().fetch(url).data == b"<p>hello</p>"


def test_a_server_without_tls_is_no_secure_one() -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(page())

        server = threading.Thread(target=serve)
        server.start()
        error = trouble(f"https://{LOOPBACK}:{listener.getsockname()[1]}")
        server.join()
    assert error.kind == "unreachable"
    assert "secure connection" in str(error)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("404 Not Found", "status"), ("500 No", "status"), ("304 Not Modified", "status")],
)
def test_a_refusal_of_the_server_is_told_with_its_number(status: str, kind: str) -> None:
    with serving(page(b"no such page", status)) as url:
        error = trouble(url)
    assert error.kind == kind
    assert error.status == int(status[:3])
    assert status[:3] in str(error)


def test_a_server_that_is_asked_too_often_says_so() -> None:
    with serving(page(b"", "429 Too Many Requests", Retry_After="120")) as url:
        error = trouble(url)
    assert error.kind == "rate_limited"
    assert "in 120 seconds" in str(error)
    with serving(page(b"", "503 Service Unavailable")) as url:
        assert trouble(url).kind == "status"


@given(st.text(max_size=60))
def test_no_text_can_be_an_address_of_another_kind(text: str) -> None:
    try:
        target = read_target(text)
    except NetworkError:
        return
    assert target.scheme in {"http", "https"}
    assert target.host
    assert target.port in {80, 443}


@given(st.text(max_size=40))
def test_whatever_follows_the_scheme_stays_one_request(text: str) -> None:
    try:
        target = read_target(f"http://example.org/{text}")
    except NetworkError:
        return
    assert target.host == "example.org"
    assert not set(target.path) & set(b"\r\n ")
