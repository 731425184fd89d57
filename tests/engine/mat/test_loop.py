"""Queries through templates over the real tools."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.events import Command, Recollection
from engine.mat.asking import Asking
from engine.mat.loop import Job, Tools, run_template
from engine.mat.open_templates import OPEN, open_template
from engine.mat.own_loop import run_own
from engine.mat.templates import Template, TemplateKind, template_id
from engine.mat.trajectories import Trajectory, shown, trajectory_from_json
from models.language.base import LanguageModel
from models.language.local import LocalModel
from tests.engine.mat.scripted_teacher import QUERIES, ScriptedTeacher
from tests.engine.scripted_model import ScriptedModel

QUERY = "How many days are there from 2024-01-01 to 2024-03-01?"
CALL = '{"tool": "time_delta", "arguments": {"start_time": "2024-01-01", "end_time": "2024-03-01"}}'
BAD = '{"tool": "time_delta", "arguments": {"start_time": "2024-01-01"}}'
END = '{"tool": "task_complete", "arguments": {"reason": "done"}}'


def _template(kind: TemplateKind = "prompt-API") -> Template:
    text = "<<APIS>>\n<<MEMORY>>\n<<QUERY>>"
    if kind == "prompt-response":
        text = "<<RESULTS>>\n<<QUERY>>"
    return Template(template_id(text, kind, "en"), text, kind, "en", "meta-agent")


def _run(
    outputs: list[str], tools: Tools, kind: TemplateKind = "prompt-API", job: Job | None = None
) -> tuple[Trajectory, ScriptedModel]:
    model = ScriptedModel(outputs)
    asking = Asking(threading.Event())
    found = run_template(_template(kind), job or Job(QUERY, "en"), model, tools, asking)
    return found, model


@pytest.mark.parametrize("query", ["Which weekday is 2025-10-01?", "2025年的冬至是哪一天？"])
@pytest.mark.parametrize("name", OPEN)
def test_every_open_template_leads_to_the_call_and_its_real_result(
    name: str, query: str, tools: Tools
) -> None:
    language = "zh" if "年" in query else "en"
    template = open_template(name, language)  # type: ignore[arg-type]
    job = Job(query, language)  # type: ignore[arg-type]
    found = run_template(template, job, ScriptedTeacher(), tools, Asking(threading.Event()))
    wanted = QUERIES[query]
    assert wanted is not None
    assert found.observed[0].command == Command(*wanted)
    assert (
        "2025-10-01" in found.observed[0].observation or "12月21日" in found.observed[0].observation
    )
    assert "made up" not in str(found.to_json())
    assert found.outcome in ("answered", "ended")
    kept = trajectory_from_json(json.loads(json.dumps(found.to_json())))
    assert kept.observed[0].observation == found.observed[0].observation
    assert (kept.answer, kept.outcome) == (found.answer, found.outcome)


def test_each_prompt_of_a_prompt_api_template_is_made_anew_with_the_results(tools: Tools) -> None:
    found, model = _run([CALL, END], tools)
    assert [len(prompt) for prompt in model.prompts] == [1, 1]
    assert "60 days" in model.prompts[1][0].content
    assert "Calls so far" not in model.prompts[0][0].content
    assert found.outcome == "ended"
    assert [step.kind for step in found.steps] == ["plan", "plan"]


def test_a_prompt_react_template_goes_on_in_one_conversation(tools: Tools) -> None:
    found, model = _run([CALL, "It is 60 days."], tools, "prompt-react")
    assert [message.role for message in model.prompts[1]] == ["user", "assistant", "user"]
    assert model.prompts[1][2].content.startswith("Observation: ")
    assert (found.answer, found.outcome) == ("It is 60 days.", "answered")


def test_an_error_is_the_tool_s_own_and_is_shown_to_the_model(tools: Tools) -> None:
    found, model = _run([BAD, CALL, END], tools)
    assert "time_delta needs end_time" in model.prompts[1][0].content
    assert [step.error for step in found.steps] == [True, False, False]


def test_the_same_call_is_never_run_twice(tools: Tools) -> None:
    found, model = _run([CALL, CALL, CALL], tools)
    assert found.outcome == "repeated"
    assert len(found.observed) == 1
    assert "already made" in model.prompts[2][0].content


def test_two_unreadable_responses_end_the_loop(tools: Tools) -> None:
    found, model = _run(["Hm.", '{"tool": "count_days"}'], tools)
    assert found.outcome == "unreadable"
    assert not found.usable
    assert "no call" in model.prompts[1][-1].content
    assert "count_days" in found.steps[1].problem


def test_the_step_limit_holds(tools: Tools) -> None:
    outputs = [CALL.replace("2024-03", f"2024-{month:02}") for month in range(2, 9)]
    found, model = _run(outputs, tools, job=Job(QUERY, "en", max_steps=3))
    assert (found.outcome, len(model.prompts)) == ("step_limit", 3)


def test_a_prompt_response_template_concludes_from_the_results(tools: Tools) -> None:
    job = Job(QUERY, "en", results="1. x\n   -> 60 days")
    found, model = _run(["60 days."], tools, "prompt-response", job)
    assert "-> 60 days" in model.prompts[0][0].content
    assert (found.answer, found.steps[0].kind) == ("60 days.", "conclusion")
    empty, _ = _run([""], tools, "prompt-response", job)
    assert (empty.outcome, empty.usable) == ("unreadable", False)


def test_a_judge_is_shown_what_the_kind_asks_for(tools: Tools) -> None:
    found, _ = _run([CALL, "It is 60 days."], tools, "prompt-react")
    assert shown(found, calls=False, answer=True) == "It is 60 days."
    calls = shown(found, calls=True, answer=False)
    assert calls.startswith('1. time_delta({"start_time"')
    assert "It is 60 days." not in calls


@pytest.fixture(scope="module")
def nano(builtin_model_path: Path) -> Iterator[LanguageModel]:
    model = LocalModel(builtin_model_path, threads=1)
    yield model
    model.close()


def test_the_built_in_model_runs_the_loop_in_our_own_agent(
    nano: LanguageModel, tools: Tools
) -> None:
    asking = Asking(threading.Event())
    found = run_own(Job(QUERY, "en"), (), nano, tools, asking)
    assert found.observed[0].command == Command(
        "time_delta", {"start_time": "2024-01-01", "end_time": "2024-03-01"}
    )
    assert "60 days" in found.observed[0].observation
    assert "60 days" in found.answer
    assert found.steps[-1].kind == "conclusion"
    assert [m.role for m in found.steps[0].messages] == ["system", "user"]
    assert asking.spent.requests == len(found.steps)
    assert asking.spent.tokens_in > 0


def test_our_own_agent_is_given_its_memory(tools: Tools) -> None:
    memory = (Recollection("knowledge", "note.md", "note.md", "The ferry leaves at six.", 1.0),)
    job = Job("Which weekday is 2025-10-01?", "en")
    found = run_own(job, memory, ScriptedTeacher(), tools, Asking(threading.Event()))
    assert "The ferry leaves at six." in found.steps[0].messages[1].content
    assert found.outcome == "answered"
    assert "Wednesday" in found.observed[0].observation
