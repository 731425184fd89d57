"""Short answers: whole words of a sentence, the same in training and in the grammar."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.short_answers import pointing, short_answer, short_answer_rule
from models.language.grammar import GrammarBuilder, check

SENTENCE = "The bridge (1856) was opened by Ann O'Neil's father, in Old Town."


def test_an_answer_is_made_of_whole_words() -> None:
    assert short_answer(SENTENCE, "1856") == "1856"
    assert short_answer(SENTENCE, "Old Tow") == "Old Town"
    assert short_answer(SENTENCE, "ann o'neil") == "Ann O'Neil"
    assert short_answer(SENTENCE, "in Old Town.") == "in Old Town"
    assert short_answer(SENTENCE, "1857") is None
    assert short_answer("桥于一八五六年开放。", "一八五六年") == "一八五六年"


def test_a_long_answer_is_none() -> None:
    sentence = " ".join(f"word{number}" for number in range(40))
    assert short_answer(sentence, sentence) is None
    assert pointing(3, sentence, sentence) == "[3]"


def test_what_a_model_learns_to_write() -> None:
    assert pointing(2, SENTENCE, "1856") == "[2] 1856"
    assert pointing(2, SENTENCE, "1857") is None


def _words(text: str) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.just(text), st.integers(0, len(text)).flatmap(
        lambda start: st.integers(start, len(text)).map(lambda end: text[start:end])
    ))  # fmt: skip


@given(st.text(max_size=60).map(lambda text: " ".join(text.split())).flatmap(_words))
def test_every_short_answer_stands_in_its_sentence(case: tuple[str, str]) -> None:
    sentence, answer = case
    found = short_answer(sentence, answer)
    assert found is None or (found in sentence and short_answer(sentence, found) == found)


def test_the_grammar_is_linear_in_the_sentence() -> None:
    sizes = []
    for count in (20, 40, 80):
        builder = GrammarBuilder()
        rule = short_answer_rule(builder, " ".join(f"w{number}," for number in range(count)))
        assert rule is not None
        grammar = builder.build(rule)
        check(grammar)
        sizes.append(len(grammar))
    assert sizes[2] - sizes[1] < 2.5 * (sizes[1] - sizes[0])
    assert short_answer_rule(GrammarBuilder(), "…!") is None
