"""Result pages of search engines, read by ddgs, fetched through the door from this machine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from engine.network import NetworkError
from engine.web_search.result_pages import engine_hosts, engine_results, engine_videos
from engine.web_search.results import SearchFailedError
from tests.engine.web_search.search_servers import (
    DUCKDUCKGO_CHALLENGE,
    HTML_DDG,
    MOJEEK,
    NO_DUCKDUCKGO_RESULTS,
    NO_MOJEEK_RESULTS,
    Said,
    SearchServer,
    duckduckgo_page,
    mojeek_page,
    search_server,
)

SHIPS = ("Tall <b>ships</b>", "https://ships.example/a%20b?x=1%262", "Ships &amp; harbours.")


def ask(
    server: SearchServer, engine: str = "duckduckgo", text: str = "ships", language: str = "en"
) -> list[tuple[str, str, str]]:
    found = engine_results(engine, server.web(), text, language, "web_search")
    return [(one.title, one.url, one.summary) for one in found]


def test_duckduckgo_is_asked_by_form_and_read() -> None:
    with search_server({HTML_DDG: duckduckgo_page(SHIPS)}) as server:
        assert ask(server) == [
            # The escapes of the address stay: without them it would be another one.
            ("Tall ships", "https://ships.example/a%20b?x=1%262", "Ships & harbours.")
        ]
    (asked,) = server.asked
    assert asked.method == "POST"
    assert asked.parameters == {"q": "ships", "l": "us-en"}
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "kagent" in asked.headers["user-agent"].lower()


def test_the_language_is_the_questions() -> None:
    with search_server({HTML_DDG: duckduckgo_page(SHIPS), MOJEEK: mojeek_page(SHIPS)}) as server:
        ask(server, text="帆船", language="zh")
        ask(server, "mojeek", text="帆船", language="zh")
    duckduckgo, mojeek = server.asked
    assert duckduckgo.parameters == {"q": "帆船", "l": "cn-zh"}
    assert duckduckgo.headers["accept-language"] == "zh, en"
    assert mojeek.headers["accept-language"] == "zh, en"
    assert mojeek.parameters == {"q": "帆船"}
    assert "cookie" not in mojeek.headers


def test_redirects_and_advertisements_of_the_engine_are_taken_off() -> None:
    rows = (
        ("Wrapped", "//duckduckgo.com/l/?uddg=https%3A%2F%2Fa.example%2Fp%3Fq%3D1&amp;rut=x", "A."),
        ("Advertisement", "https://duckduckgo.com/y.js?ad_domain=x", "Buy."),
        ("Script", "javascript:alert(1)", "No."),
        ("Named user", "https://me:secret@b.example/", "No."),
    )
    with search_server({HTML_DDG: duckduckgo_page(*rows)}) as server:
        assert ask(server) == [("Wrapped", "https://a.example/p?q=1", "A.")]


def test_wikipedia_is_read_by_its_api() -> None:
    path = "/en.wikipedia.org/w/api.php"
    opened = ["moon", ["Moon"], [""], ["https://en.wikipedia.org/wiki/Moon"]]
    extract = {"query": {"pages": {"1": {"extract": "<p>The <b>Moon</b> goes round.</p>"}}}}
    with search_server({}) as server:
        server.said_in_turn(path, json.dumps(opened), json.dumps(extract))
        assert ask(server, "wikipedia", "moon") == [
            ("Moon", "https://en.wikipedia.org/wiki/Moon", "The Moon goes round.")
        ]
    assert server.asked[0].parameters["search"] == "moon"


@pytest.mark.parametrize(
    ("engine", "path", "said"),
    [
        ("duckduckgo", HTML_DDG, NO_DUCKDUCKGO_RESULTS),
        ("mojeek", MOJEEK, NO_MOJEEK_RESULTS),
        ("wikipedia", "/en.wikipedia.org/w/api.php", '["zxq",[],[],[]]'),
    ],
)
def test_an_honest_nothing_is_an_empty_list(engine: str, path: str, said: str) -> None:
    with search_server({path: said}) as server:
        assert ask(server, engine) == []


@pytest.mark.parametrize(
    "said",
    [
        Said(DUCKDUCKGO_CHALLENGE),
        Said(DUCKDUCKGO_CHALLENGE, 202),
        Said("<h1>Forbidden</h1>", 403),
        Said(DUCKDUCKGO_CHALLENGE, 500),
        Said("<p>Our systems have detected unusual traffic from your network.</p>"),
    ],
)
def test_being_taken_for_a_robot_is_not_nothing(said: Said) -> None:
    with search_server({HTML_DDG: said}) as server, pytest.raises(SearchFailedError) as caught:
        ask(server)
    assert caught.value.kind == "rate_limited"
    assert "duckduckgo" in caught.value.messages["en"]
    assert "duckduckgo" in caught.value.messages["zh"]


def test_a_limit_that_is_named_is_one() -> None:
    with (
        search_server({HTML_DDG: Said("slow down", 429)}) as server,
        pytest.raises(NetworkError) as caught,
    ):
        ask(server)
    assert caught.value.kind == "rate_limited"


@pytest.mark.parametrize("body", ["<html><body><main>A new design.</main></body></html>", "", " "])
def test_a_page_that_reads_otherwise_than_known_is_no_nothing(body: str) -> None:
    with search_server({HTML_DDG: body}) as server, pytest.raises(SearchFailedError) as caught:
        ask(server)
    assert caught.value.kind == "failed"


def test_an_unknown_engine_is_named_with_those_that_are_known() -> None:
    with search_server({}) as server, pytest.raises(SearchFailedError) as caught:
        ask(server, "altavista")
    assert "altavista" in str(caught.value)
    assert "mojeek" in str(caught.value)
    assert server.asked == []


def test_videos_are_asked_for_with_the_token_of_the_first_page() -> None:
    answer = {
        "results": [
            {
                "content": "https://video.example/watch?v=1",
                "title": "Mooring a ship",
                "description": "How it is done.",
                "duration": "4:05",
                "publisher": "Harbour TV",
            },
            {"content": None, "title": "Broken"},
        ]
    }
    answers = {
        "/duckduckgo.com": Said('<script>vqd="4-123"</script>'),
        "/duckduckgo.com/v.js": Said(json.dumps(answer), kind="application/json"),
    }
    with search_server(answers) as server:
        (video,) = engine_videos(server.web(), "ships", "en", "hybrid_search")
    assert (video.title, video.url) == ("Mooring a ship", "https://video.example/watch?v=1")
    assert (video.summary, video.duration) == ("How it is done.", "4:05")
    assert video.publisher == "Harbour TV"
    assert server.asked[1].parameters["vqd"] == "4-123"


def test_hosts_are_those_of_the_engines() -> None:
    names = ("duckduckgo", "wikipedia", "unknown")
    assert engine_hosts(names, "zh", videos=False) == [
        "html.duckduckgo.com",
        "zh.wikipedia.org",
    ]
    assert engine_hosts(("mojeek",), "en", videos=True) == ["www.mojeek.com", "duckduckgo.com"]


def test_reading_result_pages_opens_no_socket_of_its_own() -> None:
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda e, a: opened.append(e) if e.startswith('socket.') else None)\n"
        "from engine.web_search.result_pages import _engine, _PageClient, engine_hosts\n"
        "for name in ('duckduckgo', 'mojeek', 'brave', 'yahoo', 'wikipedia'):\n"
        "    _engine('text', name, _PageClient(None, '', '', 'en'))\n"
        "assert not opened, opened\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
