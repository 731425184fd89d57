"""For a screen reader: no frames, no signs without a word, a label for every role."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.events import Concluded, Observed
from kagent_tui.app import KAgentApp
from kagent_tui.bindings.shown import use_remapped
from kagent_tui.i18n import use_language
from kagent_tui.roles import (
    TaskState,
    dash,
    question_sign,
    separator,
    source_sign,
    speak_plainly,
    task_sign,
)
from kagent_tui.screens.help import HelpScreen
from kagent_tui.screens.settings import SettingsScreen
from kagent_tui.screens.themes import ThemeScreen
from tests.kagent_tui.page_app import PageApp, lines_of, text_of, workspace_in
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    answer_of,
    days_record,
    make_app,
    scripts_of,
    turns_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import nothing_in_background, until

# Box drawing, block elements, geometric shapes, dingbats, arrows and braille.
_SIGNS = re.compile("[\u2190-\u21ff\u2500-\u25ff\u2700-\u27bf\u2800-\u28ff]")


@pytest.fixture(autouse=True)
def _as_it_was() -> Any:
    use_language("en")
    yield
    use_language("en")
    use_remapped({})
    speak_plainly(False)


def signs_on(lines: list[str]) -> list[str]:
    return [line for line in lines if _SIGNS.search(line)]


def plain_chat(assembly: ScriptedAssembly) -> KAgentApp:
    app = make_app(assembly)
    app.workspace.config = app.workspace.config.changed(screen_reader=True)
    return app


@pytest.mark.anyio
async def test_the_chat_has_a_word_for_every_role() -> None:
    failed = days_record()
    script = [
        *whole_script()[:-1],
        Observed(failed),
        Concluded(answer_of("There are **226 days** [1].")),
    ]
    app = plain_chat(ScriptedAssembly(scripts_of(script)))
    async with app.run_test(size=(100, 30)) as pilot:
        assert app.has_class("-plain")
        await pilot.pause()
        assert signs_on(lines_of(app)) == []
        await write(pilot, "How many days?")
        await until(pilot, lambda: bool(turns_of(pilot)) and turns_of(pilot)[0].finished)
        text = text_of(app)
        for label in ("You: How many days?", "Task 1, done: time_delta(", "KAgent:", "Source 1: "):
            assert label in text
        assert text.index("You:") < text.index("Task 1") < text.index("KAgent:")
        assert signs_on(lines_of(app)) == []


@pytest.mark.anyio
async def test_the_chat_has_frames_and_signs_for_all_others() -> None:
    app = make_app(ScriptedAssembly(scripts_of(whole_script())))
    async with app.run_test(size=(100, 30)) as pilot:
        await write(pilot, "How many days?")
        await until(pilot, lambda: bool(turns_of(pilot)) and turns_of(pilot)[0].finished)
        text = text_of(app)
        assert "❯ How many days?" in text
        assert "KAgent:" not in text
        assert "╭" in text


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "title"), [(SettingsScreen, "Settings"), (ThemeScreen, "Theme"), (HelpScreen, "Help")]
)
async def test_pages_and_dialogs_have_no_frames_and_keep_their_titles(
    tmp_path: Path, kind: type[Any], title: str
) -> None:
    (tmp_path / "config.toml").write_text("screen_reader = true\n")
    workspace = workspace_in(tmp_path)
    workspace.config = workspace.config.changed(interface_language="en")
    screen = kind() if kind is HelpScreen else kind(workspace)
    app = PageApp(workspace, screen)
    async with app.run_test() as pilot:
        await until(pilot, lambda: title in text_of(app))
        await nothing_in_background(pilot)
        assert title in lines_of(app)[0]
        # The names of the arrow keys are what the help is about.
        assert kind is HelpScreen or signs_on(lines_of(app)) == []
        assert not re.search("[\u2500-\u257f\u2580-\u259f]", text_of(app))


def test_words_and_signs() -> None:
    assert (question_sign(), source_sign(2), separator(), dash()) == ("❯ ", "[2] ", " · ", " — ")
    speak_plainly(True)
    assert (question_sign(), source_sign(2), separator(), dash()) == (
        "You: ",
        "Source 2: ",
        ", ",
        ": ",
    )
    use_language("zh")
    assert source_sign(2) == "来源 2： "


@pytest.mark.parametrize("state", ["planned", "running", "done", "failed", "stopped"])
def test_no_state_is_in_a_colour_alone(state: TaskState) -> None:
    states: list[TaskState] = ["planned", "running", "done", "failed", "stopped"]
    for plain in (False, True):
        speak_plainly(plain)
        sign, _ = task_sign(1, state)
        assert sign not in [task_sign(1, other)[0] for other in states if other != state]
        assert not plain or state in sign
