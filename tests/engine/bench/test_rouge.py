"""ROUGE-L by hand, and equal to rouge_chinese 1.0.3 whatever the tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_chinese import Rouge

from engine.bench.rouge import RougeL, cut_tokens, f_measure, lcs_length, positions

ROUGE = RougeL()


@pytest.mark.parametrize(
    ("predicted", "gold", "f"),
    [
        # LCS "the cat sat" = 3 of 4 and 5 tokens: p = 3/4, r = 3/5, f = 0.9 / 1.35.
        ("the cat sat down", "the black cat has sat", 2 / 3),
        # LCS 我 爱 京 = 3 of 4 and 4: f = 3/4.
        ("我爱南京", "我爱北京", 0.75),
        # LCS 查 weather = 2 of 4 and 3: p = 1/2, r = 2/3, f = 4/7.
        ("查北京Weather", "查 weather 吧", 4 / 7),
        # The order counts: LCS 1 of 2 and 2.
        ("b a", "a b", 0.5),
        ("x y", "a b", 0.0),
        ("a", "a a a a", 0.4),
    ],
)
def test_by_hand(predicted: str, gold: str, f: float) -> None:
    assert ROUGE.score(predicted, gold) == pytest.approx(f, abs=1e-7)
    assert ROUGE.score(gold, predicted) == pytest.approx(f, abs=1e-7)


@pytest.mark.parametrize(
    ("predicted", "gold"), [("", "a"), ("a", ""), ("", ""), (" \n", "a"), ("a", "\u3000")]
)
def test_an_empty_text_is_worth_nothing(predicted: str, gold: str) -> None:
    assert ROUGE.score(predicted, gold) == 0.0


@pytest.mark.parametrize("text", ["a", "Search the web.", "我查一下北京的天气。", "a" * 5000, "……"])
def test_an_identical_text_is_a_hundred_percent(text: str) -> None:
    assert round(100 * ROUGE.score(text, text), 2) == 100.0
    assert ROUGE.score(text, text) < 1.0, "1e-8 in the denominator is rouge_chinese's own"


def test_names_what_splits_the_sentences() -> None:
    assert ROUGE.tokenizer == "nltk, own abbreviations"


@pytest.mark.parametrize(
    ("tokens", "counted"),
    [
        (["a", "。", "b"], ["a", "。", "b"]),
        (["a?b", "c？d"], ["a?", "b", "c？", "d"]),
        (["a?”b"], ["a?”", "b"]),
        (["a?”，b"], ["a?”，b"]),
        (["." * 5], ["." * 5]),
        (["." * 7], ["." * 6, "."]),
        (["." * 13, "x"], ["." * 6, "." * 7, "x"]),
        (["……好"], ["……", "好"]),
        (["………"], ["……", "…"]),
        ([], []),
    ],
)
def test_tokens_with_the_marks_of_sentences_are_parted(
    tokens: list[str], counted: list[str]
) -> None:
    assert cut_tokens(tokens) == counted


_TOKENS = st.lists(
    st.one_of(
        st.sampled_from("abc我你他。！？?!.…”’“，"),
        st.text("ab我。！？?!.…”’“，", min_size=1, max_size=14),
        st.sampled_from(["......", ".......", "." * 12, "." * 13, "……", "………", "?”", "。’"]),
    ),
    min_size=1,
    max_size=14,
)


@given(_TOKENS, _TOKENS)
def test_equals_rouge_chinese(predicted: list[str], gold: list[str]) -> None:
    theirs = Rouge(metrics=["rouge-l"]).get_scores(" ".join(predicted), " ".join(gold))
    words, golden = cut_tokens(predicted), cut_tokens(gold)
    ours = f_measure(lcs_length(words, positions(golden), len(golden)), len(words), len(golden))
    assert ours == theirs[0]["rouge-l"]["f"]


_TEXTS = st.text("abn't AB. ,?!我你。！？…”“’('\n-", min_size=1, max_size=60)


@given(_TEXTS, _TEXTS)
def test_texts_score_as_rouge_chinese_scores_their_tokens(predicted: str, gold: str) -> None:
    words, golden = (ROUGE._tokenizer.tokens(text) for text in (predicted, gold))
    if not words or not golden:
        assert ROUGE.score(predicted, gold) == 0.0
        return
    theirs = Rouge(metrics=["rouge-l"]).get_scores(" ".join(words), " ".join(golden))
    assert ROUGE.score(predicted, gold) == theirs[0]["rouge-l"]["f"]


def _slow_lcs(first: list[int], second: list[int]) -> int:
    row = [0] * (len(second) + 1)
    for left in first:
        before = row
        row = [0]
        for place, right in enumerate(second, 1):
            longest = before[place - 1] + 1 if left == right else max(before[place], row[-1])
            row.append(longest)
    return row[-1]


_NUMBERS = st.lists(st.integers(0, 5), max_size=90)


@given(_NUMBERS, _NUMBERS)
def test_the_bits_count_what_the_table_counts(first: list[int], second: list[int]) -> None:
    words, golden = [str(each) for each in first], [str(each) for each in second]
    assert lcs_length(words, positions(golden), len(golden)) == _slow_lcs(first, second)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_score_between_0_and_1_and_both_ways_alike(first: str, second: str) -> None:
    score = ROUGE.score(first, second)
    assert 0.0 <= score <= 1.0
    assert ROUGE.score(second, first) == score


def test_texts_of_a_hundred_thousand_characters() -> None:
    long = "我们你们" * 25_000
    assert ROUGE.score(long, "我们") == pytest.approx(2 * 2 / 100_002, rel=1e-6)
    assert ROUGE.score("我们", long) == ROUGE.score(long, "我们")
