"""Folding: spellings that mean the same become the same, and stay so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("Zoë’s “café”", 'zoe\'s "cafe"'),
        ("漢語頭髮發展", "汉语头发发展"),
        ("皇后與後面", "皇后与后面"),
        ("乾燥的幹部", "干燥的干部"),
        ("裏面 裡面 里面", "里面 里面 里面"),
        ("한국어", "한국어"),
        ("が", "が"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == fold(folded) == folded


@given(st.text(max_size=60))
def test_folding_again_changes_little(text: str) -> None:
    # Case folding of what NFKD makes may need a second round; a third changes nothing.
    twice = fold(fold(text))
    assert fold(twice) == twice


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40))
def test_chinese_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)
