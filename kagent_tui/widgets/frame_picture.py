"""A picture with a line on what it is: in pixels, in half blocks, or the line alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from engine.cleaning import clean_line
from engine.time_codes import clock
from kagent_tui.i18n import listed, tr
from kagent_tui.pictures import USUAL_CELL, Drawing, cell_size
from kagent_tui.widgets.text import plain_line

if TYPE_CHECKING:
    from engine.reading.frame_grab import Frame
    from kagent_tui.controllers.recordings import Sight

_UPPER_HALF = "▀"
# A picture leaves room for the text that it belongs to.
_MOST_COLUMNS = 72
_MOST_ROWS = 18
_LEAST_COLUMNS = 8
# A picture of more pixels than this is drawn no better, and costs time with every drawing.
_MOST_PIXELS = 640


class FramePicture(Vertical):
    """Hidden until it is told what to show; knows nothing of where a picture comes from."""

    DEFAULT_CSS = """
    FramePicture {
        height: auto; display: none;
        & > .picture-words { height: auto; color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """The words; what is drawn comes before them later."""
        yield Static(classes="picture-words", markup=False)

    def wanted_size(self, drawing: Drawing) -> tuple[int, int] | None:
        """How many pixels a picture may have to be drawn here, None where none is drawn."""
        columns, rows = self._room()
        if drawing == "words" or columns < _LEAST_COLUMNS:
            return None
        if drawing == "blocks":
            return columns, rows * 2
        width, height = cell_size() or USUAL_CELL
        return min(columns * width, _MOST_PIXELS), min(rows * height, _MOST_PIXELS)

    def say(self, words: str) -> None:
        """Show these words and no picture; nothing at all where they are empty."""
        self._remove_drawn()
        self.query_one(".picture-words", Static).update(plain_line(words))
        self.display = bool(words)

    def show_frame(self, frame: Frame, words: str, drawing: Drawing) -> None:
        """Draw a picture with these words below it."""
        self.say(words)
        if drawing == "words":
            return
        drawn = BlockPicture(frame) if drawing == "blocks" else _in_pixels(self, frame, drawing)
        drawn.add_class("picture-drawn")
        self.mount(drawn, before=0)

    def _remove_drawn(self) -> None:
        for drawn in self.query(".picture-drawn"):
            if not isinstance(drawn, BlockPicture):
                from kagent_tui.widgets.pixel_picture import forget_pixels

                forget_pixels(drawn)
            drawn.remove()

    def _room(self) -> tuple[int, int]:
        """Columns and rows that a picture may take."""
        parent = self.parent
        inside = parent.content_size if isinstance(parent, Widget) else self.screen.size
        rows = max(4, self.screen.size.height // 2)
        return min(inside.width, _MOST_COLUMNS), min(rows, _MOST_ROWS)


class BlockPicture(Widget):
    """A picture of two pixels a cell, one above the other."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self.styles.width = frame.width
        self.styles.height = (frame.height + 1) // 2

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """A column a pixel."""
        return self._frame.width

    def render_line(self, y: int) -> Strip:
        """A row of cells; the lower half of the last may be empty."""
        frame = self._frame
        ground = self.background_colors[1].rich_color
        segments = []
        for x in range(min(frame.width, self.size.width)):
            upper = _colour(frame, x, 2 * y)
            lower = _colour(frame, x, 2 * y + 1)
            if upper is None:
                break
            style = Style(color=upper, bgcolor=lower or ground)
            segments.append(Segment(_UPPER_HALF, style))
        return Strip(segments, len(segments))


def _colour(frame: Frame, x: int, y: int) -> Color | None:
    if y >= frame.height:
        return None
    at = (y * frame.width + x) * 3
    return Color.from_rgb(*frame.rgb[at : at + 3])


def _in_pixels(owner: FramePicture, frame: Frame, drawing: Drawing) -> Widget:
    """A widget of textual-image with the picture in it."""
    from kagent_tui.widgets.pixel_picture import pixel_widget

    cell = cell_size() or USUAL_CELL
    widget = pixel_widget(owner.app, drawing, cell, frame)
    widget.styles.width = max(1, round(frame.width / cell[0]))
    widget.styles.height = max(1, round(frame.height / cell[1]))
    return widget


def sight_words(sight: Sight, *, drawn: bool, size: tuple[int, int] | None = None) -> str:
    """The line under a picture, or in place of one: when it is, how large, and what it shows."""
    width, height = size or sight.size or (0, 0)
    parts = []
    if sight.second is not None:
        parts.append(tr("Frame at {time}", time=clock(sight.second)))
    elif sight.page is not None:
        parts.append(tr("Page {number}", number=sight.page))
    else:
        parts.append(tr("Picture"))
    if width and height:
        parts.append(tr("{width} by {height} pixels", width=width, height=height))
    if sight.shown and not drawn:
        parts.append(tr("it shows: {text}", text=clean_line(sight.shown)))
    return listed(parts)
