"""Pages of the web: what they hide, what they mark as content, their links, and feeds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.extracted import ReadingError
from engine.reading.feeds import is_feed, read_feed
from engine.reading.html import decode_as, parse_html, read_html
from engine.reading.html_blocks import inline_text
from engine.reading.html_hidden import drop_hidden
from tests.engine.reading.made_files import blocks

PROSE = "The keeper of the lighthouse trims the lamp at dusk and writes the weather in a book. "


def shown(html: str) -> str:
    root = parse_html(html)
    drop_hidden(root)
    return inline_text(root)


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "opacity:0.5",
        "opacity:0;transform:translateY(20px)",
        "height:0",
        "width:100%;overflow:hidden",
        "margin-left:-20px",
        "font-size:10px",
        "visibility:visible",
        "left:-50px",
    ],
)
def test_what_is_seen_stays(style: str) -> None:
    assert shown(f'<p style="{style}">seen</p>') == "seen"


def test_only_rules_that_always_hold_hide() -> None:
    sheet = """
    /* .a { display: none } */
    @import url(x.css);
    @media print { .a { display: none } }
    @supports (display: grid) { .a { display: none } .b { color: red } }
    .menu .a, .a:hover, .a > p { display: none }
    .b { visibility: hidden } .b { visibility: visible }
    p.c, #d { display:none }
    .broken { display: none
    """
    body = "".join(f'<p class="{name}" id="{name}">{name}!</p>' for name in ("a", "b", "c", "d"))
    assert shown(f"<style>{sheet}</style>{body}") == "a! b!"


def test_the_text_after_something_hidden_stays() -> None:
    html = "<p>one <b hidden>x</b>two <i hidden>y</i> three</p>"
    assert shown(html) == "one two three"


def test_a_page_that_fades_in_as_a_whole_is_read() -> None:
    assert shown('<html style="visibility:hidden"><body style="opacity:0"><p>seen') == "seen"


@given(
    st.lists(st.sampled_from(["<div hidden>", "<p>", "</p>", "</div>", "<b>", "HIDE", "x ", "<"]))
)
def test_hidden_elements_never_show(pieces: list[str]) -> None:
    inside = "".join(pieces).replace("</div>", "").replace("HIDE", "")
    assert "HIDE" not in shown(f"<div hidden>{inside}HIDE</div><p>seen</p>")


@given(st.text(alphabet="ab.#{}@;:,/* \n", max_size=200))
def test_any_style_sheet_is_gone_through(sheet: str) -> None:
    assert shown(f"<style>{sheet}</style><p>seen</p>").endswith("seen")


def test_the_marked_content_is_believed_where_the_main_part_is_not_clear() -> None:
    rows = "".join(f"<li><code>method_{i}</code> gives number {i}</li>" for i in range(80))
    html = (
        f"<body><div class=teasers>{'<p>' + PROSE * 3 + '</p>'}</div>"
        f"<main><h1>Reference</h1><p>{PROSE * 3}</p><ul>{rows}</ul></main></body>"
    )
    text = read_html(html.encode(), "x").text
    assert "method_79 gives number 79" in text
    assert text.count("keeper") == 3


def test_teasers_around_an_article_are_left_out() -> None:
    teasers = "".join(f"<div><h3>Teaser {i}</h3><p>{PROSE}</p></div>" for i in range(12))
    html = f"<body><article><h1>News</h1>{f'<p>{PROSE * 2}</p>' * 6}</article>{teasers}</body>"
    text = read_html(html.encode(), "x").text
    assert "Teaser" not in text
    assert text.count("keeper") == 12


def test_links_of_the_content_come_before_those_around_it() -> None:
    html = (
        '<base href="https://b.example/dir/"><nav><a href="/home">Home</a></nav>'
        f'<p>{PROSE}<a href="next">Next <b>page</b></a> <a href="next">again</a>'
        '<a href="#top">top</a><a hidden href="/trap">trap</a><a>no</a><a href="/x"> </a></p>'
    )
    metadata = read_html(html.encode(), "x", links=10).metadata
    assert json.loads(str(metadata["links"])) == {
        "base": "https://b.example/dir/",
        "links": [["Next page", "next"], ["Home", "/home"]],
    }
    assert "links" not in read_html(html.encode(), "x").metadata


def test_a_feed_is_read_entry_by_entry() -> None:
    atom = (
        '<?xml version="1.0" encoding="utf-8"?><!-- made --><feed xmlns="http://www.w3.org/2005/Atom">'
        "<title>Port news</title><entry><title>Dredging</title>"
        '<link rel="self" href="x"/><link href="https://a.example/1"/>'
        "<updated>2026-03-02</updated>"
        '<summary type="html">Berths &lt;b&gt;close&lt;/b&gt;.&lt;i hidden&gt;HIDE&lt;/i&gt;'
        "</summary></entry></feed>"
    )
    feed = read_html(atom.encode(), "x")
    assert feed.title == "Port news"
    assert blocks(feed) == ["2026-03-02\nBerths close.\nhttps://a.example/1"]
    assert feed.passages[0].heading == "Dredging"


def test_a_bomb_of_entities_stays_small() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss><channel><title>&i;</title>'
    assert not is_feed(bomb)
    try:
        assert len(read_feed(bomb + "</channel></rss>", "x").text) < 1000
    except ReadingError as error:
        assert str(error)  # noqa: PT017


@given(st.text(max_size=300))
def test_any_text_within_a_feed_is_read_or_refused(text: str) -> None:
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{text}'
    assert is_feed(feed)
    try:
        read = read_feed(feed, "x")
    except ReadingError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert read.title


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("港口".encode("gbk"), "gb2312", "港口"),
        ("港口泊位潮汐风浪".encode(), "gbk", "港口泊位潮汐风浪"),
        ("联通".encode("gbk"), "gbk", "联通"),
        (b"caf\xe9", "iso-8859-1", "café"),
        ("港".encode("gbk") * 600 + b"\xff", "gbk", "港" * 600 + "\ufffd"),
        (b"\xff\xfe\xfd\xfc", "utf-8", None),
        (b"abc", "no-such-charset", None),
        (b"abc", "zlib", None),
    ],
)
def test_a_charset_is_believed_where_it_fits(data: bytes, charset: str, text: str | None) -> None:
    assert decode_as(data, charset) == text
