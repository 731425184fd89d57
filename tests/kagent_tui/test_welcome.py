"""The empty screen: what can be asked at once, chosen by its number or from the list."""

from __future__ import annotations

from typing import Any

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input

from kagent_tui.i18n import use_language
from kagent_tui.widgets.welcome import EXAMPLES, Suggestions, Welcome
from tests.kagent_tui.page_app import lines_of, text_of

pytestmark = pytest.mark.anyio


class WelcomeApp(App[None]):
    """The welcome above a field, as on the chat."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Welcome()
        yield Input()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Welcome.Chosen)
    @on(Welcome.PageWanted)
    @on(Welcome.LanguageWanted)
    @on(Suggestions.Typed)
    def _heard(self, message: Message) -> None:
        self.heard.append(message)


@pytest.fixture(autouse=True)
def _english() -> Any:
    use_language("en")
    yield
    use_language("en")


async def test_an_empty_memory_offers_questions_that_need_none() -> None:
    app = WelcomeApp()
    async with app.run_test():
        text = text_of(app)
        assert all(example in text for example in EXAMPLES)
        assert "Everything stays on this computer" in text
        assert "Add your documents (F3)" in text
        assert "切换为中文界面" in text


async def test_documents_are_counted() -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        app.query_one(Welcome).show(1)
        await pilot.pause()
        assert "1 document is ready" in text_of(app)
        app.query_one(Welcome).show(1200)
        await pilot.pause()
        assert "1,200 documents are ready" in text_of(app)
        assert "Add more documents" in text_of(app)


async def test_arrows_and_enter_ask_a_question_in_three_presses() -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        await pilot.press("tab", "down", "enter")
        assert _texts(app) == [EXAMPLES[1]]


def _texts(app: WelcomeApp) -> list[str]:
    return [message.question for message in app.heard if isinstance(message, Welcome.Chosen)]


async def test_a_number_from_the_composer_chooses() -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        welcome = app.query_one(Welcome)
        assert welcome.choose(" 2 ")
        assert welcome.choose("4")
        assert welcome.choose("5")
        await pilot.pause()
        assert _texts(app) == [EXAMPLES[1]]
        kinds = [type(message).__name__ for message in app.heard]
        assert kinds == ["Chosen", "PageWanted", "LanguageWanted"]
        assert isinstance(app.heard[2], Welcome.LanguageWanted)
        assert app.heard[2].language == "zh"


@pytest.mark.parametrize("text", ["", "0", "6", "2026", "12 monkeys", "２", "²", "one"])
async def test_any_other_text_is_a_question_of_its_own(text: str) -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        assert not app.query_one(Welcome).choose(text)
        await pilot.pause()
        assert app.heard == []


async def test_nothing_is_chosen_once_it_is_gone() -> None:
    app = WelcomeApp()
    async with app.run_test():
        app.query_one(Welcome).display = False
        assert not app.query_one(Welcome).choose("1")


async def test_whoever_types_on_means_the_composer() -> None:
    app = WelcomeApp()
    async with app.run_test() as pilot:
        await pilot.press("shift+tab", "W")
        assert [getattr(message, "character", None) for message in app.heard] == ["W"]


async def test_in_chinese() -> None:
    use_language("zh")
    app = WelcomeApp()
    async with app.run_test(size=(60, 20)) as pilot:
        text = text_of(app)
        assert "明年端午节是哪一天？" in text
        assert "Switch to English" in text
        assert app.query_one(Welcome).choose("2")
        await pilot.pause()
        assert _texts(app) == ["明年端午节是哪一天？"]
        assert app.query_one(Welcome).choose("5")
        await pilot.pause()
        assert isinstance(app.heard[-1], Welcome.LanguageWanted)
        assert app.heard[-1].language == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_everything_fits_the_smallest_screen(language: Any) -> None:
    use_language(language)
    app = WelcomeApp()
    async with app.run_test(size=(60, 15)):
        welcome = app.query_one(Welcome)
        assert welcome.max_scroll_y == 0
        assert any("F1" in line for line in lines_of(app))
