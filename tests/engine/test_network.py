"""The door to the internet: what it fetches, and what cannot hold it up."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib

import pytest

from engine.network import NetworkError
from tests.engine.web_servers import LOOPBACK, network, page, raw_server, redirect, serving, trouble


def test_a_page_comes_with_its_type_and_encoding() -> None:
    body = "<p>grün</p>".encode("latin-1")
    with serving(page(body, content_type='Text/HTML; Charset="ISO-8859-1"')) as url:
        fetched = network().fetch(f"{url}/a/b.html?x=1#part")
    assert fetched.data == body
    assert (fetched.media_type, fetched.charset) == ("text/html", "iso8859-1")
    assert fetched.final_url == f"{url}/a/b.html?x=1"


def test_the_request_names_the_program_and_asks_for_gzip_only() -> None:
    def write(connection: socket.socket, _: str) -> None:
        connection.sendall(page())

    with raw_server(write) as (port, requests):
        network().fetch(f"http://{LOOPBACK}:{port}/path?q=1")
    head = requests[0]
    assert head.startswith("GET /path?q=1 HTTP/1.1\r\n")
    assert f"Host: {LOOPBACK}:{port}" in head
    assert "User-Agent: KAgent/" in head
    assert "Accept-Encoding: gzip\r\n" in head
    assert "Cookie" not in head
    assert "Referer" not in head


def test_unknown_encodings_and_missing_types_are_said_as_such() -> None:
    with serving(page(content_type=None)) as url:
        fetched = network().fetch(url)
    assert (fetched.media_type, fetched.charset) == ("", None)
    for name in ("no-such-thing", "hex", "zip"):
        with serving(page(content_type=f"text/plain; charset={name}")) as url:
            assert network().fetch(url).charset is None


def test_the_proposed_file_name_has_no_path_in_it() -> None:
    with serving(page(Content_Disposition='attachment; filename="../../etc/report.pdf"')) as url:
        assert network().fetch(url).title_hint == "report.pdf"


def test_packed_pages_are_unpacked() -> None:
    body = b"hello " * 100_000
    packed = gzip.compress(body[:300_000], mtime=0) + gzip.compress(body[300_000:])
    with serving(page(packed, Content_Encoding="gzip")) as url:
        assert network().fetch(url).data == body


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_packed_pages_of_any_size_are_whole(size: int) -> None:
    body = bytes(size)
    with serving(page(gzip.compress(body, mtime=0), Content_Encoding="gzip")) as url:
        assert network().fetch(url).data == body


def test_a_gzip_bomb_is_stopped() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9, mtime=0)
    with serving(page(bomb, Content_Encoding="gzip")) as url:
        began = time.process_time()
        error = trouble(url, unpacked=1_000_000)
    assert error.kind == "too_large"
    assert time.process_time() - began < 2


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(coding: str) -> None:
    with serving(page(zlib.compress(b"x"), Content_Encoding=coding)) as url:
        assert trouble(url).kind == "bad_answer"


@pytest.mark.parametrize("broken", [b"no gzip", gzip.compress(b"hello" * 1000, mtime=0)[:-9]])
def test_damaged_packing_is_no_page(broken: bytes) -> None:
    with serving(page(broken, Content_Encoding="gzip")) as url:
        assert trouble(url).kind == "bad_answer"


def test_a_declared_length_that_is_too_great_is_not_read() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"
    with serving(head) as url:
        assert trouble(url).kind == "too_large"


def test_an_endless_page_is_cut_off() -> None:
    def write(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")

    with raw_server(write) as (port, _):
        assert trouble(f"http://{LOOPBACK}:{port}", sent=1_000_000).kind == "too_large"


def test_endless_headers_are_cut_off() -> None:
    def write(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: " + b"a" * 1000 + b"\r\n")

    with raw_server(write) as (port, _):
        assert trouble(f"http://{LOOPBACK}:{port}").kind in {"bad_answer", "unreachable"}


def test_a_drip_of_bytes_runs_out_of_time() -> None:
    def write(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    with raw_server(write) as (port, _):
        began = time.monotonic()
        assert trouble(f"http://{LOOPBACK}:{port}", seconds=0.5).kind == "timed_out"
    assert time.monotonic() - began < 5


def test_a_silent_server_runs_out_of_time() -> None:
    with raw_server(lambda *_: time.sleep(5)) as (port, _):
        assert trouble(f"http://{LOOPBACK}:{port}", seconds=0.3).kind == "timed_out"


def test_a_cancelled_fetch_ends_at_once() -> None:
    cancel = threading.Event()
    with raw_server(lambda *_: time.sleep(5)) as (port, _):
        threading.Timer(0.2, cancel.set).start()
        began = time.monotonic()
        with pytest.raises(NetworkError) as caught:
            network().fetch(f"http://{LOOPBACK}:{port}", cancel)
    assert caught.value.kind == "cancelled"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x16\x03\x01 not http",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ],
)
def test_a_broken_answer_is_no_page(answer: bytes) -> None:
    with serving(answer) as url:
        assert trouble(url).kind in {"bad_answer", "unreachable"}


def test_what_follows_the_declared_length_is_no_part_of_the_page() -> None:
    with serving(page(b"hello") + b"and more") as url:
        assert network().fetch(url).data == b"hello"


def test_redirects_are_followed() -> None:
    def answer(path: str) -> bytes:
        return page() if path == "/c" else redirect({"/a": "b", "/b": "/c"}[path])

    with serving(answer) as url:
        assert network().fetch(f"{url}/a").final_url == f"{url}/c"


def test_redirects_end_after_five() -> None:
    def answer(path: str) -> bytes:
        return redirect(f"/{int(path[1:]) + 1}") if path != "/5" else page()

    with serving(answer) as url:
        assert network().fetch(f"{url}/0").final_url == f"{url}/5"
    with serving(redirect("/again")) as url:
        assert trouble(url).kind == "bad_answer"
