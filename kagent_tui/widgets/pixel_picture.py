"""The widgets of textual-image, without the questions that it puts to the terminal.

On import it asks the terminal what it can, and reads the answer from the standard input: under a
running application that waits for nothing and takes keys away. Here it is told beforehand what it
would ask. What it writes past the application, it writes through the application's driver, so that
it cannot come amid a frame of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from engine.reading.frame_grab import Frame
    from kagent_tui.pictures import Cell, Drawing

# Where textual-image keeps the terminal's answer.
_KNOWN: Final = "_result"
_IMAGE: Final = "image"


def pixel_widget(app: App[Any], drawing: Drawing, cell: Cell, frame: Frame) -> Widget:
    """A widget that draws a picture; `drawing` is "kitty" or "sixel", `cell` in pixels."""
    from PIL import Image
    from textual_image import _terminal

    setattr(_terminal.get_cell_size, _KNOWN, _terminal.CellSize(*cell))
    with _unasked(_terminal):
        from textual_image.renderable import tgp
        from textual_image.widget import SixelImage, TGPImage

    def send(*, payload: str | None = None, **fields: int | str | None) -> None:
        named = ",".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        driver = app._driver
        if driver is not None:
            driver.write(f"\x1b_G{named}{f';{payload}' if payload else ''}\x1b\\")

    tgp._send_tgp_message = send
    picture = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
    made: Widget = SixelImage(picture) if drawing == "sixel" else TGPImage(picture)
    return made


def forget_pixels(widget: Widget) -> None:
    """Let the terminal forget what a widget has sent to it, before the widget goes."""
    setattr(widget, _IMAGE, None)


@contextmanager
def _unasked(terminal: Any) -> Iterator[None]:
    """While textual-image is imported, no question is put: it takes each for unanswered."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise terminal.TerminalError

    asking = terminal.capture_terminal_response
    terminal.capture_terminal_response = refuse
    try:
        yield
    finally:
        terminal.capture_terminal_response = asking
