"""Cleaning, language detection and sentence boundaries."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean, clean_line
from engine.events import Language
from engine.language import detect_language
from engine.sentences import split_sentences


@given(st.text(alphabet=st.characters()))
def test_cleaned_text_holds_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in cleaned)
    assert "\n" not in clean_line(text)
    cleaned.encode("utf-8")


def test_joiners_of_emoji_stay() -> None:
    family = "👩\u200d👧"
    assert clean(family) == family


@pytest.mark.parametrize(
    ("text", "language"),
    [("Hello", "en"), ("你好", "zh"), ("2026-10-01", "en"), ("KAgent 是什么？", "zh"),
     ("What does 春节 mean in English?", "en"), ("PDF怎么打开", "zh")],
)  # fmt: skip
def test_the_language_of_a_question(text: str, language: Language) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Smith paid 3.5 crowns. He left.", ["Dr. Smith paid 3.5 crowns.", "He left."]),
        ("今天休息。明天呢？", ["今天休息。", "明天呢？"]),
        ("Title\nA line", ["Title", "A line"]),
        ("See kagent.db for more", ["See kagent.db for more"]),
        ("他说：“好的！”然后走了。", ["他说：“好的！”", "然后走了。"]),
        ("1. Peel them.\n2. 切成片。", ["1. Peel them.", "2. 切成片。"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


@given(st.text())
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(text[a:b] for a, b in spans).split() or not text.strip()
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert kept == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
