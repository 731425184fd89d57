"""Lists of answers: what they look like, and that they grow without being built anew."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.selection import Selection
from textual.widgets import Markdown

from kagent_tui.widgets.answer_lists import AnswerBulletList, AnswerOrderedList, AnswerParagraph
from kagent_tui.widgets.answer_markdown import AnswerMarkdown

pytestmark = pytest.mark.anyio


class ListApp(App[None]):
    def compose(self) -> ComposeResult:
        yield AnswerMarkdown()

    @property
    def document(self) -> Markdown:
        return self.query_one(Markdown)

    @property
    def lines(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return [line for strip in strips if (line := strip.text.strip("\x00").rstrip())]


async def test_what_a_list_looks_like() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 40)) as pilot:
        await app.document.update(
            "- an item that is long enough for a second line\n- two\n  - within\n- three\n\n"
            "  its second paragraph\n\n8. eight\n9. 九\n10. ten\n\n- ```\n  code\n  ```"
        )
        await pilot.pause()
        assert app.lines == [
            "  • an item that is long enough for a",
            "    second line",
            "  • two",
            "    ▪ within",
            "  • three",
            "    its second paragraph",
            "   8. eight",
            "   9. 九",
            "  10. ten",
            "  •",
            "      code",
        ]


async def test_it_grows_by_its_end_alone() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 20)) as pilot:
        await app.document.append("1. one\n2. two")
        before = list(app.query(AnswerParagraph))
        await app.document.append(" and more\n3. three\n4. fo")
        await app.document.append("ur\n   - within")
        await pilot.pause()
        assert app.query(AnswerParagraph).first() is before[0]
        assert app.lines == [
            "   1. one",
            "   2. two and more",
            "   3. three",
            "   4. four",
            "      • within",
        ]
        await app.document.append("\n\nA paragraph.\n\n- a list\n- of two")
        await app.document.append("!")
        await pilot.pause()
        assert app.lines[-3:] == ["  A paragraph.", "  • a list", "  • of two!"]
        assert len(app.query(AnswerOrderedList)) == 1
        assert len(app.query(AnswerBulletList)) == 2


async def test_a_list_may_turn_out_to_be_something_else() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 20)) as pilot:
        await app.document.append("- ")
        await app.document.append("--\n\nunder a rule")
        await pilot.pause()
        assert app.lines[-1] == "  under a rule"
        assert not app.query(AnswerBulletList)


async def test_a_selected_item_has_its_mark() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 20)) as pilot:
        await app.document.update("- one item\n- two")
        await pilot.pause()
        item = app.query(AnswerParagraph).first()
        assert item.get_selection(Selection(None, None)) == ("• one item", "\n")
        assert item.get_selection(Selection(Offset(4, 0), None)) == ("item", "\n")
        app.screen.selections = {item: Selection(None, None)}
        assert app.screen.get_selected_text() == "• one item"
