"""What is typed or pasted beside the question goes into it, and nothing lies over it."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets._toast import Toast

from engine.attachments import Attachment
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.status import StatusLine
from kagent_tui.widgets.tasks import TaskView
from kagent_tui.widgets.turn import TurnView
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    make_app,
    screen_of,
    scripts_of,
    turns_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


async def test_letters_go_into_the_question_and_keys_stay_keys() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())))
    async with app.run_test() as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        task = turns_of(pilot)[0].query(TaskView).first()
        task.focus()
        await pilot.press("space")
        composer = screen_of(pilot).query_one(Composer)
        assert task.has_focus
        assert composer.text == ""
        await pilot.press("s", "o", "space", "?")
        assert composer.has_focus
        assert composer.text == "so ?"


async def test_a_paste_goes_into_the_question_too() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())))
    async with app.run_test() as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        task = turns_of(pilot)[0].query(TaskView).first()
        task.focus()
        await pilot.pause()
        task.post_message(Paste("and in a leap year?"))
        composer = screen_of(pilot).query_one(Composer)
        await until(pilot, lambda: composer.text == "and in a leap year?")


async def test_notices_leave_the_question_and_the_keys_in_sight() -> None:
    app = make_app(ScriptedAssembly())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query(Toast))
        await pilot.pause()
        composer = screen_of(pilot).query_one(Composer)
        assert app.screen.query(Toast).first().region.bottom <= composer.region.y


async def test_what_is_attached_stands_apart_from_the_question() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())))
    async with app.run_test() as pilot:
        await screen_of(pilot).ask("How much?", [Attachment.of_place("/notes/lease.txt")])
        turn = pilot.app.query_one(TurnView)
        await until(pilot, lambda: turn.finished)
        assert "How much?  @/notes/lease.txt" in str(turn.query_one(".turn-question").render())


@pytest.mark.parametrize(
    ("width", "memory", "shown"),
    [
        (100, (1, 1, 2048), "1 document · 1 question · 2.0 kB"),
        (100, (1200, 0, 2048), "1,200 documents · 0 questions · 2.0 kB"),
        (40, (2, 7, 2048), "2 documents · 7 questions"),
        (30, (2, 7, 2048), "2 documents"),
    ],
)
async def test_the_status_line_counts_what_a_user_put_in(
    width: int, memory: tuple[int, int, int], shown: str
) -> None:
    app = make_app(ScriptedAssembly())
    async with app.run_test(size=(width, 24)) as pilot:
        status = screen_of(pilot).query_one(StatusLine)
        await until(pilot, lambda: status.network is not None)
        status.model, status.network, status.memory = "nano", None, memory
        assert str(status.render()).rstrip().endswith(shown)
