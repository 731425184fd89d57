"""The real process, left while its engine's thread is deep in something that cannot be stopped."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.kagent_tui.terminal import read_until, terminal

PROGRAM = """
import sys, threading
from kagent_tui.locations import locate
import kagent_tui.app
from engine.events import Concluding
from kagent_tui.config import Config
from tests.kagent_tui.scripted_engine import ScriptedAssembly

kagent_tui.app.Assembly = lambda home, config: ScriptedAssembly({arguments})
sys.exit(kagent_tui.app.run_app(locate({home!r}), Config()))
"""


@pytest.mark.parametrize(
    ("arguments", "seconds"),
    [
        ("[[Concluding('Never'), threading.Event()]]", 2.0),  # generating: it obeys the cancel
        ("model_gate=threading.Event()", 5.0),  # loading: it is left behind
    ],
)
def test_the_process_ends_clean_and_soon(arguments: str, seconds: float, tmp_path: Path) -> None:
    program = PROGRAM.format(arguments=arguments, home=str(tmp_path))
    with terminal(sys.executable, "-c", program, rows=30) as (process, near):
        read_until(near, b"kagent" if "model_gate" not in arguments else b"Loading")
        os.write(near, b"Go on\r")
        read_until(near, b"Never" if "model_gate" not in arguments else b"Waiting")
        begin = time.monotonic()
        os.write(near, b"\x11")
        rest = read_until(near, None)
        assert process.wait(10) == 0
        assert time.monotonic() - begin < seconds
    assert rest.count(b"Traceback") == 0
    assert b"\x1b[?1049l" in rest  # the terminal was given back
