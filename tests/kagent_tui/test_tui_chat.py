"""The chat: what a question's events make of the screen, and how it is stopped and left."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from textual.widgets import Static

from engine.events import Concluding, Planning, Stopped, Task, TaskPlanned, ToolStarted
from kagent_tui.messages import EventArrived, MemoryOpened, ModelLoaded
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.status import StatusLine
from kagent_tui.widgets.tasks import TaskView
from kagent_tui.widgets.turn import TurnView
from kagent_tui.widgets.welcome import Welcome
from models.language.base import ModelError
from store.errors import StoreError
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    Step,
    answer_of,
    citations_of,
    days_task,
    failing_script,
    make_app,
    screen_of,
    scripts_of,
    turns_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


def note_of(turn: TurnView) -> str:
    note = turn.query_one(".turn-note", Static)
    return str(note.render()) if note.display else ""


def phase_of(turn: TurnView) -> str:
    phase = turn.query_one(".turn-phase", Static)
    return str(phase.render()) if phase.display else ""


async def test_a_question_becomes_tasks_an_answer_and_citations() -> None:
    messages: list[Any] = []
    app = make_app(ScriptedAssembly(scripts_of(whole_script()), documents=3))
    async with app.run_test(message_hook=messages.append) as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        turn = turns_of(pilot)[0]
        assert turn.answer.text == "There are **226 days** between them [1]."
        assert [str(line.query_one(".task-call", Static).render()) for line in turn.query(TaskView)]
        assert "time_delta(start_time=2026-02-17" in str(
            turn.query_one(".task-call", Static).render()
        )
        assert (
            "[2] Holidays of the year — /home/ada/notes/holidays.md:14, page 3, Autumn — National"
            in citations_of(turn)
        )
        assert not screen_of(pilot).query_one(Welcome).display
        status = str(screen_of(pilot).query_one(StatusLine).render())
        assert "kagent-nano · 40 tokens/s" in status
        assert "3 documents · 1 question · 450.0 kB" in status
    kinds = [type(entry) for entry in messages if type(entry).__module__ == "kagent_tui.messages"]
    assert kinds.index(MemoryOpened) < kinds.index(ModelLoaded) < kinds.index(EventArrived)
    order = [type(entry.event).__name__ for entry in messages if isinstance(entry, EventArrived)]
    assert list(dict.fromkeys(order)) == [
        "Recalled",
        "Planning",
        "TaskPlanned",
        "ToolStarted",
        "Observed",
        "Concluding",
        "Concluded",
    ]


async def test_the_screen_is_there_before_the_memory_is_open_and_questions_wait() -> None:
    gate, model_gate = threading.Event(), threading.Event()
    assembly = ScriptedAssembly(scripts_of(whole_script()), open_gate=gate, model_gate=model_gate)
    async with make_app(assembly).run_test() as pilot:
        assert screen_of(pilot).query_one(StatusLine).model == "Opening memory…"
        assert not screen_of(pilot).query_one("#trouble").display
        await write(pilot, "Too early?")
        assert phase_of(turns_of(pilot)[0]) == "Waiting for the model to load…"
        gate.set()
        await until(
            pilot, lambda: screen_of(pilot).query_one(StatusLine).model == "Loading the model…"
        )
        assert not assembly.sessions
        model_gate.set()
        await until(pilot, lambda: turns_of(pilot)[0].finished)


async def test_an_early_question_can_be_dropped() -> None:
    gate = threading.Event()
    assembly = ScriptedAssembly(scripts_of(whole_script()), model_gate=gate)
    async with make_app(assembly).run_test() as pilot:
        await write(pilot, "Too early?")
        await pilot.press("escape")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        assert note_of(turns_of(pilot)[0]) == "Stopped before anything was written."
        gate.set()
        await write(pilot, "And now?")
        await until(pilot, lambda: turns_of(pilot)[1].finished)
        assert assembly.sessions[0].asked == ["And now?"]


async def test_escape_keeps_the_text_and_one_can_ask_again() -> None:
    endless = threading.Event()
    first: list[Step] = [
        TaskPlanned(days_task()),
        Concluding("Half an "),
        Concluding("answer"),
        endless,
    ]
    assembly = ScriptedAssembly(scripts_of(first, whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await write(pilot, "Stop me")
        await until(pilot, lambda: turns_of(pilot)[0].answer.text == "Half an answer")
        begin = time.monotonic()
        await pilot.press("escape")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        assert time.monotonic() - begin < 1.0
        assert turns_of(pilot)[0].answer.text == "Half an answer"
        assert note_of(turns_of(pilot)[0]) == "Stopped. What was written until then is kept."
        assert not turns_of(pilot)[0].query(TaskView)  # it was planned and never run, nor stored
        await write(pilot, "Again")
        await until(pilot, lambda: turns_of(pilot)[1].finished)
        assert "226 days" in turns_of(pilot)[1].answer.text


async def test_stopping_is_said_at_once_when_the_engine_is_slow() -> None:
    assembly = ScriptedAssembly(scripts_of([Concluding("Half"), threading.Event()]), slow_stop=0.5)
    async with make_app(assembly).run_test() as pilot:
        await write(pilot, "Stop me")
        await until(pilot, lambda: turns_of(pilot)[0].answer.text == "Half")
        await pilot.press("escape")
        await pilot.pause()
        assert phase_of(turns_of(pilot)[0]) == "Stopping…"
        await until(pilot, lambda: turns_of(pilot)[0].finished)


async def test_a_second_question_waits_for_the_first() -> None:
    gate = threading.Event()
    assembly = ScriptedAssembly(scripts_of([gate, *whole_script()], whole_script("Second.")))
    async with make_app(assembly).run_test() as pilot:
        await until(pilot, lambda: screen_of(pilot).query_one(StatusLine).model == "kagent-nano")
        await write(pilot, "First")
        await write(pilot, "Second")
        assert phase_of(turns_of(pilot)[1]) == "Waiting for the question before this one…"
        gate.set()
        await until(pilot, lambda: all(turn.finished for turn in turns_of(pilot)))
        assert turns_of(pilot)[1].answer.text == "Second."


async def test_tokens_stream_onto_the_screen_while_the_answer_is_written() -> None:
    gate = threading.Event()
    assembly = ScriptedAssembly(scripts_of([Concluding("One **two"), gate, *whole_script()]))
    async with make_app(assembly).run_test() as pilot:
        await write(pilot, "Stream")
        await until(pilot, lambda: bool(turns_of(pilot)) and turns_of(pilot)[0].answer.text != "")

        def shown() -> str:
            blocks = turns_of(pilot)[0].answer.query("MarkdownBlock")
            return "".join(str(block.render()) for block in blocks)

        await until(pilot, lambda: "One" in shown())
        assert phase_of(turns_of(pilot)[0]) == "Writing…"
        gate.set()
        await until(pilot, lambda: turns_of(pilot)[0].finished)


async def test_a_plan_and_a_running_tool_are_said() -> None:
    first, second = threading.Event(), threading.Event()
    script: list[Step] = [
        Planning("{plan"),
        first,
        TaskPlanned(days_task()),
        ToolStarted(days_task()),
        second,
    ]
    async with make_app(ScriptedAssembly(scripts_of(script))).run_test() as pilot:
        await write(pilot, "Plan")
        await until(pilot, lambda: phase_of(turns_of(pilot)[0]) == "Planning… {plan")
        first.set()
        await until(pilot, lambda: phase_of(turns_of(pilot)[0]) == "Running time_delta…")
        await pilot.press("escape")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        assert phase_of(turns_of(pilot)[0]) != "Running time_delta…"


async def test_a_tool_error_is_marked_and_unfolds() -> None:
    from dataclasses import replace

    from engine.events import Concluded, Observed
    from tests.kagent_tui.scripted_engine import days_record

    record = replace(days_record(), error="there is no such day", observation="")
    script: list[Step] = [
        Observed(record),
        Stopped("step_limit"),
        Concluded(answer_of("No.", tasks=(record,))),
    ]
    async with make_app(ScriptedAssembly(scripts_of(script))).run_test() as pilot:
        await write(pilot, "Fail")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        line = turns_of(pilot)[0].query_one(TaskView)
        assert "✗" in str(line.query_one(".task-call", Static).render())
        observation = line.query_one(".task-observation", Static)
        assert observation.styles.display == "none"
        await pilot.press("ctrl+o")
        assert observation.styles.display == "block"
        assert str(observation.render()) == "there is no such day"
        line.focus()
        await pilot.press("enter")
        assert observation.styles.display == "none"
        assert "step limit" in note_of(turns_of(pilot)[0])


async def test_a_failure_is_one_line() -> None:
    script: list[Step] = [TaskPlanned(Task("x", days_task().command)), *failing_script()]
    async with make_app(ScriptedAssembly(scripts_of(script))).run_test() as pilot:
        await write(pilot, "Fail")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        note = turns_of(pilot)[0].query_one(".turn-note", Static)
        assert str(note.render()).startswith("Failed: model.gguf ended early")
        assert "■" in str(turns_of(pilot)[0].query_one(".task-call", Static).render())


@pytest.mark.parametrize(
    ("assembly", "model", "memory"),
    [
        (
            ScriptedAssembly(open_error=StoreError("kagent.db is locked; close the other program")),
            "no model",
            "memory not opened",
        ),
        (ScriptedAssembly(model_error=ModelError("no such file: m.gguf")), "no model", ""),
    ],
)
async def test_loading_trouble_is_said(assembly: ScriptedAssembly, model: str, memory: str) -> None:
    async with make_app(assembly).run_test() as pilot:
        trouble = screen_of(pilot).query_one("#trouble", Static)
        await until(pilot, lambda: trouble.display and bool(str(trouble.render())))
        assert str(trouble.render()) == str(assembly.open_error or assembly.model_error)
        status = screen_of(pilot).query_one(StatusLine)
        assert (status.model, status.memory_note) == (model, memory)
        if assembly.open_error:
            await write(pilot, "Now?")
            await until(pilot, lambda: turns_of(pilot)[0].finished)
            assert "kagent.db is locked" in note_of(turns_of(pilot)[0])


async def test_a_resumed_session_shows_its_turns_again() -> None:
    stored = [
        answer_of("First.", question="One?"),
        answer_of("Se", outcome="stopped", stop_reason="cancelled"),
    ]
    assembly = ScriptedAssembly(history=stored)
    async with make_app(assembly, session_id="s1").run_test() as pilot:
        await until(pilot, lambda: len(turns_of(pilot)) == 2 and turns_of(pilot)[1].finished)
        first, second = turns_of(pilot)
        assert (first.question, first.answer.text) == ("One?", "First.")
        assert len(first.query(TaskView)) == 1
        assert "[1] time_delta" in citations_of(first)
        assert note_of(second).startswith("Stopped")


async def test_enter_sends_and_ctrl_j_breaks_the_line() -> None:
    async with make_app(ScriptedAssembly(scripts_of(whole_script()))).run_test() as pilot:
        await pilot.press("enter")
        assert not turns_of(pilot)
        await pilot.press("a", "ctrl+j", "b")
        assert screen_of(pilot).query_one(Composer).text == "a\nb"
        await pilot.press("enter")
        await until(pilot, lambda: bool(turns_of(pilot)))
        assert turns_of(pilot)[0].question == "a\nb"
        assert screen_of(pilot).query_one(Composer).text == ""


async def test_the_end_stays_in_sight_until_one_scrolls_up() -> None:
    long = "A line.\n\n" * 30
    assembly = ScriptedAssembly(scripts_of(whole_script(long), whole_script(long)))
    async with make_app(assembly).run_test(size=(100, 30)) as pilot:
        transcript = screen_of(pilot).transcript
        await write(pilot, "First")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        await until(pilot, lambda: 0 < transcript.max_scroll_y == transcript.scroll_y)
        await pilot.press("pageup")
        await until(pilot, lambda: transcript.scroll_y < transcript.max_scroll_y)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: turns_of(pilot)[0].query(".-unfolded"))
        assert transcript.scroll_y < transcript.max_scroll_y
        await write(pilot, "Second")
        await until(pilot, lambda: turns_of(pilot)[1].finished)
        await until(pilot, lambda: transcript.max_scroll_y == transcript.scroll_y)


@pytest.mark.parametrize("keys", [("ctrl+q",), ("ctrl+c", "ctrl+c")])
async def test_quit_during_a_question_is_quick(keys: tuple[str, ...]) -> None:
    assembly = ScriptedAssembly(scripts_of([Concluding("Never"), threading.Event()]))
    app = make_app(assembly)
    begin = time.monotonic()
    async with app.run_test() as pilot:
        await write(pilot, "Endless")
        await until(pilot, lambda: turns_of(pilot)[0].answer.text == "Never")
        begin = time.monotonic()
        await pilot.press(*keys)
    app.runner.join()
    assert time.monotonic() - begin < 2.0
    assert assembly.closed
    assert app.return_code == 0


async def test_one_ctrl_c_only_warns_and_f1_helps() -> None:
    async with make_app(ScriptedAssembly()).run_test() as pilot:
        await pilot.press("ctrl+c")
        assert pilot.app.is_running
        await pilot.press("f1")
        await pilot.pause()
        shown = "\n".join(str(part.render()) for part in pilot.app.screen.query(Static))
        assert "Ctrl+J" in shown
        assert "library" in shown
        await pilot.press("escape")
        await pilot.pause()
        screen_of(pilot)


async def test_a_fault_of_the_program_ends_it_and_is_kept() -> None:
    app = make_app(ScriptedAssembly(scripts_of([RuntimeError("a fault")])))
    async with app.run_test() as pilot:
        await write(pilot, "Crash")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 1
    assert str(app.runner.failure) == "a fault"
