"""Small things that a Chinese user reads: units, enumerations, the palette, capitals as keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from kagent_tui.bindings import bindings_of, shortcut
from kagent_tui.bindings.shown import all_shown, shown
from kagent_tui.i18n import listed, use_language
from kagent_tui.palette import Palette
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.roles import in_plain_words, speak_plainly
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.sources import FoundSource
from tests.kagent_tui.page_app import text_of
from tests.kagent_tui.scripted_engine import ScriptedAssembly, answer_of, make_app
from tests.kagent_tui.waiting import until


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    use_language("zh")
    yield
    speak_plainly(False)


def test_units_and_enumerations() -> None:
    assert (size_text(90), size_text(7_600_000)) == ("90 字节", "7.6 MB")
    assert (duration_text(4.2), duration_text(187)) == ("4.2 秒", "3:07 分")
    assert listed(["新增 2 份", "失败 1 份"]) == "新增 2 份，失败 1 份"


def test_arrows_have_names_for_who_listens() -> None:
    text = "↑ ↓ 滚动 · Esc 关闭"
    assert in_plain_words(text) == text
    assert shown(shortcut("memory.next")) == "→"
    speak_plainly(True)
    assert in_plain_words(text) == "上箭头 下箭头 滚动，Esc 关闭"
    assert shown(shortcut("memory.next")) == "右箭头"
    assert all_shown(shortcut("memory.next")) == "右箭头，K"


def test_a_letter_works_as_a_capital_too() -> None:
    keys = {binding.id: binding.key for binding in bindings_of("library")}  # type: ignore[union-attr]
    assert keys["library.add"] == "a,A"
    assert keys["library.remove"] == "delete,d,D"


@pytest.mark.anyio
async def test_the_palette_says_that_nothing_fits() -> None:
    app = make_app(ScriptedAssembly(), language="zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press(*"qqq")
        await until(pilot, lambda: "没有符合的命令。" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Palette))


@pytest.mark.anyio
async def test_a_passage_is_shown_where_its_quote_stands() -> None:
    cited = answer_of("x").citations[1]
    before = "\n".join(f"第 {number} 行" for number in range(60)) + "\n"
    passage = ShownPassage(before, cited.quote, "\n此后。")
    source = FoundSource(replace(cited), SourceState(cited.source, None), passage, None)
    app = make_app(ScriptedAssembly(), language="zh")
    async with app.run_test(size=(60, 20)) as pilot:
        await _open(pilot, source)
        await until(pilot, lambda: cited.quote in text_of(app))
        assert app.screen.query_one(VerticalScroll).scroll_y > 0


async def _open(pilot: Pilot[int], source: FoundSource) -> None:
    await pilot.app.push_screen(PassageScreen(source))
