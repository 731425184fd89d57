"""The days that articles tell of their subjects, in English and Chinese."""

from datetime import date

import pytest

from engine.encyclopedia.article import Origin, read_article
from engine.encyclopedia.dated_facts import DatedFact, DateKind, dated_facts, wanted_facts
from engine.encyclopedia.names import names_in
from tests.engine.encyclopedia.made_articles import ARTICLES


def facts_of(lead: str, rows: str = "") -> dict[DateKind, DatedFact]:
    box = f'<table class="infobox">{rows}</table>' if rows else ""
    html = f'<div class="mw-parser-output">{box}<p>{lead}</p></div>'
    return dated_facts(read_article(html, Origin("X", "", "en", "")))


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ("X (born 24 June 1987) is a player.", {"born": "1987-06-24"}),
        ("X (born June 24, 1987) is a player.", {"born": "1987-06-24"}),
        ("X (/ɛks/; born Ann Ex; 1 May 1950) sings. She lives.", {"born": "1950-05-01"}),
        (
            "X (14 March 1879 – 18 April 1955) was a physicist.",
            {"born": "1879-03-14", "died": "1955-04-18"},
        ),
        (
            "X (March 14, 1879 – April 18, 1955) was a physicist.",
            {"born": "1879-03-14", "died": "1955-04-18"},
        ),
        ("X（1987年6月24日－），球员。", {"born": "1987-06-24"}),
        ("X（1881年9月25日—1936年10月19日），作家。", {"born": "1881-09-25", "died": "1936-10-19"}),
        ("X，1988年2月26日出生于罗萨里奥，模特。", {"born": "1988-02-26"}),
        ("X生于1988年2月26日。", {"born": "1988-02-26"}),
        ("X was founded on 4 September 1998 by two students.", {"founded": "1998-09-04"}),
        ("X成立于1898年7月3日。", {"founded": "1898-07-03"}),
        ("X於1898年7月3日創立。", {"founded": "1898-07-03"}),
        ("X is a film. It was released on March 12, 2004.", {"released": "2004-03-12"}),
        ("X是一部电影，2004年3月12日上映。", {"released": "2004-03-12"}),
        ("X is a bridge that was opened on 27 May 1937.", {"opened": "1937-05-27"}),
        ("X是一座桥，1957年10月15日通车。", {"opened": "1957-10-15"}),
        ("X (28 July 1914 – 11 November 1918) was a global conflict.", {}),
        ("X was born in 1564.", {}),
        ("X was born on 30 February 1990.", {}),
        ("X was born on 3 March 44 BC.", {}),
        ("X is a town of 1987 people.", {}),
    ],
)
def test_dates_in_the_lead(lead: str, told: dict[str, str]) -> None:
    assert {kind: fact.day.isoformat() for kind, fact in facts_of(lead).items()} == told


@pytest.mark.parametrize(
    ("row", "kind", "day"),
    [
        ("<th>Born</th><td>24 June 1987 (age 37)<br>Rosario</td>", "born", date(1987, 6, 24)),
        ("<th>Founded</th><td>September 4, 1998</td>", "founded", date(1998, 9, 4)),
        ("<th>Release date</th><td>2004-03-12</td>", "released", date(2004, 3, 12)),
        ("<th>出生日期</th><td>1987年6月24日（37岁）</td>", "born", date(1987, 6, 24)),
        ("<th>建校日期</th><td>1898年7月3日</td>", "founded", date(1898, 7, 3)),
        ("<th>發行日期</th><td>2004年3月12日</td>", "released", date(2004, 3, 12)),
    ],
)
def test_dates_in_the_infobox(row: str, kind: DateKind, day: date) -> None:
    rows = f"<tr>{row}</tr><tr><th>Other</th><td>none</td></tr>"
    assert facts_of("X is known.", rows)[kind].day == day


def test_dates_of_others_are_not_taken() -> None:
    rows = (
        "<tr><th>Spouse</th><td>A (m. 30 June 2017)</td></tr>"
        "<tr><th>Children</th><td>B (born 2 May 2000)</td></tr>"
    )
    assert facts_of("X is a player.", rows) == {}


def test_the_question_decides_which_date_is_meant() -> None:
    facts = facts_of("X (14 March 1879 – 18 April 1955) was a physicist.")
    assert [fact.kind for fact in wanted_facts(facts, "When did X die?")] == ["died"]
    assert [fact.kind for fact in wanted_facts(facts, "X是哪年去世的")] == ["died"]
    assert [fact.kind for fact in wanted_facts(facts, "How old is X?")] == ["born"]
    assert [fact.kind for fact in wanted_facts(facts, "")] == ["born"]
    assert [fact.kind for fact in wanted_facts(facts, "How old was X when he died?")] == [
        "died",
        "born",
    ]


def test_the_sentence_that_tells_it_is_where_it_is_said_to_be() -> None:
    for made in ARTICLES:
        article = read_article(made.skin_html(), Origin(made.title, "", made.language, ""))
        for fact in dated_facts(article).values():
            told = article.text[fact.start : fact.end]
            assert str(fact.day.year) in told
            assert "\n" not in told


def test_names_by_which_a_question_calls_a_title() -> None:
    assert names_in("How old is Messi?", "Lionel Messi") == ["Messi"]
    assert names_in("How old is lionel messi?", "Lionel Messi (footballer)") == ["lionel messi"]
    assert names_in("梅西多大？", "利昂内尔·梅西") == ["梅西"]
    assert names_in("Where is Messina?", "Lionel Messi") == []
