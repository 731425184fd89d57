"""Pasted text is text: whatever stands in it, it presses no key."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from kagent_tui.paste_guard import PasteFilter, PasteSafeParser
from tests.kagent_tui.terminal import read_until, terminal

BEGIN, END = "\x1b[200~", "\x1b[201~"
TEXTS = st.text(st.sampled_from("ab\x1b[]0127~\ny"), max_size=12)
PARTS = st.lists(st.tuples(TEXTS.map(lambda text: text.replace("\x1b", "")), TEXTS), max_size=4)


def fed(pieces: list[str]) -> str:
    pastes = PasteFilter()
    return "".join(pastes.filter(piece) for piece in pieces)


@given(PARTS, st.integers(1, 7))
def test_escapes_go_from_pastes_and_nothing_else_changes(
    parts: list[tuple[str, str]], size: int
) -> None:
    # A second mark within a paste ends it: what a terminal lets through, it does.
    pasted = [(typed, text.replace(END, "")) for typed, text in parts]
    pasted = [(typed, text) for typed, text in pasted if END not in text + END[:-1]]
    given_ = "".join(f"{typed}{BEGIN}{text}{END}" for typed, text in pasted)
    wanted = "".join(f"{typed}{BEGIN}{text.replace(chr(27), '')}{END}" for typed, text in pasted)
    pieces = [given_[at : at + size] for at in range(0, len(given_), size)]
    assert fed(pieces) == fed([given_])
    assert fed(pieces) == wanted


@given(st.lists(st.text(st.sampled_from("\x1b[ABx~0123;"), max_size=6)))
def test_what_is_typed_passes_as_it_is(pieces: list[str]) -> None:
    typed = [piece for piece in pieces if BEGIN not in "".join(pieces)]
    assert fed(typed) == "".join(typed)


def test_a_paste_with_an_escape_is_one_paste_and_no_key() -> None:
    parser = PasteSafeParser()
    found = list(parser.feed(f"{BEGIN}harmless\x1b[Ay\x1b\x1b[201~"))
    assert [type(event) for event in found] == [events.Paste]
    assert isinstance(found[0], events.Paste)
    assert found[0].text == "harmless[Ay"


PROGRAM = """
import sys
from pathlib import Path
import kagent_tui.app
from kagent_tui.config import Config
from kagent_tui.locations import locate
from tests.kagent_tui.scripted_engine import ScriptedAssembly

kagent_tui.app.Assembly = lambda home, config: ScriptedAssembly()
sys.exit(kagent_tui.app.run_app(locate({home!r}), Config()))
"""


def test_a_paste_cannot_quit_the_program(tmp_path: Path) -> None:
    program = PROGRAM.format(home=str(tmp_path))
    with terminal(sys.executable, "-c", program, rows=30) as (process, near):
        read_until(near, b"kagent-nano")
        os.write(near, f"{BEGIN}first\x1b[\x11END-OF-PASTE{END}".encode())
        read_until(near, b"END-OF-PASTE")
        assert process.poll() is None
        os.write(near, b"\x11")
        read_until(near, None)
        assert process.wait(10) == 0
