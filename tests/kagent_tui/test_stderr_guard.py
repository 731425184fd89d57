"""What is printed below Python does not reach the screen, and the terminal is given back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kagent_tui.stderr_guard import guarded_stderr
from tests.kagent_tui.terminal import read_until, terminal

PROGRAM = """
import os, sys
from pathlib import Path
import kagent_tui.app
from kagent_tui.config import Config
from kagent_tui.locations import locate
from tests.kagent_tui.scripted_engine import ScriptedAssembly

class Noisy(ScriptedAssembly):
    def load_model(self, progress=None):
        os.write(2, b"NATIVE-NOISE")
        return super().load_model(progress)

kagent_tui.app.Assembly = lambda home, config: Noisy()
code = kagent_tui.app.run_app(locate({home!r}), Config())
os.write(2, b"AFTERWARDS")
sys.exit(code)
"""


def test_native_noise_goes_to_the_log_and_not_to_the_screen(tmp_path: Path) -> None:
    program = PROGRAM.format(home=str(tmp_path))
    with terminal(sys.executable, "-c", program, rows=30) as (process, near):
        shown = read_until(near, b"kagent-nano")
        os.write(near, b"\x11")
        shown += read_until(near, None)
        assert process.wait(10) == 0
    assert b"NATIVE-NOISE" not in shown
    assert shown.endswith(b"AFTERWARDS")
    log = tmp_path / "logs" / "native.log"
    assert log.read_bytes() == b"NATIVE-NOISE"
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with guarded_stderr(tmp_path / "logs" / "native.log"):
        os.write(2, b"nobody reads this")
    assert (tmp_path / "logs").read_text() == "a file where the folder should be"
