"""Articles from HTML: text, sections and places, and what hostile pages get."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encyclopedia.addresses import article_url, site_of
from engine.encyclopedia.article import Article, Origin, read_article
from engine.reading.extracted import ReadingError
from tests.engine.encyclopedia.made_articles import ARTICLES


def article(html: str, title: str = "Mara Quill") -> Article:
    site = site_of("en")
    return read_article(html, Origin(title, site, "en", article_url(site, title)))


_PAGE = """
<div class="mw-parser-output">
<div role="note" class="hatnote">For the ship, see elsewhere.</div>
<table class="infobox"><tr><th colspan="2" class="infobox-above">Mara Quill</th></tr>
<tr><th>Bo<!-- x -->rn</th><td><span style="display:none">(1987-06-24)</span>24 June 1987</td></tr>
</table>
<p>Mara Quill is a <a href="/wiki/Botany">botanist</a>.<sup class="reference">[1]</sup> She
lives.</p>
<div class="mw-heading mw-heading2"><h2>Career</h2><span class="mw-editsection">[edit]</span></div>
<p>Energy is E=<span class="mwe-math-element"><span style="display: none;">E</span><img
class="mwe-math-fallback-image-inline" alt="{\\displaystyle mc^{2}}"></span> here.</p>
<h3>Early years</h3><ul><li>One</li><li>Two</li></ul>
<table class="wikitable"><tr><th>Year</th><th>Prize</th></tr>
<tr><td>2001</td><td>Leaf</td></tr></table>
<h2>See also</h2><ul><li><a href="/wiki/Fern">Fern</a></li></ul>
<h2>References</h2><div class="reflist">A book</div>
<div class="navbox">Navigation</div></div>
"""


def test_notes_and_navigation_are_left_out() -> None:
    found = article(_PAGE)
    for dropped in ("For the ship", "[1]", "[edit]", "1987-06-24", "A book", "Navigation"):
        assert dropped not in found.text
    assert "Mara Quill is a botanist. She lives." in found.text
    assert "Born: 24 June 1987" in found.text
    assert "E=mc^{2} here" in found.text
    assert "2001" in found.text
    assert found.summary == "Mara Quill is a botanist. She lives."


def test_sections_have_their_path_and_their_exact_place() -> None:
    found = article(_PAGE)
    assert [section.path for section in found.sections] == [
        (),
        ("Career",),
        ("Career", "Early years"),
    ]
    assert [(one.name, one.level) for one in found.aspects] == [("Career", 1), ("Early years", 2)]
    for passage in found.passages():
        assert passage.location.span is not None
        start, end = passage.location.span
        assert found.text[start:end] == passage.text
    assert [section.path[-1] for section in found.under("early")] == ["Early years"]
    assert [section.path[-1] for section in found.under("Career")] == ["Career", "Early years"]
    assert found.under("nothing") == []


def test_every_made_article_is_the_same_in_both_forms() -> None:
    for made in ARTICLES:
        skin, kiwix = article(made.skin_html(), made.title), article(made.kiwix_html(), made.title)
        assert (skin.text, skin.sections, skin.links, skin.meanings) == (
            kiwix.text,
            kiwix.sections,
            kiwix.links,
            kiwix.meanings,
        )


def test_a_page_of_several_meanings_is_known_by_its_box_or_its_words() -> None:
    items = '<ul><li><a href="/wiki/A">A</a>, a letter</li><li><a href="/wiki/B">B</a></li></ul>'
    by_words = article(f"<p>X may refer to:</p>{items}")
    by_box = article(f'<p>X:</p>{items}<div class="dmbox dmbox-disambig">This page lists</div>')
    for found in (by_words, by_box):
        assert [meaning.title for meaning in found.meanings] == ["A", "B"]
    assert article(f"<p>X is a letter.</p>{items}").meanings == ()


@pytest.mark.parametrize(
    "href",
    ["/wiki/File:X.jpg", "https://elsewhere.org/wiki/X", "#note", "/w/index.php?title=X", ""],
)
def test_links_to_no_article_are_none(href: str) -> None:
    assert article(f'<p>words <a href="{href}">X</a></p>').links == ()


def test_an_empty_page_is_an_error() -> None:
    with pytest.raises(ReadingError):
        article('<div class="mw-parser-output"><div class="navbox">x</div></div>')


_HOSTILE = {
    "deep": "<div>" * 200_000 + "x",
    "references": "<p>" + '<sup class="reference"></sup>x' * 30_000,
    "nested tables": "<table><tr><td>" * 60_000 + "x",
    "lists": "<ul><li>x" * 100_000,
    "infoboxes": '<table class="infobox"><tr><td>x' * 30_000,
    "headings": "<h2>x</h2>" * 20_000,
    "attributes": '<p class="' + "x " * 500_000 + '">hello</p>',
    "unclosed": "<p><b><i><a href='/wiki/X'>" * 40_000 + "x",
}


@pytest.mark.parametrize("kind", _HOSTILE)
def test_hostile_pages_are_read_or_refused_in_bounded_time(kind: str) -> None:
    # What grew with the square would reach the time limit of all tests at this size.
    html = _HOSTILE[kind]
    try:
        found = article(html)
    except ReadingError:
        return
    assert len(found.text) <= len(html)
    assert found.passages()


@given(st.text(alphabet='<>/"=ab h1234pulitdsre &;\n', max_size=200))
def test_any_html_gives_an_article_or_a_reading_error(html: str) -> None:
    try:
        found = article(html)
    except ReadingError:
        return
    for passage in found.passages():
        assert passage.text
        assert passage.location.span is not None
        assert found.text[slice(*passage.location.span)] == passage.text
