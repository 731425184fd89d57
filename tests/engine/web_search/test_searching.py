"""Which engine is asked when, what is kept, and which addresses are the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network import Network, NetworkError
from engine.tools.services import ToolServices
from engine.web_access import ConnectionRequest, WebAccess
from engine.web_search import searching
from engine.web_search.results import (
    SearchFailedError,
    page_key,
    usable_address,
    web_result,
    without_repeats,
)
from engine.web_search.searching import WebSearch, language_of
from tests.engine.web_search.search_servers import (
    DUCKDUCKGO_CHALLENGE,
    HTML_DDG,
    MOJEEK,
    NO_DUCKDUCKGO_RESULTS,
    NO_MOJEEK_RESULTS,
    Said,
    duckduckgo_page,
    mojeek_page,
    search_server,
    searxng_answer,
)

SHIPS = ("Tall ships", "https://ships.example/", "Ships.")
ENGINES = ToolServices(search_engines=("duckduckgo", "mojeek"))


def titles(search: WebSearch, web: WebAccess, text: str = "ships") -> list[str]:
    return [one.title for one in search.results(web, text, "en", "web_search")]


@pytest.mark.parametrize(
    "first",
    [
        Said(DUCKDUCKGO_CHALLENGE),
        Said("", 403),
        Said("", 500),
        Said("<p>another design</p>"),
        Said(NO_DUCKDUCKGO_RESULTS),
    ],
)
def test_the_next_engine_is_asked_when_one_brings_nothing(first: Said) -> None:
    with search_server({HTML_DDG: first, MOJEEK: mojeek_page(SHIPS)}) as server:
        assert titles(WebSearch(ENGINES), server.web()) == ["Tall ships"]


def test_the_first_that_answers_is_enough() -> None:
    answers = {HTML_DDG: duckduckgo_page(SHIPS), MOJEEK: mojeek_page(SHIPS)}
    with search_server(answers) as server:
        titles(WebSearch(ENGINES), server.web())
    assert [asked.path for asked in server.asked] == [HTML_DDG]


def test_an_engine_that_hangs_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PATIENCE_SECONDS", 0.3)
    answers = {HTML_DDG: Said("", held=True), MOJEEK: Said(mojeek_page(SHIPS))}
    with search_server(answers) as server:
        assert titles(WebSearch(ENGINES), server.web()) == ["Tall ships"]


def test_limits_and_nothing_are_told_apart() -> None:
    def error(*said: Said) -> SearchFailedError:
        with (
            search_server(dict(zip((HTML_DDG, MOJEEK), said, strict=True))) as server,
            pytest.raises(SearchFailedError) as caught,
        ):
            titles(WebSearch(ENGINES), server.web(), "zxq")
        return caught.value

    nothing = error(Said(NO_DUCKDUCKGO_RESULTS), Said(NO_MOJEEK_RESULTS))
    assert nothing.kind == "not_found"
    assert '"zxq"' in nothing.messages["en"]
    assert error(Said(DUCKDUCKGO_CHALLENGE), Said(NO_MOJEEK_RESULTS)).kind == "not_found"
    limited = error(Said(DUCKDUCKGO_CHALLENGE), Said("", 500))
    assert limited.kind == "rate_limited"
    assert "duckduckgo" in str(limited)
    assert "500" in str(limited)
    assert "mojeek" in limited.messages["zh"]


def test_what_was_found_is_kept_for_some_minutes() -> None:
    now = 0.0
    with search_server({HTML_DDG: duckduckgo_page(SHIPS)}) as server:
        search = WebSearch(ENGINES, clock=lambda: now)
        for _ in range(3):
            assert titles(search, server.web()) == ["Tall ships"]
        assert len(server.asked) == 1
        titles(search, server.web(), "other ships")
        assert len(server.asked) == 2
        now = searching.KEEP_SECONDS + 1
        titles(search, server.web())
    assert len(server.asked) == 3


def test_a_refusal_asks_no_further_engine() -> None:
    asked: list[ConnectionRequest] = []

    def decline(request: ConnectionRequest) -> bool:
        asked.append(request)
        return False

    web = WebAccess(Network("ask"), ask=decline)
    with pytest.raises(NetworkError) as caught:
        titles(WebSearch(ENGINES), web)
    assert caught.value.kind == "declined"
    assert len(asked) == 1
    assert asked[0].sends == "ships"


def test_searxng_is_asked_in_place_of_the_engines() -> None:
    answer = searxng_answer({"title": "Tall ships", "url": "https://a.example/", "content": ""})
    with search_server({"/searx/search": answer}) as server:
        search = WebSearch(ToolServices(searxng=f"{server.base}/searx"))
        assert titles(search, server.web()) == ["Tall ships"]
        assert search.hosts("ships", "en", videos=True) == ["127.0.0.1"]


def test_no_engine_at_all_is_said() -> None:
    with search_server({}) as server, pytest.raises(SearchFailedError) as caught:
        titles(WebSearch(ToolServices(search_engines=())), server.web())
    assert caught.value.kind == "failed"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tall ships", "en"),
        ("帆船", "zh"),
        ("帆船の歴史", "ja"),
        ("범선", "ko"),
        ("парусник", "ru"),
        ("iPhone 与 Android", "zh"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    assert language_of(text, "en") == language


def test_latin_words_of_a_chinese_question_are_searched_in_chinese() -> None:
    assert language_of("iPhone 17", "zh") == "zh"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://example.org/a?utm_source=x&b=2", "https://example.org/a?b=2#top"),
        ("https://en.m.wikipedia.org/wiki/Tall_ship", "https://en.wikipedia.org/wiki/Tall%5Fship"),
        (
            "https://zh.wikipedia.org/zh-hans/帆船",
            "https://zh.wikipedia.org/wiki/%E5%B8%86%E8%88%B9",
        ),
    ],
)
def test_the_same_page_under_another_address(one: str, other: str) -> None:
    assert page_key(one) == page_key(other)


def test_different_pages_stay_apart() -> None:
    urls = ["https://a.example/x", "https://a.example/y", "https://a.example/x?id=2"]
    results = [result for url in urls if (result := web_result("t", url, "", "e"))]
    assert without_repeats([*results, *results]) == results
    assert without_repeats(results, ["http://www.a.example/x/"]) == results[1:]


@given(st.text(max_size=200))
def test_an_address_is_usable_or_none(text: str) -> None:
    found = usable_address(text)
    if found is not None:
        assert found.startswith(("http://", "https://"))
        assert usable_address(found) == found
        assert not any(character.isspace() or ord(character) < 32 for character in found)
        page_key(found)


@given(st.text(max_size=100).map(lambda rest: f"https://a.example/{rest}"))
def test_escaped_addresses_hold_only_what_addresses_may(text: str) -> None:
    found = usable_address(text)
    assert found is None or found.isascii() or "a.example" not in found
