"""Copying out of the chat, and its links: what is taken, what is said, what is asked first."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from kagent_tui import clipboard
from kagent_tui.app import KAgentApp
from kagent_tui.clipboard import Copied
from kagent_tui.links import Link
from kagent_tui.screens.dialogs import ChoiceScreen
from kagent_tui.screens.link import LinkScreen
from kagent_tui.widgets.answer import AnswerView
from kagent_tui.widgets.turn import TurnView
from tests.kagent_tui.scripted_engine import ScriptedAssembly, answer_of, make_app
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio

CODE = "First:\n\n```sh\nls -l\n```\n\nThen:\n\n```python\nprint('[/x]')\n\nend()\n```\n"


class Clipboard:
    """Takes the texts in place of the real one, and says what the test wants to hear."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        self.answer = Copied("xclip", verified=True)
        monkeypatch.setattr(clipboard, "copy_text", self.copy)

    def copy(self, text: str, home: Path) -> Copied:
        self.texts.append(text)
        return self.answer


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Clipboard:
    return Clipboard(monkeypatch)


def app_with(*texts: str, language: str = "en") -> KAgentApp:
    assembly = ScriptedAssembly(history=[answer_of(text) for text in texts])
    return make_app(assembly, language="zh" if language == "zh" else "en", session_id="s1")


async def shown(pilot: Pilot[int], count: int) -> None:
    await until(pilot, lambda: len(pilot.app.query(TurnView)) == count)
    turns = list(pilot.app.query(TurnView))
    await until(pilot, lambda: turns[-1].finished if turns else True)


def notices(pilot: Pilot[int]) -> str:
    return "\n".join(entry.message for entry in pilot.app._notifications)


async def test_the_last_answer_is_copied_with_its_sources_or_without(held: Clipboard) -> None:
    app = app_with("Before.", "There are **226 days** [1].")
    async with app.run_test() as pilot:
        await shown(pilot, 2)
        app.chat.copying.copy_answer()
        await until(pilot, lambda: "Copied 27 characters." in notices(pilot))
        app.chat.copying.copy_answer("sources")
        await until(pilot, lambda: len(held.texts) == 2)
    whole = (
        "There are **226 days** [1].\n\nSources:\n"
        "[1] time_delta(2026-02-17, 2026-10-01) — From 2026-02-17 to 2026-10-01 there are 226 "
        "days.\n[2] Holidays of the year — /home/ada/notes/holidays.md:14, page 3, Autumn — "
        "National Day is celebrated on 1 October."
    )
    assert held.texts == ["There are **226 days** [1].", whole]


async def test_a_code_block_is_chosen_by_its_number(held: Clipboard) -> None:
    app = app_with(CODE)
    async with app.run_test() as pilot:
        await shown(pilot, 1)
        copying = app.chat.copying
        copying.copy_answer("code")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        options = app.screen.query_one(OptionList)
        lines = [str(options.get_option_at_index(place).prompt) for place in (0, 1)]
        assert lines == ["1  ls -l  (1 line)", "2  print('[/x]')  (3 lines)"]
        await pilot.press("2")
        await until(pilot, lambda: held.texts == ["print('[/x]')\n\nend()"])
        copying.copy_answer("code")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("enter")
        await until(pilot, lambda: held.texts[1:] == ["ls -l"])
        copying.copy_answer("代码 2")
        await until(pilot, lambda: len(held.texts) == 3)
        copying.copy_answer("code")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("7", "escape")
        await until(pilot, lambda: app.screen is app.chat)
        copying.copy_answer("code 3")
        await until(pilot, lambda: "The last answer has 2 code blocks." in notices(pilot))
        copying.copy_answer("everything")
        await until(pilot, lambda: "“everything” cannot be copied" in notices(pilot))
        assert len(held.texts) == 3


async def test_one_code_block_needs_no_choice_and_none_is_said(held: Clipboard) -> None:
    app = app_with()
    async with app.run_test() as pilot:
        app.chat.copying.copy_answer()
        await until(pilot, lambda: "There is no answer to copy yet." in notices(pilot))
    app = app_with("```\nonly\n```")
    async with app.run_test() as pilot:
        await shown(pilot, 1)
        app.chat.copying.copy_answer("code")
        await until(pilot, lambda: held.texts == ["only"])
    app = app_with("No code.")
    async with app.run_test() as pilot:
        await shown(pilot, 1)
        app.chat.copying.copy_answer("code")
        await until(pilot, lambda: "The last answer has no code block." in notices(pilot))


@pytest.mark.parametrize(
    ("copied", "said"),
    [
        (Copied("xclip", verified=True), "Copied 4 characters."),
        (Copied("wl-copy"), "Given to wl-copy; whether it arrived cannot be told."),
        (
            Copied("tmux", verified=True, shared=False, sequence="\x1b]52;c;eA==\x07"),
            "tmux's buffer",
        ),
        (
            Copied(sequence="\x1b]52;c;eA==\x07", file=Path("/h/copied.txt")),
            "does not say whether it took it (OSC 52). The text is also in /h/copied.txt",
        ),
        (Copied(file=Path("/h/copied.txt")), "No clipboard was found here. The text is also in"),
        (Copied(trouble="Read-only file system"), "Read-only file system. Hold Shift and"),
    ],
)
async def test_what_became_of_it_is_said(held: Clipboard, copied: Copied, said: str) -> None:
    held.answer = copied
    app = app_with("Then.")
    async with app.run_test() as pilot:
        await shown(pilot, 1)
        app.chat.copying.copy("text")
        await until(pilot, lambda: said in notices(pilot))


async def test_nothing_is_not_copied_and_controls_are_taken_away(held: Clipboard) -> None:
    app = app_with("Then.")
    async with app.run_test() as pilot:
        await shown(pilot, 1)
        app.chat.copying.copy(" \n")
        await until(pilot, lambda: "There is nothing to copy." in notices(pilot))
        app.chat.copying.copy_selection("a\x1b]52;c;eA==\x07b\u202e")
        await until(pilot, lambda: held.texts == ["ab"])


async def test_what_is_selected_with_the_mouse_is_copied_by_its_key(held: Clipboard) -> None:
    app = app_with("A line that can be selected.")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, 1)
        await pilot.pause()
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        row = next(y for y, line in enumerate(lines) if "can be selected" in line)
        column = lines[row].index("can be")
        await pilot.mouse_down(offset=(column, row))
        await pilot.hover(offset=(column + 6, row))
        await pilot.mouse_up(offset=(column + 6, row))
        await pilot.pause()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: bool(held.texts))
        assert held.texts[0].startswith("can be")
        assert "Press Ctrl+C again" not in notices(pilot)


LINKED = "See [the page](https://b\u00fccher.example/a%2Fb?c=1), or [a file](file:///etc/hosts)."


async def test_a_link_is_shown_whole_and_opened_when_it_is_wanted(
    monkeypatch: pytest.MonkeyPatch, held: Clipboard
) -> None:
    opened: list[Link] = []

    def open_link(link: Link) -> str | None:
        opened.append(link)
        return "browser: ended with code 3"

    monkeypatch.setattr("kagent_tui.links.open_link", open_link)
    app = app_with(LINKED)
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, 1)
        address = "https://xn--bcher-kva.example/a%2Fb?c=1"

        async def ask() -> None:
            app.query_one(AnswerView).post_message(AnswerView.LinkClicked(address))
            await until(pilot, lambda: isinstance(app.screen, LinkScreen))

        await ask()
        text = "\n".join(str(part.render()) for part in app.screen.query("Static"))
        assert address in text
        assert "xn--bcher-kva.example" in text
        assert isinstance(app.focused, Button)
        assert app.focused.id == "no"
        for key in ("enter", "n", "escape"):
            await pilot.press(key)
            await until(pilot, lambda: app.screen is app.chat)
            await ask()
        assert opened == []
        await pilot.press("c")
        await until(pilot, lambda: held.texts == [address])
        await ask()
        await pilot.press("down", "enter")
        await until(pilot, lambda: "browser: ended with code 3" in notices(pilot))
        assert [link.address for link in opened] == [address]


async def test_a_click_asks_first_and_a_bad_address_is_refused() -> None:
    app = app_with(LINKED)
    async with app.run_test(size=(100, 30)) as pilot:
        await shown(pilot, 1)
        await pilot.pause()
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        row = next(y for y, line in enumerate(lines) if "the page" in line)
        await pilot.click(offset=(lines[row].index("a file"), row))
        await until(pilot, lambda: isinstance(app.screen, LinkScreen))
        text = "\n".join(str(part.render()) for part in app.screen.query("Static"))
        assert "file:///etc/hosts" in text
        assert "never run" in text
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.chat)
        app.query_one(AnswerView).post_message(AnswerView.LinkClicked("javascript:[/x]\x1b"))
        await until(pilot, lambda: "cannot be opened: javascript:[/x]" in notices(pilot))
        assert app.screen is app.chat
