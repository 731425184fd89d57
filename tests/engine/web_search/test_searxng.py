"""SearXNG, as a server on this machine answers for it."""

from __future__ import annotations

import pytest

from engine.network import NetworkError
from engine.web_search.results import SearchFailedError
from engine.web_search.searxng import SearxNG
from tests.engine.web_search.search_servers import (
    Said,
    SearchServer,
    search_server,
    searxng_answer,
)


def trouble(server: SearchServer) -> SearchFailedError:
    with pytest.raises(SearchFailedError) as caught:
        SearxNG(server.base).results(server.web(), "ships", "en", "web_search")
    return caught.value


def test_results_are_read_and_cleaned() -> None:
    answer = searxng_answer(
        {
            "title": "Tall\x1b[31m ships\u202e",
            "url": "https://a.example/帆",
            "content": "Sail\n on.",
        },
        {"title": "No address", "content": "x"},
        {"title": "", "url": "http://b.example", "content": None},
        {"title": 7, "url": ["x"]},
    )
    with search_server({"/search": answer}) as server:
        found = SearxNG(server.base + "/").results(server.web(), "tall ships", "zh", "web_search")
    assert [(one.title, one.url, one.summary) for one in found] == [
        ("Tall ships", "https://a.example/%E5%B8%86", "Sail on."),
        ("http://b.example/", "http://b.example/", ""),
    ]
    (asked,) = server.asked
    assert asked.parameters == {
        "q": "tall ships",
        "format": "json",
        "language": "zh",
        "categories": "general",
    }


def test_videos_have_their_length() -> None:
    answer = searxng_answer(
        {
            "title": "Mooring",
            "url": "https://v.example/1",
            "content": "",
            "length": "3:20",
            "author": "Harbour TV",
        }
    )
    with search_server({"/search": answer}) as server:
        (video,) = SearxNG(server.base).videos(server.web(), "ships", "en", "hybrid_search")
    assert (video.duration, video.publisher) == ("3:20", "Harbour TV")
    assert server.asked[0].parameters["categories"] == "videos"


def test_nothing_and_silence_are_told_apart() -> None:
    silent = [["google", "CAPTCHA"], ["brave", "too many requests"]]
    with search_server({"/search": searxng_answer()}) as server:
        assert SearxNG(server.base).results(server.web(), "zxq", "en", "web_search") == []
    with search_server({"/search": searxng_answer(silent=silent)}) as server:
        error = trouble(server)
    assert error.kind == "rate_limited"
    assert "google: CAPTCHA, brave: too many requests" in str(error)


def test_an_instance_without_json_is_told_how_to_allow_it() -> None:
    with search_server({"/search": Said("<h1>Forbidden</h1>", 403)}) as server:
        assert "settings.yml" in str(trouble(server))
    with search_server({"/search": Said("<html>results</html>")}) as server:
        error = trouble(server)
    assert error.kind == "failed"
    assert "no JSON" in error.messages["en"]
    assert "JSON" in error.messages["zh"]


@pytest.mark.parametrize("body", ["[]", "{}", "null", "[" * 100_000])
def test_senseless_answers_are_said_to_be_so(body: str) -> None:
    with search_server({"/search": Said(body, kind="application/json")}) as server:
        assert trouble(server).kind == "failed"


def test_its_limiter_is_a_rate_limit() -> None:
    with (
        search_server({"/search": Said("Too Many Requests", 429)}) as server,
        pytest.raises(NetworkError) as caught,
    ):
        SearxNG(server.base).results(server.web(), "ships", "en", "web_search")
    assert caught.value.kind == "rate_limited"
