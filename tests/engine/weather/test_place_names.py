"""Places as people write them: lists, noise around them, and names that hold a joining word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.weather.place_names import (
    area_and_rest,
    same_name,
    spellings,
    split_day,
    split_places,
    without_noise,
)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Beijing", ["Beijing"]),
        ("Paris, London and Berlin", ["Paris", "London", "Berlin"]),
        ("Paris, London, and Berlin", ["Paris", "London", "Berlin"]),
        ("weather in Paris and in London", ["Paris", "London"]),
        ("Oslo or Bergen", ["Oslo", "Bergen"]),
        ("Trinidad and Tobago and Bosnia and Herzegovina", None),
        ("Portland, OR", ["Portland", "OR"]),
        ("The Hague", ["The Hague"]),
        ("Paris / Lyon; Nice & Cannes", ["Paris", "Lyon", "Nice", "Cannes"]),
        ("北京、上海和广州", ["北京", "上海", "广州"]),
        ("北京，上海", ["北京", "上海"]),
        ("呼和浩特和北京", ["呼和浩特", "北京"]),
        ("北京和呼和浩特", ["北京", "呼和浩特"]),
        ("天津和平区", ["天津和平区"]),
        ("新疆和田", ["新疆和田"]),
        ("厦门和龙岩", ["厦门", "龙岩"]),
        ("北京以及天津的天气怎么样", ["北京", "天津"]),
        ("埃及", ["埃及"]),
        (" ,、 ", []),
        ("", []),
    ],
)
def test_a_list_of_places_is_taken_apart(words: str, names: list[str] | None) -> None:
    if names is None:
        names = ["Trinidad and Tobago", "Bosnia and Herzegovina"]
    assert [part.name for part in split_places(words)] == names


def test_only_a_comma_can_lead_to_a_country() -> None:
    assert [part.may_qualify for part in split_places("Paris, France and Rome")] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("in Paris", "Paris"),
        ("the weather in Paris", "Paris"),
        ("What's the weather like in New York?", "New York"),
        ("Paris's weather", "Paris"),
        ("Weatherford", "Weatherford"),
        ("北京的天气", "北京"),
        ("北京的天气预报", "北京"),
        ("请问北京会下雨吗", "北京"),
        ("在上海", "上海"),
        ("查干湖", "查干湖"),
        ("“深圳”", "深圳"),
    ],
)
def test_words_around_a_name_are_dropped(words: str, name: str) -> None:
    assert without_noise(words) == name


@pytest.mark.parametrize(
    ("words", "day", "rest"),
    [
        ("Paris tomorrow", "tomorrow", "Paris"),
        ("tomorrow in Paris", "tomorrow", "Paris"),
        ("Paris and Rome this weekend", "this weekend", "Paris and Rome"),
        ("the day after tomorrow in Rome", "the day after tomorrow", "Rome"),
        ("北京明天的天气", "明天", "北京"),
        ("明天北京", "明天", "北京"),
        ("下周末上海", "下周末", "上海"),
        ("北京今天天气", "今天", "北京"),
        ("Paris", "", "Paris"),
        ("今天", "", "今天"),
    ],
)
def test_a_day_beside_a_place_is_understood(words: str, day: str, rest: str) -> None:
    assert split_day(words) == (day, rest)


def test_chinese_names_are_tried_with_and_without_their_suffix() -> None:
    assert list(spellings("北京市")) == ["北京市", "北京"]
    assert list(spellings("北京")) == ["北京", "北京市"]
    assert list(spellings("Paris")) == ["Paris"]
    assert list(spellings("广州")) == ["广州", "广州市"]


def test_a_chinese_name_is_parted_at_its_area() -> None:
    assert next(area_and_rest("北京市朝阳区")) == ("北京市", "朝阳区")
    assert next(area_and_rest("北京朝阳")) == ("北京", "朝阳")
    assert ("黑龙江", "漠河") in list(area_and_rest("黑龙江漠河"))
    assert list(area_and_rest("Beijing Chaoyang")) == []


def test_spellings_of_a_name_are_equal() -> None:
    assert same_name("São Paulo", "Sao paulo")
    assert same_name("北京市", "北京")
    assert same_name("Washington, D.C.", "washington dc")
    assert not same_name("Rome", "Romeoville")


@given(st.text(max_size=250))
def test_any_words_are_taken_apart(words: str) -> None:
    for part in split_places(split_day(words)[1]):
        assert part.name == part.name.strip() != ""
        assert "\n" not in part.name
