"""The passage beside the answer: it follows the chosen citation, says what is so, and goes away."""

from __future__ import annotations

import threading

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from engine.events import Citation, Location
from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from kagent_tui.sources import FoundSource
from kagent_tui.widgets.citation_passage import MARK
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.passage_panel import PassagePanel, PassageText
from store.errors import StoreError
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    answer_of,
    make_app,
)
from tests.kagent_tui.waiting import nothing_in_background, until

pytestmark = pytest.mark.anyio

TEXT = "There are 226 days [1]. National Day [2] is in autumn [2]."


class Library(ScriptedAssembly):
    """Finds every citation's source, with text around it; some only when a gate opens."""

    gates: dict[int, threading.Event]
    states: dict[int, dict[str, bool]]
    around: str

    def find_source(self, citation: Citation) -> FoundSource:
        self.wanted.append(citation)
        if citation.id in self.gates:
            self.gates[citation.id].wait(20)
        state = SourceState(citation.source, None, **self.states.get(citation.id, {}))
        after = f" After {citation.id}. {self.around}"
        passage = ShownPassage(f"{self.around}Before it. ", citation.quote, after)
        return FoundSource(citation, state, passage, None)


def library(*texts: str, around: str = "") -> Library:
    assembly = Library(history=[answer_of(text) for text in texts or (TEXT,)])
    assembly.gates, assembly.states, assembly.around = {}, {}, around
    return assembly


async def shown_answers(pilot: Pilot[int], count: int = 2) -> list[CitationView]:
    await until(pilot, lambda: len(pilot.app.query(CitationView)) == count)
    return list(pilot.app.query(CitationView))


def panel_of(pilot: Pilot[int]) -> PassagePanel:
    return pilot.app.query_one(PassagePanel)


def said(pilot: Pilot[int]) -> str:
    return "\n".join(str(part.render()) for part in panel_of(pilot).query(Static) if part.display)


def marks(pilot: Pilot[int]) -> list[str]:
    content = panel_of(pilot).query_one(".passage-body", Static).content
    assert isinstance(content, Content)
    return [content.plain[span.start : span.end] for span in content.spans if span.style == MARK]


def highlighted(pilot: Pilot[int]) -> list[str]:
    found = []
    for part in pilot.app.query("AnswerView Static").results(Static):
        content = part.content
        if isinstance(content, Content):
            found += [
                content.plain[span.start : span.end]
                for span in content.spans
                if span.style == "bold reverse"
            ]
    return found


async def test_it_follows_the_chosen_citation_and_marks_the_quote() -> None:
    assembly = library()
    assembly.states[2] = {"changed": True}
    async with make_app(assembly, session_id="s1").run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        panel = panel_of(pilot)
        assert not panel.display
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 1." in said(pilot))
        assert marks(pilot) == ["From 2026-02-17 to 2026-10-01 there are 226 days."]
        assert highlighted(pilot) == ["[1]"]
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 2." in said(pilot))
        assert "[2] Holidays of the year" in said(pilot)
        assert "/home/ada/notes/holidays.md:14, page 3, Autumn" in said(pilot)
        assert "the source has changed since" in said(pilot)
        assert "Before it. National Day is celebrated on 1 October. After 2." in said(pilot)
        assert marks(pilot) == ["National Day is celebrated on 1 October."]
        assert highlighted(pilot) == ["[2]", "[2]"]
        assert panel.region.right == 120
        assert panel.region.width == pytest.approx(50, abs=2)


async def test_the_latest_wins() -> None:
    assembly = library()
    assembly.gates[1] = threading.Event()
    async with make_app(assembly, session_id="s1").run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: [citation.id for citation in assembly.wanted] == [1])
        assert "there are 226 days" in said(pilot)  # the quote itself is there at once
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 2." in said(pilot))
        assembly.gates[1].set()
        await nothing_in_background(pilot)
        assert "After 2." in said(pilot)
        assert "After 1." not in said(pilot)


async def test_trouble_is_said_in_the_panel_and_the_quote_stays() -> None:
    class Troubled(Library):
        def find_source(self, citation: Citation) -> FoundSource:
            raise StoreError("kagent.db is locked [/x]")

    assembly = Troubled(history=[answer_of(TEXT)])
    async with make_app(assembly, session_id="s1").run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "kagent.db is locked [/x]" in said(pilot))
        assert marks(pilot) == ["From 2026-02-17 to 2026-10-01 there are 226 days."]
        assert not pilot.app._notifications


async def test_escape_closes_it_and_goes_back() -> None:
    async with make_app(library(), session_id="s1").run_test(size=(120, 36)) as pilot:
        first, second = await shown_answers(pilot)
        panel, composer = panel_of(pilot), pilot.app.screen.query_one(Composer)
        await pilot.press("ctrl+t", "escape")
        await pilot.pause()
        assert (panel.display, pilot.app.focused, highlighted(pilot)) == (False, composer, [])
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert panel.display
        panel.query_one(PassageText).focus()
        await pilot.press("escape")
        await pilot.pause()
        # From the panel it goes back to the citation, and does not come again by itself.
        assert (panel.display, pilot.app.focused, highlighted(pilot)) == (False, first, ["[1]"])
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert (panel.display, pilot.app.focused) == (True, second)


async def test_its_key_shows_and_hides_it_for_good() -> None:
    async with make_app(library(), session_id="s1").run_test(size=(120, 36)) as pilot:
        first, second = await shown_answers(pilot)
        panel = panel_of(pilot)
        await pilot.press("f7")
        await pilot.pause()
        assert (panel.display, pilot.app.focused) == (True, first)
        await pilot.press("f7", "ctrl+t")
        await pilot.pause()
        assert (panel.display, pilot.app.focused, highlighted(pilot)) == (
            False,
            second,
            ["[2]", "[2]"],
        )
        await pilot.press("escape")
        await pilot.pause()
        assert highlighted(pilot) == []
        await pilot.press("ctrl+t", "f7")
        await until(pilot, lambda: "After 1." in said(pilot))


async def test_a_click_on_a_mark_shows_its_passage() -> None:
    async with make_app(library("Long ago [2].", TEXT), session_id="s1").run_test(
        size=(120, 36)
    ) as pilot:
        views = await shown_answers(pilot, 4)
        await pilot.press("ctrl+t", "f7")
        await pilot.pause()
        lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
        row = next(y for y, line in enumerate(lines) if "Long ago" in line)
        await pilot.click(offset=(lines[row].index("[2]"), row))
        await until(pilot, lambda: "After 2." in said(pilot))
        assert pilot.app.focused is views[1]
        assert highlighted(pilot) == ["[2]"]


async def test_it_opens_and_copies_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = library()
    app = make_app(assembly, session_id="s1")
    copied: list[str] = []
    monkeypatch.setattr(app.chat.copying, "copy", copied.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t", "ctrl+t")
        await until(pilot, lambda: "After 2." in said(pilot))
        await pilot.press("c")
        panel_of(pilot).query_one(PassageText).focus()
        await pilot.press("c", "enter")
        await until(pilot, lambda: type(app.screen).__name__ == "PassageScreen")
        assert copied == ["National Day is celebrated on 1 October."] * 2


async def test_a_narrow_screen_has_it_at_the_foot() -> None:
    async with make_app(library(), session_id="s1").run_test(size=(60, 20)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 1." in said(pilot))
        panel = panel_of(pilot)
        assert (panel.region.width, panel.region.height) == (60, 6)
        assert pilot.app.screen.query_one(Composer).region.y >= panel.region.bottom
        focused = pilot.app.focused
        assert focused is not None
        assert focused.region.bottom <= panel.region.y


async def test_its_width_is_kept_while_one_stays() -> None:
    async with make_app(library(), session_id="s1").run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        panel = panel_of(pilot)
        await pilot.press("ctrl+t")
        await pilot.pause()
        panel.query_one(PassageText).focus()
        before = panel.outer_size.width
        await pilot.press("left")
        await pilot.pause()
        assert panel.outer_size.width == before + 4
        await pilot.press("escape", "ctrl+t")
        await pilot.pause()
        assert panel.outer_size.width == before + 4
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert (panel.outer_size.width, panel.outer_size.height) == (60, 6)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert panel.outer_size.width == before + 4
        panel.query_one(PassageText).focus()
        await pilot.press(*["right"] * 20)
        await pilot.pause()
        assert panel.outer_size.width == 30
        await pilot.press(*["left"] * 40)
        await pilot.pause()
        assert panel.outer_size.width == 80


async def test_a_quote_far_below_is_scrolled_to() -> None:
    assembly = library(around="A line of what stands before.\n" * 60)
    async with make_app(assembly, session_id="s1").run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 1." in said(pilot))
        text = panel_of(pilot).query_one(PassageText)
        await until(pilot, lambda: text.scroll_offset.y > 20)
        lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
        row = next(y for y, line in enumerate(lines) if "From 2026-02-17 to" in line[70:])
        assert text.region.y < row < text.region.y + text.region.height // 2


async def test_a_long_passage_is_shown_in_part() -> None:
    quote = "长长的一句话，没有空格" * 5000
    cited = Citation(1, "/a.md", "", Location(), quote)
    assembly = library()
    assembly.history = [answer_of("So it is [1].", citations=(cited,))]
    async with make_app(assembly, session_id="s1").run_test(size=(100, 30)) as pilot:
        await shown_answers(pilot, 1)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "After 1." in said(pilot))
        assert 9_000 < len(said(pilot)) < 12_000


async def test_for_screen_readers_the_mark_is_in_words() -> None:
    app = make_app(library(), session_id="s1")
    async with app.run_test(size=(120, 36)) as pilot:
        app.add_class("-plain")
        await shown_answers(pilot)
        await pilot.press("ctrl+t", "ctrl+t")
        await until(pilot, lambda: "After 2." in said(pilot))
        assert ">>> National Day is celebrated on 1 October. <<<" in said(pilot)


async def test_another_session_closes_nothing_badly() -> None:
    app = make_app(library(), session_id="s1")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown_answers(pilot)
        await pilot.press("ctrl+t")
        await pilot.pause()
        await app.chat.transcript.clear()
        await pilot.pause()
        panel_of(pilot).query_one(PassageText).focus()
        await pilot.press("escape")
        await pilot.pause()
        assert not panel_of(pilot).display
        await pilot.press("ctrl+t")
        assert "No sources to open yet." in str([entry.message for entry in app._notifications])
