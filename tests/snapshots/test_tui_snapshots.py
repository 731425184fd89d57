"""What the TUI looks like, at two sizes, in the states that matter."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.events import Concluding, Observed, Recalled, TaskPlanned, ToolStarted
from engine.web_access import ConnectionRequest
from kagent_tui.app import KAgentApp
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.status import StatusLine
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    Step,
    days_record,
    days_task,
    failing_script,
    make_app,
    screen_of,
    scripts_of,
    turns_of,
    until,
    whole_script,
    write,
)

TEXTUAL = "8.2.8"
SIZES = [(60, 20), (100, 30)]
SnapCompare = Callable[..., bool]
Drive = Callable[[Pilot[int]], Awaitable[None]]

pytestmark = [
    pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"),
    pytest.mark.skipif(
        version("textual") != TEXTUAL, reason=f"the pictures were taken with Textual {TEXTUAL}"
    ),
]

ANSWER = (
    "There are **226 days** between Spring Festival and National Day [1].\n\n"
    "- Spring Festival: 2026-02-17\n- National Day: 2026-10-01 [2]"
)


def frozen(drive: Drive) -> Callable[[Pilot[int]], Awaitable[None]]:
    """The drive, with the cursor kept from blinking before and after."""

    async def run(pilot: Pilot[int]) -> None:
        screen_of(pilot).query_one(Composer).cursor_blink = False
        await drive(pilot)
        await pilot.pause(0.2)

    return run


async def loaded(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: screen_of(pilot).query_one(StatusLine).model == "kagent-nano")


def asking(question: str, *, unfold: bool = False) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, question)
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        if unfold:
            await pilot.press("ctrl+o")

    return drive


def compare(snap_compare: Any, app: KAgentApp, drive: Drive, size: tuple[int, int]) -> bool:
    return bool(snap_compare(app, terminal_size=size, run_before=frozen(drive)))


def test_empty(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert compare(snap_compare, make_app(ScriptedAssembly()), loaded, size)


def test_loading(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    gate = threading.Event()
    assembly = ScriptedAssembly(documents=12, model_gate=gate)

    async def drive(pilot: Pilot[int]) -> None:
        await write(pilot, "What did I note about the autumn holidays?")
        await until(pilot, lambda: screen_of(pilot).query_one(StatusLine).memory is not None)

    assert compare(snap_compare, make_app(assembly), drive, size)
    gate.set()


def test_answer(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script(ANSWER)), documents=12))
    drive = asking("How many days lie between Spring Festival and National Day?")
    assert compare(snap_compare, app, drive, size)


def test_unfolded(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script("226 days [1].")), documents=12))
    assert compare(snap_compare, app, asking("How many days?", unfold=True), size)


def test_stopped(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    endless = threading.Event()
    script: list[Step] = [Recalled(()), Concluding("There are 226 days between Spr"), endless]

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, "How many days?")
        await until(pilot, lambda: turns_of(pilot)[0].answer.text.endswith("Spr"))
        await pilot.press("escape")
        await until(pilot, lambda: turns_of(pilot)[0].finished)

    app = make_app(ScriptedAssembly(scripts_of(script), documents=12))
    assert compare(snap_compare, app, drive, size)


def test_error(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    script: list[Step] = [
        TaskPlanned(days_task()),
        ToolStarted(days_task()),
        Observed(days_record()),
        *failing_script(),
    ]
    app = make_app(ScriptedAssembly(scripts_of(script), documents=12))
    assert compare(snap_compare, app, asking("How many days?"), size)


def test_chinese(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    text = "春节到国庆节相隔 **226 天** [1]。"
    question = "从春节到国庆节有多少天？"
    script = whole_script(text, question=question, language="zh")
    app = make_app(ScriptedAssembly(scripts_of(script), documents=12), language="zh")
    assert compare(snap_compare, app, asking(question), size)


def test_help(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await pilot.press("f1")
        await pilot.pause()

    assert compare(snap_compare, make_app(ScriptedAssembly()), drive, size)


def test_consent(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    request = ConnectionRequest(
        ("geocoding-api.open-meteo.com", "api.open-meteo.com"), "Beijing", "get_weather_info"
    )

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, "How warm is it in Beijing?")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConsentScreen))

    script: list[Step] = [Recalled(()), request, *failing_script()]
    app = make_app(ScriptedAssembly(scripts_of(script), documents=12))
    assert compare(snap_compare, app, drive, size)
