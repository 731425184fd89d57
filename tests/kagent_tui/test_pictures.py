"""How pictures are drawn where, and that the terminal is never asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from textual.app import App, ComposeResult

from engine.reading.frame_grab import Frame
from kagent_tui import pictures
from kagent_tui.pictures import drawing, protocol_of, use_pictures
from kagent_tui.roles import speak_plainly
from kagent_tui.widgets.frame_picture import BlockPicture, FramePicture
from kagent_tui.widgets.pixel_picture import forget_pixels, pixel_widget

pytestmark = pytest.mark.anyio

# Two rows of three pixels: red, green and blue above black.
FRAME = Frame(3, 2, bytes((255, 0, 0, 0, 255, 0, 0, 0, 255, *(0,) * 9)), 1.0, (3, 2))


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield
    use_pictures("auto")
    speak_plainly(False)


class OnePicture(App[None]):
    """A picture and nothing else."""

    def compose(self) -> ComposeResult:
        yield FramePicture()


@pytest.mark.parametrize(
    ("environ", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230401"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "210801"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"}, None),
        ({"TERM": "screen-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "foot", "ZELLIJ": "0"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
    ],
)
def test_which_terminals_draw_pixels(environ: dict[str, str], protocol: str | None) -> None:
    assert protocol_of(environ) == protocol


async def test_the_setting_and_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    app = OnePicture()
    kitty = {"TERM": "xterm-kitty"}
    async with app.run_test():
        assert drawing(app, kitty) == "blocks"  # no terminal of its own
        monkeypatch.setattr(type(app), "is_headless", False)
        monkeypatch.setattr(pictures, "cell_size", lambda: None)
        assert drawing(app, kitty) == "blocks"  # and none that tells the size of its cells
        monkeypatch.setattr(pictures, "cell_size", lambda: (9, 18))
        assert drawing(app, kitty) == "kitty"
        assert drawing(app, {"TERM": "xterm"}) == "blocks"
        assert drawing(app, {**kitty, "NO_COLOR": "1"}) == "words"
        use_pictures("blocks")
        assert drawing(app, kitty) == "blocks"
        use_pictures("off")
        assert drawing(app, kitty) == "words"
        use_pictures("auto")
        speak_plainly(True)
        assert drawing(app, kitty) == "words"
        speak_plainly(False)
        monkeypatch.setattr(type(app), "is_web", True)
        assert drawing(app, kitty) == "blocks"


async def test_two_pixels_a_cell() -> None:
    app = OnePicture()
    async with app.run_test(size=(40, 12)) as pilot:
        picture = app.query_one(FramePicture)
        picture.show_frame(FRAME, "Frame at 0:01", "blocks")
        await pilot.pause()
        block = picture.query_one(BlockPicture)
        assert block.size == (3, 1)
        cells = list(block.render_line(0))
        assert [cell.text for cell in cells] == ["▀", "▀", "▀"]
        styles = [cell.style for cell in cells]
        assert [str(style.color.triplet.hex) for style in styles] == [  # type: ignore[union-attr]
            "#ff0000",
            "#00ff00",
            "#0000ff",
        ]
        assert {style.bgcolor.triplet.hex for style in styles} == {"#000000"}  # type: ignore[union-attr]
        picture.say("no picture")
        await pilot.pause()
        assert not picture.query(BlockPicture)
        picture.say("")
        assert not picture.display


async def test_words_alone_and_how_many_pixels_are_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = OnePicture()
    async with app.run_test(size=(40, 12)) as pilot:
        picture = app.query_one(FramePicture)
        picture.show_frame(FRAME, "Frame at 0:01", "words")
        await pilot.pause()
        assert not picture.query(".picture-drawn")
        assert picture.wanted_size("words") is None
        assert picture.wanted_size("blocks") == (40, 12)
        monkeypatch.setattr("kagent_tui.widgets.frame_picture.cell_size", lambda: (10, 20))
        assert picture.wanted_size("kitty") == (400, 120)


@pytest.mark.parametrize("way", ["kitty", "sixel"])
async def test_pixels_are_drawn_and_forgotten_without_a_word_to_the_terminal(
    way: pictures.Drawing, capfd: pytest.CaptureFixture[str]
) -> None:
    app = OnePicture()
    async with app.run_test(size=(40, 12)) as pilot:
        widget = pixel_widget(app, way, (10, 20), FRAME)
        widget.styles.width, widget.styles.height = 4, 2
        await app.mount(widget)
        await pilot.pause()
        assert widget.size == (4, 2)
        forget_pixels(widget)
        await widget.remove()
    assert capfd.readouterr().out == ""


def test_the_import_asks_nothing_even_of_a_terminal() -> None:
    """In a process whose standard streams are a terminal, that is silent and does not wait."""
    pty = pytest.importorskip("pty")
    program = (
        "from textual.app import App\n"
        "from engine.reading.frame_grab import Frame\n"
        "from kagent_tui.widgets.pixel_picture import pixel_widget\n"
        "pixel_widget(App(), 'sixel', (10, 20), Frame(1, 1, bytes(3)))\n"
    )
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-c", program], stdin=theirs, stdout=theirs, timeout=60, check=False
    )
    os.close(theirs)
    os.set_blocking(ours, False)
    try:
        written = os.read(ours, 1000)
    except OSError:
        written = b""
    os.close(ours)
    assert (ended.returncode, written) == (0, b"")
