"""The part of a long sentence that is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.excerpts import excerpt
from engine.terms import terms

LONG = (
    "After many years of delay, disputes with the owners of the mills along the river and a fire "
    "that destroyed the drawings, the bridge was finally opened by the queen in spring of 1856, "
    "to the relief of everybody in the town and of the carriers who had used the ferry until then."
)


def test_short_sentences_are_shown_whole() -> None:
    assert excerpt("The bridge\nwas opened.", {"bridg"}, 180) == "The bridge was opened."


def test_what_the_question_speaks_of_is_kept() -> None:
    shown = excerpt(LONG, set(terms("When was the bridge opened?")), 120)
    assert "the bridge was finally opened" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 122


def test_chinese_counts_for_more() -> None:
    text = (
        "很久以前河上没有桥，" * 12
        + "这座大桥于一八五六年春天由女王揭幕通车，"
        + "商人们都很高兴，" * 8
    )
    shown = excerpt(text, set(terms("大桥什么时候通车？")), 180)
    assert "大桥于一八五六年" in shown
    assert len(shown) <= 75


@given(st.text(max_size=300), st.text(max_size=30), st.integers(20, 200))
def test_an_excerpt_is_a_part_of_the_text(text: str, question: str, room: int) -> None:
    line = " ".join(text.split())
    shown = excerpt(text, set(terms(question)), room)
    if shown != line:
        inner = shown[shown.startswith("…") :]
        assert (inner[:-1] if inner.endswith("…") and inner not in line else inner) in line
