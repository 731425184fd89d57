"""What is kept of a long text for a question, and summaries in the text's own sentences."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condensing import condense
from engine.events import Location
from engine.summarising import MOST_SENTENCES, is_summarising, summarise
from engine.tools.observation import Passage

TITLE = "Harbour guide"


def passages(*sections: tuple[str, str]) -> list[Passage]:
    """Sections of a text, by heading, one below the other."""
    found, start = [], 0
    for heading, text in sections:
        place = Location(heading=heading or None, span=(start, start + len(text)))
        found.append(Passage(text, "https://a.example/", TITLE, place))
        start += len(text) + 2
    return found


FILLER = " ".join(f"Nets and ropes number {i} are mended on the quay in winter." for i in range(60))
GUIDE = passages(
    ("", "Aldport is an old harbour at the mouth of the river Ald. It is open to all ships."),
    ("History", FILLER),
    ("Berths", "There are forty-two berths for visitors. Each berth costs thirty crowns a night."),
    ("Tides", "High tide is at nine in the morning. " + FILLER),
)
WHOLE = "\n\n".join(passage.text for passage in GUIDE)


def test_what_answers_is_kept_in_its_place() -> None:
    found = condense(GUIDE, "What does a berth cost a night?", 400)
    assert any("thirty crowns" in passage.text for passage in found)
    assert sum(len(passage.text) for passage in found) <= 400
    for passage in found:
        assert passage.location.span is not None
        start, end = passage.location.span
        assert WHOLE[start:end] == passage.text
    best = max(found, key=lambda passage: passage.score)
    assert best.location.heading == "Berths"
    assert [one.location.span for one in found] == sorted(
        one.location.span or (0, 0) for one in found
    )


def test_the_heading_counts_where_the_text_does_not_name_its_subject() -> None:
    guide = passages(
        ("Opening hours of the museum", "From nine to five, on Sundays from ten, except in May."),
        ("Opening hours of the pool", "From six to eight, on Sundays from seven, except in June."),
    )
    (found,) = condense(guide, "When is the pool open?", 60)
    assert "six to eight" in found.text


def test_another_language_is_found_by_meaning() -> None:
    guide = passages(
        ("", "河口的渔网和绳索在冬天修补。"),
        ("", "埃菲尔铁塔高三百三十米，位于巴黎。"),
        ("", "每年秋天，村里的人都会一起做果酱。"),
    )
    (found,) = condense(guide, "How tall is the Eiffel Tower in Paris?", 25)
    assert "三百三十米" in found.text


def test_nothing_about_the_question_leaves_the_beginning() -> None:
    (found,) = condense(passages(("", "0 1 2. 3 4 5.")), "qqqq zzzz", 100)
    assert found.text == "0 1 2. 3 4 5."


def test_a_first_piece_that_is_too_long_is_cut() -> None:
    (found,) = condense(GUIDE, "What does a berth cost?", 20)
    assert len(found.text) == 20
    (found,) = summarise(GUIDE, 20)
    assert found.text == WHOLE[:20]


def test_no_text_gives_nothing() -> None:
    assert condense([], "x", 100) == []
    assert condense([], "", 100) == []
    assert condense(passages(("", "  \n ")), "berths", 100) == []


def test_the_same_again_is_the_same() -> None:
    for question in ("berth cost", ""):
        assert condense(GUIDE, question, 500) == condense(GUIDE, question, 500)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "  ",
        "https://a.example/x",
        "summarise",
        "Summarize https://a.example/berths please",
        "What is this page about?",
        "what does www.a.example/x say",
        "Give me a short summary of this article in three sentences",
        "TL;DR",
        "What are the key points?",
        "总结一下这个网页",
        "请帮我概括这篇文章的主要内容",
        "https://a.example/ 讲了什么？",
        "这个網頁說了什麼",
        "介绍一下这个网站",
    ],
)
def test_questions_for_a_summary(question: str) -> None:
    assert is_summarising(question)


@pytest.mark.parametrize(
    "question",
    [
        "What does a berth cost?",
        "Summarise what it says about berths",
        "What is the main export of Peru?",
        "总结一下泊位的收费标准",
        "这篇文章说泊位多少钱？",
        "What does https://a.example/ say about tides?",
        "Who wrote the summary of the treaty?",
    ],
)
def test_questions_for_something_in_particular(question: str) -> None:
    assert not is_summarising(question)


def test_a_summary_begins_as_the_text_and_visits_its_sections() -> None:
    found = condense(GUIDE, "Summarise this page", 3000)
    assert found[0].text == "Aldport is an old harbour at the mouth of the river Ald."
    assert {passage.location.heading for passage in found} == {None, "History", "Berths", "Tides"}
    assert len(found) <= MOST_SENTENCES
    for passage in found:
        assert passage.location.span is not None
        assert WHOLE[slice(*passage.location.span)] == passage.text


def test_a_summary_does_not_say_the_same_twice() -> None:
    guide = passages(
        ("", "The harbour has forty-two berths for visiting ships. " * 8),
        ("", "The museum of the harbour shows models of whaling ships from the north."),
    )
    found = condense(guide, "", 200)
    assert any("museum" in passage.text for passage in found)


@given(
    st.lists(st.text(max_size=300), max_size=6),
    st.text(max_size=40),
    st.integers(min_value=1, max_value=500),
)
def test_never_more_than_the_room_and_always_from_the_text(
    texts: list[str], question: str, room: int
) -> None:
    given_passages = passages(*(("", text) for text in texts))
    whole = "\n\n".join(texts)
    found = condense(given_passages, question, room)
    assert sum(len(passage.text) for passage in found) <= room
    assert bool(found) == any(text.strip() for text in texts)
    for passage in found:
        assert passage.location.span is not None
        assert whole[slice(*passage.location.span)] == passage.text


def test_answers_of_real_questions_are_kept(shared_data: Path) -> None:
    """benchmarks measure more; here a sample, of articles of 10,000 characters and more."""
    data = json.loads(
        (shared_data / "document-qa" / "squad-v1.1-dev-32-articles.json").read_text("utf-8")
    )["data"]
    kept = asked = 0
    for article in data[:8]:
        texts = [paragraph["context"] for paragraph in article["paragraphs"]]
        page = passages(*(("", text) for text in texts))
        questions = [
            (question["question"], question["answers"][0]["text"])
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]
        for question, answer in random.Random(0).sample(questions, 5):
            asked += 1
            kept += any(answer in passage.text for passage in condense(page, question, 2400))
    assert asked == 40
    assert kept >= 37
