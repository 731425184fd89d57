"""The one place that decides whether anything on the screen may move or blink by itself."""

from __future__ import annotations

from typing import Any, Final

from textual import constants
from textual.app import App
from textual.widget import Widget

# Of the fields, Input and TextArea, which are slow enough to import to wait until one is needed.
_BLINKING: Final = "cursor_blink"


def allow_motion(app: App[Any], allowed: bool) -> None:
    """Let things move, or hold all of them still from now on."""
    app.animation_level = constants.TEXTUAL_ANIMATIONS if allowed else "none"
    app.set_class(not allowed, "-still")
    for screen in app.screen_stack:
        for field in screen.query("Input, TextArea"):
            settle(field)


def is_still(app: App[Any]) -> bool:
    """Whether nothing may move."""
    return app.animation_level == "none"


def waiting_sign() -> Widget:
    """Says that something is looked for; it moves only where things may."""
    from textual.widgets import LoadingIndicator

    return LoadingIndicator()


def settle(widget: Widget) -> None:
    """Let the cursor of a field blink only where things may move; anything else is left alone."""
    if hasattr(type(widget), _BLINKING):
        setattr(widget, _BLINKING, not is_still(widget.app))
