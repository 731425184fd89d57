"""Waiting for what a screen does by itself or beside itself, without guessing how long it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot


async def until(pilot: Pilot[Any], condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for a condition; fails when it never holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"the condition never held:\n{_shown(pilot)}"
        await pilot.pause(0.01)
    await pilot.pause()


def _shown(pilot: Pilot[Any]) -> str:
    screen = pilot.app.screen
    return "\n".join([repr(screen), *(one.text for one in screen._compositor.render_strips(None))])


async def nothing_in_background(pilot: Pilot[Any]) -> None:
    """Wait until nothing runs beside the screen and what came of it is shown.

    For tests of what must not happen: afterwards it would have happened.
    """

    def is_quiet() -> bool:
        return all(thread.name != "kagent-background" for thread in threading.enumerate())

    await until(pilot, is_quiet)
    await pilot.pause()
