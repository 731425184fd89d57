"""Long conversations: only the latest turns are on the screen, the others come when wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Static

from engine.events import Failed
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.transcript import EarlierTurns
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    answer_of,
    make_app,
    screen_of,
    scripts_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio
SHOWN = 5


def questions(screen: ChatScreen) -> list[str]:
    return [turn.question for turn in screen.transcript.turns]


def history(count: int) -> list[Any]:
    return [
        replace(answer_of(f"answer {number} [1]"), question=f"q{number}") for number in range(count)
    ]


async def test_a_long_session_shows_its_end_and_the_rest_on_demand() -> None:
    app = make_app(
        ScriptedAssembly(history=history(SHOWN + 25)), session_id="s1", answers_shown=SHOWN
    )
    async with app.run_test(size=(80, 24)) as pilot:
        screen = screen_of(pilot)
        await until(pilot, lambda: len(screen.transcript.turns) == SHOWN)
        assert questions(screen)[0] == "q25"
        assert "25 earlier questions" in str(screen.query_one(EarlierTurns).render())
        screen.transcript.scroll_home(animate=False)
        await pilot.pause()
        top = screen.transcript.turns[0]
        await pilot.press("pageup")
        await until(pilot, lambda: len(screen.transcript.turns) == SHOWN + 20)
        assert questions(screen)[:2] == ["q5", "q6"]
        # What was at the top of the view has stayed there.
        await until(pilot, lambda: screen.transcript.scroll_offset.y > 0)
        assert abs(top.region.y - screen.transcript.region.y) <= 1
        screen.transcript.scroll_home(animate=False)
        await pilot.pause()
        await pilot.press("pageup")
        await until(pilot, lambda: questions(screen)[0] == "q0")
        assert not screen.query_one(EarlierTurns).display


async def test_old_turns_are_let_go_and_come_back_whole() -> None:
    asked = SHOWN + 21
    scripts = scripts_of(*(whole_script(f"answer {number} [1]") for number in range(asked)))
    scripts[1] = [Failed("the disk is full")]
    app = make_app(ScriptedAssembly(scripts), answers_shown=SHOWN)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = screen_of(pilot)
        for number in range(asked):
            await write(pilot, f"q{number}")
            await until(pilot, lambda: not screen.is_answering)
        assert len(screen.transcript.turns) <= SHOWN + 1
        assert len(screen.transcript.entries) == asked
        screen.transcript.scroll_home(animate=False)
        await pilot.pause()
        while questions(screen)[0] != "q0":
            before = len(screen.transcript.turns)
            await pilot.press("pageup")

            def grown(known: int = before) -> bool:
                return len(screen.transcript.turns) > known

            await until(pilot, grown)
            screen.transcript.scroll_home(animate=False)
            await pilot.pause()
        first, second = screen.transcript.turns[:2]
        assert first.answer.text == "answer 0 [1]"
        assert len(first.query(CitationView)) == 2
        assert "the disk is full" in str(second.query_one(".turn-note", Static).render())
        assert second.finished
