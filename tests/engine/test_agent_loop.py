"""The loop's rules, shown with a scripted model: repeats, errors, limits, cancelling."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.events import (
    Answer,
    Concluded,
    Concluding,
    Event,
    Failed,
    Observed,
    Planning,
    Recalled,
    Stopped,
    TaskPlanned,
    ToolStarted,
)
from engine.library import Library
from engine.session import EngineSettings, Session
from engine.tools.builtin import builtin_registry
from store.memory import MemoryBank
from tests.engine.scripted_model import ScriptedModel

NOW = datetime(2026, 11, 20, 10, 0)


def plan(name: str, **args: Any) -> str:
    return json.dumps({"task_name": f"do {name}", "command": {"name": name, "args": args}})


DELTA = plan("time_delta", start_time="2024-01-01", end_time="2024-03-01")
FINISH = plan("task_complete", reason="done")


def ask(
    home: Path,
    model: ScriptedModel,
    query: str = "How many days?",
    *,
    max_steps: int = 5,
    cancel: threading.Event | None = None,
) -> list[Event]:
    with MemoryBank.open(home) as bank:
        session = Session(
            bank=bank,
            model=lambda: model,
            registry=builtin_registry(),
            settings=EngineSettings(max_steps=max_steps),
        )
        return list(session.ask(query, cancel=cancel, now=NOW))


def answer_of(events: list[Event]) -> Answer:
    last = events[-1]
    assert isinstance(last, Concluded)
    return last.answer


def test_events_come_in_the_order_of_the_loop(tmp_path: Path) -> None:
    events = ask(tmp_path, ScriptedModel([DELTA, FINISH, "60 days [1]."]))
    kinds = [type(event) for event in events if not isinstance(event, Planning | Concluding)]
    step = [TaskPlanned, ToolStarted, Observed]
    assert kinds == [Recalled, *step, *step, Concluded]
    answer = answer_of(events)
    assert answer.text == "60 days [1]."
    assert answer.outcome == "answered"
    assert [(c.id, c.source) for c in answer.citations] == [(1, "tool:time_delta")]
    assert "60 days" in answer.citations[0].quote
    assert "".join(e.text for e in events if isinstance(e, Concluding)) == answer.text


def test_usage_is_the_sum_of_all_generations(tmp_path: Path) -> None:
    answer = answer_of(ask(tmp_path, ScriptedModel([DELTA, FINISH, "60 days [1]."])))
    assert (answer.usage.prompt_tokens, answer.usage.evaluated_tokens) == (30, 15)


def test_a_repeated_command_is_not_run_again_and_then_ends_planning(tmp_path: Path) -> None:
    model = ScriptedModel([DELTA, DELTA, DELTA, "60 days [1]."])
    events = ask(tmp_path, model)
    assert sum(isinstance(event, ToolStarted) for event in events) == 1
    assert "already made" in model.prompts[2][-1].content
    assert [event.reason for event in events if isinstance(event, Stopped)] == ["repeated_command"]
    assert answer_of(events).outcome == "answered"


def test_a_repeat_with_other_spacing_and_case_is_the_same_command(tmp_path: Path) -> None:
    again = plan("time_delta", start_time=" 2024-01-01 ", end_time="2024-03-01")
    events = ask(tmp_path, ScriptedModel([DELTA, again, FINISH, "60 days [1]."]))
    started = [event.task.command.name for event in events if isinstance(event, ToolStarted)]
    assert started == ["time_delta", "task_complete"]


def test_a_tools_error_goes_back_to_the_planner(tmp_path: Path) -> None:
    wrong = plan("time_delta", start_time="2026-02-30", end_time="2026-03-01")
    model = ScriptedModel([wrong, DELTA, FINISH, "60 days [2]."])
    events = ask(tmp_path, model)
    assert "2026-02-30" in model.prompts[1][-1].content
    errors = [event.record.error for event in events if isinstance(event, Observed)]
    assert errors[0] is not None
    assert errors[1:] == [None, None]


def test_an_unknown_tool_and_wrong_arguments_are_errors_not_tracebacks(tmp_path: Path) -> None:
    model = ScriptedModel(
        [plan("fly_to_moon"), plan("time_delta", when="now"), FINISH, "I could not find out."]
    )
    events = ask(tmp_path, model)
    assert "no tool named" in model.prompts[1][-1].content
    assert answer_of(events).outcome == "not_found"


@pytest.mark.parametrize("noise", ["", "no plan at all", "{" * 3000, '{"task_name": 3}', "[1, 2]"])
def test_unreadable_plans_end_in_an_answer(tmp_path: Path, noise: str) -> None:
    model = ScriptedModel([noise, noise])
    answer = answer_of(ask(tmp_path, model))
    assert answer.outcome == "not_found"
    assert answer.text


def test_a_plan_with_words_around_it_is_read(tmp_path: Path) -> None:
    model = ScriptedModel([f"Sure! Here is the plan: {DELTA} Enjoy.", FINISH, "60 days [1]."])
    assert answer_of(ask(tmp_path, model)).outcome == "answered"


def test_the_step_limit_is_said_and_the_answer_still_comes(tmp_path: Path) -> None:
    plans = [plan("get_holidays_info", year=str(year)) for year in (2024, 2025)]
    events = ask(tmp_path, ScriptedModel([*plans, "See [1]."]), max_steps=2)
    assert [event.reason for event in events if isinstance(event, Stopped)] == ["step_limit"]
    assert answer_of(events).outcome == "answered"


@pytest.mark.parametrize("at_generation", [1, 2, 3])
def test_cancelling_keeps_what_there_is(tmp_path: Path, at_generation: int) -> None:
    cancel = threading.Event()

    def maybe_cancel(count: int) -> None:
        if count == at_generation:
            cancel.set()

    model = ScriptedModel([DELTA, FINISH, "60 days [1]."], on_generate=maybe_cancel)
    events = ask(tmp_path, model, cancel=cancel)
    assert [event.reason for event in events if isinstance(event, Stopped)] == ["cancelled"]
    answer = answer_of(events)
    assert answer.outcome == "stopped"
    assert len(answer.tasks) == min(at_generation - 1, 2)


def test_citations_that_were_never_observed_are_dropped(tmp_path: Path) -> None:
    model = ScriptedModel([DELTA, FINISH, "60 days [1], surely [7][0] [1]."])
    answer = answer_of(ask(tmp_path, model))
    assert answer.text == "60 days [1], surely  [1]."
    assert len(answer.citations) == 1


def test_an_uncited_answer_does_not_count_as_found(tmp_path: Path) -> None:
    answer = answer_of(ask(tmp_path, ScriptedModel([DELTA, FINISH, "About two months."])))
    assert answer.outcome == "not_found"
    assert answer.text == "About two months."


def test_an_overfull_context_drops_the_oldest_observation(tmp_path: Path) -> None:
    plans = [plan("get_holidays_info", year=str(year)) for year in (2024, 2025, 2026)]
    model = ScriptedModel([*plans, FINISH, "See [1]."], longest=7)
    assert answer_of(ask(tmp_path, model)).outcome == "answered"
    assert max(len(prompt) for prompt in model.prompts) <= 7
    assert all(prompt[0].role == "system" for prompt in model.prompts)


def test_a_context_too_small_for_the_question_is_said_in_one_line(tmp_path: Path) -> None:
    last = ask(tmp_path, ScriptedModel([DELTA], longest=1))[-1]
    assert isinstance(last, Failed)
    assert last.message == "the prompt does not fit"


def test_an_empty_question_fails_in_one_line(tmp_path: Path) -> None:
    events = ask(tmp_path, ScriptedModel([]), " \x1b \n")
    assert [type(event) for event in events] == [Failed]


def test_what_a_document_says_cannot_become_markup_or_control_characters(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "The code of the gate is \u2066 4711 \u202e today \U000e0041.", encoding="utf-8"
    )
    home = tmp_path / "home"
    with MemoryBank.open(home) as bank:
        assert [report.error for report in Library(bank).add([note])] == [None]
    search = plan("search_knowledge", text="code of the gate")
    events = ask(home, ScriptedModel([search, FINISH, "4711 \x1b[31m [1]"]), "code of the gate?")
    text = repr(answer_of(events))
    assert "4711" in text
    assert not any(bad in text for bad in ("\\x1b", "\\u2066", "\\u202e", "\\U000e0041"))


def test_a_turn_is_stored_as_it_was_shown(tmp_path: Path) -> None:
    model = ScriptedModel([DELTA, FINISH, "60 days [1]."])
    with MemoryBank.open(tmp_path) as bank:
        session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
        shown = answer_of(list(session.ask("How many days?", now=NOW)))
        resumed = Session(
            bank=bank, model=lambda: model, registry=builtin_registry(), session_id=session.id
        )
        stored = resumed.history()
    assert [a.text for a in stored] == [shown.text]
    assert stored[0].citations == shown.citations
    assert [r.observation for r in stored[0].tasks] == [r.observation for r in shown.tasks]


def test_an_earlier_turn_is_recalled(tmp_path: Path) -> None:
    first = ScriptedModel([DELTA, FINISH, "Sixty days of glacier hiking [1]."])
    ask(tmp_path, first, "How long is the glacier hiking tour?")
    second = ScriptedModel([plan("do_nothing"), "As I said."])
    events = ask(tmp_path, second, "glacier hiking tour?")
    recalled = events[0]
    assert isinstance(recalled, Recalled)
    assert "conversation" in {item.kind for item in recalled.memory}
    assert "glacier" in second.prompts[0][1].content
    assert answer_of(events).outcome == "answered"


def test_days_are_counted_to_what_a_document_says_and_it_is_cited(tmp_path: Path) -> None:
    notes = tmp_path / "lease.txt"
    notes.write_text("The lease of the workshop ends on 30 April 2027.\n", encoding="utf-8")
    question = "How many days until the lease of the workshop ends?"
    asked = question.rstrip("?")
    model = ScriptedModel(
        [
            plan("search_knowledge", text=asked),
            plan("time_delta", start_time="now", end_time="2027-04-30"),
            plan("task_complete", reason="done"),
            "[2]",
        ],
        style="pointer",
    )
    with MemoryBank.open(tmp_path / "home") as bank:
        list(Library(bank).add([notes]))
        session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
        answer = answer_of(list(session.ask(question, now=NOW)))
    assert "161 days" in answer.text
    assert [citation.source for citation in answer.citations] == ["tool:time_delta", str(notes)]
    # The second plan can be nothing else.
    second = model.constraints[1]
    assert second is not None
    assert second.gbnf.count("time_delta") == 1
    assert "2027-04-30" in second.gbnf
    assert "search_knowledge" not in second.gbnf


def test_a_date_tool_that_read_no_date_is_followed_by_a_search(tmp_path: Path) -> None:
    model = ScriptedModel(
        [
            plan("get_calendar_info", start_date="the hearing"),
            plan("search_knowledge", text="what weekday is the hearing"),
            plan("task_complete", reason="done"),
        ],
        style="pointer",
    )
    answer = answer_of(ask(tmp_path, model, "What weekday is the hearing?"))
    assert answer.outcome == "not_found"
    second = model.constraints[1]
    assert second is not None
    assert "search_knowledge" in second.gbnf
    assert "get_calendar_info" not in second.gbnf


def test_a_follow_up_is_about_the_country_that_was_asked_about(tmp_path: Path) -> None:
    holidays, done = plan("get_holidays_info", year="2026"), plan("task_complete", reason="done")
    again = plan("get_holidays_info", year="2027")
    model = ScriptedModel([holidays, done, "[1]", again, done, "[1]"], style="pointer")
    with MemoryBank.open(tmp_path) as bank:
        session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
        list(session.ask("When is Easter Monday 2026 in Germany?", now=NOW))
        answer = answer_of(list(session.ask("and in 2027?", now=NOW)))
    assert "2027-03-29" in answer.text
    assert "Germany" in answer.text
