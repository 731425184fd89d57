"""Pictures of the application: in which language and size, and how to come to them."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from engine.events import Language
from kagent_tui.app import KAgentApp
from kagent_tui.widgets.search_box import PAUSE_SECONDS
from kagent_tui.widgets.status import StatusLine
from tests.kagent_tui.bank_assembly import shown
from tests.kagent_tui.scripted_engine import ScriptedAssembly, make_app, screen_of, until
from tests.snapshots.library_data import NOW

Drive = Callable[[Pilot[int]], Awaitable[object]]
Size = tuple[int, int]

SMALL, COMMON, LARGE = (60, 20), (80, 24), (120, 36)
_TERMINAL = re.compile(r"\bterminal-\d+-")


@dataclass(frozen=True)
class Shot:
    """The language of a test's pictures, and their sizes in the order in which they are taken."""

    language: Language
    sizes: tuple[Size, ...]

    def __str__(self) -> str:
        return self.language

    def said(self, english: str, chinese: str) -> str:
        """The text of this language."""
        return chinese if self.language == "zh" else english


_EVERY = (LARGE, COMMON, SMALL)
every_shot = pytest.mark.parametrize("shot", [Shot("en", _EVERY), Shot("zh", _EVERY)], ids=str)
# For a state of a screen that is shown in every shot elsewhere.
some_shots = pytest.mark.parametrize("shot", [Shot("en", (COMMON,)), Shot("zh", (SMALL,))], ids=str)
one_shot = pytest.mark.parametrize("shot", [Shot("en", (COMMON,))], ids=str)


class Camera:
    """Compares pictures with those that are kept; new ones lie in `folder` when they differ."""

    def __init__(self, snapshot: SnapshotAssertion, shot: Shot, folder: Path) -> None:
        self._kept = snapshot.use_extension(SVGImageExtension)
        self._folder = folder
        self.shot = shot

    def app(
        self, assembly: ScriptedAssembly, *, session: str | None = None, **settings: Any
    ) -> KAgentApp:
        """The application in the picture's language, without motion, at a fixed time."""
        settings = {"reduced_motion": True, **settings}
        app = make_app(assembly, language=self.shot.language, session_id=session, **settings)
        app.workspace.now = NOW
        return app

    def takes(self, app: KAgentApp, drive: Drive) -> bool:
        """Whether the pictures that `drive` leads to are those that were kept."""
        pictures = asyncio.run(self._pictures(app, drive))
        kept = [self._is_kept(*picture) for picture in pictures.items()]
        return all(kept)

    async def _pictures(self, app: KAgentApp, drive: Drive) -> dict[str, str]:
        pictures = {}
        async with app.run_test(size=self.shot.sizes[0]) as pilot:
            await drive(pilot)
            await stillness(pilot)
            for size in self.shot.sizes:
                if size != app.size:
                    await pilot.resize_terminal(*size)
                    await stillness(pilot)
                picture = app.export_screenshot(title="KAgent", simplify=True)
                pictures[f"{size[0]}x{size[1]}"] = _TERMINAL.sub("terminal-", picture)
        return pictures

    def _is_kept(self, name: str, picture: str) -> bool:
        if self._kept(name=name) == picture:
            return True
        differing = self._folder / f"{name}.svg"
        differing.write_text(picture, encoding="utf-8")
        print(f"another picture than before: {differing}")  # shown by pytest with the failure
        return False


def _is_working() -> bool:
    return any(thread.name == "kagent-background" for thread in threading.enumerate())


async def stillness(pilot: Pilot[int]) -> None:
    """Wait until no work of a screen runs; notifications and blinking cursors have no place."""
    pilot.app.clear_notifications()
    for _ in range(3):
        await until(pilot, lambda: not _is_working())
        await pilot.pause()
    fields = [*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)]
    assert not any(field.cursor_blink for field in fields if field.has_focus)


async def loaded(pilot: Pilot[int]) -> None:
    """Wait for the model."""
    await until(pilot, lambda: screen_of(pilot).query_one(StatusLine).model == "kagent-nano")


async def opened(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and wait for the screen that they open over this one."""
    depth = len(pilot.app.screen_stack)
    await pilot.press(*keys)
    await over(pilot, depth)


async def over(pilot: Pilot[int], depth: int = 1) -> None:
    """Wait for a screen over so many others."""
    await until(pilot, lambda: len(pilot.app.screen_stack) > depth)


async def typed(pilot: Pilot[int], text: str) -> None:
    """Press the keys of a text, and wait for what comes of it."""
    await pilot.press(*("space" if one == " " else one for one in text))
    await pilot.pause(PAUSE_SECONDS + 0.05)
    await stillness(pilot)


async def page(pilot: Pilot[int], key: str, kind: type[Any]) -> Any:
    """Wait for the model, press a page's key, and wait until the page has loaded."""
    await loaded(pilot)
    await pilot.press(key)
    screen = await shown(pilot, kind)
    await stillness(pilot)
    return screen
