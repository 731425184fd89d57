"""What the door sends, how often it asks, where redirects may lead, and what the cache answers."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.network import Limits, Network, NetworkError, WebRequest
from engine.web_cache import WebCache
from tests.engine.web_servers import LOOPBACK, network, page, raw_server, redirect, serving, trouble

LOCAL = "127.0.0.9"
QUICK = Limits(retry_seconds=0.01)


class Server:
    """Gives one answer after the other, the last again and again; notes the requests."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = list(answers)
        self.requests: list[str] = []

    def __enter__(self) -> Server:
        self._opened = raw_server(self._write)
        port, self.requests = self._opened.__enter__()
        self.url = f"http://{LOOPBACK}:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.__exit__(None, None, None)

    def _write(self, connection: socket.socket, _: str) -> None:
        answer = self._answers[0] if len(self._answers) == 1 else self._answers.pop(0)
        connection.sendall(answer)


@pytest.mark.parametrize("policy", ["off", "ask"])
def test_without_permission_there_is_no_socket(
    policy: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    assert policy in ("off", "ask")
    door = Network("off" if policy == "off" else "ask", cache=WebCache(tmp_path / "cache"))
    for url in ("http://example.org/", "https://example.org/", "http://127.0.0.1/"):
        assert trouble(url, door).kind == "off"
    assert not (tmp_path / "cache").exists()


def test_only_what_was_to_be_asked_for_can_be_opened() -> None:
    with pytest.raises(NetworkError) as caught:
        Network("off").opened()
    assert caught.value.kind == "off"
    with serving(page()) as url:
        door = Network("ask", trusted_hosts={LOOPBACK})
        assert door.opened().fetch(url).data == b"<p>hello</p>"
        assert door.policy == "ask"


def test_a_body_is_posted_with_the_headers_of_the_caller() -> None:
    with Server(page(b"{}", content_type="application/json")) as server:
        request = WebRequest(
            server.url,
            b"q=ships",
            {"Content-Type": "application/json", "X-Key": "abc", "Host": "evil", "Cookie": "a=b"},
            accept="application/json",
        )
        assert network().fetch(request).data == b"{}"
    sent = server.requests[0]
    assert sent.startswith("POST / HTTP/1.1\r\n")
    assert sent.endswith("\r\n\r\nq=ships")
    assert "Content-Type: application/json\r\n" in sent
    assert "X-Key: abc\r\n" in sent
    assert "Accept: application/json\r\n" in sent
    assert "evil" not in sent
    assert "ookie" not in sent


@pytest.mark.parametrize(
    "headers", [{"X-A": "a\r\nHost: x"}, {"X A": "a"}, {"X-A:": "a"}, {"X-A": "é"}, {"": "a"}]
)
def test_a_header_that_would_break_the_request_is_refused(headers: dict[str, str]) -> None:
    with Server(page()) as server:
        with pytest.raises(NetworkError) as caught:
            network().fetch(WebRequest(server.url, headers=headers))
        assert caught.value.kind == "refused"
        assert server.requests == []


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        (page(b"", "502 Bad Gateway"), 2),
        (page(b"", "503 Service Unavailable"), 2),
        (page(b"", "504 Gateway Timeout"), 2),
        (b"", 2),
        (page(b"", "429 Too Many Requests", Retry_After="0"), 2),
        (page(b"", "503 Service Unavailable", Retry_After="0"), 2),
        (page(b"", "500 Internal Server Error"), 1),
        (page(b"", "404 Not Found"), 1),
        (page(b"", "429 Too Many Requests"), 1),
        (page(b"", "429 Too Many Requests", Retry_After="60"), 1),
        (page(b"", "503 Unavailable", Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"), 1),
    ],
)
def test_what_may_pass_is_asked_for_once_more(first: bytes, asked: int) -> None:
    with Server(first, page(b"<p>now</p>")) as server:
        if asked == 2:
            assert network().fetch(server.url).data == b"<p>now</p>"
        else:
            assert trouble(server.url).kind in {"status", "rate_limited"}
        assert len(server.requests) == asked


def test_it_is_asked_for_only_once_more() -> None:
    with Server(page(b"", "503 Service Unavailable")) as server:
        assert trouble(server.url).kind == "status"
        assert len(server.requests) == 2


def test_what_was_posted_is_not_posted_again() -> None:
    with Server(page(b"", "502 Bad Gateway")) as server:
        with pytest.raises(NetworkError):
            network().fetch(WebRequest(server.url, b"order=1"))
        assert len(server.requests) == 1


def test_a_cancelled_question_does_not_wait_for_the_second_try() -> None:
    cancel = threading.Event()
    with Server(page(b"", "503 Service Unavailable", Retry_After="4")) as server:
        threading.Timer(0.2, cancel.set).start()
        with pytest.raises(NetworkError) as caught:
            network().fetch(server.url, cancel)
        assert caught.value.kind == "cancelled"
        assert len(server.requests) == 1


def test_what_a_server_says_of_its_error_is_kept() -> None:
    body = b'{"error": true, "reason": "no such place"}'
    packed = gzip.compress(body)
    for answer in (
        page(body, "400 Bad Request"),
        page(packed, "400 Bad Request", Content_Encoding="gzip"),
    ):
        with serving(answer) as url:
            error = trouble(url)
        assert (error.kind, error.status, error.data) == ("status", 400, body)
        assert "no such place" not in str(error)
    with serving(page(gzip.compress(bytes(9_000_000)), "500 No", Content_Encoding="gzip")) as url:
        assert len(trouble(url).data) <= 4096


def test_a_page_that_unpacks_to_a_hundred_times_its_size_is_stopped() -> None:
    bomb = gzip.compress(bytes(9_000_000), 9)
    with serving(page(bomb, Content_Encoding="gzip")) as url:
        error = trouble(url)
    assert error.kind == "too_large"
    assert "100 times" in str(error)
    honest = gzip.compress(bytes(3_000_000), 9)
    with serving(page(honest, Content_Encoding="gzip")) as url:
        assert len(network().fetch(url).data) == 3_000_000


def test_no_server_leads_to_a_host_that_is_allowed_by_name_but_itself() -> None:
    """Otherwise any page could reach the search engine of the user's own network."""
    with Server(page(b"inside")) as inside:
        port = inside.url.rpartition(":")[2]
        for location in (f"http://{LOCAL}:{port}/", f"//{LOCAL}:{port}/x"):
            with serving(redirect(location)) as url:
                door = Network("on", trusted_hosts={LOOPBACK, LOCAL}, limits=QUICK)
                assert trouble(url, door).kind == "refused"
        assert inside.requests == []


def test_a_host_may_be_allowed_at_one_port_alone() -> None:
    with Server(page(b"inside")) as inside, serving(page(b"allowed")) as allowed:
        door = Network("on", trusted_hosts={allowed.removeprefix("http://")})
        assert door.fetch(allowed).data == b"allowed"
        assert trouble(inside.url, door).kind == "refused"
        with serving(redirect(inside.url)) as leads:
            both = {allowed.removeprefix("http://"), leads.removeprefix("http://")}
            assert trouble(leads, Network("on", trusted_hosts=both)).kind == "refused"
        assert inside.requests == []


def test_headers_of_the_caller_go_to_the_first_server_only() -> None:
    with Server(page()) as second:
        with Server(redirect(f"{second.url}/b")) as first:
            request = WebRequest(f"{first.url}/a", headers={"X-Key": "abc"})
            network().fetch(request)
        assert "X-Key: abc" in first.requests[0]
        assert "X-Key" not in second.requests[0]


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_what_was_posted_never_goes_to_another_server(status: str) -> None:
    with Server(page()) as second:
        with Server(redirect(second.url, status)) as first, pytest.raises(NetworkError) as caught:
            network().fetch(WebRequest(first.url, b"q=ships"))
        assert caught.value.kind == "refused"
        assert second.requests == []
    with Server(redirect("/b", status), page()) as same:
        network().fetch(WebRequest(same.url, b"q=ships"))
        assert [request.partition(" ")[0] for request in same.requests] == ["POST", "POST"]
    with Server(redirect("/b", "303 See Other"), page()) as same:
        network().fetch(WebRequest(same.url, b"q=ships"))
        assert same.requests[1].startswith("GET /b ")
        assert "ships" not in same.requests[1]


class TestCache:
    """The same question is not asked twice."""

    def _door(self, folder: Path) -> Network:
        return Network("on", trusted_hosts={LOOPBACK}, cache=WebCache(folder), limits=QUICK)

    def test_a_recent_answer_is_not_asked_for_again(self, tmp_path: Path) -> None:
        with Server(page(b"one"), page(b"two")) as server:
            request = WebRequest(f"{server.url}/q", keep_seconds=600)
            first = self._door(tmp_path).fetch(request)
            again = self._door(tmp_path).fetch(request)
            assert first == again
            assert again.data == b"one"
            assert len(server.requests) == 1
            assert self._door(tmp_path).fetch(f"{server.url}/q").data == b"two"

    @pytest.mark.parametrize(
        ("answer", "request_of"),
        [
            (page(Cache_Control="max-age=60, No-Store"), {}),
            (page(b"", "404 Not Found"), {}),
            (page(b"", "206 Partial Content"), {}),
            (page(), {"body": b"x"}),
            (page(), {"headers": {"Authorization": "Bearer abc"}}),
            (page(), {"headers": {"X-Api-Key": "abc"}}),
            (page(), {"keep_seconds": 0}),
        ],
    )
    def test_what_is_not_kept(
        self, answer: bytes, request_of: dict[str, object], tmp_path: Path
    ) -> None:
        with Server(answer) as server:
            settings: dict[str, object] = {"url": server.url, "keep_seconds": 600, **request_of}
            request = WebRequest(**settings)  # type: ignore[arg-type]
            for _ in range(2):
                with contextlib.suppress(NetworkError):
                    self._door(tmp_path).fetch(request)
            assert len(server.requests) == 2
        assert list(tmp_path.iterdir()) == []

    def test_what_a_redirect_led_to_is_remembered_with_it(self, tmp_path: Path) -> None:
        with Server(redirect("/b"), page(b"b")) as server:
            request = WebRequest(f"{server.url}/a", keep_seconds=600)
            kept = [self._door(tmp_path).fetch(request) for _ in range(2)]
            assert kept[0] == kept[1]
            assert kept[1].final_url == f"{server.url}/b"
            assert len(server.requests) == 2

    def test_addresses_are_not_written_down(self, tmp_path: Path) -> None:
        with Server(page(b"sunny")) as server:
            url = f"{server.url}/weather?key=SECRETKEY"
            self._door(tmp_path).fetch(WebRequest(url, keep_seconds=600))
        (file,) = tmp_path.iterdir()
        assert b"SECRETKEY" not in file.read_bytes()
        assert "SECRETKEY" not in file.name

    def test_a_network_that_is_off_has_no_cache_either(self, tmp_path: Path) -> None:
        with serving(page()) as url:
            request = WebRequest(url, keep_seconds=600)
            self._door(tmp_path).fetch(request)
        for policy in ("off", "ask"):
            door = Network(policy, trusted_hosts={LOOPBACK}, cache=WebCache(tmp_path))
            with pytest.raises(NetworkError) as caught:
                door.fetch(request)
            assert caught.value.kind == "off"


class TestProxy:
    """A proxy of the settings; the tests' proxy answers by itself."""

    def test_pages_are_asked_of_the_proxy_and_names_are_its_business(self) -> None:
        def resolve(host: str, port: int) -> list[str]:
            assert host == "proxy.example"
            return [LOOPBACK]

        with Server(page(b"by proxy")) as proxy:
            port = proxy.url.rpartition(":")[2]
            door = Network(
                "on", resolve=resolve, proxy=f"http://me:pass%20word@proxy.example:{port}"
            )
            assert door.fetch("http://example.org/a?b=1").data == b"by proxy"
        assert proxy.requests[0].startswith("GET http://example.org/a?b=1 HTTP/1.1\r\n")
        assert "Host: example.org\r\n" in proxy.requests[0]
        assert "Proxy-Authorization: Basic bWU6cGFzcyB3b3Jk" in proxy.requests[0]

    def test_a_secure_page_is_reached_by_a_tunnel(self) -> None:
        with Server(page(b"", "403 Forbidden")) as proxy:
            door = Network("on", proxy=proxy.url)
            error = trouble("https://example.org/secret/path", door)
        assert error.kind == "unreachable"
        assert "proxy" in str(error)
        assert proxy.requests[0].startswith("CONNECT example.org:443 HTTP/1.1\r\n")
        assert "secret" not in proxy.requests[0]

    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "10.0.0.1", "[::1]", "[64:ff9b::7f00:1]",
         "169.254.169.254", "localhost", "localhost.", "a.localhost", "printer", "nas.local",
         "router.lan", "db.internal", "x.home.arpa"],
    )  # fmt: skip
    def test_what_only_the_local_network_knows_is_refused(self, host: str) -> None:
        with Server(page()) as proxy:
            assert trouble(f"http://{host}/", Network("on", proxy=proxy.url)).kind == "refused"
            assert proxy.requests == []

    def test_a_local_host_that_is_allowed_by_name_is_reached_without_it(self) -> None:
        with Server(page(b"proxy")) as proxy, Server(page(b"direct")) as local:
            door = Network("on", proxy=proxy.url, trusted_hosts={LOOPBACK})
            assert door.fetch(local.url).data == b"direct"
            assert proxy.requests == []

    @pytest.mark.parametrize(
        "proxy", ["", " ", "proxy:3128", "https://p:1", "socks5://p:1", "http://p:x", "http://p/a"]
    )
    def test_what_is_no_proxy_is_said(self, proxy: str) -> None:
        error = trouble("http://example.org/", Network("on", proxy=proxy))
        assert error.kind == "bad_address"
        assert "proxy" in str(error)


def test_a_page_that_came_without_encryption_in_the_end_is_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from engine.replies import Reply

    replies = iter(
        [
            Reply(302, {"location": "http://example.org/b"}, b""),
            Reply(200, {"content-type": "text/html"}, b"x"),
        ]
    )
    monkeypatch.setattr(Network, "_exchange", lambda *_: next(replies))
    assert Network("on").fetch("https://example.org/a").downgraded


def _rebinding(answers: Sequence[list[str]]) -> tuple[list[str], Network]:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return asked, Network("on", resolve=resolve, limits=QUICK)


def test_a_name_that_points_elsewhere_on_the_second_try_is_checked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = socket.create_connection
    reached: list[str] = []
    with Server(page(b"", "503 Service Unavailable")) as server:
        port = int(server.url.rpartition(":")[2])

        def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
            reached.append(address[0])
            return original((LOOPBACK, port))

        monkeypatch.setattr(socket, "create_connection", connect)
        asked, door = _rebinding([["93.184.215.14"], [LOOPBACK]])
        assert trouble("http://example.org/", door).kind == "refused"
    assert asked == ["example.org", "example.org"]
    assert reached == ["93.184.215.14"]
