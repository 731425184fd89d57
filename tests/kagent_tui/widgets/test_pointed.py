"""What is under the cursor is said in text to whoever does not see colours."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import RadioSet
from textual.widgets.option_list import Option

from kagent_tui.widgets.pointed import PointedButton, PointedChoice, PointedList, pointed
from tests.kagent_tui.page_app import text_of

pytestmark = pytest.mark.anyio


class Pointing(App[None]):
    CSS = "* { border: none !important; } PointedList { height: 4; }"

    def __init__(self, *, plain: bool) -> None:
        super().__init__()
        self.set_class(plain, "-plain")

    def compose(self) -> ComposeResult:
        yield PointedList(Option("first\nof two lines"), Option("second"))
        with RadioSet():
            yield PointedChoice("one", value=True)
            yield PointedChoice("two")
        yield PointedButton("Keep", compact=True)


async def test_the_pointer_goes_with_the_cursor() -> None:
    app = Pointing(plain=True)
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.press("down")
        assert "> second" in text_of(app)
        assert text_of(app).count(">") == 1
        await pilot.press("up")
        assert "> first" in text_of(app)
        await pilot.press("tab", "down")
        assert "(x) one" in text_of(app)
        assert "> ( ) two" in text_of(app)
        await pilot.press("space")
        assert "> (x) two" in text_of(app)
        await pilot.press("tab")
        assert ">" in next(line for line in text_of(app).splitlines() if "Keep" in line)


async def test_for_the_eye_there_is_none() -> None:
    app = Pointing(plain=False)
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.press("down", "tab", "tab")
        assert ">" not in text_of(app)
        assert "(x)" not in text_of(app)


@pytest.mark.parametrize(
    ("line", "shown"),
    [(" title ", ">title "), ("title  ", "> title"), ("标题  ", "> 标题"), ("x", "x"), ("", "")],
)
def test_a_line_keeps_its_width(line: str, shown: str) -> None:
    strip = pointed(Strip([Segment(line)]))
    assert strip.text == shown
    assert strip.cell_length == Strip([Segment(line)]).cell_length
