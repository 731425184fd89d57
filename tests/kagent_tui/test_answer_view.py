"""The answer on the screen: streamed, finished, clicked, highlighted, and never in the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Markdown, Static

from kagent_tui.widgets.answer import AnswerView
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio

Told = AnswerView.CitationClicked | AnswerView.LinkClicked


class AnswerApp(App[None]):
    CSS = "VerticalScroll { height: 1fr; }"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        work: Callable[[], float] = time.thread_time,
    ) -> None:
        super().__init__()
        self._clock = clock
        self._work = work
        self.told: list[Told] = []
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield AnswerView(self._clock, self._work)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).anchor()

    def on_answer_view_citation_clicked(self, message: AnswerView.CitationClicked) -> None:
        self.told.append(message)

    def on_answer_view_link_clicked(self, message: AnswerView.LinkClicked) -> None:
        self.told.append(message)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.opened.append(url)

    @property
    def answer(self) -> AnswerView:
        return self.query_one(AnswerView)


async def flushed(pilot: Pilot[None], answer: AnswerView) -> None:
    await until(pilot, lambda: answer.query_one(Markdown).source == answer.text)


def parts(app: AnswerApp) -> list[Static]:
    return list(app.answer.query(Static))


def highlighted(app: AnswerApp) -> list[str]:
    found = []
    for part in parts(app):
        content = part.content
        if isinstance(content, Content):
            found += [
                content.plain[span.start : span.end]
                for span in content.spans
                if span.style == "bold reverse"
            ]
    return found


async def click(pilot: Pilot[None], text: str, nth: int = 0) -> None:
    """Click on a text as it stands on the screen."""
    lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
    places = [(line.index(text), y) for y, line in enumerate(lines) if text in line]
    await pilot.click(offset=places[nth])
    await pilot.pause()


LONG = "\n\n".join(f"Paragraph {number} says something." for number in range(60))


async def test_scrolling_up_while_it_is_written_does_not_jump() -> None:
    app = AnswerApp()
    async with app.run_test(size=(60, 20)) as pilot:
        scroll = app.query_one(VerticalScroll)
        app.answer.write(LONG)
        await flushed(pilot, app.answer)
        assert scroll.scroll_offset.y == scroll.max_scroll_y > 20
        scroll.scroll_page_up(animate=False)
        await pilot.pause()
        place = scroll.scroll_offset.y
        assert place < scroll.max_scroll_y
        for piece in ("\n\nMore", " and more.", "\n\n- a list\n- of things", "\n\n```\ncode\n```"):
            app.answer.write(piece)
            await flushed(pilot, app.answer)
            assert scroll.scroll_offset.y == place
        await app.answer.finish(citations=[1])
        await pilot.pause()
        assert scroll.scroll_offset.y == place
        scroll.scroll_end(animate=False)
        await pilot.pause()
        assert scroll.scroll_offset.y == scroll.max_scroll_y > place


async def test_at_the_end_it_follows() -> None:
    app = AnswerApp()
    async with app.run_test(size=(60, 20)) as pilot:
        scroll = app.query_one(VerticalScroll)
        for piece in (LONG[:900], LONG[900:]):
            app.answer.write(piece)
            await flushed(pilot, app.answer)
            assert scroll.scroll_offset.y == scroll.max_scroll_y
        await app.answer.finish()
        await pilot.pause()
        assert scroll.scroll_offset.y == scroll.max_scroll_y


@pytest.mark.parametrize("width", [60, 100])
async def test_what_was_streamed_looks_like_what_is_shown_at_once(width: int) -> None:
    text = (
        "# Head\n\nOne **bold** and *slanted* `code`.\nA second line.\n\n"
        "- first\n- second\n  - within\n\n1. one\n2. two\n\n> said\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n```python\nx = 1\n\ny = 2\n```\n\nEnd."
    )
    screens = []
    for size in (23, len(text)):
        app = AnswerApp()
        async with app.run_test(size=(width, 50)) as pilot:
            for start in range(0, len(text), size):
                app.answer.write(text[start : start + size])
                await flushed(pilot, app.answer)
            await app.answer.finish()
            await pilot.pause()
            screens.append([strip.text for strip in app.screen._compositor.render_strips()])
    assert screens[0] == screens[1]
    shown = "\n".join(screens[0])
    for part in ("Head", "• first", "1. one", "2. two", "x = 1", "y = 2", "End."):
        assert part in shown


async def test_a_mark_is_clicked_and_a_link_is_only_told() -> None:
    app = AnswerApp()
    text = (
        "Two years [1], and [2] too: [page](https://example.com/a%2Fb).\n\n"
        "| head | other |\n|---|---|\n| cell [2] | x |\n\n- listed [1]"
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await app.answer.finish(text, [1, 2])
        await pilot.pause()
        await click(pilot, "[1]")
        await click(pilot, "[2]", 1)
        await click(pilot, "[1]", 1)
        await click(pilot, "page")
        numbers = [item.number for item in app.told if isinstance(item, AnswerView.CitationClicked)]
        assert numbers == [1, 2, 1]
        assert [item.view for item in app.told[:3] if not isinstance(item, AnswerView.LinkClicked)]
        assert app.told[3] == AnswerView.LinkClicked("https://example.com/a%2Fb")
        assert app.opened == []


async def test_only_marks_of_the_chosen_citation_stand_out() -> None:
    app = AnswerApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await app.answer.finish(
            "One [1]. Two [2].\n\n| a [2] |\n|---|\n| [1] |\n\n- [2] [1]", [1, 2]
        )
        await pilot.pause()
        assert highlighted(app) == []
        app.answer.highlight(2)
        assert highlighted(app) == ["[2]", "[2]", "[2]"]
        app.answer.highlight(1)
        assert highlighted(app) == ["[1]", "[1]", "[1]"]
        app.answer.highlight(None)
        assert highlighted(app) == []


async def test_a_table_has_no_tooltip_and_code_no_links() -> None:
    app = AnswerApp()
    text = (
        "| [/x] | [@click=app.quit]b[/] |\n|---|---|\n| [/y] | [0,1] |\n\n```\n[1] http://a.b/\n```"
    )
    async with app.run_test(size=(100, 30), tooltips=True) as pilot:
        await app.answer.finish(text, [1])
        await pilot.pause()
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        for part in ("[/x]", "[@click=app.quit]b[/]", "[/y]", "[0,1]"):
            assert part in shown
        assert all(part.tooltip is None for part in parts(app))
        await click(pilot, "[1] http")
        assert app.told == []


@pytest.mark.parametrize(("seconds", "shown"), [(0.3, "one"), (0.45, "one two"), (9, "one two")])
async def test_a_flush_waits_for_twenty_times_what_the_last_one_cost(
    seconds: float, shown: str
) -> None:
    now = work = 10.0
    app = AnswerApp(lambda: now, lambda: work)
    async with app.run_test() as pilot:
        document = app.answer.query_one(Markdown)
        app.answer.write("one")
        assert app.answer._timer is not None
        app.answer._timer.stop()
        await app.answer._flush()
        app.answer.write(" two")
        now, work = now + seconds, work + 0.02
        await app.answer._flush()
        assert document.source == shown
        assert app.answer.text == "one two"
        await pilot.pause()


async def test_no_flush_waits_for_more_than_half_a_second() -> None:
    now = work = 10.0
    app = AnswerApp(lambda: now, lambda: work)
    async with app.run_test() as pilot:
        app.answer.write("one")
        assert app.answer._timer is not None
        app.answer._timer.stop()
        await app.answer._flush()
        app.answer.write(" two")
        now, work = now + 0.5, work + 100
        await app.answer._flush()
        assert app.answer.query_one(Markdown).source == "one two"
        await pilot.pause()


async def test_what_was_not_shown_yet_is_in_the_end() -> None:
    app = AnswerApp()
    async with app.run_test() as pilot:
        app.answer.write("written")
        app.answer.write(" but not shown")
        await app.answer.finish()
        await pilot.pause()
        assert app.answer.query_one(Markdown).source == "written but not shown"
        await app.answer.finish("  \n")
        assert not app.answer.display
        assert app.answer.code_blocks == []
