"""Tokens: English stems, numbers and codes, Chinese pairs; and what a query looks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folding import fold
from store.tokens import FIRST_CJK, forms, index_tokens, model_parts, query_tokens, stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Running cities", {"run", "citi"}),
        ("The tenant's keys don't fit", {"tenant", "key", "don", "fit"}),
        ("an RTX-4090 card", {"rtx4090", "rtx", "4090", "card"}),
        ("an RTX4090 card", {"rtx4090", "rtx", "4090", "card"}),
        ("write to ines@example.org", {"ines@example.org", "exampl", "org"}),
        ("kagent.db, C++ and C#", {"kagent.db", "db", "c++", "c#"}),
        ("report_final_v2.docx", {"reportfinalv2.docx", "report", "v2", "docx"}),
        ("pi is 3.14, not 314", {"3.14", "314"}),
        ("2024-05-12", {"20240512", "2024"}),
        ("call +86 138-0013-8000", {"13800138000", "8613800138000", "0013"}),
        ("call (020) 7946 0958", {"02079460958"}),
        ("1,880 guilders", {"1880", "guilder"}),
        ("version v2.1.3", {"v2.1.3", "v2"}),
        ("Café Zoë", {"cafe", "zoe"}),
        ("ＦＵＬＬ　ｗｉｄｔｈ", {"full", "width"}),
        ("北京", {"北京", "京"}),
        ("臺灣發展", {"台湾", "湾发", "发展"}),
        ("买Transformer模型", {"买", "transform", "模型"}),
    ],
)
def test_index_tokens_hold(text: str, expected: set[str]) -> None:
    assert expected <= set(index_tokens(text))


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("How much does the RTX-4090 cost?", ("rtx4090", "rtx", "4090", "cost")),
        ("北京的天气怎么样？", ("北京", "天气")),
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
    evidence = [unit.evidence for unit in query_tokens("反渗透膜").units]
    assert evidence == [("反渗",), ("反渗", "渗透"), ("渗透", "透膜"), ("透膜",)]


def test_a_character_alone_is_the_beginning_of_tokens() -> None:
    query = query_tokens("猫")
    assert (query.tokens, query.prefixes) == ((), ("猫",))
    for text in ("猫", "小猫", "猫咪", "养猫吗"):
        assert any(token.startswith("猫") for token in index_tokens(text))


@pytest.mark.parametrize("years", ["1999 2000 2001", "2024-05-12 2024"])
def test_a_row_of_years_is_no_telephone_number(years: str) -> None:
    assert max(map(len, index_tokens(years))) <= len("20240512")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RTX-4090", "rtx4090"),
        ("2024/05/12", "2024-05-12"),
        ("138 0013 8000", "13800138000"),
        ("資訊", "资讯"),
        ("頭髮", "头发"),
        ("看著", "看着"),
        ("ＫＡｇｅｎｔ", "kagent"),
        ("it’s Zoë’s", "it's zoe's"),
    ],
)
def test_spellings_of_the_same_find_each_other(one: str, other: str) -> None:
    assert set(query_tokens(one).tokens) & set(index_tokens(other))
    assert set(query_tokens(other).tokens) & set(index_tokens(one))


@pytest.mark.parametrize(("one", "other"), [("3.14", "314"), ("v1.2.3", "v123"), ("画", "划")])
def test_what_differs_is_kept_apart(one: str, other: str) -> None:
    assert index_tokens(one)[0] != index_tokens(other)[0]


def test_the_halves_of_a_model_number() -> None:
    assert model_parts("rtx4090") == ("rtx", "4090")
    assert model_parts("1990s") == model_parts("v2") == model_parts("cat") == ()


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
    assert set(query.tokens) <= indexed
    for prefix in query.prefixes:
        assert any(token.startswith(prefix) for token in indexed)
    for unit in query.units:
        assert any(token.startswith(unit.evidence) for token in indexed)


@given(_TEXTS)
def test_forms_are_index_tokens_before_they_are_stemmed(text: str) -> None:
    assert {stem(form) if form < FIRST_CJK else form for form in forms(fold(text))} <= set(
        index_tokens(text)
    )


@given(_TEXTS)
def test_tokens_hold_no_white_space_and_are_not_empty(text: str) -> None:
    # Tantivy splits the joined tokens at white space again.
    tokens = index_tokens(text)
    assert " ".join(tokens).split() == tokens
    assert len(set(query_tokens(text).tokens)) == len(query_tokens(text).tokens)
