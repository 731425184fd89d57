"""Questions answered from recordings by the built-in model, each at the right second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Answer, Concluded
from engine.session import Session
from engine.tools.builtin import builtin_registry
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank
from tests.engine.made_recordings import with_recordings

NOW = datetime(2026, 11, 26, 10)


@pytest.fixture(scope="module")
def model() -> Iterator[LanguageModel]:
    loaded = load_model(ModelSpec("builtin"))
    yield loaded
    loaded.close()


@pytest.fixture
def session(tmp_path: Path, model: LanguageModel) -> Iterator[Session]:
    with MemoryBank.open(tmp_path / "home") as bank:
        with_recordings(bank)
        yield Session(bank=bank, model=lambda: model, registry=builtin_registry())


def ask(session: Session, question: str) -> Answer:
    *_, last = session.ask(question, now=NOW)
    assert isinstance(last, Concluded)
    return last.answer


def tools_of(answer: Answer) -> list[str]:
    return [record.task.command.name for record in answer.tasks]


@pytest.mark.parametrize(
    ("first", "then", "quote", "start"),
    [
        (
            "At how many degrees is the blade held in the sharpening video?",
            "And how often is the edge pulled over leather?",
            "Pull the edge backwards over leather ten times.",
            62.0,
        ),
        ("乡村面包教程这个视频里，烤箱要预热到多少度？", "那高筋面粉呢？", "高筋面粉 500 克", 4.0),
    ],
)
def test_a_question_that_goes_on_stays_in_its_recording(
    session: Session, first: str, then: str, quote: str, start: float
) -> None:
    assert tools_of(ask(session, first))[0] == "browse_video"
    answer = ask(session, then)
    assert tools_of(answer)[0] == "browse_video"
    (citation,) = answer.citations
    assert (citation.quote, citation.location.start) == (quote, start)


def test_a_recording_is_told_in_short_with_a_time_for_each_line(session: Session) -> None:
    answer = ask(session, "What is the video Sharpening kitchen knives about?")
    assert [one.location.start for one in answer.citations] == [2.0, 31.0, 62.0]
    assert answer.text.count("\n- ") == 2


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What is said at 0:31 in sharpening.mp4?", "Hold the blade at seventeen degrees"),
        ("视频乡村面包教程第30秒说了什么？", "烤箱先预热到二百三十度。"),
    ],
)
def test_what_is_said_at_a_time(session: Session, question: str, quote: str) -> None:
    answer = ask(session, question)
    assert quote in answer.text
    assert len(answer.citations) == 1


def test_what_the_named_recording_does_not_say_is_not_found(session: Session) -> None:
    answer = ask(session, "What does the sharpening video say about the price of gold?")
    assert answer.outcome == "not_found"
    assert answer.citations == ()


def test_a_question_that_names_none_finds_the_second_too(session: Session) -> None:
    answer = ask(session, "How long do I soak the whetstone?")
    assert tools_of(answer)[0] == "search_knowledge"
    (citation,) = answer.citations
    assert (citation.location.start, citation.location.end) == (2.0, 6.5)
