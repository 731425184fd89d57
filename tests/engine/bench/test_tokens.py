"""The tokens of ROUGE-L: words of nltk, single characters of CJK."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.destructive import NLTKWordTokenizer
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from engine.bench.errors import BenchError
from engine.bench.tokens import OWN, TRAINED, MixedTokenizer

MIXED = MixedTokenizer()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \n\t\u3000", []),
        ("Search Andy Lau", ["search", "andy", "lau"]),
        ("ab, cd. ef?", ["ab", ",", "cd", ".", "ef", "?"]),
        # Punkt takes a single letter for an initial.
        ("by j. bach", ["by", "j.", "bach"]),
        ("He isn't here.", ["he", "is", "n't", "here", "."]),
        ("I cannot go", ["i", "can", "not", "go"]),
        ("It costs $3.50 (net)!", ["it", "costs", "$", "3.50", "(", "net", ")", "!"]),
        ("2027-02-06", ["2027-02-06"]),
        ('好"吗', ["好", "``", "吗"]),
        ('"ok"', ["``", "ok", "''"]),
        # Only the last period of a sentence is a token of its own.
        ("First one. Second one.", ["first", "one", ".", "second", "one", "."]),
        ("Dr. Lee, e.g. a fig. or so", ["dr.", "lee", ",", "e.g.", "a", "fig.", "or", "so"]),
        ("我们好", ["我", "们", "好"]),
        ("查北京weather，谢谢。", ["查", "北", "京", "weather", "，", "谢", "谢", "。"]),
        ("今天是2027年2月", ["今", "天", "是", "2027", "年", "2", "月"]),
        ("ＡＢ １", ["ａ", "ｂ", "１"]),
        ("カタ かな 한국", ["カ", "タ", "か", "な", "한", "국"]),
        ("《书》——“好”……", ["《", "书", "》", "—", "—", "“", "好", "”", "……"]),
        ("\U00020000\U00020001", ["\U00020000", "\U00020001"]),
    ],
)
def test_the_tokens_of_a_text(text: str, tokens: list[str]) -> None:
    assert MIXED.tokens(text) == tokens


def test_says_that_our_own_abbreviations_are_used() -> None:
    assert MIXED.name == OWN


_PARTS = st.sampled_from(
    [
        "a",
        "b2",
        "cannot",
        "gonna",
        "fig",
        "mr",
        "2027",
        "3.5",
        "it's",
        '"x"',
        '"',
        "'",
        "(y)",
        "don't",
    ]
)
_BETWEEN = st.sampled_from([" ", "  ", "\n", ", ", ",", ". ", "? ", "! ", ".", "; ", ""])


@given(st.lists(st.tuples(_PARTS, _BETWEEN), max_size=12))
def test_what_is_split_without_nltk_is_split_as_nltk_would(pairs: list[tuple[str, str]]) -> None:
    text = "".join(part + between for part, between in pairs)
    sentences = MIXED._sentences(text.strip())
    words = [word for each in sentences for word in NLTKWordTokenizer().tokenize(each)]
    assert MIXED.tokens(text) == words


@given(st.text(max_size=200))
def test_no_token_is_empty_or_holds_white_space(text: str) -> None:
    for token in MIXED.tokens(text):
        assert token.split() == [token]


@pytest.mark.parametrize("piece", ["x", "a.", "你a", '"', "ab "])
def test_a_hundred_thousand_characters(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert len("".join(MIXED.tokens(text))) >= len("".join(text.split()))


def _nltk_data(folder: Path, contexts: str = "fig\t2\n") -> Path:
    place = folder / "tokenizers" / "punkt_tab" / "english"
    place.mkdir(parents=True)
    (place / "abbrev_types.txt").write_text("zzz\nqq")
    (place / "sent_starters.txt").write_text("the\n")
    (place / "collocations.tab").write_text("st\tpaul\n##number##\tmai")
    (place / "ortho_context.tab").write_text(contexts)
    return folder


def test_trained_data_is_used_where_it_is_given(tmp_path: Path) -> None:
    trained = MixedTokenizer(_nltk_data(tmp_path))
    assert trained.name == TRAINED
    assert trained.tokens("zzz. x dr. y st. paul") == ["zzz.", "x", "dr", ".", "y", "st.", "paul"]
    assert MIXED.tokens("zzz. x dr. y st. paul") == ["zzz", ".", "x", "dr.", "y", "st.", "paul"]


def test_trained_data_splits_as_word_tokenize_does(tmp_path: Path) -> None:
    parameters = PunktParameters()
    parameters.abbrev_types = {"zzz", "qq"}
    parameters.sent_starters = {"the"}
    parameters.collocations = {("st", "paul"), ("##number##", "mai")}
    parameters.ortho_context["fig"] = 2
    sentences = PunktSentenceTokenizer(parameters).tokenize
    text = "in the zzz. fig. 5. mai is st. paul, qq. the end. so (it is.) well"
    expected = [w for each in sentences(text) for w in NLTKWordTokenizer().tokenize(each)]
    assert MixedTokenizer(_nltk_data(tmp_path)).tokens(text) == expected


def test_a_folder_without_trained_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"punkt_tab cannot be read from .*nltk\.downloader"):
        MixedTokenizer(tmp_path)


def test_broken_trained_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="punkt_tab cannot be read"):
        MixedTokenizer(_nltk_data(tmp_path, contexts="no flags\n"))
