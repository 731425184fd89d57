"""The door for large files: where redirects may lead, and what is sent."""

from __future__ import annotations

import pytest

from engine.downloading import GuardedFiles
from engine.network import Network
from models.fetching import FetchError
from tests.engine.web_servers import LOOPBACK
from tests.models.hub import hub_of, leads_to, well

DATA = b"the file"


def _network(**settings: object) -> Network:
    hosts = (LOOPBACK, "a.example", "cdn.a.example", "localhost")
    known = {host: [LOOPBACK] for host in hosts}
    return Network(
        "on",
        trusted_hosts=(LOOPBACK, "localhost", "a.example", "cdn.a.example"),
        resolve=lambda host, port: known.get(host, ["10.0.0.7"]),
        **settings,  # type: ignore[arg-type]
    )


def _fetch(url: str, network: Network | None = None, **options: object) -> bytes:
    files = GuardedFiles(network or _network(), **options)  # type: ignore[arg-type]
    with files.request(url, {"Range": "bytes=0-"}) as reply:
        return b"".join(reply.pieces())


def _refused(url: str, network: Network | None = None, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        _fetch(url, network, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_redirect_within_the_host_is_followed_with_the_headers_of_the_file() -> None:
    with hub_of(DATA) as store, hub_of(DATA, leads_to(f"{store.url}/blob")) as hub:
        assert _fetch(f"{hub.url}/model.gguf") == DATA
        assert store.asked[0].path == "/blob"
        assert store.asked[0].header("Range") == "bytes=0-"
        assert not store.asked[0].header("Cookie")


def test_what_the_hub_says_of_the_file_is_kept_through_the_redirect() -> None:
    linked = "ab" * 32

    def act(hub: object, connection: object, asked: object) -> None:
        head = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {store.url}/blob\r\n"
        connection.sendall(  # type: ignore[attr-defined]
            f'{head}X-Linked-ETag: "{linked}"\r\nX-Secret: no\r\n\r\n'.encode()
        )

    with hub_of(DATA) as store, hub_of(DATA, act) as hub:
        request = GuardedFiles(_network()).request(f"{hub.url}/m", {})
        with request as reply:
            assert reply.headers["x-linked-etag"] == f'"{linked}"'
            assert "x-secret" not in reply.headers
            assert reply.headers["etag"] == '"one"'


def test_a_redirect_elsewhere_is_refused_and_says_how_to_agree() -> None:
    with hub_of(DATA) as store:
        elsewhere = f"http://localhost:{store.port}/blob"
        with hub_of(DATA, leads_to(elsewhere), leads_to(elsewhere)) as hub:
            error = _refused(f"{hub.url}/model.gguf")
            assert error.kind == "refused"
            assert "--from localhost" in str(error)
            assert store.asked == []
            assert _fetch(f"{hub.url}/model.gguf", also={"localhost"}) == DATA


@pytest.mark.parametrize(
    "url",
    [
        "https://cas-bridge.xethub.hf.co/blob",
        "https://cdn-lfs.huggingface.co/blob",
        "https://hf.co/blob",
    ],
)
def test_the_hubs_own_stores_may_be_led_to_but_not_into_the_local_network(url: str) -> None:
    with hub_of(DATA, leads_to(url)) as hub:
        error = _refused(f"{hub.url}/model.gguf")
    assert "not on the public internet" in str(error)


@pytest.mark.parametrize(
    "url", ["https://nothf.co/blob", "https://hf.co.evil.example/blob", "https://127.0.0.2/blob"]
)
def test_names_that_only_look_like_the_hubs_are_refused(url: str) -> None:
    with hub_of(DATA, leads_to(url)) as hub:
        assert "not agreed to" in str(_refused(f"{hub.url}/model.gguf"))


def test_a_host_below_the_asked_one_may_be_led_to_but_is_not_trusted_with_it() -> None:
    with hub_of(DATA) as hub:
        hub.acts.append(leads_to(f"http://cdn.a.example:{hub.port}/blob"))
        error = _refused(f"http://a.example:{hub.port}/model.gguf")
    assert "not on the public internet" in str(error)


def test_redirects_in_a_circle_end() -> None:
    with hub_of(DATA) as hub:
        hub.acts += [leads_to(f"{hub.url}/again")] * 20
        assert "more than 5 times" in str(_refused(f"{hub.url}/model.gguf"))
        assert len(hub.asked) == 6


@pytest.mark.parametrize("policy", ["off", "ask"])
def test_without_an_open_network_nothing_is_asked(policy: str) -> None:
    with hub_of(DATA) as hub:
        closed = Network(policy, trusted_hosts=(LOOPBACK,))  # type: ignore[arg-type]
        assert _refused(f"{hub.url}/model.gguf", closed).kind == "off"
        assert hub.asked == []


def test_proxies_of_the_environment_do_not_count_and_that_of_the_settings_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with hub_of(DATA) as hub:
        assert _fetch(f"{hub.url}/model.gguf") == DATA
        through = Network("on", proxy=f"http://{LOOPBACK}:{hub.port}")
        assert _fetch("http://models.example/model.gguf", through) == DATA
        assert hub.asked[-1].path == "http://models.example/model.gguf"


def test_an_aborted_request_ends_before_the_next_redirect() -> None:
    with hub_of(DATA, well) as hub:
        request = GuardedFiles(_network()).request(f"{hub.url}/m", {})
        request.abort()
        with pytest.raises(FetchError):
            request.__enter__()
        assert hub.asked == []


def test_what_is_no_address_and_what_is_not_there_are_told_apart() -> None:
    assert _refused("ftp://a.example/x").kind == "bad_address"
    with hub_of(DATA) as hub:
        gone = hub.url
    assert _refused(f"{gone}/x").kind == "unreachable"
