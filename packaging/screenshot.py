"""Makes docs/tui.svg: the real program, the real model, real questions over examples/.

Run from the repository: PYTHONPATH=. python packaging/screenshot.py [--question TEXT]...
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from engine.library import Library
from kagent_tui.app import KAgentApp, make_app
from kagent_tui.config import Config
from kagent_tui.locations import locate
from kagent_tui.screens.chat import ChatScreen
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.turn import TurnView
from store.memory import MemoryBank

REPOSITORY = Path(__file__).resolve().parent.parent
QUESTIONS = (
    "How many days are there between Spring Festival and National Day in 2026?",
    "When does the last ferry leave Little Morwen?",
)
SIZE = (100, 30)
LIMIT_SECONDS = 120.0


async def until(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Wait for `condition`; leaves the program with `what` did not happen after two minutes."""
    end = time.monotonic() + LIMIT_SECONDS
    while not condition():
        if time.monotonic() > end or not pilot.app.is_running:
            raise SystemExit(f"no screenshot: {what} did not happen")
        await pilot.pause(0.05)


async def take(home: Path, questions: Sequence[str], now: datetime | None) -> str:
    """Ask the questions one after the other and return the last screen as SVG."""
    app = make_app(locate(home), Config(language="en"), now)
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, ChatScreen)
        composer = screen.query_one(Composer)
        composer.cursor_blink = False
        for question in questions:
            composer.text = question
            await pilot.press("enter")
            await until(pilot, lambda: _answered(app), f"an answer to {question!r}")
        await pilot.press("ctrl+t")
        await pilot.pause(0.3)
        svg = app.export_screenshot(title="kagent")
    app.runner.request_close()
    app.runner.join()
    return svg


def _answered(app: KAgentApp) -> bool:
    turns = list(app.query(TurnView))
    return bool(turns) and all(turn.finished for turn in turns)


def main() -> None:
    """Fill a home with the examples, ask, and write the picture."""
    parser = argparse.ArgumentParser(description="Make docs/tui.svg.")
    parser.add_argument("--question", action="append", help="asked in order; may be repeated")
    parser.add_argument("--now", type=datetime.fromisoformat, help="a fixed current time")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "docs" / "tui.svg")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with MemoryBank.open(home) as bank:
            for report in Library(bank).add([REPOSITORY / "examples"]):
                if report.error:
                    raise SystemExit(f"{report.path}: {report.error}")
        svg = asyncio.run(take(home, arguments.question or QUESTIONS, arguments.now))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(svg, encoding="utf-8")
    sys.stdout.write(f"{arguments.output}\n")


if __name__ == "__main__":
    main()
