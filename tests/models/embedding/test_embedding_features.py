"""Text to features: words, pieces, Chinese characters and pairs, either script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedding.features import FeatureExtractor

NAMES = [
    "embed", "##ding", "##s", "cafe", "2026", "the", "计", "算", "机", "计算", "算机", "##d", "e",
    "한국어",
]  # fmt: skip
SIMPLIFIED = {"計": "计", "機": "机"}


def names_in(text: str) -> list[str]:
    return [NAMES[number] for number in FeatureExtractor(NAMES, SIMPLIFIED).numbers(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("... !?", []),
        ("The CAFÉ", ["the", "cafe"]),
        ("ｃａｆｅ", ["cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("embeddings", ["embed", "##ding", "##s"]),
        ("unknown", ["##s"][:0]),
        ("计算机", ["计", "算", "机", "计算", "算机"]),
        ("計算機", ["计", "算", "机", "计算", "算机"]),
        ("in 2026计", ["2026", "计"]),
        ("한국어", ["한국어"]),
    ],
)
def test_features_of_a_text(text: str, names: list[str]) -> None:
    assert [name for name in names_in(text) if name != "e"] == names


def test_a_piece_is_found_after_letters_that_none_begins_with() -> None:
    # Nothing starts with z; the rest of the word still counts.
    assert names_in("zds") == ["##d", "##s"]


def test_endless_words_are_cut() -> None:
    extractor = FeatureExtractor(["a", "##a"], {})
    assert len(extractor.numbers("a" * 100_000)) == 40


def test_many_unknown_words_do_not_fill_the_memory() -> None:
    extractor = FeatureExtractor(["a", "##b"], {})
    for number in range(30_000):
        extractor.numbers(f"ab{number}")
    assert len(extractor._pieces) <= 20_000


@given(st.text())
def test_any_text_has_features_in_range(text: str) -> None:
    numbers = FeatureExtractor(NAMES, SIMPLIFIED).numbers(text)
    assert all(0 <= number < len(NAMES) for number in numbers)


@given(st.text(alphabet="計算機计机 Aa1é", max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    extractor = FeatureExtractor(NAMES, SIMPLIFIED)
    assert extractor.fold(extractor.fold(text)) == extractor.fold(text)
