"""The menu of commands, files and earlier questions, with real keys and files."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.attachments import Attachment
from kagent_tui.completing.completion import Completion
from kagent_tui.completing.files import FileSource
from kagent_tui.widgets.composer import Composer
from store.errors import StoreError
from tests.kagent_tui.composer_app import ComposerApp
from tests.kagent_tui.waiting import nothing_in_background, until

pytestmark = pytest.mark.anyio

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


async def typed(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))
    await pilot.pause()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("report.pdf", "with space.txt", "sub/notes.md", ".hidden"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


async def test_a_slash_opens_the_commands_and_enter_runs_one() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/")
        assert [row.split()[0] for row in app.rows] == ["/rename", "/help", "/quit"]
        await typed(pilot, "qu")
        assert [row.split()[0] for row in app.rows] == ["/quit"]
        await pilot.press("enter")
        await pilot.pause()
        assert app.told == [Composer.CommandGiven("app.quit", "")]
        assert app.composer.text == ""
        assert not app.menu.is_open


async def test_other_words_highlight_their_best_row() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/")
        assert app.menu.highlighted == 0
        await typed(pilot, "h")
        await pilot.press("backspace")
        await typed(pilot, "e")
        await pilot.pause()
        assert len(app.rows) > 1
        assert app.menu.highlighted == 0
        await pilot.press("down")
        await pilot.pause()
        assert app.menu.highlighted == 1
        await typed(pilot, "l")
        assert app.rows[app.menu.highlighted or 0].startswith("/help")


async def test_a_command_that_takes_more_waits_for_it() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/ren")
        await pilot.press("enter")
        await pilot.pause()
        assert app.composer.text == "/rename "
        assert not app.told
        assert app.note == "/rename TITLE — Give it another title."
        await typed(pilot, "My title")
        await pilot.press("enter")
        await pilot.pause()
        assert app.told == [Composer.CommandGiven("session.rename", "My title")]


async def test_tab_completes_and_does_not_run() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/he")
        await pilot.press("tab")
        await pilot.pause()
        assert app.composer.text == "/help "
        assert app.composer.has_focus
        await pilot.press("enter")
        await pilot.pause()
        assert app.told == [Composer.CommandGiven("app.help", "")]


async def test_a_word_typed_in_full_runs_and_arrows_choose() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/rename")
        await pilot.press("enter")
        await pilot.pause()
        await typed(pilot, "/")
        await pilot.press("up", "enter")
        await pilot.pause()
        assert app.told == [
            Composer.CommandGiven("session.rename", ""),
            Composer.CommandGiven("app.quit", ""),
        ]


async def test_keys_that_come_faster_than_the_menu_run_what_was_typed() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        for character in "/quit":
            app.composer.insert(character, maintain_selection_offset=False)
            if character == "/":
                await until(pilot, lambda: app.menu.is_open)
        app.composer.action_completion_leave("enter")
        app.composer.insert("x")
        await pilot.pause()
        assert app.told == [Composer.CommandGiven("app.quit", "")]
        assert app.composer.text == "x"


async def test_an_unknown_command_is_said_and_kept() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/qiut now")
        await pilot.press("enter")
        await pilot.pause()
        assert not app.told
        assert app.composer.text == "/qiut now"
        assert app.note.startswith("There is no command /qiut; did you mean /quit?")


@pytest.mark.parametrize("text", ["/etc/hosts what is it?", " /help me", "/ is what?"])
async def test_a_question_may_begin_with_a_slash(text: str) -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.write(text)
        await pilot.press("enter")
        assert app.sent == [Composer.Submitted(text.strip())]


async def test_escape_closes_the_menu_until_something_else_is_typed() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "/h")
        await pilot.press("escape")
        await pilot.pause()
        assert not app.menu.is_open
        await pilot.press("left", "right")
        await pilot.pause()
        assert not app.menu.is_open
        await typed(pilot, "e")
        assert app.menu.is_open


async def test_a_file_is_chosen_and_goes_with_the_question(folder: Path) -> None:
    app = ComposerApp(sources=[FileSource(folder)])
    async with app.run_test() as pilot:
        await typed(pilot, "sum up @rep")
        await until(pilot, lambda: bool(app.rows))
        assert [row.split()[0] for row in app.rows] == ["report.pdf"]
        await pilot.press("enter")
        await until(pilot, lambda: app.chips == ["@report.pdf"])
        assert app.composer.text == "sum up report.pdf "
        await pilot.press("enter")
        await pilot.pause()
        attached = (Attachment.of_place(str(folder / "report.pdf")),)
        assert app.sent == [Composer.Submitted("sum up report.pdf", attached)]
        assert app.chips == []


async def test_a_folder_goes_on_and_spaces_are_quoted(folder: Path) -> None:
    app = ComposerApp(sources=[FileSource(folder)])
    async with app.run_test() as pilot:
        await typed(pilot, "@sub")
        await until(pilot, lambda: bool(app.rows))
        await pilot.press("tab")
        await until(pilot, lambda: app.rows and app.rows[0].startswith("sub/notes.md"))
        assert app.composer.text == "@sub/"
        app.composer.write("")
        await typed(pilot, '@"with s')
        await until(pilot, lambda: app.rows and app.rows[0].startswith("with space.txt"))
        await pilot.press("tab")
        await until(pilot, lambda: app.chips == ["@with space.txt"])
        assert app.composer.text == "with space.txt "


async def test_a_row_can_be_clicked_and_the_composer_keeps_the_focus(folder: Path) -> None:
    app = ComposerApp(sources=[FileSource(folder)])
    async with app.run_test() as pilot:
        await typed(pilot, "@")
        await until(pilot, lambda: len(app.rows) == 3)
        await pilot.pause()
        await pilot.click(app.menu, offset=(4, 2))
        await until(pilot, lambda: app.chips == ["@with space.txt"])
        assert app.composer.text == "with space.txt "
        assert app.composer.has_focus


async def test_a_name_that_is_typed_whole_is_attached_by_the_space_after_it(folder: Path) -> None:
    app = ComposerApp(sources=[FileSource(folder)])
    async with app.run_test() as pilot:
        await typed(pilot, "sum up @report.pdf")
        await until(pilot, lambda: bool(app.rows))
        await typed(pilot, " now")
        await until(pilot, lambda: app.chips == ["@report.pdf"])
        assert app.composer.text == "sum up report.pdf now"
        await typed(pilot, " @repor")
        await until(pilot, lambda: bool(app.rows))
        await typed(pilot, " x")
        assert app.composer.text == "sum up report.pdf now @repor x"


async def test_nothing_is_offered_in_an_address_and_enter_sends(folder: Path) -> None:
    app = ComposerApp(sources=[FileSource(folder)])
    async with app.run_test() as pilot:
        await typed(pilot, "ask ada@rep")
        await pilot.press("enter")
        assert app.sent == [Composer.Submitted("ask ada@rep")]


async def test_only_the_newest_look_up_is_shown_and_a_slow_source_does_not_block() -> None:
    gate, waiting = threading.Event(), threading.Event()

    def source(query: str, cancel: threading.Event) -> Sequence[Completion]:
        if query == "a":
            waiting.set()
            gate.wait(10)
        return [Completion(label=f"for {query}", text=query)]

    app = ComposerApp(sources=[source])
    async with app.run_test() as pilot:
        await typed(pilot, "@a")
        await until(pilot, waiting.is_set)
        await typed(pilot, "b")
        await until(pilot, lambda: app.rows == ["for ab"])
        gate.set()
        await nothing_in_background(pilot)
        assert app.rows == ["for ab"]


async def test_what_was_found_is_shown_while_another_source_still_looks() -> None:
    gate = threading.Event()

    def quick(query: str, cancel: threading.Event) -> Sequence[Completion]:
        return [Completion(label="quick", text="quick")]

    def slow(query: str, cancel: threading.Event) -> Sequence[Completion]:
        gate.wait(10)
        raise StoreError("kagent.db is locked")

    app = ComposerApp(sources=[quick, slow])
    async with app.run_test() as pilot:
        await typed(pilot, "@q")
        await until(pilot, lambda: app.rows == ["quick"])
        gate.set()
        await until(pilot, lambda: app.note == "kagent.db is locked")
        assert app.rows == ["quick"]


async def test_earlier_questions_are_searched_by_what_is_written() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert app.note == "There is no earlier question yet."
        app.panel.load_history(["When is Easter?", "What is due?", "Is Easter early?"])
        await typed(pilot, "easter")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert app.rows == ["When is Easter?", "Is Easter early?"]
        await pilot.press("ctrl+r", "enter")
        await pilot.pause()
        assert app.composer.text == "Is Easter early?"
        assert not app.sent
        await pilot.press("ctrl+z")
        assert app.composer.text == "easter"


async def test_escape_ends_the_search_and_keeps_the_draft() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.panel.load_history(["When is Easter?"])
        await pilot.press("ctrl+r", "x")
        await pilot.pause()
        assert not app.menu.is_open
        assert app.note.startswith("No earlier question")
        await pilot.press("backspace")
        await pilot.pause()
        assert app.rows == ["When is Easter?"]
        await pilot.press("escape", "y")
        await pilot.pause()
        assert app.composer.text == "y"
        assert not app.menu.is_open


@pytest.mark.parametrize("size", [(60, 20), (120, 36), (40, 12)])
async def test_the_menu_stays_on_the_screen_and_beside_the_composer(size: tuple[int, int]) -> None:
    rows = [Completion(label=f"文件 {number}" * 8, text="x", note="file") for number in range(40)]
    app = ComposerApp(sources=[lambda query, cancel: rows])
    async with app.run_test(size=size) as pilot:
        await typed(pilot, "@")
        await until(pilot, lambda: app.menu.is_open)
        await pilot.pause()
        region = app.menu.region
        assert app.screen.region.contains_region(region)
        assert not region.overlaps(app.composer.region)
        widths = {option.prompt.cell_length for option in app.menu.options}  # type: ignore[union-attr]
        assert len(widths) == 1


HOSTILE = [
    "[red]x[/red]",
    "[/x]",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;ZXZpbA==\x1b\\x",
    "a\nb\rc",
    "\u202etxt.exe",
    "[0,1]",
    "\\[x",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_names_are_shown_as_they_are_and_act_on_nothing(name: str) -> None:
    attachment = Attachment.of_collection(name)
    row = Completion(label=name, text=name, note=name, attachment=attachment)
    app = ComposerApp(sources=[lambda query, cancel: [row]])
    async with app.run_test(size=(100, 30)) as pilot:
        app.panel.load_history([name])
        await typed(pilot, "@")
        await until(pilot, lambda: app.menu.is_open)
        assert not CONTROLS.search(app.rows[0])
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.chips))
        assert not CONTROLS.search(app.chips[0])
        assert not CONTROLS.search(app.composer.text)
        app.panel.say(name)
        assert not CONTROLS.search(app.note)
        if name.startswith("["):
            assert name in [*app.rows, app.note]
            assert app.chips == [f"@{name}"]
        app.composer.write("")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert not CONTROLS.search(app.rows[0])


async def test_for_a_screen_reader_the_row_is_told_by_a_sign_and_nothing_is_framed() -> None:
    app = ComposerApp()
    app.add_class("-plain")
    app.stylesheet.add_source(".-plain * { border: none !important; }")
    async with app.run_test() as pilot:
        await typed(pilot, "/")
        assert [row.split("  ")[0] for row in app.rows] == ["> /rename TITLE", "/help", "/quit"]
        await pilot.press("down")
        assert [row.split("  ")[0] for row in app.rows] == ["/rename TITLE", "> /help", "/quit"]
        assert app.menu.region.height == 3
