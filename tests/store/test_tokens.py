"""Tokens: English stems, numbers and codes, Chinese pairs; and what a query looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.tokens import index_tokens, query_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Running cities", {"run", "citi"}),
        ("The tenant's keys don't fit", {"tenant", "key", "don", "fit"}),
        ("an RTX-4090 card", {"rtx-4090", "rtx", "4090", "card"}),
        ("1,880 guilders", {"1880", "guilder"}),
        ("version v2.1.3", {"v2.1.3", "v2"}),
        ("Café Zoë", {"cafe", "zoe"}),
        ("ＦＵＬＬ　ｗｉｄｔｈ", {"full", "width"}),
        ("北京", {"北京", "北", "京"}),
        ("买Transformer模型", {"买", "transform", "模型"}),
    ],
)
def test_index_tokens_hold(text: str, expected: set[str]) -> None:
    assert expected <= set(index_tokens(text))


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("How much does the RTX-4090 cost?", ("rtx-4090", "rtx", "4090", "cost")),
        ("北京的天气怎么样？", ("北京", "天气")),
        ("猫", ("猫",)),
        ("为什么", ("为什", "什么")),
        ("who is he", ("who", "is", "he")),
        ("谁负责压力测试？", ("负责", "责压", "压力", "力测", "测试")),
        ("", ()),
        ("?!。", ()),
    ],
)
def test_query_tokens_leave_out_stop_words(question: str, tokens: tuple[str, ...]) -> None:
    assert query_tokens(question).tokens == tokens


def test_a_chinese_character_counts_when_a_pair_with_it_is_found() -> None:
    units = {unit.weighed_by: unit.evidence for unit in query_tokens("反渗透膜").units}
    assert units["反"] == ("反渗",)
    assert units["渗"] == ("反渗", "渗透")
    assert units["膜"] == ("透膜",)


_TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("的北京天气吗了是 aAbBthe3.,-'’12\n\t"),
    ),
    max_size=80,
)


@given(_TEXTS)
def test_every_query_token_is_among_the_index_tokens_of_the_same_text(text: str) -> None:
    query = query_tokens(text)
    indexed = set(index_tokens(text))
    assert {token for token in query.tokens if len(token) > 2 or token.isascii()} <= indexed
    for unit in query.units:
        assert not indexed.isdisjoint(unit.evidence)


@given(_TEXTS)
def test_tokens_hold_no_white_space_and_are_not_empty(text: str) -> None:
    # Tantivy splits the joined tokens at white space again.
    tokens = index_tokens(text)
    assert " ".join(tokens).split() == tokens
    assert len(set(query_tokens(text).tokens)) == len(query_tokens(text).tokens)
