"""Columns of probabilities to lines of text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ocr_decoding import decoded, tidied

CHARACTERS = ["", *"abc,(中文", " "]
_SPACE = len(CHARACTERS) - 1


def _columns(text: str, hints: dict[int, float] | None = None) -> np.ndarray:
    """A column for each character, "_" for a blank; `hints`: how likely a space is in a column."""
    likely = np.zeros((len(text), len(CHARACTERS)), np.float32)
    for column, character in enumerate(text):
        likely[column, 0 if character == "_" else CHARACTERS.index(character)] = 0.8
    for column, value in (hints or {}).items():
        likely[column, _SPACE] = value
    return likely


def test_columns_in_a_row_are_one_character_and_a_blank_parts_two() -> None:
    text, confidence = decoded(_columns("aa_ab"), CHARACTERS)

    assert text == "aab"
    assert confidence == pytest.approx(0.8)


def test_nothing_but_blanks_is_no_text() -> None:
    assert decoded(_columns("___"), CHARACTERS) == ("", 0.0)


def test_a_space_that_was_half_seen_parts_words() -> None:
    assert decoded(_columns("a_b_c", {1: 0.3}), CHARACTERS)[0] == "a bc"


def test_a_space_that_shows_in_a_letter_does_not_count() -> None:
    assert decoded(_columns("aab", {0: 0.3}), CHARACTERS)[0] == "ab"


def test_no_half_seen_space_stands_before_a_comma_after_a_bracket_or_in_chinese() -> None:
    hints = dict.fromkeys(range(11), 0.3)

    assert decoded(_columns("a_,_(_b_中_文", hints), CHARACTERS)[0] == "a, (b中文"


def test_letters_far_apart_are_words() -> None:
    assert decoded(_columns("a_b_c_________a_b"), CHARACTERS)[0] == "abc ab"


def test_a_line_is_tidied() -> None:
    assert tidied("  中 文 and  more ") == "中文 and more"
    assert tidied("Yes，no（perhaps）") == "Yes,no(perhaps)"
    assert tidied("是，否") == "是，否"


@given(st.text())
def test_a_tidied_line_is_one_line_without_double_spaces(text: str) -> None:
    line = tidied(text)

    assert line == " ".join(line.split())
    assert sorted(tidied(line)) == sorted(line)


@given(st.lists(st.lists(st.floats(0, 1, width=32), min_size=10, max_size=10), max_size=30))
def test_any_probabilities_make_a_line(rows: list[list[float]]) -> None:
    likely = np.array(rows, np.float32).reshape(-1, 10)
    if not rows:
        return
    text, confidence = decoded(likely[:, : len(CHARACTERS)], CHARACTERS)

    assert 0 <= confidence <= 1
    assert text == " ".join(text.split())
