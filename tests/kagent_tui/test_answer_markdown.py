"""What of an answer's Markdown can be clicked, and that a text can make nothing else of itself."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from engine.cleaning import clean
from kagent_tui.links import read_link
from kagent_tui.widgets.answer_markdown import (
    citation_address,
    citation_number,
    code_blocks,
    make_parser,
)

KNOWN = frozenset({1, 2, 12})


def inline(text: str, citations: frozenset[int] = KNOWN) -> list[Token]:
    tokens = make_parser(citations).parse(text)
    return [child for token in tokens for child in token.children or ()]


def addresses(text: str, citations: frozenset[int] = KNOWN) -> list[str]:
    return [
        str(token.attrs.get("href") or token.attrs.get("src"))
        for token in inline(text, citations)
        if token.type in ("link_open", "image")
    ]


def shown(text: str, citations: frozenset[int] = KNOWN) -> str:
    return "".join(token.content for token in inline(text, citations))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It lasts two years [1].", [1]),
        ("Both [1][12], and **bold [2]**", [1, 12, 2]),
        ("| a [1] |\n|---|\n| [2] |", [1, 2]),
        ("- item [1]\n  1. nested [2]", [1, 2]),
        ("not [3], [0], [01], [1 2], [x], \\[1], `[1]`", []),
        ("```\n[1]\n```", []),
        ("[1]: a title\n\nand [1]", [1, 1]),
        ("[see [1] there](nowhere)", [1]),
    ],
)
def test_the_marks_of_citations_lead_to_them(text: str, numbers: list[int]) -> None:
    assert addresses(text) == [citation_address(number) for number in numbers]


def test_without_citations_a_mark_is_text() -> None:
    assert addresses("Two years [1].", frozenset()) == []
    assert shown("Two years [1].", frozenset()) == "Two years [1]."


def test_no_address_stands_under_a_citation_but_its_own() -> None:
    assert addresses("[1](http://example.com/x)") == [
        citation_address(1),
        "http://example.com/x",
    ]
    # A definition would have made every [7] a link, and would be gone from the text.
    assert addresses("[7]: http://example.com/x\n\n[7]") == ["http://example.com/x"]
    assert shown("[7]: http://example.com/x") == "[7]: http://example.com/x"


@pytest.mark.parametrize(
    "address",
    [
        "citation:1",
        "CITATION:1",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:ada@example.com",
        "ftp://example.com/x",
        "//example.com/x",
        "page.html",
        "#heading",
        "app.quit",
        "http://ada@example.com/",
        "http://ada:secret@example.com/",
        "http:///x",
        "file://server/share",
        "file:////server/share",
        "file:relative",
        "vscode://file/x",
    ],
)
def test_other_addresses_stay_text(address: str) -> None:
    for text in (f"[word]({address})", f"<{address}>", f"![picture]({address})"):
        assert not set(addresses(text)) & {address, address.lower(), citation_address(1)}, text
    assert address in shown(f"[word]({address})")


def test_names_of_files_and_people_are_no_addresses() -> None:
    assert addresses("See setup.py, README.md, example.com and ada@example.com.") == []


def test_an_address_is_kept_as_it_is_written() -> None:
    from urllib.parse import unquote

    for address in ("https://example.com/a%2Fb?c=%1b", "file:///tmp/a%20b.pdf"):
        found = addresses(f"[word]({address})")
        # Textual takes one layer of percent signs away when it is clicked.
        assert [unquote(item) for item in found] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com/%1b]52;c;ZXZpbA==%07",
        "http://example.com/%c2%9b31m",
        "<http://example.com/%E2%80%AE>",
        "&#x202e; &#8238; &rlm; &#xfeff; &#x9b; &#27; &#x85;",
        "![&#x202e;](http://example.com/)",
        "[&#x202e;](http://example.com/)",
    ],
)
def test_what_is_decoded_is_cleaned_again(text: str) -> None:
    for token in inline(text):
        for part in (token, *(token.children or ())):
            assert part.content == clean(part.content)


TEXT = st.one_of(
    st.text(alphabet=string.printable + "[]()<>&#;:%\u202e\x1b\x9b世界", max_size=200),
    st.lists(
        st.sampled_from(
            [
                *("[1]", "[2](", "citation:1", "http://e.com/", "%1b", "&#x202e;", "<", ">", ")"),
                *("[x]", "(citation:2)", "![", "](", "\n\n", "`", "**", "|", "- ", "file:///etc"),
                *("[@click=app.quit]", "[/]", "\x1b]52;c;ZXZpbA==\x1b\\", "[1]:", " "),
            ]
        ),
        max_size=30,
    ).map("".join),
)


@given(TEXT)
def test_a_text_can_make_only_links_that_may_be_offered(text: str) -> None:
    from urllib.parse import unquote

    text = clean(text)
    for token in inline(text):
        address = token.attrs.get("href") or token.attrs.get("src")
        if address is None:
            assert token.content == clean(token.content)
            continue
        number = citation_number(str(address))
        assert number in KNOWN if number else read_link(unquote(str(address)))
        assert str(address).isprintable()


@given(TEXT)
def test_every_citation_is_one_that_stands_in_the_text(text: str) -> None:
    text = clean(text)
    for address in addresses(text):
        number = citation_number(address)
        if number is not None:
            assert f"[{number}]" in text


def test_the_code_blocks_of_an_answer() -> None:
    text = "a\n```python\nx = 1\n\ny = 2\n```\nb\n\n    indented\n\n- item\n  ```\n  nested\n  ```"
    assert code_blocks(text) == ["x = 1\n\ny = 2", "indented", "nested"]
    assert code_blocks("none") == []
    assert code_blocks("```\nunfinished") == ["unfinished"]
