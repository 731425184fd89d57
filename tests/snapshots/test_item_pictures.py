"""The items of the library: their page, a passage of a video beside it, and what changes them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.library_events import MediaProgressed
from engine.reading.frame_grab import Frame
from kagent_tui.controllers.library_jobs import Job, JobState
from kagent_tui.controllers.recordings import Sight
from kagent_tui.screens.items import ItemsScreen
from kagent_tui.screens.library import LibraryScreen
from kagent_tui.widgets.document_table import DocumentTable
from kagent_tui.widgets.entry_list import EntryList
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.job_line import JobLine
from kagent_tui.widgets.passage_panel import PassagePanel
from store.memory import MemoryBank
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.encyclopedic import add_items
from tests.kagent_tui.scripted_engine import until
from tests.snapshots.library_data import Clock
from tests.snapshots.shots import Camera, Drive, Shot, every_shot, opened, page, some_shots

RECORDING = Path("/home/ada/videos/boiler.mp4")
MISSED = (
    "no speech: there is no speech model on this computer; get one with: kagent models pull "
    "whisper-base-q5_1"
)


def drawn(sight: Sight, size: tuple[int, int], cancel: threading.Event) -> Frame:
    """A valve, red on a light ground, of just the size that was asked for."""
    del cancel
    width, height = size[0], min(size[1], size[0] * 9 // 16)
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            away = (x - width / 2) ** 2 + (y - height / 2) ** 2
            pixels += b"\xbb\x11\x11" if away < (height / 3) ** 2 else b"\xdf\xe8\xf2"
    return Frame(width, height, bytes(pixels), sight.second, (320, 180))


@pytest.fixture
def known(tmp_path: Path, shot: Shot, monkeypatch: pytest.MonkeyPatch) -> Iterator[BankAssembly]:
    """A memory with items, whose recording is where its documents say."""
    monkeypatch.setattr("kagent_tui.screens.sights.frame_of", drawn)
    monkeypatch.setattr("engine.source_state.regular_file", Path)
    Clock.looks = 0
    with pytest.MonkeyPatch.context() as patch, MemoryBank.open(tmp_path / "known") as bank:
        patch.setattr("store.clock.datetime", Clock)
        add_items(bank, RECORDING, shot.language, unread=MISSED)
        yield BankAssembly(bank=bank, documents=3)


def items(*keys: str, then: Drive | None = None) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        screen = await page(pilot, "f6", ItemsScreen)
        await until(pilot, lambda: screen.query_one(ItemParts).option_count)
        await pilot.press("down", *keys)
        if then is not None:
            await then(pilot)

    return drive


@every_shot
def test_item(camera: Camera, known: BankAssembly) -> None:
    assert camera.takes(camera.app(known), items("enter"))


@every_shot
def test_item_with_a_frame(camera: Camera, known: BankAssembly) -> None:
    async def read(pilot: Pilot[int]) -> None:
        parts = pilot.app.screen.query_one(ItemParts)
        parts.highlighted = parts.get_option_index("evidence:4")
        await pilot.press("enter")
        panel = pilot.app.screen.query_one(PassagePanel)
        await until(pilot, lambda: panel.query(".picture-drawn"))
        panel.query_one(".picture-words").scroll_visible(animate=False)

    assert camera.takes(camera.app(known), items("enter", then=read))


@some_shots
def test_item_merged(camera: Camera, known: BankAssembly) -> None:
    async def ask(pilot: Pilot[int]) -> None:
        await opened(pilot, "m")
        entries = pilot.app.screen.query_one(EntryList)
        await until(pilot, lambda: entries.option_count)

    assert camera.takes(camera.app(known), items("enter", then=ask))


@some_shots
def test_item_deleted(camera: Camera, known: BankAssembly) -> None:
    async def ask(pilot: Pilot[int]) -> None:
        await opened(pilot, "d")

    assert camera.takes(camera.app(known), items("enter", then=ask))


@some_shots
def test_recording_in_the_library(camera: Camera, known: BankAssembly) -> None:
    async def read(pilot: Pilot[int]) -> None:
        screen = await page(pilot, "f3", LibraryScreen)
        await until(pilot, lambda: screen.query_one(DocumentTable).row_count)
        await pilot.press("end")
        media = MediaProgressed(RECORDING, "shown", 80, 600, 12.4, 42)
        state = JobState(Job(), 40, 2, 5, 36, 95.0, media=media)
        screen.post_message(LibraryScreen.JobChanged(state))
        await until(pilot, lambda: screen.query_one(JobLine).display)

    assert camera.takes(camera.app(known), read)
