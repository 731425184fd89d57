"""Which sentences of an observation are offered as evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.events import Location
from engine.evidence import every_line, passage_evidence, sentence_evidence
from engine.tools.observation import Observation, Passage

TEXT = (
    "The library opens at nine. A card costs 4 crowns a year.\n"
    "- Children pay nothing.\n一张借书证最多可以借八本书。逾期每天罚款一角。"
)
PASSAGE = Passage(TEXT, "/d/library.md", "Library", Location(span=(100, 100 + len(TEXT))), 3.0)


def test_the_best_sentence_comes_first_with_its_place() -> None:
    found = sentence_evidence("How much does a card cost?", Observation("", passages=(PASSAGE,)), 4)
    assert found[0].text == "A card costs 4 crowns a year."
    assert found[0].id == 4
    span = found[0].location.span
    assert span is not None
    assert TEXT[span[0] - 100 : span[1] - 100] == found[0].text


def test_chinese_sentences_are_found() -> None:
    found = sentence_evidence("逾期一天罚多少？", Observation("", passages=(PASSAGE,)), 1)
    assert found[0].text == "逾期每天罚款一角。"


def test_list_marks_are_not_quoted() -> None:
    found = sentence_evidence("Do children pay?", Observation("", passages=(PASSAGE,)), 1)
    assert found[0].text == "Children pay nothing."


def test_computed_lines_stay_whole() -> None:
    line = "A; b。c; d."
    passage = Passage(line, "tool:time_delta", "time_delta")
    observation = Observation(line, passages=(passage, passage))
    assert [e.text for e in sentence_evidence("x", observation, 1)] == [line, line]
    assert [e.id for e in every_line("x", observation, 7)] == [7, 8]
    assert every_line("x", Observation("", passages=(PASSAGE,)), 1) == []


def test_passages_are_cut_to_the_budget_but_never_to_none() -> None:
    observation = Observation("", passages=(PASSAGE, PASSAGE, PASSAGE))
    assert len(passage_evidence(observation, 1, len, 1)) == 1
    assert len(passage_evidence(observation, 1, len, 2 * (len(TEXT) + 8))) == 2


@given(st.text(max_size=200), st.text(max_size=400))
def test_spans_always_point_at_the_text(question: str, text: str) -> None:
    passage = Passage(text, "/d/x.txt", "x", Location(span=(0, len(text))))
    for piece in sentence_evidence(question, Observation("", passages=(passage,)), 1):
        span = piece.location.span
        assert span is not None
        assert text[span[0] : span[1]].strip() == piece.text


def test_the_line_that_says_what_a_message_is_about_stands_back() -> None:
    text = "Subject: the price of the garden shed\n\nThe garden shed costs 940 pounds."
    passage = Passage(text, "/d/mail.txt", "mail.txt", Location(span=(0, len(text))))
    observation = Observation("", passages=(passage,))
    found = sentence_evidence("What is the price of the garden shed?", observation, 1)
    assert [piece.text for piece in found] == ["The garden shed costs 940 pounds."]
    asked = sentence_evidence("What is the subject of the mail on the garden shed?", observation, 1)
    assert len(asked) == 2


def test_lines_that_a_service_made_for_the_question_stay_as_they_are() -> None:
    line = "Oslo: -2 °C. Snow; wind 12 km/h."
    passage = Passage(line, "https://example.org/oslo", "Oslo")
    observation = Observation(line, passages=(passage,), certain=True, trust="untrusted")
    assert [piece.text for piece in sentence_evidence("cold?", observation, 1)] == [line]
    assert [piece.text for piece in every_line("cold?", observation, 1)] == [line]


def test_more_is_shown_of_a_list_of_short_lines() -> None:
    lines = [f"- Thing {number}: {number} coins" for number in range(20)]
    text = "\n".join(lines)
    short = Passage(text, "/d/prices.txt", "Prices", Location(span=(0, len(text))))
    assert len(sentence_evidence("thing coins", Observation("", passages=(short,)), 1)) == 12
    text = "\n".join(line + " for the thing" * 12 for line in lines)
    wordy = Passage(text, "/d/prices.txt", "Prices", Location(span=(0, len(text))))
    assert len(sentence_evidence("thing coins", Observation("", passages=(wordy,)), 1)) == 8


def test_a_question_that_shares_no_word_may_be_left_to_the_model() -> None:
    observation = Observation("", passages=(PASSAGE,))
    assert sentence_evidence("几多钱", observation, 1) == []
    assert sentence_evidence("几多钱", observation, 1, least_shared=0.0)
