"""The TUI over a stored answer where there is no clipboard; run in a pseudo-terminal."""

from __future__ import annotations

import os
import sys

from tests.kagent_tui.scripted_engine import ScriptedAssembly, answer_of, make_app

if __name__ == "__main__":
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        os.environ.pop(name, None)
    os.environ["KAGENT_HOME"] = sys.argv[1]
    stored = [answer_of("There are **226 days** between them [1].")]
    make_app(ScriptedAssembly(history=stored), session_id="s1").run()
