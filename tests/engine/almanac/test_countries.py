"""Countries and regions by the names that people write."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.almanac.countries import CHINA, find_place, place_in_question, written_places
from engine.tools.observation import ToolError


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (None, "CN"),
        ("", "CN"),
        ("China", "CN"),
        ("中国大陆", "CN"),
        ("Germany", "DE"),
        ("德国", "DE"),
        ("german", "DE"),
        ("DE", "DE"),
        ("deu", "DE"),
        ("US", "US"),
        ("美国", "US"),
        ("the United States", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("Japan's", "JP"),
        ("日本的节假日", "JP"),
        ("2026年日本", "JP"),
        ("in Germany", "DE"),
        ("public holidays in New Zealand", "NZ"),
        ("Côte d'Ivoire", "CI"),
        ("cote d’ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Hong Kong", "HK"),
        ("中国香港", "HK"),
        ("台湾", "TW"),
        ("Georgia", "GE"),
        ("US-CA", "US-CA"),
        ("us-ca", "US-CA"),
        ("California", "US-CA"),
        ("加州", "US-CA"),
        ("Georgia, USA", "US-GA"),
        ("Bavaria", "DE-BY"),
        ("Bayern", "DE-BY"),
        ("Bavaria (Germany)", "DE-BY"),
        ("Germany, Bavaria", "DE-BY"),
        ("德国巴伐利亚", "DE-BY"),
        ("巴伐利亚", "DE-BY"),
        ("Canada Ontario", "CA-ON"),
        ("魁北克", "CA-QC"),
        ("Scotland", "GB-SCT"),
        ("Tirol", "AT-7"),
        ("New South Wales", "AU-NSW"),
        ("India, Kerala", "IN-KL"),
    ],
)
def test_names(written: str | None, code: str) -> None:
    assert find_place(written, "en").code == code


def test_places_have_names_in_both_languages() -> None:
    bavaria = find_place("DE-BY", "en")
    assert (bavaria.name("en"), bavaria.name("zh")) == ("Bavaria, Germany", "德国巴伐利亚")
    assert find_place("US", "zh").in_english == "the United States"
    assert find_place("US-TX", "zh").in_english == "Texas, United States"
    assert find_place("中华人民共和国", "zh") == CHINA


@pytest.mark.parametrize(
    ("written", "language", "part"),
    [
        ("Germny", "en", "no country or region named 'Germny' is known; did you mean Germany"),
        ("Atlantis", "en", "write a country: Germany, JP, US-CA"),
        ("火星", "zh", "没有名为“火星”的国家或地区；请写国家名"),
        ("US-XX", "en", "no country or region named 'US-XX'"),
        ("Germany and France", "en", "names Germany and France; ask for one"),
        ("德国和法国", "zh", "“德国和法国”中有德国、法国；请只写一个"),
        ("x" * 5000, "en", "no country or region named 'xxx"),
    ],
)
def test_what_is_not_a_country(written: str, language: str, part: str) -> None:
    with pytest.raises(ToolError) as raised:
        find_place(written, "zh" if language == "zh" else "en")
    assert raised.value.kind == "invalid_argument"
    assert part in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Public holidays in Germany in 2026", "DE"),
        ("德国2026年有哪些公共假期？", "DE"),
        ("Holidays in Bavaria, Germany in 2026", "DE-BY"),
        ("What are the US holidays in 2026?", "US"),
        ("give us the holidays of 2026", None),
        ("tell us which day it is", None),
        ("Thanksgiving in the us next year", "US"),
        ("us federal holidays 2026", "US"),
        ("is it a holiday in us", "US"),
        ("uk bank holidays 2026", "GB"),
        ("which days do the Germans have off", "DE"),
        ("american bank holidays", "US"),
        ("Holidays in the States in July", "US"),
        ("When is Chinese New Year in Singapore?", "SG"),
        ("When is Chinese New Year 2026?", None),
        ("上海地区2026年怎么放假", None),
        ("海地2026年有哪些公共假期", "HT"),
        ("Is Easter a holiday in Japan or in Korea?", None),
        ("春节2026年放几天假？", None),
    ],
)
def test_the_country_of_a_question(question: str, code: str | None) -> None:
    found = place_in_question(question)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("When is Labour Day in South Korea?", ["South Korea"]),
        ("法国国庆节是哪天", ["法国"]),
        ("Poland's holidays and Spain's", ["Poland", "Spain"]),
        ("when is Easter", []),
    ],
)
def test_countries_as_a_text_writes_them(text: str, written: list[str]) -> None:
    assert written_places(text) == written


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_a_typed_error(text: str) -> None:
    with contextlib.suppress(ToolError):
        assert len(find_place(text, "en").country) == 2
