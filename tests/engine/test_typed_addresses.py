"""Which addresses the user typed, and which spellings mean the same one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.targets import same_address
from engine.typed_addresses import typed_addresses


@pytest.mark.parametrize(
    ("question", "url"),
    [
        ("What does https://example.org/x say?", "https://example.org/x"),
        ("https://example.org/x", "https://example.org/x"),
        ("See https://example.org/x.", "https://example.org/x"),
        ("(https://example.org/x)", "https://example.org/x"),
        ("<https://example.org/x>, please", "https://example.org/x"),
        ("read 'https://example.org/x?q=1&b=2'!", "https://example.org/x?q=1&b=2"),
        ("https://en.wikipedia.org/wiki/Moon_(disambiguation)",
         "https://en.wikipedia.org/wiki/Moon_(disambiguation)"),
        ("(see https://en.wikipedia.org/wiki/Moon_(x))", "https://en.wikipedia.org/wiki/Moon_(x)"),
        ("Read example.org/x now", "https://example.org/x"),
        ("Read example.org", "http://example.org/"),
        ("EXAMPLE.org:8080/x", "http://example.org:8080/x"),
        ("http://example.org/x", "https://example.org/x"),
        ("请看https://example.org/x。谢谢", "https://example.org/x"),
        ("请看https://example.org/x，然后说明", "https://example.org/x"),
        ("总结https://example.org/x的内容", "https://example.org/x"),
        ("《https://example.org/x》讲了什么", "https://example.org/x"),
        ("打开https：//example.org/x", "https://example.org/x"),
        ("看看example.org/x吧", "https://example.org/x"),
        ("https://zh.wikipedia.org/wiki/北京 有多少人", "https://zh.wikipedia.org/wiki/北京"),
        ("https://zh.wikipedia.org/wiki/北京有多少人", "https://zh.wikipedia.org/wiki/"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("HTTPS://Example.ORG:443/x#part", "https://example.org/x"),
        ("**https://example.org/x**", "https://example.org/x"),
    ],
)  # fmt: skip
def test_what_was_typed_is_found(question: str, url: str) -> None:
    assert same_address(url) in typed_addresses(question)


@pytest.mark.parametrize(
    ("question", "url"),
    [
        ("What does https://example.org/x say?", "https://example.org/"),
        ("What does https://example.org/x say?", "https://example.org/x?q=1"),
        ("What does https://example.org/x say?", "https://example.org/x/"),
        ("What does https://example.org/x?q=1 say?", "https://example.org/x?q=1&r=2"),
        ("What does https://example.org/x?q=1 say?", "https://example.org/x?q=2"),
        ("What does https://example.org/x say?", "https://example.org.evil.example/x"),
        ("What does https://example.org/x say?", "https://a.example.org/x"),
        ("What does https://example.org/x say?", "http://example.org/x"),
        ("What does https://example.org/x say?", "https://example.org:8443/x"),
        ("What does https://example.org/x say?", "https://example.org/X"),
        ("What does https://example.org/x say?", "https://u:p@example.org/x"),
        ("What does https://example.org/x say?", "https://example.org/x;q=1"),
        ("Write to me@example.org", "https://example.org/"),
        ("How old is Messi?", "https://example.org/"),
        ("", "https://example.org/"),
    ],
)
def test_nothing_else_counts_as_typed(question: str, url: str) -> None:
    assert same_address(url) not in typed_addresses(question)


@pytest.mark.parametrize(
    "same",
    [
        ["https://example.org", "HTTPS://EXAMPLE.ORG/", "https://example.org:443/#a",
         "https://example.org./", " https://example.org/ "],
        ["https://example.org/~a-b", "https://example.org/%7Ea%2Db", "https://example.org/%7ea%2db"],
        ["https://example.org/a%2fb", "https://example.org/a%2Fb"],
        ["https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"],
    ],
)  # fmt: skip
def test_spellings_of_one_address(same: list[str]) -> None:
    assert len(set(map(same_address, same))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1"),
        ("https://example.org/?a=b+c", "https://example.org/?a=b%20c"),
        ("https://example.org/?", "https://example.org/?a"),
        ("https://example.org/a", "https://example.org/A"),
        ("http://example.org/", "https://example.org/"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert same_address(one) != same_address(other)


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://example.org", "https://", "https://a:b@c.org", "data:,x"]
)
def test_what_is_no_web_address_has_no_spelling(url: str) -> None:
    assert same_address(url) == ""


@given(st.text(max_size=200))
def test_any_question_can_be_read(question: str) -> None:
    for address in typed_addresses(question):
        assert same_address(address) == address
