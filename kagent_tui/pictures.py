"""How pictures are drawn here: in pixels where the terminal can, in half blocks, or told in words.

The setting `pictures` may only take away from what the terminal can. The terminal is never asked:
its answer would be mixed with what is typed, and one that gives none would be waited for. It is
known by its environment, and by the size of its cells in pixels, which its driver tells.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from kagent_tui.roles import is_plain

if TYPE_CHECKING:
    from textual.app import App

Drawing = Literal["kitty", "sixel", "blocks", "words"]
Cell = tuple[int, int]

# Of what draws no pixels, a cell is taken to be twice as high as wide.
USUAL_CELL: Final = (10, 20)
_MULTIPLEXERS: Final = ("TMUX", "STY", "ZELLIJ")
_THROUGH: Final = ("screen", "tmux")
# With Unicode placeholders, by which a picture scrolls and is covered as text is.
_KITTY: Final = ("xterm-kitty", "xterm-ghostty")
_SIXEL: Final = ("foot", "mlterm", "contour", "yaft")
_SIXEL_PROGRAMS: Final = frozenset({"WezTerm", "iTerm.app", "mintty", "contour"})
# Since 22.04 (its release notes).
_SIXEL_KONSOLE: Final = 220400

_setting = "auto"


def use_pictures(setting: str) -> None:
    """From now on draw them so: "auto", "blocks" or "off"."""
    global _setting  # noqa: PLW0603 (one for the process, as the language is)
    _setting = setting


def drawing(app: App[Any], environ: Mapping[str, str] | None = None) -> Drawing:
    """How a picture is drawn on this application's screen."""
    environ = os.environ if environ is None else environ
    if _setting == "off" or is_plain() or environ.get("NO_COLOR"):
        return "words"
    in_terminal = not (app.is_headless or app.is_web or app.is_inline)
    if _setting == "blocks" or not in_terminal or cell_size() is None:
        return "blocks"
    return protocol_of(environ) or "blocks"


def protocol_of(environ: Mapping[str, str]) -> Literal["kitty", "sixel"] | None:
    """In which way a terminal with this environment draws pixels, None where it is not known to."""
    terminal, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if any(environ.get(name) for name in _MULTIPLEXERS) or terminal.startswith(_THROUGH):
        return None
    if terminal in _KITTY or environ.get("KITTY_WINDOW_ID") or program == "ghostty":
        return "kitty"
    version = environ.get("KONSOLE_VERSION", "")
    konsole = version.isdecimal() and int(version) >= _SIXEL_KONSOLE
    if terminal.startswith(_SIXEL) or program in _SIXEL_PROGRAMS or konsole:
        return "sixel"
    return None


def cell_size() -> Cell | None:
    """Width and height of a cell of the terminal in pixels, None where its driver does not tell."""
    if sys.platform == "win32" or sys.__stderr__ is None:
        return None
    import fcntl
    import struct
    import termios

    with contextlib.suppress(OSError, ValueError):
        data = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, bytes(8))
        rows, columns, width, height = struct.unpack("HHHH", data)
        if rows and columns and width >= columns and height >= rows:
            return width // columns, height // rows
    return None
