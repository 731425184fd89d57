"""Which article an address, an id or a title means, and how articles are cited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encyclopedia.addresses import (
    WikiAddress,
    article_url,
    entity_id,
    read_address,
    site_of,
    tidy_title,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://en.wikipedia.org/wiki/Lionel_Messi", WikiAddress("Lionel Messi", "en")),
        ("http://en.m.wikipedia.org/wiki/Lionel_Messi", WikiAddress("Lionel Messi", "en")),
        ("en.wikipedia.org/wiki/Lionel_Messi", WikiAddress("Lionel Messi", "en")),
        (
            "https://en.wikipedia.org/wiki/Lionel_Messi#Personal_life",
            WikiAddress("Lionel Messi", "en", fragment="Personal life"),
        ),
        (
            "https://zh.wikipedia.org/wiki/%E6%A2%85%E8%A5%BF",
            WikiAddress("梅西", "zh"),
        ),
        ("https://zh.wikipedia.org/zh-hans/梅西", WikiAddress("梅西", "zh", "zh-hans")),
        ("https://zh.wikipedia.org/zh-tw/梅西", WikiAddress("梅西", "zh", "zh-tw")),
        ("https://en.wikipedia.org/w/index.php?title=AC/DC", WikiAddress("AC/DC", "en")),
        ("https://en.wikipedia.org/wiki/AC/DC", WikiAddress("AC/DC", "en")),
        ("https://www.wikipedia.org/wiki/Berlin", WikiAddress("Berlin")),
        ("https://simple.wikipedia.org/wiki/Tea", WikiAddress("Tea", "simple")),
        ("https://zh-min-nan.wikipedia.org/wiki/Tea", WikiAddress("Tea", "zh-min-nan")),
        ("en:Lionel Messi", WikiAddress("Lionel Messi", "en")),
        ("zh:利昂内尔·梅西", WikiAddress("利昂内尔·梅西", "zh")),
        ("Mission: Impossible", WikiAddress("Mission: Impossible")),
        ("lionel_messi", WikiAddress("Lionel messi")),
        ("https://en.wikipedia.org/wiki/What%3F", WikiAddress("What?", "en")),
    ],
)
def test_addresses_that_are_understood(written: str, meant: WikiAddress) -> None:
    assert read_address(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "https://example.org/wiki/Berlin",
        "https://en.wikipedia.org.evil.example/wiki/Berlin",
        "https://evilwikipedia.org/wiki/Berlin",
        "https://en.wikipedia.org/",
        "https://en.wikipedia.org/wiki/",
        "https://en.wikipedia.org/wiki/%00",
        "https://[broken/wiki/X",
        # Words in the host would leave this machine with the name that is looked up.
        "https://en-secret-code.wikipedia.org/wiki/X",
        "a|b",
        "[[X]]",
        "x" * 300,
    ],
)
def test_what_names_no_article(written: str) -> None:
    assert read_address(written) is None


def test_cited_addresses_are_as_mediawiki_writes_them() -> None:
    site = site_of("zh")
    assert article_url(site, "梅西 (球员)") == (
        "https://zh.wikipedia.org/wiki/%E6%A2%85%E8%A5%BF_(%E7%90%83%E5%91%98)"
    )
    assert article_url(site_of("en"), "What? 50% & more") == (
        "https://en.wikipedia.org/wiki/What%3F_50%25_%26_more"
    )


@given(st.text(min_size=1, max_size=60))
def test_a_cited_address_and_an_id_lead_back_to_the_title(text: str) -> None:
    title = tidy_title(text)
    if not title:
        return
    cited = read_address(article_url(site_of("en"), title))
    assert cited == WikiAddress(title, "en")
    assert read_address(entity_id("en", title)) == WikiAddress(title, "en")
