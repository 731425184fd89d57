"""Makes the pictures of docs/screens: the real program and model over the documents of examples/.

Run from the repository: PYTHONPATH=. python packaging/screenshots.py [NAME...]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from engine.library import Library
from kagent_tui.app import KAgentApp, make_app
from kagent_tui.config import Config
from kagent_tui.locations import locate
from kagent_tui.widgets.composer import Composer
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.passage_panel import PassagePanel
from kagent_tui.widgets.turn import TurnView
from store.kuaipedia_records import NewItem
from store.memory import MemoryBank

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "screens"
# A place of one name, for it stands in a picture.
VIDEOS = Path(tempfile.gettempdir()) / "videos"
NOW = datetime(2026, 11, 20, 10, 0)
LIMIT_SECONDS = 120.0

Drive = Callable[[Pilot[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is done before a picture is taken, in which language, and how large it is."""

    drive: Drive
    language: str = "en"
    theme: str = "dark"
    size: tuple[int, int] = (100, 30)
    recording: bool = False


def make_recording(folder: Path) -> Path:
    """A video about the espresso machine of the examples: two slides."""
    from tests.video_file import Video, make_video, slides

    pages = [
        ["Brunello Piccola 40", "Descaling the espresso machine"],
        ["Brunello Piccola 40", "1. Fill in citric acid", "2. Rinse it twice"],
    ]
    folder.mkdir(exist_ok=True)
    captions = slides(pages, 10, every=0.5, size=26)
    video = Video(20, captions, size=(640, 360), scenes=(10,), metadata={"title": pages[0][1]})
    return make_video(folder / "espresso-machine.mp4", video)


async def until(pilot: Pilot[int], condition: Callable[[], bool], what: str) -> None:
    """Wait for `condition`; leaves the program with `what` did not happen after two minutes."""
    end = time.monotonic() + LIMIT_SECONDS
    while not condition():
        if time.monotonic() > end or not pilot.app.is_running:
            raise SystemExit(f"no picture: {what} did not happen")
        await pilot.pause(0.05)


def chat(*questions: str, citation: bool = False) -> Drive:
    """Ask the questions; then choose the newest answer's first source."""

    async def drive(pilot: Pilot[int]) -> None:
        for number, question in enumerate(questions, 1):
            pilot.app.screen.query_one(Composer).text = question
            await pilot.press("enter")
            await until(pilot, partial(_answered, pilot, number), question)
        if citation:
            await pilot.press("ctrl+t")
            panel = pilot.app.screen.query_one(PassagePanel)
            await until(pilot, lambda: panel.display, "the passage")
            await pilot.pause(1.0)

    return drive


def page(key: str, *then: str) -> Drive:
    """Open a page by its key and press some more."""

    async def drive(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: _app(pilot).workspace.assembly is not None, "the memory")
        await pilot.press(key)
        await pilot.pause(1.0)
        for one in then:
            await pilot.press(one)
        await pilot.pause(1.5)

    return drive


async def _welcome(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: _app(pilot).chat.status.model == "kagent-nano", "the model")


async def _item(pilot: Pilot[int]) -> None:
    """The machine's item, and beside it what the video shows of it."""
    await page("f6", "down", "enter")(pilot)
    parts = pilot.app.screen.query_one(ItemParts)
    videos = [one.id for one in parts.options if one.id and ":" in str(one.prompt)[:3]]
    if not videos:
        raise SystemExit("no picture: no video was linked to the item")
    parts.highlighted = parts.get_option_index(videos[0])
    await pilot.press("enter")
    panel = pilot.app.screen.query_one(PassagePanel)
    await until(pilot, lambda: bool(panel.query(".picture-drawn")), "the frame")
    await pilot.pause(0.5)


PICTURES: Mapping[str, Picture] = {
    "chat": Picture(
        chat(
            "How many days are there between Spring Festival and National Day in 2026?",
            "When does the last ferry leave Little Morwen?",
        )
    ),
    "citation": Picture(
        chat("When does the last ferry leave Little Morwen?", citation=True), size=(120, 32)
    ),
    "chinese": Picture(chat("净水器的滤芯多久更换一次？", citation=True), "zh", "light", (120, 32)),
    "welcome": Picture(_welcome),
    "library": Picture(page("f3")),
    "search": Picture(page("f3", "slash", *"ferry")),
    "items": Picture(_item, size=(120, 34), recording=True),
    "memory": Picture(page("f4")),
    "models": Picture(page("f5"), size=(110, 34)),
    "settings": Picture(page("f9"), theme="contrast"),
}


def _app(pilot: Pilot[int]) -> KAgentApp:
    assert isinstance(pilot.app, KAgentApp)
    return pilot.app


def _answered(pilot: Pilot[int], count: int) -> bool:
    turns = list(pilot.app.query(TurnView))
    return len(turns) == count and all(turn.finished for turn in turns)


async def take(home: Path, picture: Picture) -> str:
    """Run the program and return its screen as SVG."""
    config = Config(
        interface_language="zh" if picture.language == "zh" else "en",
        theme=picture.theme,
        reduced_motion=True,
    )
    app = make_app(locate(home), config, NOW)
    async with app.run_test(size=picture.size) as pilot:
        await picture.drive(pilot)
        svg = app.export_screenshot(title="kagent")
    app.runner.request_close()
    app.runner.join()
    return svg


def main() -> None:
    """Fill a home with the examples for each picture, and write it."""
    parser = argparse.ArgumentParser(description="Make the pictures of docs/screens.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    names = parser.parse_args().names or list(PICTURES)
    if unknown := set(names) - set(PICTURES):
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "kagent"
            with MemoryBank.open(home) as bank:
                added = [REPOSITORY / "examples"]
                if PICTURES[name].recording:
                    added.append(make_recording(VIDEOS))
                    aliases = ("Brunello Piccola", "espresso machine")
                    item = NewItem("Brunello Piccola 40", "en", origin="person", aliases=aliases)
                    bank.kuaipedia.put_items([item])
                for report in Library(bank, linked=True).add(added):
                    if report.error:
                        raise SystemExit(f"{report.path}: {report.error}")
            svg = asyncio.run(take(home, PICTURES[name]))
        (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
        sys.stdout.write(f"{FOLDER / name}.svg\n")


if __name__ == "__main__":
    main()
