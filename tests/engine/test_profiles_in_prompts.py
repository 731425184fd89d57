"""What a profile changes: the prompts of large models, the tools on offer, the language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.events import Answer, Concluded, Failed
from engine.profile import Profile
from engine.session import EngineSettings, Session
from engine.toolbox import Toolbox
from engine.tools.builtin import builtin_registry
from models.language.base import PromptStyle
from store.memory import MemoryBank
from tests.engine.scripted_model import ScriptedModel

DONE = '{"task_name": "d", "command": {"name": "task_complete", "args": {"reason": "done"}}}'
NOTHING = '{"task_name": "n", "command": {"name": "do_nothing", "args": {}}}'
SEARCH = '{"task_name": "s", "command": {"name": "search_knowledge", "args": {"text": "x"}}}'
ADA = Profile("Ada", "You know $ships & {ports}.", "Answer in one line.\nNever guess.")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def asked(
    bank: MemoryBank,
    profile: Profile,
    *outputs: str,
    style: PromptStyle = "prose",
    question: str = "Who are you?",
    only: tuple[str, ...] | None = None,
) -> tuple[ScriptedModel, Answer]:
    model = ScriptedModel(outputs, style=style)
    model.context_tokens = 60_000
    session = Session(
        bank=bank,
        model=lambda: model,
        registry=Toolbox(builtin_registry(), only=profile.tools if only is None else only),
        settings=EngineSettings(profile=profile),
    )
    events = list(session.ask(question))
    assert isinstance(events[-1], Concluded), events[-1]
    return model, events[-1].answer


def test_a_large_model_is_told_who_it_is_and_how_to_answer(bank: MemoryBank) -> None:
    model, _ = asked(bank, ADA, NOTHING, "I am Ada.")
    for prompt in model.prompts:
        assert "You are Ada. You know $ships & {ports}." in prompt[0].content
        assert "Answer in one line.\nNever guess." in prompt[0].content
    assert model.prompts[-1][-1].content.endswith("Answer in one line.\nNever guess.")


def test_without_instructions_the_closing_request_is_as_ever(bank: MemoryBank) -> None:
    model, _ = asked(bank, Profile(), NOTHING, "I am KAgent.")
    assert "Keep to" not in model.prompts[-1][-1].content
    assert "You are KAgent." in model.prompts[0][0].content


def test_a_small_model_is_not_told_what_it_cannot_read_and_has_the_name(bank: MemoryBank) -> None:
    model, answer = asked(bank, ADA, NOTHING, "I am KAgent, a program.", style="pointer")
    assert answer.text == "I am Ada, a program."
    assert all("Ada" not in message.content for prompt in model.prompts for message in prompt)


@pytest.mark.parametrize("style", ["prose", "pointer"])
def test_no_other_tools_are_on_offer(bank: MemoryBank, style: PromptStyle) -> None:
    profile = Profile(tools=("time_delta", "get_calendar_info"))
    model, answer = asked(bank, profile, NOTHING, "Hello.", style=style, question="Hello there!")
    system = model.prompts[0][0].content
    assert "get_calendar_info" in system
    assert "search_knowledge" not in system.replace("come from search_knowledge", "")
    grammar = model.constraints[0]
    assert grammar is not None
    assert "search_knowledge" not in grammar.gbnf
    assert "do_nothing" in grammar.gbnf
    assert [record.task.command.name for record in answer.tasks] == ["do_nothing"]


@pytest.mark.parametrize("style", ["prose", "pointer"])
def test_without_any_tool_there_is_still_an_answer(bank: MemoryBank, style: PromptStyle) -> None:
    question = "How many days are there from 2024-01-01 to 2024-03-01?"
    model, answer = asked(
        bank, Profile(), NOTHING, "I cannot count.", style=style, question=question, only=()
    )
    assert answer.outcome == "answered"
    grammar = model.constraints[0]
    assert grammar is not None
    assert "time_delta" not in grammar.gbnf


def test_a_tool_that_is_left_out_is_not_run_though_the_model_names_it(bank: MemoryBank) -> None:
    _, answer = asked(bank, Profile(tools=()), SEARCH, NOTHING, "Hello.")
    assert [record.task.command.name for record in answer.tasks] == ["do_nothing"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_language_of_answers_is_the_profiles(bank: MemoryBank, language: str) -> None:
    profile = Profile(language="zh" if language == "zh" else "en")
    question = "Hello" if language == "zh" else "你好"
    _, answer = asked(bank, profile, NOTHING, "x", question=question)
    assert answer.language == language


def test_an_unknown_tool_is_said_before_a_model_loads(bank: MemoryBank) -> None:
    def no_model() -> ScriptedModel:
        raise AssertionError("the model was asked")

    session = Session(
        bank=bank, model=no_model, registry=Toolbox(builtin_registry(), only=("time_dalta",))
    )
    events = list(session.ask("Hello"))
    assert events[-1] == Failed("there is no tool 'time_dalta'; did you mean 'time_delta'?")
    assert not bank.sessions()
