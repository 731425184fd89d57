"""Characters as people see them, and words in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.text_movement import (
    next_character,
    next_word,
    previous_character,
    previous_word,
    word_end,
)

FAMILY = "👨‍👩‍👧"
TEXTS = st.text(alphabet=st.sampled_from("ab 中文的。é\u0301👍🏽🇨🇳\u200d,_"), max_size=30)


@pytest.mark.parametrize("character", [FAMILY, "👍🏽", "❤️", "e\u0301", "🇨🇳", "中", "a"])
def test_a_character_is_one_step(character: str) -> None:
    line = f"x{character}y"
    end = 1 + len(character)
    assert next_character(line, 1) == end
    assert previous_character(line, end) == 1


def test_two_flags_are_two_steps() -> None:
    assert previous_character("🇨🇳🇫🇷", 4) == 2


@pytest.mark.parametrize(
    ("line", "stops"),
    [
        ("one two, three", [0, 4, 7, 9]),
        ("中国的首都是北京吗？", [0, 2, 3, 5, 6, 8, 9]),
        ("打开report.pdf文件", [0, 2, 8, 9, 12]),
        ("春节放假安排通知", [0, 4]),
        ("  x", [2]),
    ],
)
def test_where_words_begin(line: str, stops: list[int]) -> None:
    seen = []
    column = len(line)
    while column > 0:
        column = previous_word(line, column)
        seen.append(column)
    assert [stop for stop in reversed(seen) if stop or stops[0] == 0] == stops
    assert [next_word(line, stop) for stop in stops] == [*stops[1:], len(line)]


def test_a_word_ends_where_it_ends() -> None:
    assert word_end("one two", 0) == 3
    assert word_end("one two", 3) == 7
    assert word_end("one  ", 3) == 5


@given(TEXTS, st.integers(0, 30))
def test_every_step_goes_on_and_stays_on_the_line(line: str, column: int) -> None:
    column = min(column, len(line))
    if column < len(line):
        assert column < next_character(line, column) <= len(line)
        assert column < next_word(line, column) <= len(line)
        assert column < word_end(line, column) <= len(line)
    if column > 0:
        assert 0 <= previous_character(line, column) < column
        assert 0 <= previous_word(line, column) < column
