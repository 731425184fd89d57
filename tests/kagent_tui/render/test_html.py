"""The exported page: every text escaped, nothing but what we wrote ourselves is markup."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean_line
from engine.events import Answer, AttachedSource, Citation, Location, UsageTotals
from kagent_tui.render.html import session_html
from kagent_tui.render.html_style import STYLE
from kagent_tui.render.markdown import session_markdown

# All tags and attributes that a page may hold.
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "nav",
    "main",
    "article",
    "p",
    "time",
    "div",
    "a",
    "ol",
    "ul",
    "li",
    "cite",
    "code",
    "pre",
    "blockquote",
    "strong",
    "em",
    "s",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "id",
    "class",
    "datetime",
    "href",
    "rel",
    "title",
    "aria-label",
    "value",
    "start",
    "style",
}
FRAGMENTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "[a](javascript:alert(1))",
    "[a](data:text/html,x)",
    "[a](file:///etc/passwd)",
    '[a](https://example.org/?a=1&b=2 "t")',
    "![a](https://example.org/x.png)",
    "<https://example.org>",
    "[r]: javascript:alert(1)\n\n[r]",
    "&#x1b;[31m &#x202e; &lt;b&gt; &#0;",
    "\x1b]52;c;aGk=\x07",
    "\x9b31m\u202e\u2066",
    "[1] [2] [99] [1](x)",
    "```html\n<b>\n```",
    "| a | b |\n|---|---|\n| <i> | [1] |",
    "# h\n\n> q\n\n- l\n\n1. n",
    "{title} {style} %s",
    "反渗透膜",
    "<!-- x -->",
    "<?php ?>",
    "]]>",
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20)), max_size=5).map(
    " ".join
)


def answer_of(text: str, *citations: Citation, question: str = "Q?", zh: bool = False) -> Answer:
    return Answer(
        question=question,
        text=text,
        language="zh" if zh else "en",
        outcome="answered",
        citations=citations,
        tasks=(),
        session="s",
        model="m",
        usage=UsageTotals(),
    )


class Reader(HTMLParser):
    """Takes a page apart, as a browser would."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag not in {"meta", "hr", "br"}:
            self._open.append(tag)
            self.text.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # as in "<br />", which holds nothing

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.text[tag][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def hrefs(self) -> list[str]:
        return [values["href"] for _, values in self.tags if "href" in values]


def check(page: str) -> Reader:
    """What holds of every page, whatever the texts."""
    reader = Reader(page)
    assert {tag for tag, _ in reader.tags} <= TAGS
    assert {name for _, values in reader.tags for name in values} <= ATTRIBUTES
    assert not [
        values
        for _, values in reader.tags
        if set(values.get("style", "")) - set("text-align:lefcrigh;")
    ]
    assert reader.text["style"] == ["\n" + STYLE]
    for href in reader.hrefs():
        assert (
            href[1:] in reader.ids
            if href.startswith("#")
            else (urlsplit(href).scheme.lower() in {"http", "https"})
        )
    assert len(reader.ids) == len(set(reader.ids))
    odd = {char for char in page if unicodedata.category(char) in {"Cc", "Cs"}} - {"\n", "\t"}
    assert not odd
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]", page)
    return reader


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_becomes_markup(title: str, question: str, text: str, quote: str) -> None:
    cited = [
        Citation(1, f"/a/{quote}", title, Location(line=3, heading=quote), quote),
        Citation(2, quote, question, Location(page=2), ""),
    ]
    said = answer_of(text, *cited, question=question)
    turns = [("2026-11-19T14:02:33+00:00", said)] * 3
    reader = check(session_html(title, turns))
    assert reader.text["h1"] == [clean_line(title)]
    assert reader.text["title"] == [clean_line(title)]
    # The answer's own headings are lower ones.
    assert reader.text["h2"] == [clean_line(question)] * 3
    assert reader.text["cite"][0] == clean_line(title)
    if quote.strip():
        assert clean_line(quote) in [said.strip() for said in reader.text["blockquote"]]


@given(TEXTS, TEXTS)
def test_markdown_holds_no_control_characters(title: str, text: str) -> None:
    cited = Citation(1, text, title, Location(), text)
    written = session_markdown(title, [("2026-11-19", answer_of(text, cited, question=text))])
    assert not {char for char in written if unicodedata.category(char) in {"Cc", "Cs"}} - {
        "\n", "\t"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("# One", "<h4>One</h4>"),
        ("###### Six", "<h6>Six</h6>"),
        ("see [1].", '<p>see <a class="mark" href="#source-1-1">[1]</a>.</p>'),
        ("see [3].", "<p>see [3].</p>"),
        ("`[1]`", "<p><code>[1]</code></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "[x](http://a.b/?c=1&d=2)",
            '<p><a href="http://a.b/?c=1&amp;d=2" rel="noopener noreferrer">x</a></p>',
        ),
        ("[x](ftp://a.b/)", "<p>[x](ftp://a.b/)</p>"),
        ("[x](//a.b/)", "<p>[x](//a.b/)</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("~~no~~", "<p><s>no</s></p>"),
    ],
)
def test_answers_are_markdown(text: str, expected: str) -> None:
    cited = Citation(1, "/a.md", "A", Location(), "quote")
    page = session_html("t", [("2026", answer_of(text, cited))])
    check(page)
    assert f'<div class="answer">\n{expected}\n</div>' in page


def test_a_source_has_its_place_its_quote_and_a_way_back() -> None:
    cited = [
        Citation(1, "/a.pdf", "A", Location(page=4), "The quote."),
        Citation(2, "https://example.org/x", "B", Location(), "q"),
        Citation(3, "tool:time_delta", "time_delta(a=1)", Location(), "60 days"),
    ]
    page = session_html("t", [("2026", answer_of("[1] [2] [3]", *cited))])
    reader = check(page)
    assert reader.text["code"] == ["/a.pdf, page 4", "https://example.org/x"]
    assert reader.text["blockquote"] == ["The quote.", "q", "60 days"]
    assert "https://example.org/x" in reader.hrefs()
    assert reader.hrefs().count("#q1") == 3


def test_languages_are_said() -> None:
    english, chinese = answer_of("Yes."), answer_of("是。", question="是吗？", zh=True)
    page = session_html("t", [("2026", english), ("2026", chinese), ("2026", chinese)])
    reader = check(page)
    languages = [values["lang"] for tag, values in reader.tags if tag in {"html", "article"}]
    assert languages == ["zh-Hans", "en", "zh-Hans", "zh-Hans"]
    assert reader.text["nav"][0].split() == ["Q?", "是吗？", "是吗？"]
    assert '<html lang="en">' in session_html("t", [])


def test_times_are_said_as_people_write_them() -> None:
    page = session_html("t", [("2026-11-20T10:00:31+00:00", answer_of("Yes."))])
    assert '<time datetime="2026-11-20T10:00:31+00:00">2026-11-20 10:00 UTC</time>' in page


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = session_html("t", [("2026", answer_of("![a](https://example.org/x.png)"))])
    reader = check(page)
    policy = next(v["content"] for t, v in reader.tags if "http-equiv" in v)
    assert policy.startswith("default-src 'none';")
    assert "url(" not in page
    assert "@import" not in page
    assert "prefers-color-scheme: dark" in page


def test_what_went_with_a_question_is_listed() -> None:
    attached = (
        AttachedSource("<minutes>", "/notes/minutes.pdf", 900),
        AttachedSource("gone", "/notes/gone.pdf", trouble="/notes/gone.pdf: is not there"),
    )
    turns = [("2026-11-20T10:00:31+00:00", replace(answer_of("Yes."), attachments=attached))]
    page = session_html("t", turns)
    assert "<p>@ &lt;minutes&gt; — /notes/minutes.pdf</p>" in page
    assert "<p>@ /notes/gone.pdf: is not there</p>" in page
    written = session_markdown("t", turns)
    assert "- @ \\<minutes\\> — /notes/minutes.pdf" in written
    assert "- @ /notes/gone.pdf: is not there" in written
