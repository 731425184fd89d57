"""Memory and speed of the interface over one long session, at its start and at its end.

Run from the repository: python -m benchmarks.long_session [TURNS]. An engine that plays a prepared
answer is asked TURNS questions (500) in one session, as fast as the screen takes them. Printed are
the process's memory, the number of widgets, the seconds from a question to its finished turn, and
the milliseconds to lay out and draw the whole screen; then the ratios of end to start.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from kagent_tui.screens.chat import ChatScreen
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    make_app,
    screen_of,
    scripts_of,
    whole_script,
)

TURNS = 500
# Figures are taken over so many turns; the first ones fill the window of turns.
SAMPLE = 20
SETTLED = 80
ANSWER = (
    "There are **226 days** between them [1].\n\n- Spring Festival: 2026-02-17\n"
    "- National Day: 2026-10-01 [2]\n\n```python\nprint((b - a).days)\n```\n"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured around one turn."""

    turn: int
    megabytes: float
    widgets: int
    turn_seconds: float
    frame_milliseconds: float

    def line(self) -> str:
        """For people."""
        return (
            f"turn {self.turn:>4}: {self.megabytes:6.1f} MB, {self.widgets:>5} widgets, "
            f"{self.turn_seconds * 1000:6.1f} ms a turn, {self.frame_milliseconds:5.1f} ms a frame"
        )


def resident_megabytes() -> float:
    """This process's memory, from /proc."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def frame_milliseconds(screen: ChatScreen) -> float:
    """The median time to lay out the screen and draw every line of it."""

    def once() -> float:
        begin = time.perf_counter()
        screen._refresh_layout()
        screen._compositor.render_strips()
        return (time.perf_counter() - begin) * 1000

    return statistics.median(once() for _ in range(5))


async def measure(turns: int) -> list[Figures]:
    """Ask so many questions; figures of the first settled turns and of the last ones."""
    app = make_app(ScriptedAssembly(scripts_of(*(whole_script(ANSWER) for _ in range(turns)))))
    found: list[Figures] = []
    async with app.run_test(size=(100, 30)) as pilot:
        screen = screen_of(pilot)
        taken: list[float] = []
        for number in range(1, turns + 1):
            taken.append(await _ask(pilot, screen, number))
            if number in {SETTLED, turns // 2, turns}:
                seconds = statistics.median(taken[-SAMPLE:])
                widgets = len(list(screen.query("*")))
                frame = frame_milliseconds(screen)
                found.append(Figures(number, resident_megabytes(), widgets, seconds, frame))
                print(found[-1].line())
    app.runner.request_close()
    return found


async def _ask(pilot: Pilot[int], screen: ChatScreen, number: int) -> float:
    begin = time.perf_counter()
    # As the composer's message does: pressing keys would mostly measure the waiting for them.
    await screen.ask(f"Question {number}: how many days?")
    while screen.is_answering:
        await asyncio.sleep(0.005)
    await pilot.pause(0)
    return time.perf_counter() - begin


def main() -> int:
    """Measure, print the ratios."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    with tempfile.TemporaryDirectory() as home:
        os.environ["KAGENT_HOME"] = home
        found = asyncio.run(measure(turns))
    first, last = found[0], found[-1]
    print(
        f"end to start: memory {last.megabytes / first.megabytes:.2f}, "
        f"turn {last.turn_seconds / first.turn_seconds:.2f}, "
        f"frame {last.frame_milliseconds / first.frame_milliseconds:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
