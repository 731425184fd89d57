"""Nothing that a model, a tool or a document says is read as markup or reaches the terminal raw."""

from __future__ import annotations

import asyncio
import os
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Markdown, OptionList, Static

from engine.events import Citation, Location
from engine.source_passage import ShownPassage
from kagent_tui.clipboard import Copied
from kagent_tui.links import Link
from kagent_tui.screens.code_blocks import code_block_choice
from kagent_tui.screens.link import LinkScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.widgets.answer import AnswerView
from kagent_tui.widgets.answer_markdown import make_parser
from kagent_tui.widgets.citation_passage import mark_quote
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.passage_panel import PassagePanel
from tests.kagent_tui.hostile_program import (
    CLIPBOARD,
    COLOUR,
    DECODED,
    EIGHT_BIT,
    MARKUP,
    PAYLOAD,
    TITLE,
    hostile_source,
    make_hostile_app,
)
from tests.kagent_tui.scripted_engine import screen_of, turns_of, write
from tests.kagent_tui.terminal import read_until, terminal
from tests.kagent_tui.waiting import until

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")

pytestmark = pytest.mark.anyio


async def test_markup_is_shown_and_not_obeyed() -> None:
    async with make_hostile_app().run_test(size=(200, 80)) as pilot:
        await write(pilot, PAYLOAD)
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        await pilot.press("ctrl+o", "ctrl+t")
        panel = screen_of(pilot).query_one(PassagePanel)
        body = panel.query_one(".passage-body", Static)
        await until(pilot, lambda: "PASSAGE-END" in str(body.render()))
        for name in (".passage-title", ".passage-place", ".passage-body"):
            assert MARKUP in str(panel.query_one(name, Static).render()), name
        await pilot.press("escape")
        await write(pilot, "fail")
        await until(pilot, lambda: turns_of(pilot)[1].finished)
        for part in screen_of(pilot).query(Static):
            if part.display:
                assert not CONTROLS.search(str(part.render()))
        first = turns_of(pilot)[0]
        for selector in (".turn-question", ".task-call", ".task-observation", "CitationView"):
            assert MARKUP in str(first.query_one(selector, Static).render()), selector
        assert MARKUP in str(turns_of(pilot)[1].query_one(".turn-note", Static).render())
        assert not CONTROLS.search(first.query_one(Markdown).source)
        for screen in (PassageScreen(hostile_source()), LinkScreen(Link(PAYLOAD, PAYLOAD))):
            await pilot.app.push_screen(screen)
            await pilot.pause()
            shown = [part.render() for part in screen.query(Static)]
            assert any(MARKUP in str(text) for text in shown)
            assert not any(CONTROLS.search(str(text)) for text in shown)
            await pilot.app.pop_screen()
        blocks = code_block_choice([f"code{PAYLOAD}", PAYLOAD])
        await pilot.app.push_screen(blocks)
        prompt = str(blocks.query_one(OptionList).get_option_at_index(1).prompt)
        assert MARKUP in prompt
        assert not CONTROLS.search(prompt)


async def test_what_is_said_of_copying_and_links_is_no_markup() -> None:
    app = make_hostile_app()
    async with app.run_test() as pilot:
        app.chat.links.open(f"x:{PAYLOAD}")
        app.chat.copying.copy_answer(PAYLOAD)
        await pilot.pause()
        app.chat.copying._copied(Copied(trouble=PAYLOAD), 1)
        app.chat.copying._copied(Copied("[/x]"), 1)
        await pilot.pause()
        assert len(app._notifications) == 4
        assert not any(CONTROLS.search(entry.message) for entry in app._notifications)


async def test_a_paste_is_cleaned() -> None:
    from textual.events import Paste

    async with make_hostile_app().run_test() as pilot:
        composer = screen_of(pilot).query_one(Composer)
        composer.post_message(Paste(f"one\r\ntwo{PAYLOAD}"))
        await pilot.pause()
        assert composer.text == f"one\ntwo\n {MARKUP}"
        assert not CONTROLS.search(composer.text)


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [CLIPBOARD, COLOUR, EIGHT_BIT, TITLE, MARKUP, DECODED, "\u202e", "\x1b", "\x9b", "\r"]
        ),
        st.text(max_size=8),
    ),
    max_size=8,
).map("".join)


@given(HOSTILE, HOSTILE)
def test_no_control_survives_in_a_citation(one: str, other: str) -> None:
    citation = Citation(1, one, other, Location(heading=one, sheet=other), f"{one}{other}")
    shown = str(CitationView(citation, note=other).content)
    assert not CONTROLS.search(shown)
    assert "\n" not in shown


@given(HOSTILE, HOSTILE, st.booleans())
def test_a_passage_is_cleaned_and_keeps_its_text(one: str, other: str, in_words: bool) -> None:
    marked = mark_quote(ShownPassage(one, other, one), f"{other}{one}", in_words=in_words)
    text = marked.content.plain
    assert not CONTROLS.search(text)
    assert 0 <= marked.start <= len(text)
    for span in marked.content.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert isinstance(span.style, str)


@settings(max_examples=25, deadline=None)
@given(HOSTILE)
def test_no_control_survives_in_an_answer(text: str) -> None:
    async def show() -> None:
        from textual.app import App

        app: App[None] = App()
        async with app.run_test() as pilot:
            answer = AnswerView()
            await app.mount(answer)
            answer.write(text)
            await answer.finish(f"{text}\n\n| a{text} |\n|---|\n| b |\n\n- [1] {text}", [1])
            await pilot.pause()
            lines = [strip.text for strip in app.screen._compositor.render_strips()]
            assert not CONTROLS.search("\n".join(lines))

    asyncio.run(show())


def test_html_is_text_and_lines_stay_apart() -> None:
    tokens = make_parser().parse("<b>bold</b>\nsecond\n\n<div>\nblock\n</div>")
    inline = [child for token in tokens for child in token.children or ()]
    assert not [child for child in inline if child.type.startswith("html")]
    assert not [token for token in tokens if token.type == "html_block"]
    assert "hardbreak" in [child.type for child in inline]
    assert "softbreak" not in [child.type for child in inline]


def test_no_escape_sequence_of_a_payload_reaches_the_terminal() -> None:
    with terminal(sys.executable, "-m", "tests.kagent_tui.hostile_program") as (_, near):
        seen = read_until(near, b"model")
        os.write(near, b"\x1b[200~pasted\x1b]52;c;ZXZpbA==\x1b\\ text\x1b[201~\r")
        seen += read_until(near, b"quote")
        os.write(near, b"\x0f")  # Ctrl+O unfolds the observation
        seen += read_until(near, b"line two")
        os.write(near, b"\x14")  # Ctrl+T goes to the citation, and its passage is shown
        seen += read_until(near, b"PASSAGE-END")
        os.write(near, b"second")
        seen += read_until(near, b"second")
        os.write(near, b"\r")
        seen += read_until(near, b"END-MARK")
        os.write(near, b"\x11")  # Ctrl+Q
        seen += read_until(near, None)
    seen = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", seen)  # Textual's own: the mouse pointer's shape
    for forbidden in (b"\x1b]52", b"\x1b[31337m", b"\xc2\x9b", b"\x07", b"\x1b]0;", b"\x08"):
        place = seen.find(forbidden)
        assert place < 0, seen[max(place - 80, 0) : place + 80]
    assert "\u202e".encode() not in seen
    assert b"]52;c;ZXZpbA==" in seen  # what is left of it is plain text
