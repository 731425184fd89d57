"""What a model is shown of the memory, and what it may cite of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Answer, Concluded, Recalled
from engine.library import Library
from engine.recall import RecallSettings
from engine.session import EngineSettings, Session
from engine.tools.builtin import builtin_registry
from store.memory import MemoryBank
from tests.engine.scripted_model import ScriptedModel

NOW = datetime(2026, 11, 20, 10, 0)
SEARCH = '{"task_name": "s", "command": {"name": "search_knowledge", "args": {"text": "card"}}}'
DONE = '{"task_name": "d", "command": {"name": "task_complete", "args": {"reason": "done"}}}'
NOTHING = '{"task_name": "n", "command": {"name": "do_nothing", "args": {}}}'
RULES = "# Rules\n\nA card costs 4 crowns a year.\n\nChildren pay nothing.\n"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    notes = tmp_path / "rules.md"
    notes.write_text(RULES, encoding="utf-8")
    with MemoryBank.open(tmp_path / "home") as opened:
        list(Library(opened).add([notes]))
        yield opened


def ask(session: Session, query: str) -> Answer:
    events = list(session.ask(query, now=NOW))
    assert isinstance(events[0], Recalled)
    assert isinstance(events[-1], Concluded), events[-1]
    return events[-1].answer


def session_with(bank: MemoryBank, model: ScriptedModel, tokens: int = 1200) -> Session:
    settings = EngineSettings(recall=RecallSettings(tokens=tokens))
    return Session(bank=bank, model=lambda: model, registry=builtin_registry(), settings=settings)


def test_a_follow_up_sees_the_latest_turn_and_may_cite_it(bank: MemoryBank) -> None:
    model = ScriptedModel(
        [SEARCH, DONE, "It costs 4 crowns a year [2].", DONE, "As I said, 4 crowns [1] [9]."]
    )
    model.context_tokens = 32_000
    session = session_with(bank, model)
    assert ask(session, "How much is a card?").outcome == "answered"
    answer = ask(session, "Say that again?")
    opening = model.prompts[3][1].content
    assert "in this session the user asked: How much is a card? You answered: It costs 4" in opening
    assert answer.outcome == "answered"
    assert answer.text == "As I said, 4 crowns [1] ."
    (cited,) = answer.citations
    assert (cited.source, cited.title) == (f"session:{session.id}", "How much is a card?")
    assert cited.quote == "It costs 4 crowns a year."


def test_a_recalled_passage_is_cited_like_a_found_one(bank: MemoryBank) -> None:
    model = ScriptedModel([DONE, "Children pay nothing [1]."])
    model.context_tokens = 32_000
    answer = ask(session_with(bank, model), "What do children pay for a card?")
    (cited,) = answer.citations
    assert cited.source.endswith("rules.md")
    assert cited.quote == "Children pay nothing."
    assert cited.location.line == 5
    assert cited.fingerprint is not None


def test_small_talk_may_rest_on_memory(bank: MemoryBank) -> None:
    model = ScriptedModel([NOTHING, "Hello!", NOTHING, "You said hello [1]."])
    session = session_with(bank, model)
    assert ask(session, "Hello").outcome == "answered"
    answer = ask(session, "What did I say?")
    assert [citation.quote for citation in answer.citations] == ["Hello!"]


def test_without_memory_tokens_nothing_is_recalled(bank: MemoryBank) -> None:
    model = ScriptedModel([DONE])
    answer = ask(session_with(bank, model, tokens=0), "What do children pay for a card?")
    assert answer.outcome == "not_found"
    assert "# Memory\nnone\n" in model.prompts[0][1].content


def test_a_small_context_gets_less_memory(bank: MemoryBank) -> None:
    model = ScriptedModel([DONE, "Nothing."])
    model.context_tokens = 100
    ask(session_with(bank, model), "What do children pay for a card?")
    assert "# Memory\nnone\n" in model.prompts[0][1].content


def test_a_pointer_model_is_shown_titles_only_and_the_question_before(bank: MemoryBank) -> None:
    pointer = '{"task_name": "s", "command": {"name": "search_knowledge", "args": {"text": "%s"}}}'
    model = ScriptedModel(
        [pointer % "a card costs", DONE, "[1]", pointer % "a card costs children", DONE, "[1]"],
        style="pointer",
    )
    session = session_with(bank, model)
    assert ask(session, "a card costs?").text == "A card costs 4 crowns a year. [1]"
    answer = ask(session, "And children?")
    assert model.prompts[3][1].content == "Memory: Rules\nGoal: a card costs? And children?"
    assert answer.question == "And children?"
    assert answer.text == "Children pay nothing. [1]"
