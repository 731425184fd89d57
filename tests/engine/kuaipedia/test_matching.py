"""Names in texts: whole words, the longest, at their true places."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kuaipedia.matching import NameMatcher, folded_in_place
from store.folding import fold
from store.kuaipedia_names import folded_name
from store.kuaipedia_records import Name


def matcher(*names: str) -> NameMatcher:
    return NameMatcher(
        Name(folded_name(name), name, number, True) for number, name in enumerate(names)
    )


def found(names: NameMatcher, text: str, *, noisy: bool = False) -> list[str]:
    return [text[one.start : one.end] for one in names.find(text, noisy=noisy)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Java and JavaScript", ["Java"]),
        ("import java.util.List", []),
        ("see java_home and x@java", []),
        ("I like Java.", ["Java"]),
        ("Java's heap, pre-Java times", ["Java", "Java"]),
        ("学习Java语言", ["Java"]),
        ("ＪＡＶＡ 程序", ["ＪＡＶＡ"]),
        ("Javas", ["Javas"]),
    ],
)
def test_latin_names_are_whole_words(text: str, expected: list[str]) -> None:
    assert found(matcher("Java"), text) == expected


def test_c_is_not_found_in_c_plus_plus() -> None:
    names = matcher("C++", "Objective C")
    assert found(names, "Objective C++ is C++") == ["C++", "C++"]


def test_the_longest_of_nested_names_is_taken() -> None:
    names = matcher("北京", "北京大学", "New York", "The New York Times")
    assert found(names, "我在北京的北京大学读书") == ["北京", "北京大学"]
    assert found(names, "New York has the New York Times") == ["New York", "the New York Times"]


def test_several_items_of_one_name_are_all_given() -> None:
    names = NameMatcher([Name("mercury", "Mercury", 1, True), Name("mercury", "Mercury", 2, True)])
    (match,) = names.find("Mercury rises.")
    assert {name.item_id for name in match.names} == {1, 2}


def test_recognised_text_may_lack_spaces_and_confuse_shapes() -> None:
    names = matcher("Kubernetes", "machine learning", "向量数据库")
    text = "Kubernete5 for machinelearning\n向量 数据库"
    assert found(names, text) == []
    assert found(names, text, noisy=True) == ["Kubernete5", "machinelearning", "向量 数据库"]


def test_without_names_nothing_is_found() -> None:
    assert NameMatcher([]).find("anything at all", noisy=True) == []


LETTERS = st.text(st.sampled_from("aÄßéﬁ½…— \n爱北京ＡＢ①´e\u0301İ"), max_size=30)


@given(before=LETTERS, after=LETTERS)
def test_places_hold_whatever_is_around(before: str, after: str) -> None:
    text = f"{before} 北京大学 {after}"
    spans = {text[one.start : one.end] for one in matcher("北京大学").find(text)}
    assert "北京大学" in spans


@given(LETTERS)
def test_each_folded_character_has_its_place(text: str) -> None:
    folded, places = folded_in_place(text)
    if places is None:
        assert len(folded) == len(text)
    else:
        assert len(places) == len(folded)
        assert all(0 <= place < len(text) for place in places)
        assert list(places) == sorted(places)


@given(st.lists(st.text(min_size=1, max_size=8), max_size=6), st.text(max_size=60))
def test_found_names_are_apart_and_in_order(names: Iterable[str], text: str) -> None:
    spans = [(one.start, one.end) for one in matcher(*names).find(text, noisy=True)]
    assert all(start < end for start, end in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))


@given(st.sampled_from(["Python", "北京大学", "SQLite"]))
def test_a_name_is_found_in_itself(name: str) -> None:
    assert found(matcher(name), name) == [name]
    assert fold(name) == folded_in_place(name)[0]
