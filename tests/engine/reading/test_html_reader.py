"""Web pages: the main content, its headings, tables and lists; whatever the encoding."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.html import read_html
from tests.engine.reading.made_files import blocks

PAGE = """<!doctype html><html lang="en"><head><title>Ferry times - Morwen</title>
<meta name="author" content="M. Osei"><meta property="article:published_time"
content="2026-05-01T08:00:00Z"><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a> <a href="/a">About</a></nav>
<h1>Ferry times</h1><p>The ferry <b>leaves</b> every
ninety&nbsp;minutes.<br>Daily.</p><script>alert(1)</script>
<h2>Prices</h2><table><tr><th>Who</th><th>Price</th></tr><tr><td>Adult</td><td>9</td></tr>
<tr><td>Dog</td><td></td></tr></table><ul><li>Pay <i>on board</i></li><li>No cards</li></ul>
<pre>code
  here</pre><p style="display: none">hidden</p><footer>All rights reserved</footer></body></html>"""


def read(text: str) -> Extracted:
    return read_html(text.encode("utf-8"), "file")


_TAGS = (
    *("<p>", "</p>", "<h2>", "</h2>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<th>"),
    *("</table>", "<li>", "<br>", "a", "中", "&amp;", "&#27;", "\n", "<b>", "</b>", "<pre>"),
    *("<script>", "</script>", "<!--", "-->", "<nav>", "<?", "]]>", "<svg>", "<h1 hidden>"),
)


def test_a_page_becomes_blocks_under_headings() -> None:
    extracted = read(PAGE)
    assert extracted.title == "Ferry times"
    assert extracted.metadata == {
        "author": "M. Osei",
        "date": "2026-05-01T08:00:00",
        "language": "en",
    }
    headings = [passage.heading for passage in extracted.passages]
    assert list(zip(headings, blocks(extracted), strict=True)) == [
        ("Ferry times", "The ferry leaves every ninety minutes.\nDaily."),
        ("Ferry times › Prices", "Who: Adult; Price: 9"),
        ("Ferry times › Prices", "Who: Dog"),
        ("Ferry times › Prices", "- Pay on board"),
        ("Ferry times › Prices", "- No cards"),
        ("Ferry times › Prices", "code\n  here"),
    ]


def test_layout_tables_are_no_data() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert blocks(read(f"<table><tr><td><p>Para.</p></td><td>{inner}</td></tr></table>")) == [
        "Para.",
        "a; b",
        "c; d",
    ]


def test_a_row_of_a_table_without_names_is_told_by_its_head() -> None:
    rows = "<tr><th>Opens</th><td>9</td><td>10</td></tr><tr><th>Closes:</th><td>17</td></tr>"
    assert blocks(read(f"<table>{rows}</table>")) == ["Opens: 9; 10", "Closes: 17"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = "時間表在這裡，船每九十分鐘開一次，最後一班是晚上十一點。"
    for declared in (f'<meta charset="{encoding}">', ""):
        page = f"<html><head>{declared}</head><body><p>{text}</p></body></html>"
        assert blocks(read_html(page.encode(encoding), "file")) == [text]


def test_a_page_that_is_only_navigation_is_read_whole() -> None:
    assert blocks(read("<body><nav><a>Home</a></nav></body>")) == ["Home"]


def test_menus_are_left_out_and_lists_of_content_kept() -> None:
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>Part {n}</a></li>" for n in range(5)) + "</ul>"
    listed = "<ul><li><a href='/x'>Tea</a> is served at four.</li><li>Cake too.</li></ul>"
    assert blocks(read(f"<body>{menu}<p>Words.</p>{listed}</body>")) == [
        "Words.",
        "- Tea is served at four.",
        "- Cake too.",
    ]
    assert len(blocks(read(f"<body>{menu}</body>"))) == 5


def test_a_page_of_nothing_is_refused_or_empty() -> None:
    with pytest.raises(ReadingError, match="no text"):
        read("")
    assert not read("<p> </p>").passages


@given(st.lists(st.sampled_from(_TAGS), max_size=30))
def test_any_tags_give_passages_that_slice_back(tags: list[str]) -> None:
    try:
        extracted = read("".join(tags))
    except ReadingError:
        return
    assert clean(extracted.text) == extracted.text
    end = 0
    for passage in extracted.passages:
        assert end <= passage.start < passage.end <= len(extracted.text)
        end = passage.end


_WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|\w+")


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def test_the_main_content_of_real_pages_is_kept(shared_data: Path) -> None:
    shares = []
    # Every fifth: readability takes a while.
    for folder in sorted((shared_data / "fixtures" / "html").glob("*/"))[::5]:
        extracted = read_html((folder / "source.html").read_bytes(), "file")
        expected = lxml.html.document_fromstring((folder / "expected.html").read_text("utf-8"))
        wanted = _words(" ".join(map(str, expected.itertext())))
        found = wanted & _words(f"{extracted.title} {extracted.text}")
        shares.append(found.total() / max(wanted.total(), 1))
    assert sum(shares) / len(shares) > 0.96
