"""Follow-up questions, answered by the built-in model from a library of two documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Answer, Concluded
from engine.library import Library
from engine.session import Session
from engine.tools.builtin import builtin_registry
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank

NOW = datetime(2026, 11, 20, 10, 0)
ENGLISH = """# City library

A library card costs 4 crowns a year. Children pay nothing for the card.

The library opens at nine on weekdays. On Saturdays it opens at ten. It is closed on Sundays.
"""
CHINESE = """# 市图书馆

办理借书证每年需要四十元。儿童办证免费，学生半价。

图书馆工作日九点开门。周六十点开门，下午两点关门。周日闭馆。
"""


@pytest.fixture(scope="module")
def model(builtin_model_path: Path) -> Iterator[LanguageModel]:
    loaded = load_model(ModelSpec(str(builtin_model_path)))
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    folder = tmp_path_factory.mktemp("library")
    for name, text in (("library.md", ENGLISH), ("图书馆.md", CHINESE)):
        (folder / name).write_text(text, encoding="utf-8")
    with MemoryBank.open(folder / "home") as opened:
        list(Library(opened).add([folder / "library.md", folder / "图书馆.md"]))
        yield opened


def answered(session: Session, question: str) -> Answer:
    last = list(session.ask(question, now=NOW))[-1]
    assert isinstance(last, Concluded), last
    return last.answer


@pytest.mark.parametrize(
    "turns",
    [
        {
            "How much does a library card cost?": "4 crowns",
            "And for children?": "Children pay nothing",
        },
        {
            "When does the library open?": "at nine",
            "What about Saturdays?": "at ten",
            "And on Sundays?": "closed on Sundays",
        },
        {"办借书证多少钱？": "四十元", "那儿童呢？": "儿童办证免费", "学生呢？": "学生半价"},
        {"图书馆几点开门？": "九点", "那周六呢？": "周六十点", "周日呢？": "周日闭馆"},
        {"今年中秋节是几月几号？": "2026-09-25", "那明年呢？": "2027-09-15"},
    ],
)
def test_a_follow_up_is_answered(
    bank: MemoryBank, model: LanguageModel, turns: dict[str, str]
) -> None:
    session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
    for question, wanted in turns.items():
        answer = answered(session, question)
        assert wanted in answer.text, question
        assert answer.citations, question
