"""Citations in the terminal interface: reached by keys, opened, and marked when changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from engine.opening import Opening
from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    answer_of,
    citations_of,
    make_app,
    scripts_of,
    turns_of,
    whole_script,
    write,
)
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


CITED = answer_of("x").citations[1]
PASSAGE = ShownPassage(
    "It is autumn. ", "National Day is celebrated on 1 October.", " Then [b]rain."
)


def found(opening: Opening | None, **state: bool) -> FoundSource:
    return FoundSource(CITED, SourceState(CITED.source, None, **state), PASSAGE, opening)


async def answered(pilot: Pilot[int], assembly: ScriptedAssembly) -> None:
    await write(pilot, "How many?")
    await until(pilot, lambda: len(pilot.app.query(CitationView)) == 2)


def shown(pilot: Pilot[int]) -> str:
    assert isinstance(pilot.app.screen, PassageScreen)
    return "\n".join(str(part.render()) for part in pilot.app.screen.query("Static"))


def notices(pilot: Pilot[int]) -> str:
    return "\n".join(entry.message for entry in pilot.app._notifications)


@pytest.mark.parametrize("key", ["enter", "o"])
async def test_a_key_shows_the_passage_where_nothing_opens_it(key: str) -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()), found=found(None, changed=True))
    async with make_app(assembly).run_test() as pilot:
        await answered(pilot, assembly)
        await pilot.press("ctrl+t", "ctrl+t", key)
        await until(pilot, lambda: isinstance(pilot.app.screen, PassageScreen))
        assert assembly.wanted[-1] == CITED
        text = shown(pilot)
        assert "/home/ada/notes/holidays.md:14, page 3, Autumn" in text
        assert "the source has changed since" in text
        assert "It is autumn. National Day is celebrated on 1 October. Then [b]rain." in text
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, PassageScreen))
        assert isinstance(pilot.app.focused, CitationView)


async def test_a_window_program_is_started_by_itself(tmp_path: Path) -> None:
    record = tmp_path / "record"
    program = tmp_path / "viewer"
    program.write_text(f'#!/bin/sh\necho "$@" > "{record}"\n', encoding="utf-8")
    program.chmod(0o755)
    opening = Opening((str(program), "--page-index=3", "/a b.pdf"))
    assembly = ScriptedAssembly(scripts_of(whole_script()), found=found(opening))
    async with make_app(assembly).run_test() as pilot:
        await answered(pilot, assembly)
        pilot.app.query(CitationView).last().focus()
        await pilot.press("enter")
        await until(pilot, lambda: "Opened with viewer" in notices(pilot))
        assert record.read_text(encoding="utf-8") == "--page-index=3 /a b.pdf\n"


async def test_a_program_that_fails_gives_way_to_the_passage() -> None:
    opening = Opening(("/nonexistent/viewer", "/a.pdf"))
    assembly = ScriptedAssembly(scripts_of(whole_script()), found=found(opening))
    async with make_app(assembly, language="zh").run_test() as pilot:
        await answered(pilot, assembly)
        await pilot.click(pilot.app.query(CitationView).last())
        await until(pilot, lambda: isinstance(pilot.app.screen, PassageScreen))
        assert "无法启动 viewer：没有这个文件或文件夹" in notices(pilot)
        assert "第 3 页" in shown(pilot)
        assert "按 Esc 关闭。" in shown(pilot)


async def test_an_editor_gets_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    suspended: list[bool] = []
    started: list[Opening] = []

    @contextmanager
    def suspend() -> Iterator[None]:
        suspended.append(True)
        yield
        suspended.append(False)

    def launch(opening: Opening) -> None:
        assert suspended == [True]
        started.append(opening)

    opening = Opening(("/bin/vim", "+14", "/a.md"), in_terminal=True)
    assembly = ScriptedAssembly(scripts_of(whole_script()), found=found(opening))
    app = make_app(assembly)
    async with app.run_test() as pilot:
        await answered(pilot, assembly)
        monkeypatch.setattr(app, "suspend", suspend)
        monkeypatch.setattr("kagent_tui.launching.launch", launch)
        await pilot.press("ctrl+t", "o")
        await until(pilot, lambda: "Opened with vim" in notices(pilot))
    assert (started, suspended) == ([opening], [True, False])


async def test_without_a_terminal_to_give_the_passage_is_shown() -> None:
    opening = Opening(("/bin/vim", "+14", "/a.md"), in_terminal=True)
    assembly = ScriptedAssembly(scripts_of(whole_script()), found=found(opening))
    async with make_app(assembly).run_test() as pilot:
        await answered(pilot, assembly)
        await pilot.press("ctrl+t", "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PassageScreen))
        assert "Opened with" not in notices(pilot)


async def test_memory_trouble_is_said_in_a_line() -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await answered(pilot, assembly)
        await pilot.press("ctrl+t", "o")
        await until(pilot, lambda: "kagent.db is locked" in notices(pilot))
        assert not isinstance(pilot.app.screen, PassageScreen)


async def test_the_key_goes_round_and_says_when_there_is_nothing() -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await until(pilot, lambda: pilot.app.query(Composer))
        await pilot.press("ctrl+t")
        assert "No sources to open yet." in notices(pilot)
        await answered(pilot, assembly)
        views = list(pilot.app.query(CitationView))
        for number in (0, 1, 0):
            await pilot.press("ctrl+t")
            assert pilot.app.focused is views[number]
        for number in (1, 0, 1):
            await pilot.press("ctrl+shift+t")
            assert pilot.app.focused is views[number]
        await pilot.press("shift+tab")
        assert pilot.app.focused is views[0]


async def test_a_digit_goes_to_that_citation_of_the_same_answer() -> None:
    assembly = ScriptedAssembly(history=[answer_of("Then."), answer_of("Now.")])
    async with make_app(assembly, session_id="s1").run_test() as pilot:
        await until(pilot, lambda: len(pilot.app.query(CitationView)) == 4)
        views = list(pilot.app.query(CitationView))
        await pilot.press("ctrl+t")
        assert pilot.app.focused is views[2]
        await pilot.press("2")
        await pilot.pause()
        assert pilot.app.focused is views[3]
        await pilot.press("9")
        await pilot.pause()
        assert pilot.app.focused is views[3]
        assert pilot.app.screen.query_one(Composer).text == ""


async def test_escape_and_typing_go_back_to_the_question() -> None:
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    async with make_app(assembly).run_test() as pilot:
        await answered(pilot, assembly)
        composer = pilot.app.screen.query_one(Composer)
        await pilot.press("ctrl+t", "escape")
        assert pilot.app.focused is composer
        assert "Nothing is running" not in notices(pilot)
        await pilot.press("ctrl+t", *"hello")
        assert pilot.app.focused is composer
        assert composer.text == "hello"
        assert "Opening" not in notices(pilot)


async def test_keys_that_come_faster_than_the_focus_goes_are_all_kept() -> None:
    assembly = ScriptedAssembly(history=[answer_of("Now.")])
    async with make_app(assembly, session_id="s1").run_test() as pilot:
        await until(pilot, lambda: len(pilot.app.query(CitationView)) == 2)
        await pilot.press("ctrl+t")
        view, composer = pilot.app.focused, pilot.app.screen.query_one(Composer)
        assert isinstance(view, CitationView)
        for character in "second 1oc":
            view.post_message(Key("space" if character == " " else character, character))
        view.post_message(Key("enter", "\r"))
        await pilot.pause()
        assert composer.text == "second 1oc"
        await pilot.press("ctrl+t")
        assert pilot.app.focused is view
        view.post_message(Paste(" pasted\x1b[31m"))
        await pilot.pause()
        assert composer.text == "second 1oc pasted"
        assert not assembly.sessions or not assembly.sessions[0].asked
        assert "Opening" not in notices(pilot)


async def test_a_resumed_session_says_what_has_changed() -> None:
    assembly = ScriptedAssembly(
        history=[answer_of("Then."), answer_of("Now.")], notes=[{2: "the source is gone"}, {}]
    )
    async with make_app(assembly, session_id="s1").run_test() as pilot:
        await until(pilot, lambda: len(pilot.app.query(CitationView)) == 4)
        first, second = turns_of(pilot)
        assert citations_of(first).endswith("— the source is gone")
        assert "gone" not in citations_of(second)
