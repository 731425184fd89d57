"""Nothing that a model, a tool or a document says is read as markup or reaches the terminal raw."""

from __future__ import annotations

import os
import re
import sys

import pytest
from textual.widgets import Markdown, Static

from kagent_tui.widgets.answer import make_parser
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.hostile_program import MARKUP, PAYLOAD, make_hostile_app
from tests.kagent_tui.scripted_engine import screen_of, turns_of, until, write
from tests.kagent_tui.terminal import read_until, terminal

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")

pytestmark = pytest.mark.anyio


async def test_markup_is_shown_and_not_obeyed() -> None:
    async with make_hostile_app().run_test(size=(200, 80)) as pilot:
        await write(pilot, PAYLOAD)
        await until(pilot, lambda: turns_of(pilot)[0].finished)
        await pilot.press("ctrl+o")
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


async def test_a_paste_is_cleaned() -> None:
    from textual.events import Paste

    async with make_hostile_app().run_test() as pilot:
        composer = screen_of(pilot).query_one(Composer)
        composer.post_message(Paste(f"one\r\ntwo{PAYLOAD}"))
        await pilot.pause()
        assert composer.text == f"one\ntwo\n {MARKUP}"
        assert not CONTROLS.search(composer.text)


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
        os.write(near, b"second\r")
        seen += read_until(near, b"END-MARK")
        os.write(near, b"\x11")  # Ctrl+Q
        seen += read_until(near, None)
    seen = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", seen)  # Textual's own: the mouse pointer's shape
    for forbidden in (b"\x1b]52", b"\x1b[31337m", b"\xc2\x9b", b"\x07", b"\x1b]0;", b"\x08"):
        place = seen.find(forbidden)
        assert place < 0, seen[max(place - 80, 0) : place + 80]
    assert "\u202e".encode() not in seen
    assert b"]52;c;ZXZpbA==" in seen  # what is left of it is plain text
