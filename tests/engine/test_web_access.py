"""One question's access to the internet: what is asked of the user, and what never leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from engine.network import Network, NetworkError
from engine.web_access import ConnectionRequest, WebAccess
from tests.engine.web_servers import LOOPBACK, page, raw_server, redirect

CANARY = "ZX-48213"
SECRET = f"The safe's code is {CANARY}; Antonela keeps the garnet necklace. 保险柜的密码在里斯本。"


class User:
    """Answers what is asked, and notes it."""

    def __init__(self, allows: bool | Callable[[ConnectionRequest], bool] = True) -> None:
        self.asked: list[ConnectionRequest] = []
        self._allows = allows

    def __call__(self, request: ConnectionRequest) -> bool:
        self.asked.append(request)
        return self._allows(request) if callable(self._allows) else self._allows


class Sink:
    """A server that takes anything and notes every byte."""

    def __init__(self, url: str, requests: list[str]) -> None:
        self.url = url
        self.requests = requests


@pytest.fixture
def sink() -> Iterator[Sink]:
    def answer(connection: object, path: str) -> None:
        data = redirect("/landed") if path == "/redirect" else page()
        connection.sendall(data)  # type: ignore[attr-defined]

    with raw_server(answer) as (port, requests):
        yield Sink(f"http://{LOOPBACK}:{port}", requests)


def _network(policy: str) -> Network:
    return Network(policy, trusted_hosts={LOOPBACK})  # type: ignore[arg-type]


def _access(policy: str, user: User | None = None, question: str = "") -> WebAccess:
    return WebAccess(_network(policy), question=question, ask=user)


def _refused(call: Callable[[], object]) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return caught.value


class TestFirstConnection:
    def test_on_asks_nothing(self, sink: Sink) -> None:
        user = User()
        access = _access("on", user)
        assert access.page(sink.url, tool="browse_website").data == b"<p>hello</p>"
        access.service(f"{sink.url}/s?q=ships", tool="web_search", sends="ships")
        assert user.asked == []

    def test_off_asks_nothing_and_reaches_nothing(self, sink: Sink) -> None:
        user = User()
        access = _access("off", user, question=sink.url)
        for call in (
            lambda: access.page(sink.url, tool="t"),
            lambda: access.service(sink.url, tool="t", sends="ships"),
            lambda: access.announce(["example.org"], tool="t", sends="ships"),
            lambda: access.connect("example.org", tool="t", sends="ships"),
        ):
            assert _refused(call).kind == "off"
        assert (user.asked, sink.requests) == ([], [])

    def test_the_user_is_asked_once_a_question_and_told_what_leaves(self, sink: Sink) -> None:
        user = User()
        access = _access("ask", user)
        access.service(f"{sink.url}/s?q=ships", tool="web_search", sends="ships")
        access.page(sink.url, tool="browse_website")
        access.announce(["example.org"], tool="hybrid_search", sends="ships")
        assert user.asked == [ConnectionRequest((LOOPBACK,), "ships", "web_search")]

    def test_what_is_shown_is_what_is_sent(self, sink: Sink) -> None:
        user = User(False)
        words = '{"url": "https://me:token@example.org/"}'
        _refused(lambda: _access("ask", user).announce(["example.org"], tool="t", sends=words))
        assert user.asked == [ConnectionRequest(("example.org",), words, "t")]

    def test_declined_is_declined_for_all_of_the_question(self, sink: Sink) -> None:
        user = User(False)
        access = _access("ask", user, question=sink.url)
        access.read_private(SECRET)
        for call in (
            lambda: access.page(sink.url, tool="t"),
            lambda: access.page(f"{sink.url}/foreign", tool="t"),
            lambda: access.service(sink.url, tool="t", sends="ships"),
            lambda: access.service(sink.url, tool="t", sends=CANARY),
            lambda: access.announce(["example.org"], tool="t", sends="ships"),
        ):
            assert _refused(call).kind == "declined"
        assert len(user.asked) == 1
        assert sink.requests == []

    def test_nobody_to_ask_is_off_and_says_how_to_allow_it(self, sink: Sink) -> None:
        access = _access("ask")
        access.read_private(SECRET)
        for sends in ("ships", CANARY):
            error = _refused(lambda words=sends: access.service(sink.url, tool="t", sends=words))  # type: ignore[misc]
            assert error.kind == "off"
            assert "--online" in str(error)
        assert sink.requests == []

    def test_connections_beside_each_other_ask_once(self, sink: Sink) -> None:
        together = threading.Barrier(4)
        user = User()
        access = _access("ask", user)

        def connect(number: int) -> bytes:
            together.wait(10)
            url = f"{sink.url}/s?q=ships&n={number}"
            return access.service(url, tool="hybrid_search", sends="ships").data

        with ThreadPoolExecutor(4) as pool:
            assert len(list(pool.map(connect, range(4)))) == 4
        assert len(user.asked) == 1
        assert len(sink.requests) == 4

    def test_several_hosts_are_announced_in_one(self, sink: Sink) -> None:
        user = User()
        access = _access("ask", user)
        access.announce(["a.example", "b.example", "a.example"], tool="t", sends="ships")
        access.service(sink.url, tool="t", sends="ships")
        assert [request.hosts for request in user.asked] == [("a.example", "b.example")]

    def test_while_the_user_thinks_the_context_can_be_added_to(self) -> None:
        asked, answer = threading.Event(), threading.Event()

        def think(_: ConnectionRequest) -> bool:
            asked.set()
            answer.wait(10)
            return False

        access = _access("ask", User(think))
        assert not access.waits_for_user
        thread = threading.Thread(
            target=lambda: _refused(lambda: access.page("http://example.org/", tool="t"))
        )
        thread.start()
        assert asked.wait(10)
        waited = access.waits_for_user
        access.read_private(SECRET)
        access.returned(["https://example.org/a"])
        answer.set()
        thread.join(10)
        assert (waited, access.waits_for_user) == (True, False)

    def test_a_question_that_is_over_reaches_nothing(self, sink: Sink) -> None:
        access = _access("on")
        access.end()
        assert _refused(lambda: access.page(sink.url, tool="t")).kind == "cancelled"
        cancel = threading.Event()
        user = User()
        access = WebAccess(_network("ask"), ask=user, cancel=cancel)
        cancel.set()
        assert _refused(lambda: access.page(sink.url, tool="t")).kind == "cancelled"
        assert (user.asked, sink.requests) == ([], [])


class TestForeignAddresses:
    @pytest.mark.parametrize("read", ["read_private", "read_untrusted"])
    def test_only_typed_and_returned_ones_are_fetched(self, read: str, sink: Sink) -> None:
        access = _access("on", question=f"总结{sink.url}/typed的内容")
        access.returned([f"{sink.url}/found?id=7#part"])
        access.page(f"{sink.url}/anything", tool="t")
        getattr(access, read)(SECRET)
        access.page(f"{sink.url}/typed", tool="t")
        access.page(f"{sink.url}/found?id=7", tool="t")
        for path in ("/anything", "/typed?q=1", "/found", "/found?id=7&q=1", "/found?id=8", "/"):
            error = _refused(lambda path=path: access.page(f"{sink.url}{path}", tool="t"))  # type: ignore[misc]
            assert error.kind == "refused"
            assert path in str(error)
        asked = [request.split(" ")[1] for request in sink.requests]
        assert asked == ["/anything", "/typed", "/found?id=7"]

    def test_the_user_may_allow_one_each_time(self, sink: Sink) -> None:
        user = User(lambda request: request.sends.endswith("/yes"))
        access = _access("on", user)
        access.read_untrusted("A page.")
        for _ in range(2):
            access.page(f"{sink.url}/yes", tool="browse_website")
        error = _refused(lambda: access.page(f"{sink.url}/no", tool="browse_website"))
        assert error.kind == "declined"
        first = ConnectionRequest(
            (LOOPBACK,), f"{sink.url}/yes", "browse_website", "foreign_address"
        )
        assert user.asked[:2] == [first, first]
        assert len(user.asked) == 3
        assert len(sink.requests) == 2

    def test_the_user_sees_the_private_words_in_an_address(self, sink: Sink) -> None:
        user = User(False)
        access = _access("on", user)
        access.read_private(SECRET)
        _refused(lambda: access.page(f"{sink.url}/?q=garnet+and+{quote('里斯本')}", tool="t"))
        assert user.asked[0].private == "garnet 里斯本"

    def test_consent_to_one_address_is_none_to_all_connections(self, sink: Sink) -> None:
        user = User()
        access = _access("ask", user)
        access.read_untrusted("A page.")
        access.page(f"{sink.url}/a", tool="t")
        access.service(f"{sink.url}/s", tool="t", sends="ships")
        access.service(f"{sink.url}/s", tool="t", sends="more ships")
        assert [request.reason for request in user.asked] == ["foreign_address", "first_connection"]

    def test_a_redirect_of_an_allowed_page_is_followed(self, sink: Sink) -> None:
        access = _access("on", question=f"{sink.url}/redirect")
        access.read_private(SECRET)
        assert access.page(f"{sink.url}/redirect", tool="t").final_url == f"{sink.url}/landed"

    def test_passwords_in_an_address_are_not_shown(self) -> None:
        user = User(False)
        access = _access("on", user)
        access.read_private(SECRET)
        error = _refused(lambda: access.page("http://me:pass@example.org/", tool="t"))
        assert "pass" not in str(error)
        assert "pass" not in user.asked[0].sends


class TestPrivateWords:
    def test_words_of_a_document_need_consent(self, sink: Sink) -> None:
        user = User()
        access = _access("on", user, question="what is the necklace worth")
        access.read_private(SECRET)
        access.service(f"{sink.url}/s", tool="web_search", sends="necklace worth")
        assert user.asked == []
        access.service(f"{sink.url}/s", tool="web_search", sends="garnet necklace worth")
        assert user.asked == [
            ConnectionRequest(
                (LOOPBACK,), "garnet necklace worth", "web_search", "private_words", "garnet"
            )
        ]

    def test_without_anybody_to_ask_they_are_refused(self, sink: Sink) -> None:
        access = _access("on", question="what is the code")
        access.read_private(SECRET)
        for sends in (CANARY, "garnet", "密碼", "Z2FybmV0", "t e n r a g"):
            error = _refused(lambda words=sends: access.service(sink.url, tool="t", sends=words))  # type: ignore[misc]
            assert error.kind == "refused"
            assert sends in str(error)
        assert sink.requests == []

    @pytest.mark.parametrize("allows", [True, False])
    def test_the_same_words_are_asked_for_once_for_all_hosts(
        self, allows: bool, sink: Sink
    ) -> None:
        user = User(allows)
        access = _access("on", user)
        access.read_private(SECRET)
        hosts = [LOOPBACK, "b.example"]
        calls: list[Callable[[], object]] = [
            lambda: access.announce(hosts, tool="t", sends="garnet"),
            lambda: access.service(sink.url, tool="t", sends="garnet"),
            lambda: access.connect("b.example", tool="t", sends="garnet"),
        ]
        for call in calls:
            if allows:
                call()
            else:
                assert _refused(call).kind == "declined"
        assert [request.hosts for request in user.asked] == [tuple(hosts)]
        assert len(sink.requests) == allows

    def test_other_words_or_another_host_are_asked_for_anew(self) -> None:
        user = User()
        access = _access("on", user)
        access.read_private(SECRET)
        access.announce(["a.example"], tool="t", sends="garnet")
        access.announce(["b.example"], tool="t", sends="garnet")
        access.announce(["a.example"], tool="t", sends=CANARY)
        assert len(user.asked) == 3

    def test_what_the_web_showed_may_be_asked_of_it(self, sink: Sink) -> None:
        access = _access("on")
        access.read_private(SECRET)
        access.read_untrusted("Antonela Roccuzzo was born in 1988.")
        access.service(sink.url, tool="t", sends="Antonela Roccuzzo 1988")
        assert _refused(lambda: access.service(sink.url, tool="t", sends="Antonela garnet"))

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            (f"/s?q=ships&session={CANARY}", None),
            (f"/s/{CANARY}", None),
            (f"/s?q=ships&note={quote('密码')}", None),
            ("/s", f"q=ships&x={CANARY}".encode()),
            ("/s", b'{"q": "ships", "x": "' + CANARY.encode() + b'"}'),
            ("/s", json.dumps({"q": "ships", "x": "密码"}).encode()),
        ],
    )
    def test_nothing_leaves_beside_what_is_said(
        self, path: str, body: bytes | None, sink: Sink
    ) -> None:
        user = User()
        access = _access("on", user)
        access.read_private(SECRET)
        access.service(f"{sink.url}/s?q=ships", tool="t", sends="ships")
        error = _refused(
            lambda: access.service(f"{sink.url}{path}", tool="t", sends="ships", body=body)
        )
        assert error.kind == "refused"
        assert (len(sink.requests), user.asked) == (1, [])

    def test_a_page_of_all_words_does_not_make_them_known(self) -> None:
        access = _access("on")
        access.read_private(SECRET)
        access.read_untrusted("word " * 20_000 + CANARY)
        assert _refused(lambda: access.announce(["a.example"], tool="t", sends=CANARY))


def test_a_canary_is_in_no_outbound_byte_unless_the_user_agreed(sink: Sink) -> None:
    user = User(lambda request: request.reason == "first_connection")
    access = _access("ask", user, question=f"what does {sink.url}/typed say")
    access.read_private(SECRET)
    attempts: list[Callable[[], object]] = [
        lambda: access.page(f"{sink.url}/typed", tool="t"),
        lambda: access.page(f"{sink.url}/typed?x={CANARY}", tool="t"),
        lambda: access.page(f"{sink.url}/{CANARY}", tool="t"),
        lambda: access.service(f"{sink.url}/s?q={CANARY}", tool="t", sends=CANARY),
        lambda: access.service(f"{sink.url}/s", tool="t", sends=CANARY, body=CANARY.encode()),
        lambda: access.service(f"{sink.url}/s?q=ships", tool="t", sends="ships"),
    ]
    for attempt in attempts:
        try:
            attempt()
        except NetworkError as error:
            assert error.kind == "declined"  # noqa: PT017
    assert len(sink.requests) == 2
    assert not any("48213" in request for request in sink.requests)
