"""The chat in its states."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.attachments import Attachment
from engine.events import (
    Answer,
    Citation,
    Command,
    Concluded,
    Concluding,
    Language,
    Location,
    Observed,
    Recalled,
    Task,
    TaskPlanned,
    TaskRecord,
    ToolStarted,
    UsageTotals,
)
from engine.opening import Opening
from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.completion_menu import CompletionMenu
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.passage_panel import PassagePanel
from kagent_tui.widgets.status import StatusLine
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    Step,
    failing_script,
    screen_of,
    scripts_of,
    turns_of,
    until,
    write,
)
from tests.snapshots.library_data import answer
from tests.snapshots.shots import Camera, Drive, Shot, every_shot, loaded, some_shots

QUESTIONS = {
    "en": "How many days lie between Spring Festival and National Day?",
    "zh": "从春节到国庆节有多少天？",
}
TEXTS = {
    "en": (
        "There are **226 days** between Spring Festival and National Day [1].\n\n"
        "- Spring Festival: 2026-02-17\n- National Day: 2026-10-01 [2]"
    ),
    "zh": "从春节到国庆节相隔 **226 天** [1]。\n\n- 春节：2026-02-17\n- 国庆节：2026-10-01 [2]",
}
FOUND = {
    "en": "From 2026-02-17 to 2026-10-01 there are 226 days.",
    "zh": "从 2026-02-17 到 2026-10-01 共 226 天。",
}
QUOTES = {
    "en": ("Holidays of the year", "National Day is celebrated on 1 October."),
    "zh": ("全年节假日", "国庆节为十月一日。"),
}


def days_record(language: Language) -> TaskRecord:
    name = "Count the days" if language == "en" else "计算天数"
    command = Command("time_delta", {"start_time": "2026-02-17", "end_time": "2026-10-01"})
    return TaskRecord(Task(name, command), FOUND[language], None, 0.012)


def holidays(language: Language) -> Citation:
    title, quote = QUOTES[language]
    heading = "Autumn" if language == "en" else "秋季"
    location = Location(heading=heading, page=3, line=14)
    return Citation(2, "/home/ada/notes/holidays.md", title, location, quote)


def whole_answer(language: Language) -> Answer:
    computed = Citation(
        1,
        "tool:time_delta",
        "time_delta(2026-02-17, 2026-10-01)",
        Location(),
        FOUND[language],
    )
    usage = UsageTotals(420, 180, 60, 1.512, 820)
    return Answer(
        QUESTIONS[language],
        TEXTS[language],
        language,
        "answered",
        (computed, holidays(language)),
        (days_record(language),),
        "s1",
        "kagent-nano",
        usage,
    )


def found_source(shot: Shot) -> FoundSource:
    before = shot.said(
        "# Autumn\n\nThe Mid-Autumn Festival is on 25 September. ",
        "# 秋季\n\n中秋节为九月二十五日。",
    )
    after = shot.said(
        " Most shops stay open, and trains are full.", "大部分商店照常营业，火车票紧张。"
    )
    cited = holidays(shot.language)
    return FoundSource(
        cited,
        SourceState(cited.source, Path(cited.source)),
        ShownPassage(before, cited.quote, after),
        Opening(("okular", cited.source), in_terminal=False, at_place=True),
    )


def working(language: Language) -> list[Step]:
    record = days_record(language)
    return [Recalled(()), TaskPlanned(record.task), ToolStarted(record.task), Observed(record)]


def answered(language: Language) -> list[Step]:
    pieces: list[Step] = [Concluding(TEXTS[language]), Concluded(whole_answer(language))]
    return [*working(language), *pieces]


def asking(shot: Shot, then: Drive | None = None) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, QUESTIONS[shot.language])
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        if then is not None:
            await then(pilot)

    return drive


@every_shot
def test_first_run(camera: Camera) -> None:
    assert camera.takes(camera.app(ScriptedAssembly()), loaded)


@every_shot
def test_answer(camera: Camera, shot: Shot) -> None:
    assembly = ScriptedAssembly(scripts_of(answered(shot.language)), documents=12)
    assert camera.takes(camera.app(assembly), asking(shot))


@some_shots
def test_loading(camera: Camera, shot: Shot) -> None:
    gate = threading.Event()
    assembly = ScriptedAssembly(documents=12, model_gate=gate)

    async def drive(pilot: Pilot[int]) -> None:
        await write(pilot, QUESTIONS[shot.language])
        await until(pilot, lambda: screen_of(pilot).query_one(StatusLine).memory is not None)

    same = camera.takes(camera.app(assembly), drive)
    gate.set()
    assert same


@some_shots
def test_model_missing(camera: Camera) -> None:
    error = OSError("/home/ada/models/large.gguf: there is no such file")
    assembly = ScriptedAssembly(documents=12, model_error=error)

    async def drive(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: screen_of(pilot).query_one("#trouble").display)

    assert camera.takes(camera.app(assembly), drive)


@some_shots
def test_unfolded(camera: Camera, shot: Shot) -> None:
    assembly = ScriptedAssembly(scripts_of(answered(shot.language)), documents=12)

    async def unfold(pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+o")

    assert camera.takes(camera.app(assembly), asking(shot, unfold))


@some_shots
def test_quiet(camera: Camera, shot: Shot) -> None:
    assembly = ScriptedAssembly(scripts_of(answered(shot.language)), documents=12)
    assert camera.takes(camera.app(assembly, quiet=True), asking(shot))


@some_shots
def test_stopped(camera: Camera, shot: Shot) -> None:
    part = shot.said("There are 226 days between Spring", "从春节到国庆节相隔")
    script: list[Step] = [*working(shot.language), Concluding(part), threading.Event()]

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, QUESTIONS[shot.language])
        await until(pilot, lambda: turns_of(pilot)[0].answer.text == part)
        await pilot.press("escape")
        await until(pilot, lambda: turns_of(pilot)[0].finished)

    assert camera.takes(camera.app(ScriptedAssembly(scripts_of(script), documents=12)), drive)


@some_shots
def test_failed(camera: Camera, shot: Shot) -> None:
    script = [*working(shot.language), *failing_script()]
    assembly = ScriptedAssembly(scripts_of(script), documents=12)
    assert camera.takes(camera.app(assembly), asking(shot))


@some_shots
def test_queued(camera: Camera, shot: Shot) -> None:
    gate = threading.Event()
    script: list[Step] = [*working(shot.language)[:3], gate]
    later = shot.said("And how many weeks?", "那是多少周？")

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, QUESTIONS[shot.language])
        await until(pilot, lambda: len(turns_of(pilot)[0].tasks.query("TaskView")) == 1)
        await write(pilot, later)
        await until(pilot, lambda: len(turns_of(pilot)) == 2)

    same = camera.takes(camera.app(ScriptedAssembly(scripts_of(script), documents=12)), drive)
    gate.set()
    assert same


@every_shot
def test_passage_panel(camera: Camera, shot: Shot) -> None:
    scripts = scripts_of(answered(shot.language))
    assembly = ScriptedAssembly(scripts, documents=12, found=found_source(shot))

    async def look(pilot: Pilot[int]) -> None:
        await pilot.press("ctrl+t", "ctrl+t", "f7")
        panel = screen_of(pilot).query_one(PassagePanel)
        if not panel.display:
            await pilot.press("f7")
        await until(pilot, lambda: assembly.wanted)

    assert camera.takes(camera.app(assembly), asking(shot, look))


@every_shot
def test_slash_menu(camera: Camera) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: screen_of(pilot).query_one(CompletionMenu).is_open)

    assert camera.takes(camera.app(ScriptedAssembly(documents=12)), drive)


@some_shots
def test_at_menu(
    camera: Camera, shot: Shot, filled: BankAssembly, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await pilot.press("at", *shot.said("h", "港"))
        await until(pilot, lambda: screen_of(pilot).query_one(CompletionMenu).is_open)

    assert camera.takes(camera.app(filled), drive)


@some_shots
def test_attachments(camera: Camera, shot: Shot) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        composer = screen_of(pilot).query_one(Composer)
        composer.text = shot.said("What has changed since?", "后来有哪些变化？")
        place = shot.said("/home/ada/notes/lease.md", "/home/ada/笔记/租房合同.md")
        composer.attach(Attachment.of_place(place))
        composer.attach(Attachment.of_collection(shot.said("house", "家务")))
        composer.attach(Attachment.of_text("line\n" * 120, "pasted"))
        await pilot.pause()

    assert camera.takes(camera.app(ScriptedAssembly(documents=12)), drive)


@some_shots
def test_long_session(camera: Camera, shot: Shot) -> None:
    history = [
        answer(
            shot.said(
                f"Question {number}: when does the ferry leave?", f"问题 {number}：几点开船？"
            ),
            shot.said("It leaves at 22:40.", "22:40 开船。"),
            shot.language,
        )
        for number in range(1, 61)
    ]
    assembly = ScriptedAssembly(history=history, documents=12)

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await until(pilot, lambda: turns_of(pilot))
        screen_of(pilot).transcript.scroll_home(animate=False)
        await pilot.pause()

    assert camera.takes(camera.app(assembly, session="s1"), drive)
